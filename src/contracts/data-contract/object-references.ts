import type { XmlReader } from '../../core/xml/index.js';
import { serializationNamespace } from './namespaces.js';
import { ValueError } from './value-error.js';

/** The objects of one graph that can be referred to. */
export interface ObjectGraph {
  /** Those that were written so far, each with its id. */
  readonly written: Map<unknown, string>;
  /** Those that were read so far, by their ids. */
  readonly read: Map<string, unknown>;
}

/** The graph at hand, from its first object that can be referred to on. */
let graph: ObjectGraph | null = null;

/**
 * Begins a graph, whose ids are its own, and returns the one around it, for {@link endGraph}. What runs between the two is
 * synchronous, so that no two graphs mix.
 */
export function beginGraph(): ObjectGraph | null {
  const outer = graph;
  graph = null;
  return outer;
}

/** Ends the graph at hand and goes on with the one around it. */
export function endGraph(outer: ObjectGraph | null): void {
  graph = outer;
}

/** The id of an object that can be referred to, and whether it has been written before. */
export function referenceTo(value: unknown): { readonly id: string; readonly isKnown: boolean } {
  const { written } = (graph ??= newGraph());
  const known = written.get(value);
  if (known !== undefined) return { id: known, isKnown: true };
  const id = `i${String(written.size + 1)}`;
  written.set(value, id);
  return { id, isKnown: false };
}

/**
 * Notes an object when its element, the start tag the reader stands on, has an id; before its members are read, since they may
 * refer to it.
 */
export function noteObjectOf(reader: XmlReader, value: unknown): void {
  if (reader.attributeCount === 0) return;
  const id = reader.getAttribute('Id', serializationNamespace);
  if (id === null) return;
  const { read } = (graph ??= newGraph());
  if (read.has(id)) throw new ValueError('', `the id '${id}' (z:Id) comes twice`);
  read.set(id, value);
}

/** The object that an element refers to. @throws ValueError */
export function referredObject(id: string): unknown {
  if (graph?.read.has(id) !== true) {
    throw new ValueError(
      '',
      `the element refers to '${id}' (z:Ref), but no element before it has that id (z:Id)`,
    );
  }
  return graph.read.get(id);
}

function newGraph(): ObjectGraph {
  return { written: new Map(), read: new Map() };
}
