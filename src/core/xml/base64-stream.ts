import { XmlError } from '../errors/index.js';

/** Bytes as base64, in pieces of whole groups of three bytes. */
export async function* encodeBase64(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const all = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = all.length - (all.length % 3);
    if (whole > 0) yield all.toString('base64', 0, whole);
    rest = Buffer.from(all.subarray(whole));
  }
  if (rest.length > 0) yield rest.toString('base64');
}

/**
 * The bytes that stand as base64 at the start of text in UTF-8, up to the next tag. White space is passed over, as XML Schema has it;
 * what stands behind is handed to `onRest`, in one piece of at most `maxRest` bytes, when the text is over.
 * @throws XmlError for text that is no base64, and when the text ends without a tag
 */
export async function* decodeBase64(
  source: AsyncIterable<Uint8Array>,
  maxRest: number,
  onRest: (rest: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pending = '';
  let hasEnded = false;
  let rest: Buffer[] | null = null;
  let restLength = 0;
  for await (const chunk of source) {
    let piece: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (rest === null) {
      const end = piece.indexOf(lessThan);
      const text = (end < 0 ? piece : piece.subarray(0, end)).toString('latin1').replace(space, '');
      if (notBase64.test(text))
        throw new XmlError('A stream in a message holds text that is no base64.');
      if (hasEnded && text !== '')
        throw new XmlError('A stream in a message goes on behind its padding.');
      pending += text;
      const whole = pending.length - (pending.length % 4);
      if (whole > 0) {
        const groups = pending.slice(0, whole);
        // Padding may itself come in two pieces: only that of a whole group is the end.
        hasEnded = groups.includes('=');
        yield decodeGroups(groups);
        pending = pending.slice(whole);
      }
      if (end < 0) continue;
      if (pending !== '')
        throw new XmlError('A stream in a message ends within a group of base64.');
      rest = [];
      piece = piece.subarray(end);
    }
    rest.push(piece);
    restLength += piece.length;
    if (restLength > maxRest) throw new XmlError('A message goes on behind its stream.');
  }
  if (rest === null) throw new XmlError('A message ends within its stream.');
  onRest(Buffer.concat(rest));
}

const lessThan = '<'.charCodeAt(0);
const space = /[ \t\r\n]+/g;
const notBase64 = /[^A-Za-z0-9+/=]/;
const paddedGroups = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeGroups(text: string): Uint8Array {
  if (!paddedGroups.test(text))
    throw new XmlError('A stream in a message has padding in its midst.');
  return Buffer.from(text, 'base64');
}
