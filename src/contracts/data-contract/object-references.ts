import type { XmlReader } from '../../core/xml/index.js';
import { serializationNamespace } from './namespaces.js';
import { ValueError } from './value-error.js';

/** Objects that were written so far, each with its id; null before the first that can be referred to. */
let written: Map<unknown, string> | null = null;
/** Objects that were read so far, by their ids. */
let read: Map<string, unknown> | null = null;

/** Runs a serialiser on one graph, whose ids are its own. What runs inside is synchronous, so that no two graphs mix. */
export function ofOneGraph<T>(run: () => T): T {
  const before = { written, read };
  written = null;
  read = null;
  try {
    return run();
  } finally {
    ({ written, read } = before);
  }
}

/** The id of an object that can be referred to, and whether it has been written before. */
export function referenceTo(value: unknown): { readonly id: string; readonly isKnown: boolean } {
  written ??= new Map();
  const known = written.get(value);
  if (known !== undefined) return { id: known, isKnown: true };
  const id = `i${String(written.size + 1)}`;
  written.set(value, id);
  return { id, isKnown: false };
}

/** Before its members are read, since they may refer to it. */
function noteObject(id: string, value: unknown): void {
  read ??= new Map();
  if (read.has(id)) throw new ValueError('', `the id '${id}' (z:Id) comes twice`);
  read.set(id, value);
}

/** Notes an object when its element, the start tag the reader stands on, has an id. */
export function noteObjectOf(reader: XmlReader, value: unknown): void {
  if (reader.attributeCount === 0) return;
  const id = reader.getAttribute('Id', serializationNamespace);
  if (id !== null) noteObject(id, value);
}

/** The object that an element refers to. @throws ValueError */
export function referredObject(id: string): unknown {
  if (read?.has(id) !== true) {
    throw new ValueError(
      '',
      `the element refers to '${id}' (z:Ref), but no element before it has that id (z:Id)`,
    );
  }
  return read.get(id);
}
