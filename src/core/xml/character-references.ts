import type { XmlTextSource } from './xml-text-source.js';

/** Character data as the application sees it: line ends become LF (XML 1.0, 2.11), references their characters. */
export function expandText(raw: string, source: XmlTextSource, at: number): string {
  return expandReferences(normalizeLineEnds(raw), source, at);
}

/** An attribute value as the application sees it: white space becomes spaces (XML 1.0, 3.3.3), references their characters. */
export function expandAttributeValue(raw: string, source: XmlTextSource, at: number): string {
  return expandReferences(raw.replace(/\r\n|[\t\r\n]/g, ' '), source, at);
}

/** Line ends as XML processors deliver them (XML 1.0, 2.11). */
export function normalizeLineEnds(raw: string): string {
  return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
}

function expandReferences(raw: string, source: XmlTextSource, at: number): string {
  let ampersand = raw.indexOf('&');
  if (ampersand < 0) return raw;
  let result = '';
  let from = 0;
  while (ampersand >= 0) {
    const semicolon = raw.indexOf(';', ampersand);
    if (semicolon < 0) {
      throw source.error('An & starts no complete reference; write it as &amp;', at);
    }
    result += raw.slice(from, ampersand) + resolve(raw.slice(ampersand + 1, semicolon), source, at);
    from = semicolon + 1;
    ampersand = raw.indexOf('&', from);
  }
  return result + raw.slice(from);
}

function resolve(name: string, source: XmlTextSource, at: number): string {
  switch (name) {
    case 'amp':
      return '&';
    case 'lt':
      return '<';
    case 'gt':
      return '>';
    case 'quot':
      return '"';
    case 'apos':
      return "'";
    default:
      return resolveCharacter(name, source, at);
  }
}

/**
 * .NET writes control characters and U+FFFE/U+FFFF as references and reads them back, though XML 1.0 has no such
 * characters; so do we. Surrogates are refused.
 */
function resolveCharacter(name: string, source: XmlTextSource, at: number): string {
  const match = characterReference.exec(name);
  if (match === null) {
    throw source.error(
      `The reference &${name.slice(0, 32)}; is unknown: only the five of XML and character references exist in SOAP`,
      at,
    );
  }
  const [, hexadecimal, decimal] = match;
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw source.error(`The reference &${name.slice(0, 32)}; names no character`, at);
  }
  return String.fromCodePoint(code);
}

const characterReference = /^#(?:x([0-9A-Fa-f]+)|([0-9]+))$/;
