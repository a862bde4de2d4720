import type { GenericDeclaration, Serializer, TypeDeclaration } from '../../contracts/index.js';
import { XmlElement, xmlnsNamespace } from '../../core/xml/index.js';
import type { XmlAttribute } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import { addSerializationSchema, globalElement } from './serialization-schema.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeNode } from './xml-tree.js';

type Declared<K extends TypeDeclaration['kind']> = Extract<TypeDeclaration, { readonly kind: K }>;

/** What an element has to have beside its name. */
export interface ElementFacets {
  readonly minOccurs?: string | undefined;
  readonly maxOccurs?: string | undefined;
}

/** Declares data contracts in the schemas of their namespaces, each once, as .NET's XsdDataContractExporter does. */
export class DataContractSchemas {
  readonly #schemas: SchemaSet;
  readonly #declared = new Set<string>();

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  /** Sees to it that a type is declared, with all that it refers to. */
  declare(serializer: Serializer): void {
    addSerializationSchema(this.#schemas);
    const { declaration } = serializer;
    if (declaration.kind === 'builtIn' || declaration.kind === 'anyContent') return;
    const { name, namespace } = typeName(serializer);
    const key = `{${namespace}}${name}`;
    if (this.#declared.has(key)) return;
    this.#declared.add(key);
    const schema = this.#schemas.of(namespace);
    const at = schema.components.length;
    const type = this.#typeOf(name, serializer, declaration, schema);
    // Types that it led to stand behind it.
    schema.components.splice(at, 0, type);
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
    return node(
      'xs:element',
      {
        minOccurs,
        maxOccurs,
        name,
        nillable: serializer.isNullable ? 'true' : undefined,
        type: type ?? undefined,
      },
      type === null ? [...children, anyContent()] : children,
    );
  }

  /** The name of a type, which is declared, as a value in a schema, or in no schema; null where it has none. */
  reference(serializer: Serializer, schema: SchemaDocument | null): QualifiedValue | null {
    this.declare(serializer);
    if (serializer.declaration.kind === 'anyContent') return null;
    const { name, namespace } = typeName(serializer);
    schema?.refersTo(namespace);
    return new QualifiedValue(namespace, name);
  }

  #typeOf(
    name: string,
    serializer: Serializer,
    declaration: Declared<'class' | 'list' | 'dictionary' | 'enum'>,
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
      .map(({ name: member, serializer: type, isRequired, emitDefaultValue }) =>
        this.element(
          member,
          type,
          schema,
          { minOccurs: isRequired ? undefined : '0' },
          emitDefaultValue ? [] : [annotated([noDefaultValue()])],
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

/** What only .NET wants to know of a class. */
function classNotes({ generic, isValueType }: Declared<'class'>, namespace: string): XmlElement[] {
  const notes: XmlElement[] = [];
  if (generic !== null) {
    notes.push(genericNote('GenericType', generic, namespace));
  }
  if (isValueType) notes.push(serializationElement('IsValueType', {}, ['true']));
  return notes;
}

/** What a generic type was made of; an argument may be generic again. */
function genericNote(
  element: string,
  { pattern, typeArguments }: GenericDeclaration,
  namespace: string,
): XmlElement {
  const parameters = typeArguments.map(({ declaration, argumentName, argumentNamespace }) =>
    declaration.kind === 'class' && declaration.generic !== null
      ? genericNote('GenericParameter', declaration.generic, argumentNamespace)
      : serializationElement('GenericParameter', {
          Name: argumentName,
          Namespace: argumentNamespace,
        }),
  );
  return serializationElement(element, { Name: pattern, Namespace: namespace }, parameters);
}

function noDefaultValue(): XmlElement {
  return serializationElement('DefaultValue', { EmitDefaultValue: 'false' });
}

function annotated(notes: readonly XmlElement[]): TreeNode {
  return node('xs:annotation', {}, [node('xs:appinfo', {}, notes)]);
}

/** An element that only .NET reads, in the default namespace as .NET writes it. */
function serializationElement(
  localName: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (XmlElement | string)[] = [],
): XmlElement {
  const own = Object.entries(attributes).map(([name, value]): XmlAttribute => ({
    prefix: '',
    localName: name,
    namespaceUri: '',
    value,
  }));
  return new XmlElement({
    localName,
    namespaceUri: namespaces.ser,
    attributes: [
      ...own,
      { prefix: '', localName: 'xmlns', namespaceUri: xmlnsNamespace, value: namespaces.ser },
    ],
    children,
  });
}

/** The content of an element that holds any other. */
function anyContent(): TreeNode {
  const any = node('xs:any', { minOccurs: '0', processContents: 'lax' });
  return node('xs:complexType', {}, [node('xs:sequence', {}, [any])]);
}
