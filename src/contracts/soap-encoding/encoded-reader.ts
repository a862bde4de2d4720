import type { XmlElement } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { ValueError } from '../data-contract/value-error.js';
import type { EncodedMapping, EncodedSource } from './encoded-mapping.js';
import { soap11Encoding, soap12Encoding } from './encoding-version.js';

/** Reads the values of one message, whose elements may refer to one another. */
export class EncodedReader implements EncodedSource {
  readonly #elements = new Map<string, XmlElement>();
  readonly #objects = new Map<XmlElement, unknown>();

  /** `roots`: all elements of the body. */
  constructor(roots: readonly XmlElement[]) {
    for (const root of roots) this.#collect(root);
  }

  read(mapping: EncodedMapping, element: XmlElement): unknown {
    const target = this.#resolve(element);
    const nil = target.attribute('nil', schemaInstanceNamespace)?.trim();
    if (nil === 'true' || nil === '1') {
      if (mapping.isReference) return null;
      throw new ValueError('', `the element is nil, but ${mapping.typeName} knows no null`);
    }
    if (!mapping.isMultiReference) return mapping.read(this, target);
    return this.#objects.has(target) ? this.#objects.get(target) : mapping.read(this, target);
  }

  note(element: XmlElement, value: unknown): void {
    this.#objects.set(element, value);
  }

  typeOf(element: XmlElement): { readonly name: string; readonly namespace: string } | null {
    const text = element.attribute('type', schemaInstanceNamespace)?.trim() ?? '';
    if (text === '') return null;
    const colon = text.indexOf(':');
    const namespace = element.lookupNamespace(colon < 0 ? '' : text.slice(0, colon)) ?? '';
    return { name: text.slice(colon + 1), namespace };
  }

  #collect(element: XmlElement): void {
    const id = element.attribute('id') ?? element.attribute('id', soap12Encoding.namespace);
    if (id !== null && !this.#elements.has(id)) this.#elements.set(id, element);
    for (const child of element.elements) this.#collect(child);
  }

  #resolve(element: XmlElement): XmlElement {
    let target = element;
    // An element that refers to one that refers to it says nothing.
    for (let steps = 0; steps <= this.#elements.size; steps++) {
      const id = referenceOf(target);
      if (id === null) return target;
      const found = this.#elements.get(id);
      if (found === undefined)
        throw new ValueError('', `the element refers to '${id}', but no element has that id`);
      target = found;
    }
    throw new ValueError('', `the element refers to itself (${referenceOf(target) ?? ''})`);
  }
}

function referenceOf(element: XmlElement): string | null {
  const reference =
    element.attribute('href') ??
    element.attribute('href', soap11Encoding.namespace) ??
    element.attribute('ref', soap12Encoding.namespace);
  // In SOAP 1.2 it is the id itself; PHP writes it as SOAP 1.1 has it.
  return reference?.replace(/^#/, '') ?? null;
}
