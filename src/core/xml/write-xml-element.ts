import type { XmlElement } from './xml-element.js';
import { xmlnsNamespace } from './xml-names.js';
import type { XmlWriter } from './xml-writer.js';

/**
 * Writes a tree through a writer of any format: what `writeElement` of a writer does.
 *
 * Prefixes that were declared outside of the element and that its content seems to use as the start of a qualified name,
 * such as `x` in `xsi:type="x:Order"`, are declared on it, unless they are bound alike already.
 */
export function writeXmlElement(writer: XmlWriter, element: XmlElement): void {
  const outer = element.outerNamespaces;
  writeStart(writer, element);
  if (outer.size > 0) {
    const prefixes = new Set<string>();
    collectPrefixes(element, outer, prefixes);
    for (const prefix of prefixes) {
      const uri = outer.get(prefix) ?? '';
      if (writer.lookupPrefix(uri) === prefix || rebinds(element, prefix, uri)) continue;
      writer.writeNamespace(prefix, uri);
    }
  }
  writeRest(writer, element);
}

function writeStart(writer: XmlWriter, element: XmlElement): void {
  writer.writeStartElement(element.prefix, element.localName, element.namespaceUri);
  // Declarations first, else an attribute would declare its prefix out of turn.
  for (const { prefix, localName, namespaceUri, value } of element.attributes) {
    if (namespaceUri === xmlnsNamespace)
      writer.writeNamespace(prefix === '' ? '' : localName, value);
  }
  for (const { prefix, localName, namespaceUri, value } of element.attributes) {
    if (namespaceUri !== xmlnsNamespace) {
      writer.writeAttribute(prefix, localName, namespaceUri, value);
    }
  }
}

function writeRest(writer: XmlWriter, element: XmlElement): void {
  for (const child of element.children) {
    if (typeof child === 'string') {
      writer.writeText(child);
    } else {
      writeStart(writer, child);
      writeRest(writer, child);
    }
  }
  writer.writeEndElement();
}

/** Finds the prefixes out of `outer` that values or text of the tree start with. */
function collectPrefixes(
  element: XmlElement,
  outer: ReadonlyMap<string, string>,
  found: Set<string>,
): void {
  const look = (text: string) => {
    const colon = text.indexOf(':');
    if (colon <= 0) return;
    const prefix = text.slice(0, colon).trim();
    if (outer.has(prefix)) found.add(prefix);
  };
  for (const attribute of element.attributes) look(attribute.value);
  for (const child of element.children) {
    if (typeof child === 'string') look(child);
    else collectPrefixes(child, outer, found);
  }
}

/** Tells whether the element itself declares the prefix, or uses it for another namespace: then it is not the outer one. */
function rebinds(element: XmlElement, prefix: string, uri: string): boolean {
  if (element.prefix === prefix && element.namespaceUri !== uri) return true;
  return element.attributes.some(
    (attribute) =>
      (attribute.prefix === 'xmlns' && attribute.localName === prefix) ||
      (attribute.prefix === prefix && attribute.namespaceUri !== uri),
  );
}
