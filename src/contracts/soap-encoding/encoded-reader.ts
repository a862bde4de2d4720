import type { XmlElement } from '../../core/xml/index.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { resolveQualifiedName } from '../data-contract/qualified-name.js';
import type { QualifiedName } from '../data-contract/qualified-name.js';
import { ValueError } from '../data-contract/value-error.js';
import type { EncodedMapping, EncodedSource } from './encoded-mapping.js';
import { soap11Encoding, soap12Encoding } from './encoding-version.js';

/** Reads the values of one message, whose elements may refer to one another. */
export class EncodedReader implements EncodedSource {
  readonly #elements = new Map<string, XmlElement>();
  readonly #objects = new Map<XmlElement, unknown>();
  /** What elements that refer to others refer to in the end: a chain is walked once. */
  readonly #targets = new Map<XmlElement, XmlElement>();

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

  typeOf(element: XmlElement): QualifiedName | null {
    const text = element.attribute('type', schemaInstanceNamespace)?.trim() ?? '';
    return text === '' ? null : resolveQualifiedName(text, element);
  }

  #collect(element: XmlElement): void {
    const id = element.attribute('id') ?? element.attribute('id', soap12Encoding.namespace);
    if (id !== null && !this.#elements.has(id)) this.#elements.set(id, element);
    for (const child of element.elements) this.#collect(child);
  }

  #resolve(element: XmlElement): XmlElement {
    const passed = new Set<XmlElement>();
    let target = element;
    for (let id = referenceOf(target); id !== null; id = referenceOf(target)) {
      if (passed.has(target)) throw new ValueError('', `the element refers to itself (${id})`);
      passed.add(target);
      const found = this.#targets.get(target) ?? this.#elements.get(id);
      if (found === undefined)
        throw new ValueError('', `the element refers to '${id}', but no element has that id`);
      target = found;
    }
    for (const each of passed) this.#targets.set(each, target);
    return target;
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
