import { attributePairs, parseXmlDocument } from '../core/xml/index.js';
import type { DocumentElement, SourceText } from '../core/xml/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { ConfigurationNode } from './configuration-node.js';

/** The longest file that is read, in characters. */
export const maxFileLength = 4_194_304;

/** Gives the text of a file that a section is in, by its `configSource`. @throws ConfigurationError */
export type ReadSection = (configSource: string) => {
  readonly fileName: string;
  readonly text: string;
};

/**
 * Reads a configuration file into its tree. A section with a `configSource` is read from that file. What is no well-formed XML, and any
 * DOCTYPE, is a {@link ConfigurationError}.
 */
export function parseConfigurationXml(
  text: string,
  fileName: string,
  readSection: ReadSection | null = null,
): ConfigurationNode {
  const { root, source } = parseFile(text, fileName);
  return toNode(root, source, '', readSection);
}

/** The names of the files that sections are in. */
export function configSourcesOf(text: string, fileName: string): string[] {
  const { root } = parseFile(text, fileName);
  const sections = root.children.filter(({ name }) => name === sectionGroup);
  return sections
    .flatMap(({ children }) => children)
    .flatMap((section) => [...attributePairs(section)])
    .flatMap(([name, value]) => (name === 'configSource' ? [value] : []));
}

const sectionGroup = 'system.serviceModel';

function parseFile(text: string, fileName: string) {
  return parseXmlDocument(text, {
    fileName,
    kind: 'configuration file',
    maxLength: maxFileLength,
    maxDepth: 64,
    createError: (message, options) => new ConfigurationError(message, options),
  });
}

function toNode(
  element: DocumentElement,
  source: SourceText,
  parentPath: string,
  readSection: ReadSection | null,
): ConfigurationNode {
  const { name, children, text, offset } = element;
  const attributes = new Map(attributePairs(element));
  const path = parentPath === '' ? name : `${parentPath}/${name}`;
  const isSection = parentPath.endsWith(`configuration/${sectionGroup}`);
  const configSource = attributes.get('configSource');
  if (isSection && configSource !== undefined)
    return readFrom(configSource, element, source, path, readSection);
  return new ConfigurationNode({
    name,
    path,
    attributes,
    children: children.map((child) => toNode(child, source, path, readSection)),
    text,
    source,
    offset,
  });
}

/** A section that is in a file of its own: nothing else may stand in its place. */
function readFrom(
  configSource: string,
  { name, attributes, children, offset }: DocumentElement,
  source: SourceText,
  path: string,
  readSection: ReadSection | null,
): ConfigurationNode {
  const fail = (message: string): Error => source.error(message, offset, path);
  if (readSection === null)
    throw fail(
      `The section is in the file '${configSource}', which is not known here; read it with loadConfiguration().`,
    );
  // Its name and its value.
  if (attributes.length > 2 || children.length > 0)
    throw fail(
      `<${name}> has a configSource, so that nothing else may stand in it; take out the one or the other.`,
    );
  const { fileName, text } = readSection(configSource);
  const inner = parseFile(text, fileName);
  if (inner.root.name !== name)
    throw fail(
      `The file ${fileName} must hold <${name}> as its document element, and holds <${inner.root.name}>.`,
    );
  const parent = path.slice(0, path.lastIndexOf('/'));
  return toNode(inner.root, inner.source, parent, null);
}
