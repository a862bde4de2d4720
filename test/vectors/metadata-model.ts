import { XmlTextReader, xmlnsNamespace } from '../../src/core/xml/index.js';
import type { XmlElement } from '../../src/core/xml/index.js';

const most = Number.MAX_SAFE_INTEGER;
const quotas = {
  maxDepth: most,
  maxStringContentLength: most,
  maxArrayLength: most,
  maxBytesPerRead: most,
  maxNameTableCharCount: most,
};

/** Attributes whose values are qualified names. */
const qualified = new Set([
  'type',
  'ref',
  'base',
  'itemType',
  'element',
  'message',
  'binding',
  'arrayType',
]);

/** Attributes that say where a document is: other documents are known by their namespaces. */
const locations = new Set(['schemaLocation', 'location']);

/** .NET imports the schema of schemas beside parts of the style Rpc, without a place: clients go and fetch it. We do not. */
const importOfSchemas =
  '<{http://www.w3.org/2001/XMLSchema}import {}namespace=http://www.w3.org/2001/XMLSchema>';

/**
 * What a WSDL document or a schema says, one line for each component, sorted: names without prefixes, imports by their namespaces.
 * The order of components, and where the documents are, make no difference.
 */
export function metadataModel(text: string): string[] {
  const reader = new XmlTextReader(Buffer.from(text), { quotas });
  reader.moveToContent();
  const root = reader.readElement();
  const scope = scopeOf(root, new Map());
  const header = `${root.localName}${attributesOf(root, scope)}`;
  return [header, ...root.elements.flatMap((child) => components(child, scope))]
    .filter((line) => !line.includes(importOfSchemas))
    .sort();
}

/** The imports of wsdl:types and the schemas in it stand for themselves; so do the ports of a service. */
function components(element: XmlElement, outer: ReadonlyMap<string, string>): string[] {
  const scope = scopeOf(element, outer);
  if (element.localName === 'types' || isContainer(element))
    return [
      `${element.localName}${attributesOf(element, scope)}`,
      ...element.elements.flatMap((child) =>
        components(child, scope).map((line) => `${keyOf(element)} > ${line}`),
      ),
    ];
  return [lineOf(element, outer)];
}

function isContainer({ localName, elements }: XmlElement): boolean {
  return localName === 'schema' && elements.length > 0;
}

function keyOf(element: XmlElement): string {
  return element.attribute('targetNamespace') ?? element.localName;
}

function lineOf(element: XmlElement, outer: ReadonlyMap<string, string>): string {
  const scope = scopeOf(element, outer);
  const children = element.children.map((child) =>
    typeof child === 'string' ? child.trim() : lineOf(child, scope),
  );
  return `<{${element.namespaceUri}}${element.localName}${attributesOf(element, scope)}>${children.join('')}</>`;
}

function attributesOf(element: XmlElement, scope: ReadonlyMap<string, string>): string {
  const isImport = element.localName === 'import';
  const isFault = element.localName === 'fault';
  return (
    element.attributes
      .filter(({ namespaceUri }) => namespaceUri !== xmlnsNamespace)
      .filter(({ localName }) => !(isImport && locations.has(localName)))
      // .NET's single document says of faults that they have none.
      .filter(({ localName, value }) => !(isFault && localName === 'namespace' && value === ''))
      .map(({ namespaceUri, localName, value }) => {
        const isName =
          (namespaceUri === '' || localName === 'arrayType') && qualified.has(localName);
        return ` {${namespaceUri}}${localName}=${isName ? expanded(value, scope) : value}`;
      })
      .sort()
      .join('')
  );
}

function expanded(value: string, scope: ReadonlyMap<string, string>): string {
  const colon = value.indexOf(':');
  const namespace = scope.get(colon < 0 ? '' : value.slice(0, colon)) ?? '';
  return `{${namespace}}${value.slice(colon + 1)}`;
}

function scopeOf(
  element: XmlElement,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const scope = new Map(outer);
  for (const { prefix, localName, namespaceUri, value } of element.attributes)
    if (namespaceUri === xmlnsNamespace) scope.set(prefix === '' ? '' : localName, value);
  return scope;
}
