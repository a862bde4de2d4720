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
import { AttributeList } from './attribute-list.js';
import { expandAttributeValue } from './character-references.js';
import type { NamespaceScope } from './namespace-scope.js';
import { findName, isSame, noName } from './qualified-name.js';
import type { QualifiedName } from './qualified-name.js';
import { resolvePrefix } from './resolve-prefix.js';
import { xmlNamespace, xmlnsNamespace } from './xml-names.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';
import { quotaError } from './xml-reader-quotas.js';
import type { XmlTextSource } from './xml-text-source.js';

/** Scans one start tag after the other: its name, attributes and namespace declarations, all of it well formed. */
export class StartTag {
  readonly #source: XmlTextSource;
  readonly #scope: NamespaceScope;
  readonly #quotas: XmlReaderQuotas;
  #at = 0;
  #limit = 0;

  name: QualifiedName = noName;
  /** Bytes of the name. */
  nameLength = 0;
  namespaceUri = '';
  isEmpty = false;
  readonly attributes: AttributeList;

  constructor(source: XmlTextSource, scope: NamespaceScope, quotas: XmlReaderQuotas) {
    this.#source = source;
    this.#scope = scope;
    this.#quotas = quotas;
    this.attributes = new AttributeList(source);
  }

  /** Scans the tag whose `<` is at `start`, puts its declarations into the scope, and returns the offset after its `>`. */
  scan(start: number): number {
    const bytes = this.#source.bytes;
    this.#at = start + 1;
    this.#limit = Math.min(bytes.length, start + this.#quotas.maxBytesPerRead);
    this.attributes.clear();
    this.name = this.#scanName();
    this.nameLength = this.#at - start - 1;
    if (bytes[this.#at] === greaterThan && this.#at < this.#limit) {
      this.isEmpty = false;
      this.#at++;
    } else {
      this.#scanAttributes();
      if (this.attributes.count > 0) this.attributes.resolve(this.#scope, start);
    }
    this.namespaceUri = resolvePrefix(this.name.prefix, this.#scope, this.#source, start);
    return this.#at;
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
    const slot = this.attributes.add(name);
    slot.start = this.#at;
    if (name.declares === null) {
      slot.value = this.#scanValue(name, quote, this.#quotas.maxStringContentLength);
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
    return name;
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
  #scanValue(name: QualifiedName, quote: number, longest: number): string | null {
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
    if (isPlain && isAscii && at - start <= longest) return null;
    const raw = isAscii ? this.#source.ascii(start, at) : this.#source.utf8(start, at);
    const value = isPlain ? raw : expandAttributeValue(raw, this.#source, start);
    if (value.length > longest) {
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
    // As in .NET namespace URIs are no content: maxBytesPerRead bounds them.
    const value = this.#scanValue(name, quote, Infinity);
    if (value !== null) return value;
    const end = this.#at - 1;
    const uri = this.#source.utf8(start, end);
    if (end > start && end - start <= longestRecentUri) {
      if (name.recentUris.length >= mostRecentUris) name.recentUris.shift();
      name.recentUris.push({
        uri,
        bytes: Uint8Array.from(this.#source.bytes.subarray(start, end)),
      });
    }
    return uri;
  }

  #matchRecentUri(name: QualifiedName, quote: number): string | null {
    const { bytes } = this.#source;
    const start = this.#at;
    for (const recent of name.recentUris) {
      const end = start + recent.bytes.length;
      if (end >= this.#limit || bytes[end] !== quote) continue;
      if (!isSame(recent.bytes, bytes, start, end)) continue;
      this.#at = end + 1;
      return recent.uri;
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

const mostRecentUris = 4;
const longestRecentUri = 256;
