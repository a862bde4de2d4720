import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { SchemaDocument } from './document-set.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';

/** Something that a schema declares, and the schema that says how its names are meant. */
export interface SchemaComponent {
  readonly node: MetadataNode;
  readonly schema: SchemaDocument;
  /** Of global components; a local one has the name of its element and the namespace of its schema. */
  readonly name: QualifiedName;
}

type ComponentKind = 'element' | 'type' | 'group' | 'attribute' | 'attributeGroup';

const kinds: Readonly<Record<string, ComponentKind>> = {
  element: 'element',
  complexType: 'type',
  simpleType: 'type',
  group: 'group',
  attribute: 'attribute',
  attributeGroup: 'attributeGroup',
};

/** The global components of all schemas, by their names. Of two with one name the first counts. */
export class SchemaIndex {
  readonly #components = new Map<ComponentKind, Map<string, SchemaComponent>>();
  readonly #derived = new Map<string, SchemaComponent[]>();
  readonly #substitutes = new Map<string, SchemaComponent[]>();

  constructor(schemas: readonly SchemaDocument[]) {
    for (const schema of schemas) this.#addSchema(schema);
    for (const type of this.types) this.#noteBase(type);
    for (const element of this.#all('element')) this.#noteSubstitution(element);
  }

  /** The named types, in the order of the documents. */
  get types(): readonly SchemaComponent[] {
    return this.#all('type');
  }

  find(kind: ComponentKind, name: QualifiedName): SchemaComponent | null {
    return this.#components.get(kind)?.get(keyOf(name)) ?? null;
  }

  /** The types that extend or restrict a type, right below it. */
  derivedFrom(name: QualifiedName): readonly SchemaComponent[] {
    return this.#derived.get(keyOf(name)) ?? [];
  }

  /** The elements that may stand for an element, those for them included. */
  substitutesOf(name: QualifiedName, seen = new Set<string>()): readonly SchemaComponent[] {
    const key = keyOf(name);
    if (seen.has(key)) return [];
    seen.add(key);
    const own = this.#substitutes.get(key) ?? [];
    return own.flatMap((one) => [one, ...this.substitutesOf(one.name, seen)]);
  }

  #all(kind: ComponentKind): readonly SchemaComponent[] {
    return [...(this.#components.get(kind)?.values() ?? [])];
  }

  #addSchema(schema: SchemaDocument): void {
    for (const node of schema.node.children) {
      const kind = node.namespace === namespaces.xs ? kinds[node.localName] : undefined;
      const name = node.attribute('name');
      if (kind === undefined || name === null) continue;
      const byName = this.#components.get(kind) ?? new Map<string, SchemaComponent>();
      this.#components.set(kind, byName);
      const component = { node, schema, name: { name, namespace: schema.targetNamespace } };
      const key = keyOf(component.name);
      if (!byName.has(key)) byName.set(key, component);
    }
  }

  #noteBase(type: SchemaComponent): void {
    const base = baseOf(type);
    if (base === null) return;
    const known = this.#derived.get(keyOf(base)) ?? [];
    this.#derived.set(keyOf(base), [...known, type]);
  }

  #noteSubstitution(element: SchemaComponent): void {
    const head = referenceIn(element, element.node, 'substitutionGroup');
    if (head === null) return;
    const known = this.#substitutes.get(keyOf(head)) ?? [];
    this.#substitutes.set(keyOf(head), [...known, element]);
  }
}

/** The type that a complex type extends or restricts, or null. */
export function baseOf(type: SchemaComponent): QualifiedName | null {
  const derivation = derivationOf(type.node);
  return derivation === null ? null : referenceIn(type, derivation, 'base');
}

/** The extension or restriction in a complex type, or null. */
export function derivationOf(type: MetadataNode): MetadataNode | null {
  const content = schemaChildren(type).find(
    ({ localName }) => localName === 'complexContent' || localName === 'simpleContent',
  );
  if (content === undefined) return null;
  return (
    schemaChildren(content).find(
      ({ localName }) => localName === 'extension' || localName === 'restriction',
    ) ?? null
  );
}

/** The name that an attribute refers to, as its schema means it; null where it is not there. */
export function referenceIn(
  { schema }: Pick<SchemaComponent, 'schema'>,
  node: MetadataNode,
  attribute: string,
): QualifiedName | null {
  const name = node.nameIn(attribute);
  if (name === null) return null;
  const isOwn = name.namespace === '' && schema.isChameleon;
  return isOwn ? { name: name.name, namespace: schema.targetNamespace } : name;
}

/** The children that are of XML Schema, without annotations. */
export function schemaChildren(node: MetadataNode): readonly MetadataNode[] {
  return node.children.filter(
    ({ namespace, localName }) => namespace === namespaces.xs && localName !== 'annotation',
  );
}

/** What the annotation of a component says to people, or ''. */
export function documentationOf(node: MetadataNode): string {
  const annotation = node.first(namespaces.xs, 'annotation');
  return annotation?.first(namespaces.xs, 'documentation')?.text ?? '';
}

/** The elements of .NET in the annotation of a component. */
export function serializationNotes(node: MetadataNode): readonly MetadataNode[] {
  return node
    .all(namespaces.xs, 'annotation')
    .flatMap((annotation) => annotation.all(namespaces.xs, 'appinfo'))
    .flatMap(({ children }) => children)
    .filter(({ namespace }) => namespace === namespaces.ser);
}

/** Whether the local elements or attributes of a component have the namespace of its schema. */
export function isQualified(
  { schema }: Pick<SchemaComponent, 'schema'>,
  node: MetadataNode,
  kind: 'element' | 'attribute',
): boolean {
  const form = node.attribute('form') ?? schema.node.attribute(`${kind}FormDefault`);
  return form === 'qualified';
}

/** The bounds of a particle. */
export function occurrence(node: MetadataNode): { readonly min: number; readonly max: number } {
  const min = Number(node.attribute('minOccurs') ?? '1');
  const max = node.attribute('maxOccurs') ?? '1';
  return {
    min: Number.isNaN(min) ? 1 : min,
    max: max === 'unbounded' ? Infinity : Number(max) || (max === '0' ? 0 : 1),
  };
}
