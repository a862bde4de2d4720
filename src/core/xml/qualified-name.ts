import { isNcName } from './xml-names.js';
import type { XmlTextSource } from './xml-text-source.js';

/** A name as written in a document, split at its colon, known to be well formed. */
export interface QualifiedName {
  readonly raw: string;
  readonly prefix: string;
  readonly localName: string;
  /** For `xmlns` and `xmlns:p` the prefix they declare ('' or 'p'); null for all other names. */
  readonly declares: string | null;
  /** The raw name as bytes: comparing bytes beats making strings. */
  readonly bytes: Uint8Array;
  /** Namespaces that this declaration bound lately; messages repeat them. */
  readonly recentUris: RecentUri[];
}

/** A namespace and its bytes in a document. */
export interface RecentUri {
  readonly uri: string;
  readonly bytes: Uint8Array;
}

/** The name of nodes that have none. */
export const noName: QualifiedName = {
  raw: '',
  prefix: '',
  localName: '',
  declares: null,
  bytes: new Uint8Array(),
  recentUris: [],
};

/**
 * The name at a range of bytes, out of a bounded cache that all readers share, so that the names of a protocol are
 * made once and not per message. `hash` is any hash of the bytes.
 *
 * @throws XmlError when it is not a name, or has a colon where none may be.
 */
export function findName(
  source: XmlTextSource,
  start: number,
  end: number,
  hash: number,
): QualifiedName {
  const slot = (hash ^ (hash >>> 10)) & slotMask;
  const cached = slots[slot] ?? noName;
  if (isSame(cached.bytes, source.bytes, start, end)) return cached;
  const name = parseName(source, start, end);
  if (end - start <= longestCached) slots[slot] = name;
  return name;
}

/** True when the bytes of a range are these. */
export function isSame(expected: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  const { length } = expected;
  if (length !== end - start) return false;
  for (let i = 0; i < length; i++) {
    if (expected[i] !== bytes[start + i]) return false;
  }
  return length > 0;
}

const slotMask = 0x3ff;
const longestCached = 64;
const slots: QualifiedName[] = Array.from({ length: slotMask + 1 }, () => noName);

function parseName(source: XmlTextSource, start: number, end: number): QualifiedName {
  const raw = intern(source.utf8(start, end));
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : intern(raw.slice(0, colon));
  const localName = colon < 0 ? raw : intern(raw.slice(colon + 1));
  if (!isNcName(localName) || (colon >= 0 && !isNcName(prefix))) {
    throw source.error(
      raw === ''
        ? 'A name is missing'
        : `"${raw.slice(0, 64)}" is not a name that XML with namespaces allows`,
      start,
    );
  }
  const declares = raw === 'xmlns' ? '' : prefix === 'xmlns' ? localName : null;
  const bytes = Uint8Array.from(source.bytes.subarray(start, end));
  return { raw, prefix, localName, declares, bytes, recentUris: [] };
}

/** The engine's one copy of a string: comparing it with a literal is then comparing addresses. */
function intern(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}
