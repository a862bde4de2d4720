import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import type { QualifiedName } from '../../contracts/index.js';
import { MetadataError } from '../metadata-error.js';
import { namespaces } from '../namespaces.js';
import { describeName } from '../model/type-model.js';
import type {
  ClassDeclaration,
  ClassFlavor,
  CodeOptions,
  MemberDeclaration,
  TypeUse,
} from '../model/type-model.js';
import { anyType, dataSet, xmlBuiltIn, xmlElementType } from './built-in-types.js';
import { withoutTextLists } from './element-use.js';
import type { ElementUse, XmlTypeReader } from './element-use.js';
import type { ImportReport } from './import-report.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import { ContentReader, contentOf } from './particles.js';
import {
  baseOf,
  derivationOf,
  documentationOf,
  isQualified,
  occurrence,
  referenceIn,
  schemaChildren,
} from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { TaskQueue } from './task-queue.js';
import { XmlArrays } from './xml-arrays.js';
import { XmlAttributes } from './xml-attributes.js';
import { XmlChoices } from './xml-choices.js';
import { XmlMembers } from './xml-members.js';
import { XmlSimpleTypes } from './xml-simple-types.js';

/** The deepest inheritance. */
const maxBases = 200;

/** Reads classes for the XmlSerializer out of schemas: they have a word for nearly everything. */
export class XmlTypes implements XmlTypeReader {
  readonly #index: SchemaIndex;
  readonly #report: ImportReport;
  readonly #flavor: ClassFlavor;
  readonly #uses = new Map<string, TypeUse>();
  readonly #anonymous = new Map<MetadataNode, TypeUse>();
  readonly #tasks = new TaskQueue();
  readonly #simpleTypes: XmlSimpleTypes;
  readonly #arrays: XmlArrays;
  readonly #members: XmlMembers;

