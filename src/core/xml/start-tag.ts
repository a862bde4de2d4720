import {
  ampersand,
  attributeStops,
  carriageReturn,
  doubleQuote,
  equalsSign,
  greaterThan,
  lessThan,
  lineFeed,
  nameBytes,
  singleQuote,
  slash,
  spaceBytes,
  tab,
} from './byte-classes.js';
import { expandAttributeValue } from './character-references.js';
import type { NamespaceScope } from './namespace-scope.js';
import { findName, isRaw, noName } from './qualified-name.js';
import type { QualifiedName } from './qualified-name.js';
import { xmlNamespace, xmlnsNamespace } from './xml-names.js';
import type { XmlAttribute } from './xml-reader.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';
import { quotaError } from './xml-reader-quotas.js';
import type { XmlTextSource } from './xml-text-source.js';

/** An attribute of the start tag read last; the objects are used again for the next tag. */
interface AttributeSlot {
  name: QualifiedName;
  namespaceUri: string;
  /** Null until somebody asks: most attributes of a message are never looked at. */
  value: string | null;
  start: number;
  end: number;
}

/** Scans one start tag after the other: its name, attributes and namespace declarations, all of it well formed. */
export class StartTag {
  readonly #source: XmlTextSource;
  readonly #scope: NamespaceScope;
  readonly #quotas: XmlReaderQuotas;
  readonly #slots: AttributeSlot[] = [];
  readonly #seenNames: Set<string> | null;
  #seenCharacters = 0;
  #at = 0;
  #limit = 0;

  name: QualifiedName = noName;
  /** Bytes of the name. */
  nameLength = 0;
  namespaceUri = '';
  isEmpty = false;
  attributeCount = 0;

  constructor(source: XmlTextSource, scope: NamespaceScope, quotas: XmlReaderQuotas) {
    this.#source = source;
    this.#scope = scope;
    this.#quotas = quotas;
    // A document shorter than the quota cannot exceed it: nothing to count.
    this.#seenNames = source.bytes.length > quotas.maxNameTableCharCount ? new Set() : null;
  }

  /** Scans the tag whose `<` is at `start`, puts its declarations into the scope, and returns the offset after its `>`. */
  scan(start: number): number {
    const bytes = this.#source.bytes;
    this.#at = start + 1;
    this.#limit = Math.min(bytes.length, start + this.#quotas.maxBytesPerRead);
    this.attributeCount = 0;
    this.name = this.#scanName();
    this.nameLength = this.#at - start - 1;
    if (bytes[this.#at] === greaterThan && this.#at < this.#limit) {
      this.isEmpty = false;
      this.#at++;
    } else {
      this.#scanAttributes();
      if (this.attributeCount > 0) this.#resolveAttributes(start);
    }
    this.namespaceUri = this.#resolve(this.name.prefix, start) ?? '';
    return this.#at;
  }

  attributeAt(index: number): XmlAttribute | null {
    const slot = index < this.attributeCount ? this.#slots[index] : undefined;
    if (slot === undefined) return null;
    return {
      prefix: slot.name.prefix,
      localName: slot.name.localName,
      namespaceUri: slot.namespaceUri,
      value: this.#valueOf(slot),
    };
  }

  valueOf(localName: string, namespaceUri: string): string | null {
    for (let i = 0; i < this.attributeCount; i++) {
      const slot = this.#slots[i];
      if (slot?.name.localName === localName && slot.namespaceUri === namespaceUri) {
        return this.#valueOf(slot);
      }
    }
    return null;
  }

  #valueOf(slot: AttributeSlot): string {
    return (slot.value ??= this.#source.ascii(slot.start, slot.end));
  }

  #scanAttributes(): void {
    const bytes = this.#source.bytes;
    for (;;) {
      const before = this.#at;
      const byte = this.#skipSpace();
      if (byte === greaterThan) {
        this.isEmpty = false;
        this.#at++;
        return;
      }
      if (byte === slash) {
        if (this.#at + 1 < this.#limit && bytes[this.#at + 1] !== greaterThan) {
          throw this.#source.error('A / inside a start tag is not followed by >', this.#at);
        }
        if (this.#at + 2 > this.#limit) throw this.#cutShort();
        this.isEmpty = true;
        this.#at += 2;
        return;
      }
      if (before === this.#at) {
        throw this.#source.error(
          'White space is missing before an attribute, or the name of an element is malformed',
          before,
        );
      }
      this.#scanAttribute();
    }
  }

