import type { ListEntry, TransientList } from '../../core/collections/index.js';
import { Readable } from 'node:stream';
import type { IncomingHttpHeaders } from 'node:http';
import type { Subscriber } from 'rxjs';
import type { Dispatcher } from 'undici';
import type { MessageEncoder } from '../../core/binding/index.js';
import type { OperationOptions } from '../../core/channel/index.js';
import {
  CommunicationError,
  ProtocolError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import type { CookieJar } from './cookie-jar.js';
import { sizeError } from './http-compression.js';
import { toClientError } from './http-errors.js';
import type { HttpSettings } from './http-options.js';
import { readReply, readStreamedReply, responseTooLong } from './http-reply.js';
import type { CompleteResponse } from './http-reply.js';
import { withoutBody, withoutCredentials } from './http-request.js';
import type { OutgoingRequest } from './http-request.js';
import { judgeStatus, redirectOf } from './http-responses.js';
import { MessageStart } from './message-start.js';
import { ByteQueue, streamBytes, streamsResponses } from './streamed-bytes.js';

/** What a channel lends to its exchanges. */
export interface ClientLink {
  readonly dispatcher: Dispatcher;
  readonly encoder: MessageEncoder;
  readonly settings: HttpSettings;
  readonly clock: Clock;
  readonly cookies: CookieJar | null;
  /** The exchanges that are not over. */
  readonly pending: TransientList<HttpClientExchange>;
  /** Called when there is none any more. */
  onIdle(): void;
}

/** Redirects that are followed, as in .NET. */
const maxRedirects = 50;
/** A body in so many bytes or fewer is sent from one piece of memory. */
const onePieceBytes = 131_072;

/** One request and its response; also the handler of undici's events about it. */
export class HttpClientExchange implements Dispatcher.DispatchHandler {
  readonly #link: ClientLink;
  readonly #subscriber: Subscriber<Message>;
  readonly #timeout: number;
  readonly #signal: AbortSignal | undefined;
  #request: OutgoingRequest;
  #url: URL;
  #timer: Timer | null = null;
  #place: ListEntry<HttpClientExchange> | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #isDone = false;
  /** Why the exchange on the wire is to be cut; set when that happens before undici has started it. */
  #cut: Error | null = null;
  #redirects = 0;
  #redirect: { readonly url: string; readonly keepsBody: boolean } | null = null;
  #status = 0;
  #statusText = '';
  #headers: IncomingHttpHeaders = {};
  readonly #body: MessageStart;
  #received = 0;
  /** The rest of a reply that its caller has already. */
  #stream: ByteQueue | null = null;

  constructor(
    link: ClientLink,
    url: URL,
    request: OutgoingRequest,
    subscriber: Subscriber<Message>,
    timeout: number,
    options: OperationOptions,
  ) {
    this.#link = link;
    this.#url = url;
    this.#request = request;
    this.#subscriber = subscriber;
    this.#timeout = timeout;
    this.#signal = options.signal;
    this.#body = new MessageStart(link.settings.maxBufferSize);
  }

  start(): void {
    this.#place = this.#link.pending.add(this);
    if (this.#signal?.aborted === true) {
      this.#onSignal();
      return;
    }
    this.#signal?.addEventListener('abort', this.#onSignal, { once: true });
    this.#timer = this.#link.clock.schedule(this.#timeout, () => {
      this.fail(
        new TimeoutError(
          `The service at ${this.#url.href} did not answer within ${String(this.#timeout)} ms; raise sendTimeout of the binding or the timeout of the call if it needs longer.`,
        ),
      );
    });
    this.#dispatch();
  }

  /** Ends the exchange for a reason that its caller is told, and cuts it on the wire. */
  fail(error: Error): void {
    if (!this.#end()) return;
    this.#cutWire(error);
    this.#subscriber.error(error);
  }

  /** The caller has gone: cuts the exchange on the wire, if it is not over. */
  cancel(): void {
    if (this.#end()) this.#cutWire(new CommunicationError('The caller gave the request up.'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cut !== null) controller.abort(this.#cut);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusText = '',
  ): void {
    if (status < 200 || this.#isDone) return;
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = headers;
    this.#storeCookies(headers['set-cookie']);
    this.#redirect = redirectOf(status, headers.location, this.#url.href);
    if (this.#redirect !== null) return;
    const address = this.#url.href;
    const error = judgeStatus({
      status,
      statusText,
      address,
      requestContentType: this.#request.contentType,
    });
    if (error !== null) {
      // The rest of the response is read and dropped, so that the connection can be used again.
      this.#finish(error);
      return;
    }
    if (Number(headers['content-length'] ?? 0) > this.#maxSize) {
      this.#refuseSize();
      controller.abort(sizeError(this.#maxSize));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > this.#maxSize) {
      this.#stream?.end(sizeError(this.#maxSize));
      this.#refuseSize();
      controller.abort(sizeError(this.#maxSize));
      return;
    }
    if (this.#stream !== null) {
      this.#stream.push(chunk);
      return;
    }
    if (this.#isDone || this.#redirect !== null) return;
    this.#body.push(chunk);
    if (this.#isStreaming && this.#body.isWorthTrying) this.#tryStream(controller);
  }

  onResponseEnd(): void {
    this.#stream?.end();
    if (this.#isDone) return;
    if (this.#redirect !== null) {
      this.#follow(this.#redirect);
      return;
    }
    try {
      this.#deliver(this.#read());
    } catch (error) {
      this.#finish(toError(error));
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#stream?.end(toClientError(error, this.#url.href));
    this.#finish(toClientError(error, this.#url.href));
  }

  /** A single field is a string, whatever its type says. */
  #storeCookies(fields: string | readonly string[] | undefined): void {
    const { cookies } = this.#link;
    if (cookies === null || fields === undefined) return;
    for (const field of typeof fields === 'string' ? [fields] : fields)
      cookies.store(this.#url, field);
  }

  get #maxSize(): number {
    return this.#link.settings.maxReceivedMessageSize;
  }

  readonly #onSignal = (): void => {
    this.fail(toError(this.#signal?.reason));
  };

  #dispatch(): void {
    const { method, headers, chunks, streamed, queryString } = this.#request;
    const query = queryString === '' ? this.#url.search : `?${queryString}`;
    try {
      this.#link.dispatcher.dispatch(
        {
          origin: this.#url.origin,
          path: this.#url.pathname + query,
          method,
          headers: [...headers],
          body: streamed === null ? toBody(chunks) : Readable.from(streamBytes(streamed)),
          // The timer of the exchange covers all of it; a body that is only dropped must end too.
          headersTimeout: 0,
          bodyTimeout: this.#timeout,
          ...(this.#link.settings.keepAliveEnabled ? {} : { reset: true }),
        },
        this,
      );
    } catch (error) {
      this.#finish(toClientError(error, this.#url.href));
    }
  }

  #follow(redirect: { readonly url: string; readonly keepsBody: boolean }): void {
    this.#redirects += 1;
    if (this.#redirects > maxRedirects) {
      this.#finish(
        new ProtocolError(
          `The request was redirected more than ${String(maxRedirects)} times, at last by ${this.#url.href}; check the addresses of the services.`,
        ),
      );
      return;
    }
    const from = this.#url;
    this.#url = new URL(redirect.url);
    if (!redirect.keepsBody) this.#request = withoutBody(this.#request);
    else if (this.#request.streamed !== null && this.#request.streamed.content !== null) {
      this.#finish(
        new ProtocolError(
          `The service at ${from.href} redirected a request with a stream to ${redirect.url}, and a stream is sent once. Give the client that address.`,
        ),
      );
      return;
    }
    if (this.#url.origin !== from.origin) this.#request = withoutCredentials(this.#request);
    this.#redirect = null;
    this.#controller = null;
    this.#received = 0;
    this.#dispatch();
  }

  /** Whether the response may be given to its caller before all of it has come. */
  get #isStreaming(): boolean {
    return (
      streamsResponses(this.#link.settings.transferMode) &&
      this.#headers['content-encoding'] === undefined
    );
  }

  /** Gives the reply to its caller when enough of it has come; what follows is the stream's. */
  #tryStream(controller: Dispatcher.DispatchController): void {
    const stream = new ByteQueue({
      pause: () => {
        controller.pause();
      },
      resume: () => {
        controller.resume();
      },
      onAbandoned: () => {
        controller.abort(new CommunicationError('The stream of the reply was given up.'));
      },
    });
    try {
      const reply = readStreamedReply(
        this.#response(this.#body.join()),
        this.#link.encoder,
        stream,
      );
      if (reply === null) return;
      this.#body.clear();
      this.#stream = stream;
      this.#deliver(reply);
    } catch (error) {
      this.#finish(toError(error));
    }
  }

  #response(raw: Buffer): CompleteResponse {
    return {
      address: this.#url.href,
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      raw,
    };
  }

  #read(): Message | null {
    const raw = this.#body.join();
    this.#body.clear();
    return readReply(this.#response(raw), this.#link.encoder, this.#link.settings);
  }

  #refuseSize(): void {
    this.#finish(responseTooLong(this.#url.href, sizeError(this.#maxSize)));
  }

  #deliver(reply: Message | null): void {
    if (!this.#end()) return;
    if (reply !== null) this.#subscriber.next(reply);
    this.#subscriber.complete();
  }

  #finish(error: Error): void {
    if (this.#end()) this.#subscriber.error(error);
  }

  #cutWire(reason: Error): void {
    this.#cut = reason;
    this.#controller?.abort(reason);
  }

  /** True for the one who ends the exchange. */
  #end(): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    this.#timer?.cancel();
    this.#signal?.removeEventListener('abort', this.#onSignal);
    const { pending } = this.#link;
    if (this.#place !== null) pending.delete(this.#place);
    if (pending.size === 0) this.#link.onIdle();
    return true;
  }
}

function toBody(chunks: readonly Uint8Array[]): Uint8Array | Readable | null {
  const [only] = chunks;
  if (only === undefined) return null;
  if (chunks.length === 1) return only;
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (size <= onePieceBytes) return Buffer.concat(chunks, size);
  return Readable.from(chunks, { objectMode: false });
}
