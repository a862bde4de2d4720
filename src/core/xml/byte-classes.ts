/** Set in {@link byteClasses} for bytes that may stand in a name; bytes of non-ASCII characters are settled later. */
export const nameByte = 1;
/** Set for space, tab, carriage return and line feed. */
export const spaceByte = 2;
/** Set for bytes at which a scan of character data has to look closer. */
export const textStop = 4;
/** Set for bytes at which a scan of an attribute value has to look closer. */
export const attributeStop = 8;

/** What each byte of a UTF-8 document may mean to the scanner. */
export const byteClasses: Uint8Array = classify();

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
export const openBracket = 0x5b;
export const closeBracket = 0x5d;

function classify(): Uint8Array {
  const classes = new Uint8Array(256);
  const mark = (bytes: Iterable<number>, bit: number) => {
    for (const byte of bytes) classes[byte] = (classes[byte] ?? 0) | bit;
  };
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const nonAscii = range(0x80, 0xff);
  const controls = range(0x00, 0x1f);
  mark(Buffer.from(`${letters}${letters.toUpperCase()}0123456789_-.:`), nameByte);
  mark(nonAscii, nameByte | textStop | attributeStop);
  mark([space, tab, lineFeed, carriageReturn], spaceByte);
  mark(controls, attributeStop);
  mark(
    controls.filter((byte) => byte !== tab && byte !== lineFeed),
    textStop,
  );
  mark([lessThan, ampersand], textStop | attributeStop);
  mark([closeBracket], textStop);
  mark([doubleQuote, singleQuote], attributeStop);
  return classes;
}