  #scanAttribute(): void {
    const name = this.#scanName();
    if (this.#skipSpace() !== equalsSign) {
      throw this.#source.error(`The attribute ${name.raw} has no = after its name`, this.#at);
    }
    this.#at++;
    const quote = this.#skipSpace();
    if (quote !== doubleQuote && quote !== singleQuote) {
      throw this.#source.error(`The value of the attribute ${name.raw} is not quoted`, this.#at);
    }
    this.#at++;
    const slot = (this.#slots[this.attributeCount] ??= emptySlot());
    this.attributeCount++;
    slot.name = name;
    slot.start = this.#at;
    if (name.declares === null) {
      slot.value = this.#scanValue(name, quote);
      slot.end = this.#at - 1;
    } else {
      const uri = this.#matchRecentUri(name, quote) ?? this.#scanUri(name, quote);
      slot.value = uri;
      slot.namespaceUri = xmlnsNamespace;
      this.#declare(name.declares, uri, slot.start);
    }
  }

  /** The name at the cursor, which moves behind it. */
  #scanName(): QualifiedName {
    const { bytes } = this.#source;
    const names = nameBytes;
    const limit = this.#limit;
    const start = this.#at;
    let at = start;
    let hash = 0;
    for (; at < limit; at++) {
      const byte = bytes[at] ?? 0;
      if (names[byte] === 0) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (at === limit) throw this.#cutShort();
    this.#at = at;
    const name = findName(this.#source, start, at, hash);
    if (this.#seenNames !== null) this.#count(this.#seenNames, name.raw);
    return name;
  }

  #count(seen: Set<string>, raw: string): void {
    if (seen.has(raw)) return;
    seen.add(raw);
    this.#seenCharacters += raw.length;
    if (this.#seenCharacters > this.#quotas.maxNameTableCharCount) {
      throw quotaError(
        'maxNameTableCharCount',
        this.#quotas,
        'The distinct names of the document have more characters',
      );
    }
  }

  /** Moves over white space and returns the byte after it. */
  #skipSpace(): number {
    const { bytes } = this.#source;
    const spaces = spaceBytes;
    let at = this.#at;
    for (; at < this.#limit; at++) {
      const byte = bytes[at] ?? 0;
      if (spaces[byte] === 0) {
        this.#at = at;
        return byte;
      }
    }
    throw this.#cutShort();
  }

