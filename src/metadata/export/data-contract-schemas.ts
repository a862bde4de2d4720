import type {
  MemberDeclaration,
  Serializer,
  TypeDeclaration,
  XmlContentDeclaration,
} from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import {
  actualType,
  annotated,
  classNotes,
  noDefaultValue,
  serializationElement,
} from './serialization-notes.js';
import { addSerializationSchema, globalElement } from './serialization-schema.js';
import { namedValuesType, xmlContentType } from './xml-content.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeNode } from './xml-tree.js';

type Declared<K extends TypeDeclaration['kind']> = Extract<TypeDeclaration, { readonly kind: K }>;

/** What an element has to have beside its name. */
export interface ElementFacets {
  readonly minOccurs?: string | undefined;
  readonly maxOccurs?: string | undefined;
}

interface RenderedType {
  readonly schema: SchemaDocument;
  readonly type: TreeNode;
  readonly render: () => TreeNode;
}

/** Declares data contracts in the schemas of their namespaces, each once, as .NET's XsdDataContractExporter does. */
export class DataContractSchemas {
  readonly #schemas: SchemaSet;
  readonly #declared = new Set<string>();
  /** The types in the schemas, to be made again when members turn out to be in conflict. */
  readonly #rendered = new Map<string, RenderedType>();
  readonly #conflicts = new Set<string>();

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  /** Sees to it that a type is declared, with all that it refers to. */
  declare(serializer: Serializer): void {
    addSerializationSchema(this.#schemas);
    const { declaration } = serializer;
    if (declaration.kind === 'builtIn') return;
    if (declaration.kind === 'xmlContent' && declaration.declares !== 'type') {
      this.#declareContent(serializer, declaration);
      return;
    }
    const { name, namespace } = typeName(serializer);
    const key = `{${namespace}}${name}`;
    if (this.#declared.has(key)) return;
    this.#declared.add(key);
    if (declaration.kind === 'class') this.#noteConflicts(serializer, declaration);
    const schema = this.#schemas.of(namespace);
    const at = schema.components.length;
    const render = (): TreeNode => this.#typeOf(name, serializer, declaration, schema);
    const type = render();
    // Types that it led to stand behind it.
    schema.components.splice(at, 0, type);
    this.#rendered.set(key, { schema, type, render });
    schema.addElement(name, globalElement(name, namespace));
    if (declaration.kind === 'class')
      for (const known of declaration.knownTypes()) this.declare(known);
  }

  /** An element of a type in a schema. */
  element(
    name: string,
    serializer: Serializer,
    schema: SchemaDocument,
    { minOccurs, maxOccurs }: ElementFacets,
    children: readonly TreeNode[] = [],
  ): TreeNode {
    const type = this.reference(serializer, schema);
    const { declaration } = serializer;
    const content =
      type === null && declaration.kind === 'xmlContent'
        ? [contentType(serializer, declaration, schema)]
        : [];
    return node(
      'xs:element',
      {
        minOccurs,
        maxOccurs,
        name,
        nillable: serializer.isNullable ? 'true' : undefined,
        type: type ?? undefined,
      },
      [...children, ...content],
    );
  }

  /** The name of a type, which is declared, as a value in a schema, or in no schema; null where it has none. */
  reference(serializer: Serializer, schema: SchemaDocument | null): QualifiedValue | null {
    this.declare(serializer);
    const { declaration } = serializer;
    if (declaration.kind === 'xmlContent' && declaration.declares !== 'type') return null;
    const { name, namespace } = typeName(serializer);
    schema?.refersTo(namespace);
    return new QualifiedValue(namespace, name);
  }

  #typeOf(
    name: string,
    serializer: Serializer,
    declaration: Exclude<TypeDeclaration, Declared<'builtIn'>>,
    schema: SchemaDocument,
  ): TreeNode {
    switch (declaration.kind) {
      case 'class':
        return this.#classType(name, serializer, declaration, schema);
      case 'list': {
        const item = this.element(declaration.itemName, declaration.item, schema, repeated);
        return complexType(name, serializer, schema, [node('xs:sequence', {}, [item])]);
      }
      case 'dictionary': {
        const annotation = annotated([serializationElement('IsDictionary', {}, ['true'])]);
        const entries = node('xs:sequence', {}, [this.#entryElement(declaration, schema)]);
        return complexType(name, serializer, schema, [annotation, entries]);
      }
      case 'enum':
        return enumType(name, declaration);
      case 'xmlContent':
        return xmlContentType(declaration, schema, name);
      case 'namedValues':
        return namedValuesType(name, schema);
    }
  }

  #classType(
    name: string,
    serializer: Serializer,
    declaration: Declared<'class'>,
    schema: SchemaDocument,
  ): TreeNode {
    const base = declaration.base();
    const extended = base === null ? null : this.reference(base, schema);
    const members = declaration
      .members()
      .map((member) =>
        this.#conflicts.has(memberKey(serializer, member))
          ? conflictingElement(member)
          : this.element(
              member.name,
              member.serializer,
              schema,
              { minOccurs: member.isRequired ? undefined : '0' },
              member.emitDefaultValue ? [] : [annotated([noDefaultValue()])],
            ),
      );
    const sequence = node('xs:sequence', {}, members);
    const notes = classNotes(declaration, schema.namespace);
    // .NET imports the namespace of that note, and not those of others.
    if (declaration.isValueType) schema.refersTo(namespaces.ser);
    const annotation = notes.length === 0 ? [] : [annotated(notes)];
    if (extended === null) return complexType(name, serializer, schema, [...annotation, sequence]);
    const extension = node('xs:extension', { base: extended }, [sequence]);
    return node('xs:complexType', { name }, [
      ...annotation,
      node('xs:complexContent', { mixed: 'false' }, [extension]),
    ]);
  }

  /** An element of a type that has no name; the type has none itself. */
  #declareContent(serializer: Serializer, declaration: XmlContentDeclaration): void {
    const { name, namespace } = serializer;
    const key = `{${namespace}}${name}`;
    if (declaration.declares === 'nothing' || this.#declared.has(key)) return;
    this.#declared.add(key);
    const schema = this.#schemas.of(namespace);
    const content = [contentType(serializer, declaration, schema)];
    schema.addElement(name, node('xs:element', { name, nillable: 'true' }, content));
  }

  /** Elements of one name in a class and its bases must be of one type in a schema: of any, where they are not. */
  #noteConflicts(serializer: Serializer, { base, members }: Declared<'class'>): void {
    const own = new Map(members().map((member) => [member.name, member]));
    for (let at = base(); at?.declaration.kind === 'class'; at = at.declaration.base()) {
      if (at.namespace !== serializer.namespace) continue;
      for (const inherited of at.declaration.members()) {
        const member = own.get(inherited.name);
        if (member === undefined || isSameType(member, inherited)) continue;
        this.#conflicts.add(memberKey(serializer, member)).add(memberKey(at, inherited));
        this.#renderAgain(`{${at.namespace}}${at.name}`);
      }
    }
  }

  #renderAgain(key: string): void {
    const rendered = this.#rendered.get(key);
    if (rendered === undefined) return;
    const { schema, type, render } = rendered;
    const again = render();
    schema.components.splice(schema.components.indexOf(type), 1, again);
    this.#rendered.set(key, { ...rendered, type: again });
  }

