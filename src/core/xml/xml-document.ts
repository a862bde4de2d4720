import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SourceText } from './source-text.js';
import type { SourceErrorFactory } from './source-text.js';
import { decodeReferences } from './xml-references.js';

/** An element of a document that is not a message: names as they are written, and where its start tag begins. */
export interface DocumentElement {
  readonly name: string;
  /** Names and values in turn, in the order of the document: pairs would take most of the room that a large document needs. */
  readonly attributes: readonly string[];
  readonly children: readonly DocumentElement[];
  /** Text directly in the element, without the space around each piece. */
  readonly text: string;
  readonly offset: number;
}

/** The attributes of an element, one by one. */
export function* attributePairs({
  attributes,
}: DocumentElement): Generator<readonly [name: string, value: string]> {
  for (let index = 0; index < attributes.length; index += 2)
    yield [attributes[index] ?? '', attributes[index + 1] ?? ''];
}

/** A document that was read, and its text. */
export interface ParsedDocument {
  readonly root: DocumentElement;
  readonly source: SourceText;
}

/** How a document is read. */
export interface DocumentOptions {
  /** The name of the file in error messages. */
  readonly fileName: string;
  /** What the document is called in error messages, such as `configuration file`. */
  readonly kind: string;
  /** The longest text that is read, in characters. */
  readonly maxLength: number;
  /** The deepest nesting of elements. */
  readonly maxDepth: number;
  readonly createError: SourceErrorFactory;
}

const parserOptions = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  captureMetaData: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
  // Names such as toString are looked at as own properties only; those that could pollute a prototype are thrown.
  onDangerousProperty: (name: string) => name,
} as const;
// Typed as the object type Symbol, which cannot be an index.
const metaData = XMLParser.getMetaDataSymbol() as symbol;

/** A node as fast-xml-parser delivers it: one property with the name of the element, and `:@` with the attributes. */
type ParsedNode = Readonly<Record<string | symbol, unknown>>;

/**
 * Reads an XML document that is no message, such as a configuration file or a WSDL document, into its tree. What is no well-formed
 * XML, and any DOCTYPE, is an error of the caller's kind that tells the place.
 */
export function parseXmlDocument(text: string, options: DocumentOptions): ParsedDocument {
  const { fileName, kind, maxLength, maxDepth, createError } = options;
  if (text.length > maxLength) {
    throw new SourceText('', fileName, createError).error(
      `The file is longer than ${String(maxLength)} characters.`,
      0,
    );
  }
  const source = new SourceText(text, fileName, createError);
  refuseDoctypeAndLateDeclaration(source, kind);
  checkWellFormed(source);
  const roots = parseNodes(source, kind, maxDepth).filter(isElement);
  const [root, second] = roots;
  if (root === undefined) throw source.error('The file has no element.', 0);
  const end = second === undefined ? contentAfter(source, root) : startOf(second);
  if (end !== null)
    throw source.error(
      'The file goes on behind its document element; take away what is there.',
      end,
    );
  return { root: new TreeBuilder(source, maxDepth).build(root, '', 1), source };
}

const none: readonly never[] = Object.freeze([]);

/** The same list without the room that it was given to grow. */
function fitted<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? none : list.slice();
}

/** Makes the tree of a document out of what the parser made, in as little room as it can. */
class TreeBuilder {
  readonly #source: SourceText;
  readonly #maxDepth: number;
  /** Names and values by themselves: most come again and again. */
  readonly #known = new Map<string, string>();

  constructor(source: SourceText, maxDepth: number) {
    this.#source = source;
    this.#maxDepth = maxDepth;
  }

  build(node: ParsedNode, parentPath: string, depth: number): DocumentElement {
    const name = this.#one(nameOf(node));
    const offset = startOf(node);
    const path = parentPath === '' ? name : `${parentPath}/${name}`;
    if (depth > this.#maxDepth)
      throw this.#source.error(
        `Elements are nested more than ${String(this.#maxDepth)} deep.`,
        offset,
        path,
      );
    const attributes = this.#attributes(node, offset, path);
    const content = node[name] as ParsedNode[];
    const text = content.map(textOf).join('');
    const children: DocumentElement[] = [];
    for (const child of content)
      if (isElement(child)) children.push(this.build(child, path, depth + 1));
    // What the parser made is let go as the tree grows, so that large documents are not held twice.
    content.length = 0;
    return { name, attributes, children: fitted(children), text, offset };
  }

  #attributes(node: ParsedNode, offset: number, path: string): readonly string[] {
    const attributes: string[] = [];
    const parsed = (node[':@'] ?? {}) as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(parsed)) {
      const text = decodeReferences(String(value), (reference) =>
        this.#source.error(
          `'${reference}' in the attribute ${key} stands for nothing; write & as &amp;. Entities of one's own are not allowed.`,
          this.#source.attributeOffset(offset, key),
          path,
        ),
      );
      attributes.push(this.#one(key), this.#one(text));
    }
    return fitted(attributes);
  }

  /** The same text, which is kept once. */
  #one(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}

/** Comments and CDATA sections are skipped: what stands in them is no markup. */
function refuseDoctypeAndLateDeclaration(source: SourceText, kind: string): void {
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
      throw source.error(`A DOCTYPE is not allowed in a ${kind}; take it out.`, at);
    } else if (at > 0 && /^<\?xml\s/.test(text.slice(at, at + 6))) {
      throw source.error(
        'The XML declaration <?xml ... ?> must be the very first thing in the file; take away what stands in front of it (a comment, an empty line).',
        at,
      );
    }
  }
}

function checkWellFormed(source: SourceText): void {
  const fail = (problem: string, line = 1, column = 1): Error =>
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

function parseNodes(source: SourceText, kind: string, maxDepth: number): readonly ParsedNode[] {
  const parser = new XMLParser({ ...parserOptions, maxNestedTags: maxDepth + 1 });
  try {
    return parser.parse(source.text) as ParsedNode[];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const [, name = ''] = /Invalid name: "([^"]+)"/.exec(problem) ?? [];
    throw source.error(
      name === ''
        ? `The file cannot be read: ${problem}`
        : `No element and no attribute of a ${kind} is named '${name}'.`,
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
