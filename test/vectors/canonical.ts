import { XmlTextReader, xmlnsNamespace } from '../../src/core/xml/index.js';

/**
 * One text for all documents that say the same: no prefixes, no namespace declarations, no comments, attributes sorted,
 * empty elements in one form. Read with all quotas out of the way.
 */
export function canonical(xml: string | Uint8Array): string {
  const most = Number.MAX_SAFE_INTEGER;
  const reader = new XmlTextReader(typeof xml === 'string' ? Buffer.from(xml) : xml, {
    quotas: {
      maxDepth: most,
      maxStringContentLength: most,
      maxArrayLength: most,
      maxBytesPerRead: most,
      maxNameTableCharCount: most,
    },
  });
  let text = '';
  while (reader.read()) {
    if (reader.nodeType === 'text') text += JSON.stringify(reader.text).slice(1, -1);
    else if (reader.nodeType === 'endElement') text += '</>';
    else if (reader.nodeType === 'element') {
      const attributes = Array.from({ length: reader.attributeCount }, (_, index) =>
        reader.attributeAt(index),
      )
        .filter(({ namespaceUri }) => namespaceUri !== xmlnsNamespace)
        .map(
          ({ namespaceUri, localName, value }) =>
            ` {${namespaceUri}}${localName}=${JSON.stringify(isType(namespaceUri, localName) ? qualified(reader, value) : value)}`,
        )
        .sort();
      text += `<{${reader.namespaceUri}}${reader.localName}${attributes.join('')}>${reader.isEmptyElement ? '</>' : ''}`;
    }
  }
  return text;
}

function isType(namespaceUri: string, localName: string): boolean {
  return localName === 'type' && namespaceUri === 'http://www.w3.org/2001/XMLSchema-instance';
}

/** A qualified name without its prefix. */
function qualified(reader: XmlTextReader, value: string): string {
  const colon = value.indexOf(':');
  const namespace = reader.lookupNamespace(colon < 0 ? '' : value.slice(0, colon)) ?? '';
  return `{${namespace}}${value.slice(colon + 1)}`;
}
