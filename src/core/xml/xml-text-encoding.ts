import { isUtf8 } from 'node:buffer';
import { XmlError } from '../errors/index.js';
import { greaterThan, lessThan, questionMark, spaceBytes } from './byte-classes.js';
import { XmlTextSource } from './xml-text-source.js';

/** The encodings that WCF's text encoding speaks, by the names it gives them in a content type. */
export type XmlTextEncoding = 'utf-8' | 'utf-16LE' | 'utf-16BE';

/**
 * Opens a document: settles its encoding (the one given, else the byte order mark, else the first bytes), turns UTF-16
 * into UTF-8, checks that the bytes are valid, and passes over the XML declaration.
 *
 * @throws XmlError when encoding, byte order mark and declaration contradict each other, or the bytes are not of the encoding.
 */
export function openXmlText(bytes: Uint8Array, encoding?: XmlTextEncoding): XmlTextSource {
  const detected = detectEncoding(bytes);
  const actual = encoding ?? detected.encoding;
  if (detected.markLength > 0 && detected.encoding !== actual) {
    throw new XmlError(
      `The document starts with a byte order mark of ${detected.encoding} but was announced as ${actual}; send both alike.`,
    );
  }
  const utf8 =
    actual === 'utf-8' ? checkUtf8(bytes) : transcode(bytes, detected.markLength, actual);
  const start = actual === 'utf-8' ? detected.markLength : 0;
  return new XmlTextSource(utf8, skipDeclaration(utf8, start, actual));
}

function detectEncoding(bytes: Uint8Array): { encoding: XmlTextEncoding; markLength: number } {
  // Each by its index: taking the bytes apart as a list would run the iterator of the array.
  const first = bytes[0];
  const second = bytes[1];
  const third = bytes[2];
  if (first === lessThan && second !== 0) return plainUtf8;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { encoding: 'utf-8', markLength: 3 };
  }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16LE', markLength: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16BE', markLength: 2 };
  if (first === lessThan) return { encoding: 'utf-16LE', markLength: 0 };
  if (first === 0 && second === lessThan) return { encoding: 'utf-16BE', markLength: 0 };
  return plainUtf8;
}

const plainUtf8 = { encoding: 'utf-8', markLength: 0 } as const;

function checkUtf8(bytes: Uint8Array): Buffer {
  if (!isUtf8(bytes)) {
    throw new XmlError(
      'The document is not valid UTF-8: it was cut inside a character, or is in another encoding than its sender says.',
    );
  }
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function transcode(bytes: Uint8Array, start: number, encoding: 'utf-16LE' | 'utf-16BE'): Buffer {
  try {
    const decoder = new TextDecoder(encoding.toLowerCase(), { fatal: true, ignoreBOM: true });
    return Buffer.from(decoder.decode(bytes.subarray(start)), 'utf8');
  } catch (cause) {
    throw new XmlError(
      `The document is not valid ${encoding}: it has an odd number of bytes or half of a surrogate pair.`,
      { cause },
    );
  }
}

/** The offset after the XML declaration, or `start` when there is none. */
function skipDeclaration(bytes: Buffer, start: number, encoding: XmlTextEncoding): number {
  if (bytes[start] !== lessThan || bytes[start + 1] !== questionMark) return start;
  if (bytes.toString('latin1', start + 2, start + 5) !== 'xml') return start;
  if (spaceBytes[bytes[start + 5] ?? 0] !== 1) return start;
  const end = bytes.indexOf(greaterThan, start) + 1;
  const text = bytes.toString('latin1', start, Math.min(end, start + longestDeclaration));
  const match = declaration.exec(text);
  if (match === null) {
    throw new XmlError(
      'The XML declaration is malformed; it should read <?xml version="1.0" encoding="utf-8"?>.',
    );
  }
  const declared = match[3]?.toLowerCase();
  if (declared !== undefined && !isSameEncoding(declared, encoding)) {
    throw new XmlError(
      `The XML declaration names the encoding ${declared} but the document is read as ${encoding}; send both alike.`,
    );
  }
  return end;
}

function isSameEncoding(declared: string, encoding: XmlTextEncoding): boolean {
  if (declared === encoding.toLowerCase()) return true;
  return declared === 'utf-16' && encoding !== 'utf-8';
}

const longestDeclaration = 1_024;
const declaration =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.0\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][\w.-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>$/;
