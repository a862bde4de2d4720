import { QuotaExceededError } from '../../core/errors/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { serializationNamespace } from './namespaces.js';
import type { Serializer } from './serializer.js';
import { ValueError } from './value-error.js';

/** What holds for all values of one graph. WCF's DataContractSerializerSettings. */
export interface GraphSettings {
  /** Most members and items of all objects together. */
  readonly maxItems: number;
  /** Every object, list and string is written once and referred to after that. */
  readonly preservesReferences: boolean;
  /** What the classes do not know is not kept, and not written. */
  readonly ignoresExtensions: boolean;
}

/** .NET's defaults. */
export const defaultGraphSettings: GraphSettings = Object.freeze({
  maxItems: 2_147_483_647,
  preservesReferences: false,
  ignoresExtensions: false,
});

/** An object that was read, and what read it. */
interface ReadObject {
  readonly value: unknown;
  readonly serializer: Serializer;
}

/** A graph that is being written or read, which has one root. */
export interface ObjectGraph {
  readonly settings: GraphSettings;
  itemsLeft: number;
  /** Objects with their ids, those that were written so far; made with the first. */
  written: Map<unknown, string> | null;
  /** Ids given so far. */
  ids: number;
  /** Those that were read so far, by their ids; made with the first. */
  read: Map<string, ReadObject> | null;
}

/** Where no graph is: simple values, which have no members. */
const noGraph: ObjectGraph = newGraph({ ...defaultGraphSettings, maxItems: Infinity });

let graph = noGraph;

/**
 * Begins a graph, whose ids are its own, and returns the one around it, for {@link endGraph}. What runs between the two is
 * synchronous, so that no two graphs mix.
 */
export function beginGraph(settings: GraphSettings): ObjectGraph {
  const outer = graph;
  graph = newGraph(settings);
  return outer;
}

/** Ends the graph at hand and goes on with the one around it. */
export function endGraph(outer: ObjectGraph): void {
  graph = outer;
}

/** Whether every object is to be referred to. */
export function preservesReferences(): boolean {
  return graph.settings.preservesReferences;
}

/** Whether what a class does not know is to be kept, and written. */
export function keepsExtensions(): boolean {
  return !graph.settings.ignoresExtensions;
}

/** Counts members or items of the graph. @throws QuotaExceededError */
export function countItems(items: number): void {
  graph.itemsLeft -= items;
  if (graph.itemsLeft >= 0) return;
  throw new QuotaExceededError(
    `The object graph has more members and items than maxItemsInObjectGraph (${String(graph.settings.maxItems)}) allows; raise it if the graph is meant.`,
  );
}

/** The id of an object that can be referred to, and whether it has been written before. */
export function referenceTo(value: unknown): { readonly id: string; readonly isKnown: boolean } {
  const isShared = typeof value === 'object' || typeof value === 'string';
  const known = isShared ? graph.written?.get(value) : undefined;
  if (known !== undefined) return { id: known, isKnown: true };
  graph.ids += 1;
  const id = graph.settings.preservesReferences ? String(graph.ids) : `i${String(graph.ids)}`;
  if (isShared) (graph.written ??= new Map()).set(value, id);
  return { id, isKnown: false };
}

/** The id that the start tag at hand gives its object, or null. */
export function idOf(reader: XmlReader): string | null {
  return reader.attributeCount === 0 ? null : reader.getAttribute('Id', serializationNamespace);
}

/**
 * Notes an object when its element, the start tag the reader stands on, has an id; before its members are read, since they may
 * refer to it.
 */
export function noteObjectOf(reader: XmlReader, value: unknown, serializer: Serializer): void {
  const id = idOf(reader);
  if (id !== null) noteObject(id, value, serializer);
}

/** Whether an object of that id has been noted. */
export function isNoted(id: string): boolean {
  return graph.read?.has(id) ?? false;
}

/** Notes an object under its id. @throws ValueError when another one has that id */
export function noteObject(id: string, value: unknown, serializer: Serializer): void {
  const read = (graph.read ??= new Map<string, ReadObject>());
  if (read.has(id)) throw new ValueError('', `the id '${id}' (z:Id) comes twice`);
  read.set(id, { value, serializer });
}

/** The object that an element refers to. @throws ValueError */
export function referredObject(id: string): ReadObject {
  const found = graph.read?.get(id);
  if (found !== undefined) return found;
  throw new ValueError(
    '',
    `the element refers to '${id}' (z:Ref), but no element before it has that id (z:Id)`,
  );
}

function newGraph(settings: GraphSettings): ObjectGraph {
  return { settings, itemsLeft: settings.maxItems, written: null, ids: 0, read: null };
}
