import type { XmlElement } from '../../core/xml/index.js';

/** An element that a class does not know. */
export interface ExtensionElement {
  /** The index of the member before which it came. */
  readonly before: number;
  readonly element: XmlElement;
}

const extensions = new WeakMap<object, ExtensionElement[]>();

/** Keeps an element with the object that it came for. */
export function keepExtension(owner: object, extension: ExtensionElement): void {
  const known = extensions.get(owner);
  if (known === undefined) extensions.set(owner, [extension]);
  else known.push(extension);
}

/** The elements that came for an object, in their order. */
export function extensionsOf(owner: object): readonly ExtensionElement[] {
  return extensions.get(owner) ?? none;
}

const none: readonly ExtensionElement[] = [];