  constructor(index: SchemaIndex, report: ImportReport, flavor: 'xml' | 'soap') {
    this.#index = index;
    this.#report = report;
    this.#flavor = flavor;
    this.#simpleTypes = new XmlSimpleTypes((name, from) => this.typeOf(name, from));
    const content = new ContentReader(index, report);
    const choices = new XmlChoices(index, this);
    const attributes = new XmlAttributes(index, report, this, this.#simpleTypes);
    this.#arrays = new XmlArrays({ index, content, types: this, choices, tasks: this.#tasks });
    this.#members = new XmlMembers({ index, content, types: this, attributes, choices });
  }

  typeOf(name: QualifiedName, from: MetadataNode | null): TypeUse {
    const builtIn = xmlBuiltIn(name);
    if (builtIn !== null) return builtIn;
    const known = this.#uses.get(keyOf(name));
    if (known !== undefined) return known;
    const component = this.#index.find('type', name);
    if (component === null) {
      this.#report.add(
        `The type ${describeName(name)} is not declared; it is taken as anyType.`,
        from,
      );
      return anyType;
    }
    const { node } = component;
    if (node.localName === 'simpleType') {
      const use = this.#simpleTypes.read(component, node, name.name);
      this.#uses.set(keyOf(name), use);
      return use;
    }
    return this.#tasks.hold(() =>
      this.#classOf(component, node, name.name, (use) => {
        this.#uses.set(keyOf(name), use);
      }),
    );
  }

  /** What a part of a message is whose type is named: a class, or the array that the type is. */
  partUse(name: QualifiedName, from: MetadataNode): Pick<ElementUse, 'type' | 'array'> {
    const isBuiltIn = xmlBuiltIn(name) !== null;
    const array = isBuiltIn ? null : this.#arrays.ofType(name, capitalized(name.name));
    // In SOAP encoding a type whose only element repeats is a struct.
    if (array === null || (this.#flavor === 'soap' && 'itemName' in array.options))
      return { type: withoutTextLists(this.typeOf(name, from)), array: null };
    return { type: listOf(array), array };
  }

  elementUse(
    owner: SchemaComponent,
    element: MetadataNode,
    parentName: string,
    takesItemNames = true,
  ): ElementUse {
    const ref = referenceIn(owner, element, 'ref');
    if (ref !== null) {
      const target = this.#index.find('element', ref);
      if (target === null) {
        if (ref.namespace !== namespaces.xs)
          this.#report.add(
            `The element ${describeName(ref)} is not declared; it may hold anything.`,
            element,
          );
        return { ...ref, isQualified: true, type: anyType, array: null, isNillable: false };
      }
      return this.elementUse(target, target.node, '', takesItemNames);
    }
    const name = element.attribute('name') ?? '';
    const isGlobal = element.parent?.localName === 'schema';
    const qualified = isGlobal || isQualified(owner, element, 'element');
    const namespace = qualified ? owner.schema.targetNamespace : '';
    const found = this.#arrays.read(owner, element, parentName);
    const isNamed = found !== null && (takesItemNames || hasPlainItems(found.options, namespace));
    const array = isNamed ? found : null;
    const type: TypeUse =
      array === null
        ? this.#typeOfElement(owner, element, `${parentName}${capitalized(name)}`)
        : listOf(array);
    return {
      name,
      namespace,
      isQualified: qualified,
      type,
      array,
      isNillable: element.attribute('nillable') === 'true',
    };
  }

  #typeOfElement(owner: SchemaComponent, element: MetadataNode, name: string): TypeUse {
    const type = referenceIn(owner, element, 'type');
    if (type !== null) return withoutTextLists(this.typeOf(type, element));
    for (const child of schemaChildren(element)) {
      if (child.localName === 'simpleType')
        return withoutTextLists(this.#simpleTypes.read(owner, child, name));
      if (child.localName === 'complexType') {
        const known = this.#anonymous.get(child);
        if (known !== undefined) return known;
        const any = this.#anyContent(child);
        if (any !== null) return any;
        return this.#classOf({ ...owner, node: child }, child, name, (use) => {
          this.#anonymous.set(child, use);
        });
      }
    }
    const head = referenceIn(owner, element, 'substitutionGroup');
    const group = head === null ? null : this.#index.find('element', head);
    return group === null ? anyType : this.#typeOfElement(group, group.node, name);
  }

  /** A type that is nothing but any content: an element as it is, or behind a schema what .NET writes of a DataSet. */
  #anyContent(type: MetadataNode): TypeUse | null {
    const content = contentOf(type);
    const [first, second, third] = content === null ? [] : schemaChildren(content);
    if (first === undefined || third !== undefined || schemaChildren(type).length > 1) return null;
    const isAny = (one: MetadataNode): boolean =>
      one.localName === 'any' && occurrence(one).max === 1;
    if (second === undefined) return isAny(first) ? xmlElementType : null;
    const ref = first.nameIn('ref');
    const isSchema = ref?.namespace === namespaces.xs && ref.name === 'schema';
    return isSchema && isAny(second) ? dataSet : null;
  }

  #classOf(
    component: SchemaComponent,
    node: MetadataNode,
    name: string,
    remember: (use: TypeUse) => void,
  ): TypeUse {
    const isNamed = node.attribute('name') !== null;
    const members: MemberDeclaration[] = [];
    const known: TypeUse[] = [];
    const derivation = derivationOf(node);
    const content = derivation ?? node;
    const baseName = isNamed || derivation !== null ? baseOf({ ...component, node }) : null;
    const base =
      baseName === null || xmlBuiltIn(baseName) !== null || this.#isUnderWay(baseName)
        ? null
        : this.#tasks.nested(() => this.typeOf(baseName, node));
    const baseClass =
      base?.kind === 'declared' && base.declaration.kind === 'class' ? base.declaration : null;
    const { targetNamespace } = component.schema;
    const declaration: ClassDeclaration = {
      kind: 'class',
      flavor: this.#flavor,
      wantedName: capitalized(name),
      wireName: isNamed ? name : '',
      namespace: targetNamespace,
      documentation: documentationOf(node),
      options: { namespace: targetNamespace },
      base: baseClass,
      members,
      known,
      isAbstract: node.attribute('abstract') === 'true',
    };
    const use: TypeUse = { kind: 'declared', declaration };
    remember(use);
    const isRestricted = derivation?.localName === 'restriction' && baseClass !== null;
    // A restriction has what its base has: less of it, but in the same places.
    this.#tasks.run(() => {
      if (!isRestricted)
        members.push(
          ...this.#members.read({ owner: { ...component, node }, content, baseName, base, name }),
        );
      if (!isNamed) return;
      for (const derived of this.#index.derivedFrom(component.name))
        known.push(this.typeOf(derived.name, derived.node));
    });
    return use;
  }

  /** A class whose base leads back to itself has none. */
  #isUnderWay(name: QualifiedName): boolean {
    const seen = new Set<string>();
    for (let at: QualifiedName | null = name; at !== null;) {
      if (seen.has(keyOf(at))) return true;
      if (seen.size > maxBases)
        throw new MetadataError(
          `${describeName(name)} has more than ${String(maxBases)} base types.`,
        );
      seen.add(keyOf(at));
      const component = this.#index.find('type', at);
      at = component === null ? null : baseOf(component);
    }
    return false;
  }
}

function listOf({ item, options }: NonNullable<ElementUse['array']>): TypeUse {
  return { kind: 'list', item, options: { itemName: options['itemName'] } };
}

/** Whether the items of a list are in the namespace of its element, and may be nil: what needs not be said. */
export function hasPlainItems(
  { itemNamespace, itemIsNullable }: CodeOptions,
  namespace: string,
): boolean {
  return (
    itemNamespace === undefined || (itemNamespace === namespace && itemIsNullable === undefined)
  );
}
