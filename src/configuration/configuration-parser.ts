import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ConfigurationError } from '../core/errors/index.js';
import { ConfigurationNode } from './configuration-node.js';
import { SourceText } from './source-text.js';
import { decodeReferences } from './xml-references.js';

/** The longest file that is read, in characters. */
export const maxFileLength = 4_194_304;
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
  // Names such as toString are looked at as own properties only; those that could pollute a prototype are thrown.
  onDangerousProperty: (name) => name,
});
// Typed as the object type Symbol, which cannot be an index.
const metaData = XMLParser.getMetaDataSymbol() as symbol;

/** A node as fast-xml-parser delivers it: one property with the name of the element, and `:@` with the attributes. */
type ParsedNode = Readonly<Record<string | symbol, unknown>>;

/** Reads a configuration file into its tree. What is no well-formed XML, and any DOCTYPE, is a {@link ConfigurationError}. */
export function parseConfigurationXml(text: string, fileName: string): ConfigurationNode {
  if (text.length > maxFileLength) {
    throw new SourceText('', fileName).error(
      `The file is longer than ${String(maxFileLength)} characters.`,
      0,
    );
  }
  const source = new SourceText(text, fileName);
  refuseDoctypeAndLateDeclaration(source);
  checkWellFormed(source);
  const roots = parseNodes(source).filter(isElement);
  const [root, second] = roots;
  if (root === undefined) throw source.error('The file has no element.', 0);
  const end = second === undefined ? contentAfter(source, root) : startOf(second);
  if (end !== null)
    throw source.error(
      'The file goes on behind its document element; take away what is there.',
      end,
    );
  return toTree(root, source, '', 1);
}

function toTree(
  node: ParsedNode,
  source: SourceText,
  parentPath: string,
  depth: number,
): ConfigurationNode {
  const name = nameOf(node);
  const offset = startOf(node);
  const path = parentPath === '' ? name : `${parentPath}/${name}`;
  if (depth > maxDepth)
    throw source.error(`Elements are nested more than ${String(maxDepth)} deep.`, offset, path);
  const attributes = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, unknown>>).map(
    ([key, value]): [string, string] => [
      key,
      decodeReferences(String(value), (reference) =>
        source.error(
          `'${reference}' in the attribute ${key} stands for nothing; write & as &amp;. Entities of one's own are not allowed.`,
          source.attributeOffset(offset, key),
          path,
        ),
      ),
    ],
  );
  const content = node[name] as readonly ParsedNode[];
  return new ConfigurationNode({
    name,
    path,
    attributes: new Map(attributes),
    children: content.filter(isElement).map((child) => toTree(child, source, path, depth + 1)),
    text: content.map(textOf).join(''),
    source,
    offset,
  });
}

/** Comments and CDATA sections are skipped: what stands in them is no markup. */
function refuseDoctypeAndLateDeclaration(source: SourceText): void {
  const { text } = source;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const skipped = [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
    ].find(([start = '']) => text.startsWith(start, at));
    if (skipped !== undefined) {
      const [start = '', end = ''] = skipped;
      at = text.indexOf(end, at + start.length);
      if (at < 0) return;
    } else if (text.slice(at, at + 9).toUpperCase() === '<!DOCTYPE') {
      throw source.error('A DOCTYPE is not allowed in configuration files; take it out.', at);
    } else if (at > 0 && /^<\?xml\s/.test(text.slice(at, at + 6))) {
      throw source.error(
        'The XML declaration <?xml ... ?> must be the very first thing in the file; take away what stands in front of it (a comment, an empty line).',
        at,
      );
    }
  }
}

function checkWellFormed(source: SourceText): void {
  const fail = (problem: string, line = 1, column = 1): ConfigurationError =>
    source.errorAt(`The file is not well-formed XML: ${problem}`, { line, column });
  let validity;
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the parser alone accepts what is not well-formed; its successor is a package of its own
    validity = XMLValidator.validate(source.text);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
  if (validity !== true) throw fail(validity.err.msg, validity.err.line, validity.err.col);
}

function parseNodes(source: SourceText): readonly ParsedNode[] {
  try {
    return parser.parse(source.text) as ParsedNode[];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const [, name = ''] = /Invalid name: "([^"]+)"/.exec(problem) ?? [];
    throw source.error(
      name === ''
        ? `The file cannot be read: ${problem}`
        : `No element and no attribute of a configuration file is named '${name}'.`,
      Math.max(0, source.text.indexOf(name)),
      '',
      error,
    );
  }
}

/** Where something other than comments and processing instructions follows the document element, or null. */
function contentAfter(source: SourceText, root: ParsedNode): number | null {
  const { endIndex = source.text.length } = positionsOf(root);
  const rest = source.text
    .slice(endIndex)
    .replace(/<!--[^]*?-->|<\?[^]*?\?>/g, (skipped) => ' '.repeat(skipped.length));
  return rest.trim() === '' ? null : endIndex + rest.length - rest.trimStart().length;
}

function isElement(node: ParsedNode): boolean {
  return /^[^#?]/.test(nameOf(node));
}

function nameOf(node: ParsedNode): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '#text';
}

function textOf(node: ParsedNode): string {
  const text = node['#text'];
  return typeof text === 'string' ? text : '';
}

function startOf(node: ParsedNode): number {
  return positionsOf(node).startIndex ?? 0;
}

function positionsOf(node: ParsedNode): {
  readonly startIndex?: number;
  readonly endIndex?: number;
} {
  return node[metaData] ?? {};
}
