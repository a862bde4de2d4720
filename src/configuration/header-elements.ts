import { XmlElement } from '../core/xml/index.js';
import type { XmlAttribute } from '../core/xml/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** The prefixes that are declared, and what they stand for. */
type Prefixes = ReadonlyMap<string, string>;

/** The elements in the `<headers>` of an endpoint, which go into each message to its address. */
export function readHeaders(node: ConfigurationNode | null): readonly XmlElement[] {
  if (node === null) return [];
  const prefixes = declaredIn(node, new Map());
  const headers = node.children.map((child) => {
    node.all(child.name);
    return elementOf(child, prefixes);
  });
  node.finish();
  return headers;
}

function elementOf(node: ConfigurationNode, outer: Prefixes): XmlElement {
  const prefixes = declaredIn(node, outer);
  const [prefix, localName] = split(node.name);
  const attributes = node.attributeNames
    .filter((name) => !isDeclaration(name))
    .map((name): XmlAttribute => {
      const [own, local] = split(name);
      const namespaceUri = own === '' ? '' : namespaceOf(node, own, prefixes);
      return { prefix: own, localName: local, namespaceUri, value: node.text(name) ?? '' };
    });
  const children = node.children.map((child) => {
    node.all(child.name);
    return elementOf(child, prefixes);
  });
  const text = node.takeText();
  const namespaceUri = namespaceOf(node, prefix, prefixes);
  const content = text === '' ? children : [...children, text];
  return new XmlElement({ prefix, localName, namespaceUri, attributes, children: content });
}

function declaredIn(node: ConfigurationNode, outer: Prefixes): Prefixes {
  const prefixes = new Map(outer);
  for (const name of node.attributeNames)
    if (isDeclaration(name)) prefixes.set(name.slice('xmlns:'.length), node.text(name) ?? '');
  return prefixes;
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function namespaceOf(node: ConfigurationNode, prefix: string, prefixes: Prefixes): string {
  const found = prefixes.get(prefix);
  if (found !== undefined || prefix === '') return found ?? '';
  throw node.error(`The prefix '${prefix}' is not declared in <headers>; add xmlns:${prefix}.`);
}

function split(name: string): [prefix: string, localName: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}
