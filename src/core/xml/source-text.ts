/** A place in a file, both numbers counted from 1. */
export interface TextPosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
}

/** Makes the error of the room whose file it is. */
export type SourceErrorFactory = (message: string, options: { cause: unknown }) => Error;

/** The text of an XML file: finds places in it, and collects what is to be said about it. */
export class SourceText {
  readonly fileName: string;
  readonly text: string;
  readonly #createError: SourceErrorFactory;
  readonly #lineStarts: number[] = [0];
  readonly #notices: string[] = [];

  constructor(text: string, fileName: string, createError: SourceErrorFactory) {
    this.#createError = createError;
    this.fileName = fileName;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1);
  }

  /** What is in the file and has no effect, one line each. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  positionAt(offset: number): TextPosition {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (this.#lineStarts[low] ?? 0) + 1;
    return { fileName: this.fileName, line: low + 1, column };
  }

  /** Where an attribute of the start tag at `tag` is written; the tag itself when it cannot be found. */
  attributeOffset(tag: number, name: string): number {
    const attribute = /\s*([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')/y;
    attribute.lastIndex =
      tag + (/^<[^\s/>]*/.exec(this.text.slice(tag, tag + 256))?.[0].length ?? 0);
    for (let match = attribute.exec(this.text); match !== null; match = attribute.exec(this.text)) {
      const [whole, found] = match;
      if (found === name) return match.index + whole.length - whole.trimStart().length;
    }
    return tag;
  }

  notice(message: string, offset: number, path: string): void {
    this.#notices.push(`${this.placeOf(this.positionAt(offset), path)}: ${message}`);
  }

  /** An error that tells the place: file, line, column and, unless '', the path of the element. */
  error(message: string, offset: number, path = '', cause?: unknown): Error {
    return this.errorAt(message, this.positionAt(offset), path, cause);
  }

  errorAt(
    message: string,
    position: Omit<TextPosition, 'fileName'>,
    path = '',
    cause?: unknown,
  ): Error {
    return this.#createError(`${this.placeOf(position, path)}: ${message}`, { cause });
  }

  /** The place in words: file, line, column and, unless '', the path of the element. */
  placeOf({ line, column }: Omit<TextPosition, 'fileName'>, path = ''): string {
    const element = path === '' ? '' : ` (${path})`;
    return `${this.fileName}, line ${String(line)}, column ${String(column)}${element}`;
  }
}
