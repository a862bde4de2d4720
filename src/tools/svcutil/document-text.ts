import { MetadataError } from '../../metadata/index.js';

/** The text of an XML document: by its byte order mark, by what HTTP says, by its declaration, else UTF-8 (XML 1.0, appendix F). */
export function decodeDocument(bytes: Uint8Array, charset: string | null): string {
  const label = markOf(bytes) ?? charset ?? declared(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new MetadataError(`it is not written in ${label}, or nobody here can read that.`, {
      cause,
    });
  }
}

function markOf(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null;
}

function declared(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1] ?? null;
}
