/**
 * Replaces the five entities of XML and character references. `undefinedReference` is told what is neither: there is no
 * DOCTYPE that could define it. A stray ampersand is told as '&'.
 */
export function decodeReferences(
  text: string,
  undefinedReference: (reference: string) => Error,
): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6});|#(\d{1,7});|(\w{1,32});)?/gi, (...match) => {
    const [whole, hex, decimal, name] = match as (string | undefined)[];
    const found = name === undefined ? characterOf(hex, decimal) : (predefined.get(name) ?? null);
    if (found === null) throw undefinedReference(whole ?? '&');
    return found;
  });
}

const predefined = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function characterOf(hex: string | undefined, decimal: string | undefined): string | null {
  if (hex === undefined && decimal === undefined) return null;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : null;
}

/** XML 1.0, production 2 (Char). */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return (
    code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code > 0xffff && code <= 0x10ffff)
  );
}
