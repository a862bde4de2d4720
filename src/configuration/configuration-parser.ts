import { parseXmlDocument } from '../core/xml/index.js';
import type { DocumentElement, SourceText } from '../core/xml/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { ConfigurationNode } from './configuration-node.js';

/** The longest file that is read, in characters. */
export const maxFileLength = 4_194_304;

/** Reads a configuration file into its tree. What is no well-formed XML, and any DOCTYPE, is a {@link ConfigurationError}. */
export function parseConfigurationXml(text: string, fileName: string): ConfigurationNode {
  const { root, source } = parseXmlDocument(text, {
    fileName,
    kind: 'configuration file',
    maxLength: maxFileLength,
    maxDepth: 64,
    createError: (message, options) => new ConfigurationError(message, options),
  });
  return toNode(root, source, '');
}

function toNode(
  { name, attributes, children, text, offset }: DocumentElement,
  source: SourceText,
  parentPath: string,
): ConfigurationNode {
  const path = parentPath === '' ? name : `${parentPath}/${name}`;
  return new ConfigurationNode({
    name,
    path,
    attributes: new Map(attributes),
    children: children.map((child) => toNode(child, source, path)),
    text,
    source,
    offset,
  });
}
