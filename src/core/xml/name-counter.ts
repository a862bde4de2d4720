import type { QualifiedName } from './qualified-name.js';
import { quotaError } from './xml-reader-quotas.js';
import type { XmlReaderQuotas } from './xml-reader-quotas.js';

/** Counts the characters of the distinct names of one document against `maxNameTableCharCount`. */
export class NameCounter {
  readonly #quotas: XmlReaderQuotas;
  readonly #serial = ++lastSerial;
  readonly #seen = new Set<string>();
  #characters = 0;

  constructor(quotas: XmlReaderQuotas) {
    this.#quotas = quotas;
  }

  count(name: QualifiedName): void {
    if (name.countedBy === this.#serial) return;
    name.countedBy = this.#serial;
    // Names are shared by all readers: another one may have counted this name in between.
    const { raw } = name;
    if (this.#seen.has(raw)) return;
    this.#seen.add(raw);
    this.#characters += raw.length;
    if (this.#characters > this.#quotas.maxNameTableCharCount) {
      throw quotaError(
        'maxNameTableCharCount',
        this.#quotas,
        'The distinct names of the document have more characters',
      );
    }
  }
}

let lastSerial = 0;
