import { escapeAttributeValue } from '../core/xml/index.js';

/** An element that is to be written. */
export interface ConfigurationElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | undefined>> | undefined;
  readonly children?: readonly ConfigurationElement[] | undefined;
}

/** A configuration file with an element on each line. */
export function formatConfiguration(root: ConfigurationElement): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${format(root, '')}`;
}

function format(
  { name, attributes = {}, children = [] }: ConfigurationElement,
  indent: string,
): string {
  const all = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeAttributeValue(value)}"`],
  );
  const start = `${indent}<${name}${all.join('')}`;
  if (children.length === 0) return `${start} />\n`;
  const inner = children.map((child) => format(child, `${indent}  `)).join('');
  return `${start}>\n${inner}${indent}</${name}>\n`;
}
