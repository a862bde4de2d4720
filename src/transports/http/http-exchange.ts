import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Exchange } from '../../core/channel/index.js';
import type { MessageEncoder, StreamedMessageBytes } from '../../core/binding/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import {
  CommunicationObjectAbortedError,
  InvalidOperationError,
  toError,
} from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import { HttpResponseMessagePropertyKey } from './http-message-properties.js';
import type { HttpHeaderFields, HttpResponseMessageProperty } from './http-message-properties.js';
import { streamBytes, streamingEncoder } from './streamed-bytes.js';

/** What a listener lends to its exchanges. */
export interface ServerLink {
  readonly encoder: MessageEncoder;
  /** Whether replies are sent piece by piece. */
  readonly isStreaming: boolean;
  /** False: each response ends its connection. */
  readonly keepsAlive: boolean;
  readonly uri: string;
  /** Gives the place of a settled exchange back. */
  release(res: ServerResponse): void;
}

const done = Promise.resolve();

/** One message that came in a request, and the response that answers it. */
export class HttpExchange implements Exchange {
  readonly message: Message;
  readonly canReply = true;
  readonly #link: ServerLink;
  readonly #res: ServerResponse;
  #isSettled = false;
  #controller: AbortController | null = null;

  constructor(link: ServerLink, res: ServerResponse, message: Message) {
    this.#link = link;
    this.#res = res;
    this.message = message;
  }

  get signal(): AbortSignal {
    if (this.#controller !== null) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    const onGone = (): void => {
      if (this.#isSettled) return;
      controller.abort(
        new CommunicationObjectAbortedError(
          'The client closed the connection before it was answered.',
        ),
      );
    };
    if (this.#res.destroyed) onGone();
    else this.#res.once('close', onGone);
    return controller.signal;
  }

  reply(message: Message | null): Promise<void> {
    if (this.#isSettled) {
      return Promise.reject(
        new InvalidOperationError('The exchange was answered before; each has one reply.'),
      );
    }
    this.#isSettled = true;
    let streaming: Promise<void> | null = null;
    try {
      if (message === null) this.#write(202, [], null);
      else streaming = this.#writeMessage(message);
      if (streaming !== null) {
        return streaming.finally(() => {
          this.#link.release(this.#res);
        });
      }
    } catch (error) {
      this.#write(500, [], null);
      return Promise.reject(toError(error));
    } finally {
      if (streaming === null) this.#link.release(this.#res);
    }
    return done;
  }

  settle(error?: unknown): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    // Why it failed is for the service's own log; nothing of it goes to a stranger.
    if (error !== undefined && diagnostics.error.hasSubscribers)
      diagnostics.error.publish({ source: 'http exchange', error, address: this.#link.uri });
    this.#write(error === undefined ? 202 : 500, [], null);
    this.#link.release(this.#res);
  }

  /** Returns when a streamed reply has left; null for one in one piece. */
  #writeMessage(reply: Message): Promise<void> | null {
    const { encoder, uri, isStreaming } = this.#link;
    const { version } = encoder;
    const message = version.hasAddressing
      ? reply
      : reply.withHeaders(reply.headers.withoutNamespace(version.addressing.namespace));
    const streamed = isStreaming ? streamingEncoder(encoder).writeStreamed(message) : null;
    const chunks = streamed?.before ?? encoder.write(message);
    if (diagnostics.message.hasSubscribers) {
      diagnostics.message.publish({
        direction: 'sent',
        side: 'service',
        message,
        address: uri,
        bytes: chunks,
      });
    }
    const property = message.getProperty(HttpResponseMessagePropertyKey);
    const { status, headers, hasBody } = this.#head(message, property);
    if (streamed !== null && hasBody) return this.#stream(status, headers, streamed);
    this.#write(status, headers, hasBody ? chunks : null);
    return null;
  }

  /** Sends the head, and the body as it comes: in chunks, as WCF does. A source that fails breaks the connection. */
  #stream(status: number, headers: string[], streamed: StreamedMessageBytes): Promise<void> {
    const res = this.#res;
    if (res.destroyed || res.headersSent) return done;
    if (!this.#link.keepsAlive) headers.push('Connection', 'close');
    res.writeHead(status, headers);
    return pipeline(Readable.from(streamBytes(streamed)), res).catch((error: unknown) => {
      // A client that has gone is no error of the service.
      if (!isPrematureClose(error)) throw error;
    });
  }

  #head(
    message: Message,
    property: HttpResponseMessageProperty | null,
  ): { readonly status: number; readonly headers: string[]; readonly hasBody: boolean } {
    const { contentType } = this.#link.encoder;
    const usual = message.isFault ? 500 : 200;
    if (property === null)
      return { status: usual, headers: ['Content-Type', contentType], hasBody: true };
    const fields = property.headers ?? {};
    const hasBody = property.suppressEntityBody !== true;
    const hasType = Object.keys(fields).some((name) => name.toLowerCase() === 'content-type');
    const headers = hasType || !hasBody ? [] : ['Content-Type', contentType];
    addFields(headers, fields);
    if (property.statusDescription !== undefined && property.statusDescription !== '')
      this.#res.statusMessage = property.statusDescription;
    return { status: property.statusCode ?? usual, headers, hasBody };
  }

  #write(status: number, headers: string[], chunks: readonly Uint8Array[] | null): void {
    const res = this.#res;
    if (res.destroyed || res.headersSent) return;
    let size = 0;
    if (chunks !== null) for (const chunk of chunks) size += chunk.length;
    headers.push('Content-Length', String(size));
    if (!this.#link.keepsAlive) headers.push('Connection', 'close');
    res.writeHead(status, headers);
    if (chunks === null) {
      res.end();
      return;
    }
    const last = chunks.length - 1;
    for (let index = 0; index < last; index += 1) res.write(chunks[index]);
    res.end(chunks[last]);
  }
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_STREAM_PREMATURE_CLOSE';
}

function addFields(headers: string[], fields: HttpHeaderFields): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || /^(?:content-length|transfer-encoding|connection)$/i.test(name))
      continue;
    for (const one of typeof value === 'string' ? [value] : value) headers.push(name, one);
  }
}
