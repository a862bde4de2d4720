import { createHash } from 'node:crypto';
import { isNcName } from '../../core/xml/index.js';
import { arraysNamespace, schemaNamespace, serializationNamespace } from './namespaces.js';
import type { Serializer } from './serializer.js';

/**
 * A name as an XML name, in .NET's encoding: what a name may not have becomes `_xHHHH_` (`has space`: `has_x0020_space`). What is
 * a name already stays as it is, also when it looks encoded. .NET allows the names of XML 1.0 up to its fourth edition.
 */
export function encodeXmlName(name: string): string {
  if (isNcName(name) && !astral.test(name)) return name;
  let encoded = '';
  let position = 0;
  for (const character of name) {
    const isFirst = position === 0;
    const startsEscape = character === '_' && escape.test(name.slice(position));
    const isAllowed = character.length === 1 && isNcName(isFirst ? character : `a${character}`);
    encoded += isAllowed && !startsEscape ? character : encodeCharacter(character);
    position += character.length;
  }
  return encoded;
}

/** The name that an XML name stands for: the way back from {@link encodeXmlName}. */
export function decodeXmlName(name: string): string {
  return name.replace(/_x([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_/g, (whole, code: string) => {
    const point = parseInt(code, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}

/** The namespace of a list: that of its items, or the one for lists of built-in types. */
export function listNamespace(item: Serializer): string {
  return isBuiltIn(item.argumentNamespace) ? arraysNamespace : item.argumentNamespace;
}

/**
 * The name of a dictionary's entries, `KeyValueOf<key><value>`; a hash of the namespaces follows unless both are
 * built-in types.
 */
export function entryName(key: Serializer, value: Serializer): string {
  return genericName('KeyValueOf{0}{1}{#}', [key, value]);
}

/**
 * The name of a generic type with its arguments: `{0}` is the name of the first one, and `{#}` the digest of their namespaces,
 * nothing where all of them are built-in types. What else stands in braces stays.
 */
export function genericName(pattern: string, typeArguments: readonly Serializer[]): string {
  return pattern.replace(/\{(\d+|#)\}/g, (placeholder, what: string) => {
    if (what !== '#') return typeArguments[Number(what)]?.argumentName ?? placeholder;
    const namespaces = typeArguments.map(({ argumentNamespace }) => argumentNamespace);
    return namespaces.every(isBuiltIn) ? '' : namespacesDigest(namespaces);
  });
}

/** Tells the namespaces of XML Schema and of .NET's own serialisation from those of contracts. */
function isBuiltIn(namespace: string): boolean {
  return namespace === schemaNamespace || namespace === serializationNamespace;
}

/** .NET's digest of the namespaces of a generic type's arguments: the first 6 bytes of an MD5, as name characters. */
function namespacesDigest(namespaces: readonly string[]): string {
  const text = ` ${[String(namespaces.length), ...namespaces].join(' ')}`;
  const bytes = createHash('md5').update(text).digest().subarray(0, 6);
  return bytes.toString('base64').replaceAll('/', '_S').replaceAll('+', '_P');
}

const astral = /[\u{10000}-\u{10FFFF}]/u;

/** What a reader would take for an escape; its underscore has to be escaped itself. */
const escape = /^_x(?:[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})_/;

function encodeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `_x${code
    .toString(16)
    .toUpperCase()
    .padStart(code > 0xffff ? 8 : 4, '0')}_`;
}
