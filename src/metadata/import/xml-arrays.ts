import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { isValueType } from '../model/type-model.js';
import type { CodeOptions } from '../model/type-model.js';
import { dataTypeOf } from './element-use.js';
import type { ElementUse, XmlTypeReader } from './element-use.js';
import type { MetadataNode } from './metadata-node.js';
import { contentOf } from './particles.js';
import type { ContentReader } from './particles.js';
import { derivationOf, occurrence, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import type { TaskQueue } from './task-queue.js';
import type { XmlChoices } from './xml-choices.js';

/** What arrays are read with. */
export interface XmlArraysParts {
  readonly index: SchemaIndex;
  readonly content: ContentReader;
  readonly types: XmlTypeReader;
  readonly choices: XmlChoices;
  readonly tasks: TaskQueue;
}

/** Tells arrays from classes. */
export class XmlArrays {
  readonly #parts: XmlArraysParts;

  constructor(parts: XmlArraysParts) {
    this.#parts = parts;
  }

  /** A type of nothing but one element that repeats, where an element has it: an array. */
  read(owner: SchemaComponent, element: MetadataNode, parentName: string): ElementUse['array'] {
    const typeName = referenceIn(owner, element, 'type');
    const holder = `${parentName}${capitalized(element.attribute('name') ?? '')}`;
    if (typeName !== null) return this.ofType(typeName, holder);
    const node = element.first(namespaces.xs, 'complexType');
    return node === null ? null : this.#ofNode({ ...owner, node }, null, holder);
  }

  /** The same for a type by its name, where a part of a message has it; the names of nameless types begin with `holder`. */
  ofType(typeName: QualifiedName, holder: string): ElementUse['array'] {
    const component = this.#parts.index.find('type', typeName);
    return component === null ? null : this.#ofNode(component, typeName, holder);
  }

  #ofNode(
    inner: SchemaComponent,
    typeName: QualifiedName | null,
    holder: string,
  ): ElementUse['array'] {
    const { index, types, tasks } = this.#parts;
    const { node } = inner;
    if (node.localName !== 'complexType') return null;
    if (node.attribute('mixed') === 'true' || node.attribute('abstract') === 'true') return null;
    if (typeName !== null && index.derivedFrom(typeName).length > 0) return null;
    const encoded = encodedArray(inner);
    if (encoded !== null) return { item: types.typeOf(encoded, node), options: {} };
    const [sequence, second] = schemaChildren(node);
    if (sequence === undefined || second !== undefined) return null;
    if (sequence.localName === 'choice') return this.#arrayOfChoices(inner, sequence, holder);
    if (sequence.localName !== 'sequence' || occurrence(sequence).max !== 1) return null;
    const [item, more] = schemaChildren(sequence);
    if (item?.localName !== 'element' || more !== undefined || occurrence(item).max <= 1)
      return null;
    const use = tasks.nested(() => types.elementUse(inner, item, holder, false));
    // Items that say how they are written have members of their own.
    if (dataTypeOf(use.type) !== undefined || hasSubstitutes(index, inner, item)) return null;
    const isNillable = use.isNillable && isValueType(use.type);
    const options: CodeOptions = {
      itemName: use.name,
      itemNamespace: use.namespace,
      itemIsNullable: use.isNillable || isValueType(use.type) ? undefined : false,
    };
    return {
      item: isNillable ? { kind: 'nullable', inner: use.type } : use.type,
      options,
    };
  }

  /** Items of several names: what may be null among them tells an array from a class with a list. */
  #arrayOfChoices(
    owner: SchemaComponent,
    choice: MetadataNode,
    parentName: string,
  ): ElementUse['array'] {
    const alternatives = schemaChildren(choice);
    const isArray =
      occurrence(choice).max > 1 &&
      alternatives.every((one) => one.localName === 'element' && occurrence(one).max === 1) &&
      alternatives.some((one) => one.attribute('nillable') === 'true');
    if (!isArray) return null;
    const [part, second] = this.#parts.content.read(owner, choice);
    if (part?.kind !== 'choice' || second !== undefined) return null;
    const name = `${parentName}${capitalized(owner.node.attribute('name') ?? 'Item')}`;
    const declaration = this.#parts.choices.choiceOf(part.particles, name, false);
    return { item: { kind: 'declared', declaration }, options: {} };
  }
}

/** The items of an array in SOAP encoding, or null for another type. */
function encodedArray(component: SchemaComponent): QualifiedName | null {
  const derivation = derivationOf(component.node);
  const base = derivation === null ? null : referenceIn(component, derivation, 'base');
  if (derivation === null || base?.namespace !== namespaces.soapenc || base.name !== 'Array')
    return null;
  for (const attribute of derivation.all(namespaces.xs, 'attribute')) {
    const text = attribute.attributeOf(namespaces.wsdl, 'arrayType');
    if (text !== null) return attribute.resolve(text.replace(/(\[[^\]]*\])+$/, ''));
  }
  const [item] = schemaChildren(contentOf(derivation) ?? derivation);
  return item === undefined ? null : referenceIn(component, item, 'type');
}

function hasSubstitutes(
  index: SchemaIndex,
  owner: SchemaComponent,
  element: MetadataNode,
): boolean {
  const ref = referenceIn(owner, element, 'ref');
  return ref !== null && index.substitutesOf(ref).length > 0;
}
