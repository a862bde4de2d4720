/**
 * Decodes base64 as .NET does: white space may stand anywhere, everything else must be canonical in length and padding.
 * Null when it is not base64.
 */
export function decodeBase64(text: string): Uint8Array | null {
  return decodeDense(text) ?? decodeDense(text.replace(/[ \t\r\n]+/g, ''));
}

/** Node's decoder passes over what it does not know; then it yields fewer bytes than the length promises. */
function decodeDense(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const written = Buffer.from(bytes.buffer).write(text, 'base64');
  return written === bytes.length ? bytes : null;
}
