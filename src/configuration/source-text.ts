import { ConfigurationError } from '../core/errors/index.js';

/** A place in a file, both numbers counted from 1. */
export interface ConfigurationPosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
}

/** The text of a configuration file: finds places in it, and collects what is to be said about it. */
export class SourceText {
  readonly fileName: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];
  readonly #notices: string[] = [];

  constructor(text: string, fileName: string) {
    this.fileName = fileName;
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1);
  }

  /** What is in the file and has no effect, one line each. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  positionAt(offset: number): ConfigurationPosition {
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
    this.#notices.push(`${this.#place(this.positionAt(offset), path)}: ${message}`);
  }

  /** An error that tells the place: file, line, column and, unless '', the path of the element. */
  error(message: string, offset: number, path = '', cause?: unknown): ConfigurationError {
    return this.errorAt(message, this.positionAt(offset), path, cause);
  }

  errorAt(
    message: string,
    position: Omit<ConfigurationPosition, 'fileName'>,
    path = '',
    cause?: unknown,
  ): ConfigurationError {
    return new ConfigurationError(`${this.#place(position, path)}: ${message}`, { cause });
  }

  #place({ line, column }: Omit<ConfigurationPosition, 'fileName'>, path: string): string {
    const element = path === '' ? '' : ` (${path})`;
    return `${this.fileName}, line ${String(line)}, column ${String(column)}${element}`;
  }
}
