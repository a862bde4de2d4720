import { open } from 'node:fs/promises';
import { ConfigurationError } from '../core/errors/index.js';

/** The text of a file in UTF-8 or, with a byte order mark, UTF-16. A file above `maxBytes` is not read. */
export async function readFileText(fileName: string, maxBytes: number): Promise<string> {
  let bytes: Buffer;
  try {
    await using file = await open(fileName);
    const { size } = await file.stat();
    if (size > maxBytes)
      throw new ConfigurationError(
        `The file ${fileName} is longer than ${String(maxBytes)} bytes; is it the right one?`,
      );
    bytes = await file.readFile();
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`The file ${fileName} cannot be read; check the path.`, {
      cause: error,
    });
  }
  return decode(bytes, fileName);
}

function decode(bytes: Buffer, fileName: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ConfigurationError(
      `The file ${fileName} is not written in ${encoding}; save it as UTF-8.`,
      { cause: error },
    );
  }
}
