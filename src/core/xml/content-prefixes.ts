import type { XmlElement } from './xml-element.js';

/**
 * The prefixes declared outside of an element that its content seems to use as the start of a qualified name, such as
 * `x` in `xsi:type="x:Order"`: whoever moves the element elsewhere has to declare them again.
 */
export function findContentPrefixes(element: XmlElement): ReadonlyMap<string, string> {
  const outer = element.outerNamespaces;
  if (outer.size === 0) return outer;
  const found = new Map<string, string>();
  collect(element, outer, found);
  return found;
}

function collect(
  element: XmlElement,
  outer: ReadonlyMap<string, string>,
  found: Map<string, string>,
): void {
  for (const attribute of element.attributes) collectFrom(attribute.value, outer, found);
  for (const child of element.children) {
    if (typeof child === 'string') collectFrom(child, outer, found);
    else collect(child, outer, found);
  }
}

function collectFrom(
  text: string,
  outer: ReadonlyMap<string, string>,
  found: Map<string, string>,
): void {
  const colon = text.indexOf(':');
  if (colon <= 0) return;
  const prefix = text.slice(0, colon).trim();
  const uri = outer.get(prefix);
  if (uri !== undefined) found.set(prefix, uri);
}
