import 'reflect-metadata';

// Standard decorators keep their metadata under Symbol.metadata, which Node 20 lacks: it has to be there before the
// first decorated class is evaluated, and every such class imports this module first.
if (!Reflect.has(Symbol, 'metadata')) {
  Object.defineProperty(Symbol, 'metadata', { value: Symbol.for('Symbol.metadata') });
}

/** Where a class's decorators keep what they say: the class itself, or the metadata object of standard decorators. */
export type MetadataOwner = object;

/** A key of metadata, and the type of what is kept under it. */
export interface MetadataKey<T> {
  readonly name: string;
  /** Never there: carries the type. */
  readonly type?: T;
}

/** Makes a key, by its name below ours. */
export function metadataKey<T>(name: string): MetadataKey<T> {
  return { name: `channelstack:${name}` };
}

/** Keeps a value under a key. */
export function setMetadata<T>(key: MetadataKey<T>, owner: MetadataOwner, value: T): void {
  Reflect.defineMetadata(key.name, value, owner);
}

/** Adds to the list that is kept under a key. */
export function addMetadata<T>(
  key: MetadataKey<readonly T[]>,
  owner: MetadataOwner,
  item: T,
): void {
  setMetadata(key, owner, [...(readMetadata(key, owner) ?? []), item]);
}

/** What the decorators of this very class (not of its base classes) keep under a key. */
export function ownMetadata<T>(key: MetadataKey<T>, type: object): T | undefined {
  const own = readMetadata(key, type);
  if (own !== undefined || !Object.hasOwn(type, Symbol.metadata)) return own;
  const owner: unknown = Reflect.get(type, Symbol.metadata);
  return typeof owner === 'object' && owner !== null ? readMetadata(key, owner) : undefined;
}

/** A class and its base classes, the most derived one first. */
export function classChain(type: object): readonly ClassReference[] {
  const chain: ClassReference[] = [];
  let current: unknown = type;
  while (typeof current === 'function' && current !== Function.prototype && current !== Object) {
    chain.push(current as ClassReference);
    current = Object.getPrototypeOf(current);
  }
  return chain;
}

/** Any class. */
export type ClassReference = abstract new (...args: never[]) => object;

function readMetadata<T>(key: MetadataKey<T>, owner: MetadataOwner): T | undefined {
  return Reflect.getOwnMetadata(key.name, owner) as T | undefined;
}
