import { MetadataError } from '../metadata-error.js';

/** Whose the names of types are, by namespace and name. */
export class TypeNames {
  readonly #owners = new Map<string, unknown>();

  /** A name that nobody has: the stem, or the stem with a number; numbers begin with `from`, and 0 is none. */
  free(namespace: string, stem: string, from: number): string {
    let number = from;
    let name = number === 0 ? stem : `${stem}${String(number)}`;
    while (this.#owners.has(`{${namespace}}${name}`)) name = `${stem}${String((number += 1))}`;
    return name;
  }

  /** Whether a name was free; false when it is the owner's already. @throws MetadataError when it is another's */
  claim(namespace: string, name: string, owner: unknown): boolean {
    const key = `{${namespace}}${name}`;
    const known = this.#owners.get(key);
    if (known === owner) return false;
    if (known !== undefined)
      throw new MetadataError(
        `Two types, or a type and a list, are called ${name} in the namespace '${namespace}'; give one of them another name or namespace with @XmlType, or @SoapType in SOAP encoding.`,
      );
    this.#owners.set(key, owner);
    return true;
  }
}
