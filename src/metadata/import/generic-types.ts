import type { QualifiedName } from '../../contracts/index.js';
import type { MetadataNode } from './metadata-node.js';
import { serializationNotes } from './schema-index.js';
import type { SchemaIndex } from './schema-index.js';

/** What a generic .NET type was made of, as its schema notes it. */
export interface GenericNote {
  /** The name with places for its arguments: `PairOf{0}{1}`. */
  readonly pattern: string;
  /** The notes of its arguments. */
  readonly parameters: readonly MetadataNode[];
}

/** The note of a generic type, or null for another one, and where the name has no places. */
export function genericNote(type: MetadataNode, name: string): GenericNote | null {
  const note = noteOf(type);
  const pattern = note?.attribute('Name') ?? null;
  if (note === undefined || pattern === null) return null;
  if (note.children.length === 0 || name === pattern) return null;
  return { pattern, parameters: note.children };
}

/** Finds the types that generic ones were made with. */
export class GenericTypes {
  readonly #index: SchemaIndex;
  /** The generic types by what they are made of, once one is asked for. */
  #bySignature: ReadonlyMap<string, QualifiedName> | null = null;

  constructor(index: SchemaIndex) {
    this.#index = index;
  }

  /** The type that an argument names; null where no document has it. */
  argument(parameter: MetadataNode): QualifiedName | null {
    if (parameter.children.length > 0) {
      this.#bySignature ??= signatures(this.#index);
      return this.#bySignature.get(signature(parameter)) ?? null;
    }
    const name = parameter.attribute('Name') ?? '';
    return { name, namespace: parameter.attribute('Namespace') ?? '' };
  }
}

function noteOf(type: MetadataNode): MetadataNode | undefined {
  return serializationNotes(type).find(({ localName }) => localName === 'GenericType');
}

function signatures(index: SchemaIndex): ReadonlyMap<string, QualifiedName> {
  const found = new Map<string, QualifiedName>();
  for (const { node, name } of index.types) {
    const note = noteOf(node);
    if (note === undefined) continue;
    const own = signature(note);
    if (!found.has(own)) found.set(own, name);
  }
  return found;
}

/** What a generic type was made of, as a text. */
function signature(note: MetadataNode): string {
  const own = `${note.attribute('Namespace') ?? ''} ${note.attribute('Name') ?? ''}`;
  return `${own}(${note.children.map(signature).join(',')})`;
}