  /** Moves over a value and its closing quote; null when the value is its bytes, to be cut out when asked for. */
  #scanValue(name: QualifiedName, quote: number): string | null {
    const { bytes } = this.#source;
    const stops = attributeStops;
    const limit = this.#limit;
    const start = this.#at;
    let at = start;
    let isPlain = true;
    let isAscii = true;
    for (; at < limit; at++) {
      const byte = bytes[at] ?? 0;
      if (stops[byte] === 0) continue;
      if (byte === quote) break;
      if (byte === ampersand || byte === tab || byte === lineFeed || byte === carriageReturn) {
        isPlain = false;
      } else if (byte >= 0x80) {
        isAscii = false;
        if (byte === 0xef) this.#source.checkCharacter(at);
      } else if (byte === lessThan) {
        throw this.#source.error(
          `The value of the attribute ${name.raw} contains <; write it as &lt;`,
          at,
        );
      } else if (byte < 0x20) {
        throw this.#source.controlCharacter(at);
      }
    }
    if (at >= limit) throw this.#cutShort();
    this.#at = at + 1;
    if (isPlain && isAscii && at - start <= this.#quotas.maxStringContentLength) return null;
    const raw = isAscii ? this.#source.ascii(start, at) : this.#source.utf8(start, at);
    const value = isPlain ? raw : expandAttributeValue(raw, this.#source, start);
    if (value.length > this.#quotas.maxStringContentLength) {
      throw quotaError(
        'maxStringContentLength',
        this.#quotas,
        `The value of the attribute ${name.raw} has more characters`,
      );
    }
    return value;
  }

  #scanUri(name: QualifiedName, quote: number): string {
    const start = this.#at;
    const uri = this.#scanValue(name, quote) ?? this.#source.utf8(start, this.#at - 1);
    if (isRaw(uri, this.#source.bytes, start, this.#at - 1) && uri.length <= longestRecentUri) {
      if (name.recentUris.length >= mostRecentUris) name.recentUris.shift();
      name.recentUris.push(uri);
    }
    return uri;
  }

  #matchRecentUri(name: QualifiedName, quote: number): string | null {
    const { bytes } = this.#source;
    const start = this.#at;
    for (const uri of name.recentUris) {
      const end = start + uri.length;
      if (end >= this.#limit || bytes[end] !== quote || !isRaw(uri, bytes, start, end)) continue;
      if (uri.length > this.#quotas.maxStringContentLength) return null;
      this.#at = end + 1;
      return uri;
    }
    return null;
  }

  /** Adds a declaration to the scope, checked against the constraints of Namespaces in XML 1.0, section 3. */
  #declare(prefix: string, uri: string, at: number): void {
    if (prefix === 'xml' || uri === xmlNamespace) {
      if (prefix === 'xml' && uri === xmlNamespace) return;
      throw this.#source.error(
        `The prefix xml and its namespace ${xmlNamespace} belong together only`,
        at,
      );
    }
    if (prefix === 'xmlns' || uri === xmlnsNamespace) {
      throw this.#source.error(
        `The prefix xmlns and its namespace ${xmlnsNamespace} cannot be declared`,
        at,
      );
    }
    if (uri === '' && prefix !== '') {
      throw this.#source.error(`The prefix ${prefix} is declared with an empty namespace`, at);
    }
    this.#scope.declare(prefix, uri);
  }

  #resolveAttributes(start: number): void {
    let prefixed = 0;
    for (let i = 0; i < this.attributeCount; i++) {
      const slot = this.#slots[i];
      if (slot?.name.declares !== null) continue;
      const { prefix } = slot.name;
      if (prefix === '') {
        slot.namespaceUri = '';
      } else {
        slot.namespaceUri = this.#resolve(prefix, start) ?? '';
        prefixed++;
      }
    }
    if (this.attributeCount > 1) this.#refuseDuplicates(start, prefixed > 1);
  }

  #refuseDuplicates(start: number, hasPrefixed: boolean): void {
    const count = this.attributeCount;
    if (count > mostPairs) {
      this.#refuseDuplicatesByHash(start);
      return;
    }
    for (let i = 1; i < count; i++) {
      const one = this.#slots[i] ?? emptySlot();
      for (let k = 0; k < i; k++) {
        const other = this.#slots[k] ?? emptySlot();
        const isSame = hasPrefixed
          ? one.name.localName === other.name.localName && one.namespaceUri === other.namespaceUri
          : one.name.raw === other.name.raw;
        if (isSame) throw this.#duplicate(one.name, start);
      }
    }
  }

  #refuseDuplicatesByHash(start: number): void {
    const seen = new Set<string>();
    for (let i = 0; i < this.attributeCount; i++) {
      const slot = this.#slots[i] ?? emptySlot();
      seen.add(`${slot.name.localName} ${slot.namespaceUri}`);
      if (seen.size === i) throw this.#duplicate(slot.name, start);
    }
  }

  #duplicate(name: QualifiedName, start: number): Error {
    return this.#source.error(`The element has the attribute ${name.raw} twice`, start);
  }

  #resolve(prefix: string, start: number): string | null {
    const uri = this.#scope.lookup(prefix);
    if (uri !== null || prefix === '') return uri;
    if (prefix === 'xml') return xmlNamespace;
    throw this.#source.error(
      `The prefix ${prefix.slice(0, 64)} is not bound to a namespace`,
      start,
    );
  }

  #cutShort(): Error {
    if (this.#limit < this.#source.bytes.length) {
      return quotaError(
        'maxBytesPerRead',
        this.#quotas,
        'A start tag with its attributes has more bytes',
      );
    }
    return this.#source.error('The document ends inside a start tag', this.#limit);
  }
}

const mostPairs = 8;
const mostRecentUris = 4;
const longestRecentUri = 256;

function emptySlot(): AttributeSlot {
  return { name: noName, namespaceUri: '', value: null, start: 0, end: 0 };
}