  #entryElement(
    { entryName, keyName, valueName, key, value }: Declared<'dictionary'>,
    schema: SchemaDocument,
  ): TreeNode {
    const parts = [
      this.element(keyName, key, schema, {}),
      this.element(valueName, value, schema, {}),
    ];
    return node('xs:element', { ...repeated, name: entryName }, [
      node('xs:complexType', {}, [node('xs:sequence', {}, parts)]),
    ]);
  }
}

const repeated = { minOccurs: '0', maxOccurs: 'unbounded' };

/** The name of the type itself: one whose values may be null has no other. */
function typeName({ declaration, name, namespace }: Serializer): {
  readonly name: string;
  readonly namespace: string;
} {
  return { name, namespace: declaration.kind === 'builtIn' ? declaration.namespace : namespace };
}

function complexType(
  name: string,
  { isReference }: Serializer,
  schema: SchemaDocument,
  content: readonly TreeNode[],
): TreeNode {
  if (isReference) schema.refersTo(namespaces.ser);
  const attributes = isReference
    ? ['Id', 'Ref'].map((attribute) =>
        node('xs:attribute', { ref: new QualifiedValue(namespaces.ser, attribute) }),
      )
    : [];
  return node('xs:complexType', { name }, [...content, ...attributes]);
}

/** A member says its number where that is not its place: 0, 1, 2 ..., of flags 1, 2, 4 ... */
function enumType(name: string, { isFlags, members }: Declared<'enum'>): TreeNode {
  const values = members.map(({ text, value }, index) => {
    const expected = isFlags ? 1n << BigInt(index) : BigInt(index);
    const note = serializationElement('EnumerationValue', {}, [String(value)]);
    return node('xs:enumeration', { value: text }, value === expected ? [] : [annotated([note])]);
  });
  const base: AttributeValue = new QualifiedValue(namespaces.xsd, 'string');
  const restriction = node('xs:restriction', { base }, values);
  if (!isFlags) return node('xs:simpleType', { name }, [restriction]);
  return node('xs:simpleType', { name }, [
    node('xs:list', {}, [node('xs:simpleType', {}, [restriction])]),
  ]);
}

/** The type of an element that says itself what stands in it. */
function contentType(
  serializer: Serializer,
  declaration: XmlContentDeclaration,
  schema: SchemaDocument,
): TreeNode {
  const note = declaration.isNoted ? actualType(serializer) : null;
  return xmlContentType(declaration, schema, undefined, note);
}

function memberKey({ namespace, name }: Serializer, member: MemberDeclaration): string {
  return `{${namespace}}${name}/${member.name}`;
}

function isSameType(one: MemberDeclaration, other: MemberDeclaration): boolean {
  const [left, right] = [one.serializer, other.serializer];
  return (
    left.argumentName === right.argumentName && left.argumentNamespace === right.argumentNamespace
  );
}

function conflictingElement({
  name,
  serializer,
  isRequired,
  emitDefaultValue,
}: MemberDeclaration): TreeNode {
  const notes = [actualType(serializer), ...(emitDefaultValue ? [] : [noDefaultValue()])];
  return node(
    'xs:element',
    {
      minOccurs: isRequired ? undefined : '0',
      name,
      nillable: serializer.isNullable ? 'true' : undefined,
      type: new QualifiedValue(namespaces.xsd, 'anyType'),
    },
    [annotated(notes)],
  );
}
