/** The bytes that the syntax of XML is made of. */
export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const exclamationMark = 0x21;
export const doubleQuote = 0x22;
export const ampersand = 0x26;
export const singleQuote = 0x27;
export const hyphen = 0x2d;
export const slash = 0x2f;
export const lessThan = 0x3c;
export const equalsSign = 0x3d;
export const greaterThan = 0x3e;
export const questionMark = 0x3f;
export const closeBracket = 0x5d;

const controls = range(0x00, 0x1f);
const nonAscii = range(0x80, 0xff);
const letters = 'abcdefghijklmnopqrstuvwxyz';

// One table per question, so that the loops that ask it compare with zero and need no constant from another module.

/** 1 for bytes that may stand in a name; characters beyond ASCII are settled when the name is first seen. */
export const nameBytes = table([
  ...Buffer.from(`${letters}${letters.toUpperCase()}0123456789_-.:`),
  ...nonAscii,
]);

/** 1 for the white space of XML. */
export const spaceBytes = table([space, tab, lineFeed, carriageReturn]);

/** 1 for bytes at which a scan of character data has to look closer. */
export const textStops = table([
  ...controls.filter((byte) => byte !== tab && byte !== lineFeed),
  ...nonAscii,
  lessThan,
  ampersand,
  closeBracket,
]);

/** 1 for bytes at which a scan of an attribute value has to look closer. */
export const attributeStops = table([
  ...controls,
  ...nonAscii,
  lessThan,
  ampersand,
  doubleQuote,
  singleQuote,
]);

function table(marked: readonly number[]): Uint8Array {
  const entries = new Uint8Array(256);
  for (const byte of marked) entries[byte] = 1;
  return entries;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
