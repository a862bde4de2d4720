import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ConfigurationError } from '../core/errors/index.js';
import { ConfigurationNode } from './configuration-node.js';
import type { ConfigurationPosition } from './configuration-node.js';

/** The longest file that is read, in characters. */
const maxLength = 4_194_304;
/** The deepest nesting of elements. */
const maxDepth = 64;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  captureMetaData: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
});
// Typed as the object type Symbol, which cannot be an index.
const metaData = XMLParser.getMetaDataSymbol() as symbol;

/** A node as fast-xml-parser delivers it: one property with the name of the element, and `:@` with the attributes. */
type ParsedNode = Readonly<Record<string | symbol, unknown>>;

/** Reads a configuration file into its tree. What is no well-formed XML, and any DOCTYPE, is a {@link ConfigurationError}. */
export function parseConfigurationXml(text: string, fileName: string): ConfigurationNode {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const fail = (message: string, line = 1, column = 1): ConfigurationError =>
    new ConfigurationError(
      `${fileName}, line ${String(line)}, column ${String(column)}: ${message}`,
    );
  if (source.length > maxLength)
    throw fail(`The file is longer than ${String(maxLength)} characters.`);
  const doctype = source.search(/<!DOCTYPE/i);
  if (doctype >= 0) {
    const { line, column } = new LineIndex(source, fileName).at(doctype);
    throw fail('A DOCTYPE is not allowed in configuration files; take it out.', line, column);
  }
  const declaration = source.search(/<\?xml\s/);
  if (declaration > 0) {
    const { line, column } = new LineIndex(source, fileName).at(declaration);
    throw fail(
      'The XML declaration <?xml ... ?> must be the very first thing in the file; take away what stands in front of it (a comment, an empty line).',
      line,
      column,
    );
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the parser alone accepts what is not well-formed; its successor is a package of its own
  const validity = XMLValidator.validate(source);
  if (validity !== true)
    throw fail(
      `The file is not well-formed XML: ${validity.err.msg}`,
      validity.err.line,
      validity.err.col,
    );
  return toTree(source, fileName, fail);
}

function toTree(
  source: string,
  fileName: string,
  fail: (message: string) => ConfigurationError,
): ConfigurationNode {
  let parsed: ParsedNode[];
  try {
    parsed = parser.parse(source) as ParsedNode[];
  } catch (error) {
    throw fail(
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const lines = new LineIndex(source, fileName);
  const convert = (
    node: ParsedNode,
    parentPath: string,
    depth: number,
  ): ConfigurationNode | null => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '#text';
    if (name.startsWith('#') || name.startsWith('?')) return null;
    if (depth > maxDepth) throw fail(`Elements are nested more than ${String(maxDepth)} deep.`);
    const start = (node[metaData] as { readonly startIndex?: number } | undefined)?.startIndex ?? 0;
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
    const path = parentPath === '' ? name : `${parentPath}/${name}`;
    return new ConfigurationNode({
      name,
      attributes: new Map(attributes.map(([key, value]) => [key, decodeEntities(String(value))])),
      children: (node[name] as ParsedNode[])
        .map((child) => convert(child, path, depth + 1))
        .filter((child) => child !== null),
      position: lines.at(start),
      parentPath,
    });
  };
  const [root] = parsed.map((node) => convert(node, '', 1)).filter((node) => node !== null);
  if (root === undefined) throw fail('The file has no element.');
  return root;
}

/** The five entities of XML and character references; others have been refused with the DOCTYPE they would need. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Finds lines and columns of offsets. */
class LineIndex {
  readonly #starts: number[] = [0];
  readonly #fileName: string;

  constructor(text: string, fileName: string) {
    this.#fileName = fileName;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      this.#starts.push(at + 1);
  }

  at(offset: number): ConfigurationPosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return {
      fileName: this.#fileName,
      line: low + 1,
      column: offset - (this.#starts[low] ?? 0) + 1,
    };
  }
}
