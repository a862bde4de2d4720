import { readFile, realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Agent, request } from 'undici';
import { MetadataError } from '../../metadata/index.js';
import type { MetadataSource } from '../../metadata/index.js';
import { decodeDocument } from './document-text.js';

/** The longest document, in bytes. */
const maxDocumentBytes = 67_108_864;
const maxRedirects = 5;
const timeout = 30_000;

/** Where documents may come from. */
export interface SourcePolicy {
  /** Hosts beside those that are named, such as `schemas.example.com` or `intranet:8080`. */
  readonly allowedHosts: readonly string[];
  /** Certificate authorities that are trusted beside the system's, PEM. */
  readonly trust: readonly string[];
}

/**
 * Gets documents from files and over HTTP: what was named, and what stands beside it. A document that refers to another host, or to a
 * file outside of the folders of the named ones, does not get it.
 */
export class DocumentSource {
  readonly #hosts = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #agent: Agent;

  constructor({ allowedHosts, trust }: SourcePolicy) {
    for (const host of allowedHosts) this.#hosts.add(host.toLowerCase());
    this.#agent = new Agent({
      ...(trust.length === 0 ? {} : { connect: { ca: [...trust] } }),
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  /** Lets what a named source stands beside be read, too. */
  async allow(uri: string): Promise<void> {
    const url = new URL(uri);
    if (url.protocol === 'file:') this.#folders.add(dirname(await realpath(fileURLToPath(url))));
    else this.#hosts.add(url.host.toLowerCase());
  }

  /** Reads a document. @throws MetadataError */
  async read(uri: string): Promise<MetadataSource> {
    if (!URL.canParse(uri)) throw new MetadataError('that is no place where a document can be.');
    const url = new URL(uri);
    switch (url.protocol) {
      case 'file:':
        return this.#readFile(url);
      case 'http:':
      case 'https:':
        return this.#get(url);
      default:
        throw new MetadataError(
          `documents are read from files and over http, not from ${url.protocol}`,
        );
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #readFile(url: URL): Promise<MetadataSource> {
    let path: string;
    try {
      path = await realpath(fileURLToPath(url));
    } catch (cause) {
      throw new MetadataError('there is no such file.', { cause });
    }
    const isInside = [...this.#folders].some((folder) =>
      path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`),
    );
    if (!isInside)
      throw new MetadataError(
        'it is outside of the folders of the files that were named; name it too if it is wanted.',
      );
    try {
      const bytes = await readFile(path);
      if (bytes.length > maxDocumentBytes) throw new MetadataError(tooLong);
      return { uri: pathToFileURL(path).href, text: decodeDocument(bytes, null) };
    } catch (cause) {
      if (cause instanceof MetadataError) throw cause;
      throw new MetadataError('it cannot be read.', { cause });
    }
  }

  async #get(first: URL): Promise<MetadataSource> {
    let url = first;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      if (!this.#isAllowed(url))
        throw new MetadataError(
          `the host ${url.host} was not named; allow it with --allow-host ${url.host} if it is to be asked.`,
        );
      const found = await this.#getOnce(url);
      if (!('location' in found)) return found;
      url = new URL(found.location, url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new MetadataError(`it leads to ${url.protocol}`);
    }
    throw new MetadataError(`it leads on more than ${String(maxRedirects)} times.`);
  }

  #isAllowed(url: URL): boolean {
    return this.#hosts.has(url.host.toLowerCase()) || this.#hosts.has(url.hostname.toLowerCase());
  }

  async #getOnce(url: URL): Promise<MetadataSource | { readonly location: string }> {
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: this.#agent,
        headers: { accept: 'text/xml, application/xml, */*;q=0.5' },
      });
      const { location } = headers;
      if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
        await body.dump();
        return { location };
      }
      const bytes = await collect(body);
      if (statusCode !== 200)
        throw new MetadataError(`the server answers with the status ${String(statusCode)}.`);
      const type = String(headers['content-type'] ?? '');
      if (/^text\/html/i.test(type)) throw new MetadataError('it is a page for people.');
      const [, charset = null] = /charset="?([\w-]+)/i.exec(type) ?? [];
      return { uri: url.href, text: decodeDocument(bytes, charset) };
    } catch (cause) {
      if (cause instanceof MetadataError) throw cause;
      const why = cause instanceof Error ? (cause.message === '' ? cause.name : cause.message) : '';
      throw new MetadataError(`it cannot be read: ${why}`, { cause });
    }
  }
}

const tooLong = `it is longer than ${String(maxDocumentBytes)} bytes.`;

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxDocumentBytes) throw new MetadataError(tooLong);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
