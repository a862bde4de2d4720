/** A Content-Type header taken apart (RFC 2045 section 5.1); names in lower case. */
export interface ContentType {
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[^\s()<>@,;:\\"/[\]?=]+/y;
const quoted = /"((?:[^"\\\r\n]|\\.)*)"/y;

/** Takes a Content-Type apart; null when it is not one. */
export function parseContentType(text: string): ContentType | null {
  const scanner = new Scanner(text);
  const type = scanner.take(token);
  if (type === null || !scanner.skip('/')) return null;
  const subtype = scanner.take(token);
  if (subtype === null) return null;
  const parameters = new Map<string, string>();
  scanner.skipSpace();
  while (!scanner.isAtEnd()) {
    if (!scanner.skip(';')) return null;
    scanner.skipSpace();
    if (scanner.isAtEnd()) break;
    const name = scanner.take(token);
    if (name === null || !scanner.skip('=')) return null;
    const value = scanner.take(quoted)?.replace(/\\(.)/g, '$1') ?? scanner.take(token);
    if (value === null) return null;
    parameters.set(name.toLowerCase(), value);
    scanner.skipSpace();
  }
  return { mediaType: `${type}/${subtype}`.toLowerCase(), parameters };
}

class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  skip(character: string): boolean {
    if (this.#text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#position] ?? 'x')) this.#position += 1;
  }

  /** What a sticky pattern matches here (its first group, if it has one), or null. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#position = pattern.lastIndex;
    return match[1] ?? match[0];
  }
}
