import type { NamespaceScope } from './namespace-scope.js';
import { noName } from './qualified-name.js';
import type { QualifiedName } from './qualified-name.js';
import { resolvePrefix } from './resolve-prefix.js';
import type { XmlAttribute } from './xml-attribute.js';
import type { XmlTextSource } from './xml-text-source.js';

/** An attribute of the current start tag; the objects are used again for the next tag. */
export interface AttributeSlot {
  name: QualifiedName;
  namespaceUri: string;
  /** Null until somebody asks: most attributes of a message are never looked at. */
  value: string | null;
  /** Where the value stands, as long as it is null. */
  start: number;
  end: number;
}

/** The attributes of the current start tag, with their values cut out of the document only when asked for. */
export class AttributeList {
  readonly #source: XmlTextSource;
  readonly #slots: AttributeSlot[] = [];
  #count = 0;

  constructor(source: XmlTextSource) {
    this.#source = source;
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** A slot for one more attribute, to be filled in. */
  add(name: QualifiedName): AttributeSlot {
    const slot = (this.#slots[this.#count] ??= emptySlot());
    this.#count++;
    slot.name = name;
    slot.value = null;
    return slot;
  }

  at(index: number): XmlAttribute | null {
    const slot = index < this.#count ? this.#slots[index] : undefined;
    if (slot === undefined) return null;
    const { prefix, localName } = slot.name;
    return { prefix, localName, namespaceUri: slot.namespaceUri, value: this.#valueOf(slot) };
  }

  /** The value of an attribute, or null. */
  find(localName: string, namespaceUri: string): string | null {
    for (let i = 0; i < this.#count; i++) {
      const slot = this.#slots[i];
      if (slot?.name.localName === localName && slot.namespaceUri === namespaceUri) {
        return this.#valueOf(slot);
      }
    }
    return null;
  }

  /** Sets the namespaces of all but the declarations, which have theirs, and refuses a name that stands twice. */
  resolve(scope: NamespaceScope, start: number): void {
    let prefixed = 0;
    for (let i = 0; i < this.#count; i++) {
      const slot = this.#slots[i];
      if (slot?.name.declares !== null) continue;
      const { prefix } = slot.name;
      slot.namespaceUri = prefix === '' ? '' : resolvePrefix(prefix, scope, this.#source, start);
      if (prefix !== '') prefixed++;
    }
    if (this.#count > mostPairs) this.#refuseDuplicatesByHash(start);
    else if (this.#count > 1) this.#refuseDuplicates(start, prefixed > 1);
  }

  #valueOf(slot: AttributeSlot): string {
    return (slot.value ??= this.#source.ascii(slot.start, slot.end));
  }

  /** Two prefixes may stand for one namespace; with fewer than two prefixed names, comparing them as written will do. */
  #refuseDuplicates(start: number, compareExpanded: boolean): void {
    for (let i = 1; i < this.#count; i++) {
      const one = this.#slots[i] ?? emptySlot();
      for (let k = 0; k < i; k++) {
        const other = this.#slots[k] ?? emptySlot();
        const isSame = compareExpanded
          ? one.name.localName === other.name.localName && one.namespaceUri === other.namespaceUri
          : one.name.raw === other.name.raw;
        if (isSame) throw this.#duplicate(one.name, start);
      }
    }
  }

  #refuseDuplicatesByHash(start: number): void {
    const seen = new Set<string>();
    for (let i = 0; i < this.#count; i++) {
      const slot = this.#slots[i] ?? emptySlot();
      seen.add(`${slot.name.localName} ${slot.namespaceUri}`);
      if (seen.size === i) throw this.#duplicate(slot.name, start);
    }
  }

  #duplicate(name: QualifiedName, start: number): Error {
    return this.#source.error(`The element has the attribute ${name.raw} twice`, start);
  }
}

/** Up to so many attributes, comparing all pairs is faster than hashing. */
const mostPairs = 8;

function emptySlot(): AttributeSlot {
  return { name: noName, namespaceUri: '', value: null, start: 0, end: 0 };
}
