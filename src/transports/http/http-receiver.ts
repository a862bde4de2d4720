import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { MessageEncoder, ServicePage } from '../../core/binding/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { ChannelStackError, ProtocolError, QuotaExceededError } from '../../core/errors/index.js';
import {
  RemoteEndpointKey,
  ViaKey,
  createFaultMessage,
  relatesToHeader,
} from '../../core/message/index.js';
import type { Message, MessageFault } from '../../core/message/index.js';
import {
  actionMismatchFault,
  isActionMismatch,
  versionMismatchFault,
  withToldAction,
} from './http-addressing.js';
import { decodeBody, isEncodingSupported, sizeError } from './http-compression.js';
import { HttpExchange } from './http-exchange.js';
import type { ServerLink } from './http-exchange.js';
import { actionOfHttp, readRequestHead } from './http-headers.js';
import type { RequestHead } from './http-headers.js';
import { HttpReceivedRequestKey } from './http-message-properties.js';
import type { HttpSettings } from './http-options.js';
import { answerWithPage } from './http-page.js';
import { ReceivedRequest, remoteEndpointOf } from './http-received-request.js';
import { refuse } from './http-refusal.js';
import type { Refusal } from './http-refusal.js';
import { readRequestBody } from './request-body.js';
import {
  followingBytes,
  streamingEncoder,
  streamsRequests,
  streamsResponses,
} from './streamed-bytes.js';

/** What a receiver works for. */
export interface ReceiverInit {
  readonly uri: string;
  readonly encoder: MessageEncoder;
  readonly settings: HttpSettings;
  readonly page: ServicePage | null;
  /** Takes a message over; false when nobody is there any more to take it. */
  readonly deliver: (exchange: HttpExchange) => boolean;
}

/** A request whose body waits to be read until others are answered. */
interface Waiting {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly head: RequestHead;
  readonly via: string;
  readonly waits: boolean;
}

/**
 * Turns the requests of one listener into exchanges: it refuses what is no message of the binding, reads bodies within
 * their limit, and stops reading while as many exchanges are open as may be.
 */
export class HttpReceiver {
  readonly #init: ReceiverInit;
  readonly #link: ServerLink;
  /** Responses that are not complete yet: of bodies being read and of messages being worked on. */
  readonly #open = new Set<ServerResponse>();
  readonly #waiting = new Set<Waiting>();
  #isClosing = false;
  #idle: (() => void) | null = null;
  #lastTarget = '';
  #lastVia = '';

  constructor(init: ReceiverInit) {
    this.#init = init;
    const isKeptAlive = (): boolean => init.settings.keepAliveEnabled && !this.#isClosing;
    this.#link = {
      encoder: init.encoder,
      isStreaming: streamsResponses(init.settings.transferMode),
      get keepsAlive() {
        return isKeptAlive();
      },
      uri: init.uri,
      release: (res) => {
        this.#release(res);
      },
    };
  }

  /** Exchanges that are open, and bodies that are being read. */
  get pending(): number {
    return this.#open.size + this.#waiting.size;
  }

  /** Refuses new requests, and resolves when all that are open are answered. */
  drain(): Promise<void> {
    this.#isClosing = true;
    if (this.pending === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Breaks the connections of everything that is open. */
  abort(): void {
    this.#isClosing = true;
    for (const { res } of this.#waiting) res.destroy();
    this.#waiting.clear();
    for (const res of this.#open) res.destroy();
    this.#open.clear();
    this.#idle?.();
  }

  /** Takes a request over. `target` is its path with the query. */
  receive(req: IncomingMessage, res: ServerResponse, target: string, waits: boolean): void {
    if (this.#isClosing) {
      refuse(req, res, { status: 503, reason: 'The service is closing.', closes: true });
      return;
    }
    if (req.method !== 'POST') {
      if (req.method !== 'GET' && req.method !== 'HEAD') {
        this.#publishError(
          refusalError(405, `messages are sent by POST, not by ${req.method ?? ''}.`),
        );
      }
      this.#answerWithPage(req, res, target);
      return;
    }
    const { encoder, settings } = this.#init;
    if (settings.requireClientCertificate && !isAuthorized(req)) {
      this.#turnAway(req, res, {
        status: 403,
        reason: 'A trusted client certificate is required.',
      });
      return;
    }
    const head = readRequestHead(req.rawHeaders);
    if (!encoder.isContentTypeSupported(head.contentType)) {
      this.#turnAway(req, res, {
        status: 415,
        reason: `Cannot process the message because the content type '${head.contentType}' was not the expected type '${encoder.contentType}'.`,
      });
      return;
    }
    if (head.contentEncoding !== '' && !this.#isReadable(head.contentEncoding)) {
      this.#turnAway(req, res, {
        status: 415,
        reason: `The Content-Encoding '${head.contentEncoding}' is not supported here.`,
        headers: settings.decompressionEnabled ? ['Accept-Encoding', 'gzip, deflate'] : [],
      });
      return;
    }
    if (head.contentLength > settings.maxReceivedMessageSize) {
      this.#refuseSize(req, res);
      return;
    }
    const via = this.#via(target);
    if (this.#open.size < settings.maxPendingExchanges) this.#read(req, res, head, via, waits);
    else this.#wait({ req, res, head, via, waits });
  }

  /** Refuses a request by its head, and tells so. */
  #turnAway(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
    this.#publishError(refusalError(refusal.status, refusal.reason));
    refuse(req, res, refusal);
  }

  #wait(waiting: Waiting): void {
    this.#waiting.add(waiting);
    waiting.res.once('close', () => {
      if (this.#waiting.delete(waiting)) this.#checkIdle();
    });
  }

  #read(
    req: IncomingMessage,
    res: ServerResponse,
    head: RequestHead,
    via: string,
    waits: boolean,
  ): void {
    this.#open.add(res);
    const { maxReceivedMessageSize: maxSize, maxBufferSize, transferMode } = this.#init.settings;
    const isStreaming = streamsRequests(transferMode) && head.contentEncoding === '';
    readRequestBody(
      req,
      { maxSize, maxStart: isStreaming ? maxBufferSize : 0, contentLength: head.contentLength },
      {
        onStart: (bytes) => this.#takeStart(req, res, head, via, bytes),
        onWhole: (bytes) => {
          this.#take(req, res, head, via, bytes);
        },
        onTooLong: () => {
          this.#refuseSize(req, res);
          this.#release(res);
        },
        onBroken: () => {
          this.#release(res);
        },
      },
    );
    if (waits) res.writeContinue();
  }

  /** Takes a message over when enough of it has come; false when it has not. */
  #takeStart(
    req: IncomingMessage,
    res: ServerResponse,
    head: RequestHead,
    via: string,
    bytes: Buffer,
  ): boolean {
    const encoder = streamingEncoder(this.#init.encoder);
    const rest = followingBytes(req, this.#init.settings.maxReceivedMessageSize, bytes.length);
    const message = encoder.readStreamed({ bytes, contentType: head.contentType, rest });
    if (message === null) return false;
    res.once('finish', () => {
      // What nobody wants to read is not waited for.
      if (!req.complete) req.destroy();
    });
    this.#deliver(req, res, head, via, message, bytes);
    return true;
  }

  #take(
    req: IncomingMessage,
    res: ServerResponse,
    head: RequestHead,
    via: string,
    raw: Buffer,
  ): void {
    let message: Message;
    let bytes: Buffer | null;
    try {
      bytes = head.contentEncoding === '' ? raw : this.#decode(head.contentEncoding, raw);
      if (bytes === null) {
        this.#refuseSize(req, res);
        this.#release(res);
        return;
      }
      message = this.#init.encoder.read({ bytes, contentType: head.contentType });
    } catch (error) {
      this.#refuseMessage(req, res, error);
      return;
    }
    this.#deliver(req, res, head, via, message, bytes);
  }

  #deliver(
    req: IncomingMessage,
    res: ServerResponse,
    head: RequestHead,
    via: string,
    read: Message,
    bytes: Buffer,
  ): void {
    const { encoder, deliver } = this.#init;
    let message = read;
    try {
      if (diagnostics.message.hasSubscribers) this.#publish(message, via, bytes);
      const told = actionOfHttp(encoder.version, head.contentType, head.soapAction);
      if (isActionMismatch(message, told)) {
        this.#publishError(
          refusalError(
            500,
            "the action told by HTTP is not the message's; the client must send one action.",
          ),
        );
        this.#sendFault(res, message, actionMismatchFault(encoder.version));
        return;
      }
      message = withToldAction(message, told);
    } catch (error) {
      this.#refuseMessage(req, res, error);
      return;
    }
    message
      .setProperty(ViaKey, via)
      .setProperty(RemoteEndpointKey, remoteEndpointOf(req.socket))
      .setProperty(HttpReceivedRequestKey, new ReceivedRequest(req));
    if (deliver(new HttpExchange(this.#link, res, message))) return;
    refuse(req, res, { status: 503, reason: 'The service takes no more messages.', closes: true });
    this.#release(res);
  }

  /** The decoded body, or null when it would be longer than a message may be. */
  #decode(contentEncoding: string, raw: Buffer): Buffer | null {
    try {
      return decodeBody(contentEncoding, raw, this.#init.settings.maxReceivedMessageSize);
    } catch (error) {
      if (error instanceof QuotaExceededError) return null;
      throw error;
    }
  }

  /** Answers bytes that are no message: a fault about the SOAP version, or 400 with what is wrong with them. */
  #refuseMessage(req: IncomingMessage, res: ServerResponse, error: unknown): void {
    this.#publishError(error);
    if (ChannelStackError.is(error) && error.code === 'VersionMismatch') {
      this.#sendFault(res, null, versionMismatchFault(this.#init.encoder.version));
      return;
    }
    if (ChannelStackError.is(error)) {
      refuse(req, res, { status: 400, reason: `Bad Request: ${error.message}` });
    } else {
      refuse(req, res, { status: 500, reason: 'Internal Server Error' });
    }
    this.#release(res);
  }

  #sendFault(res: ServerResponse, request: Message | null, fault: MessageFault): void {
    const { version } = this.#init.encoder;
    const action =
      request === null ? version.addressing.defaultFaultAction : version.addressing.faultAction;
    const reply = createFaultMessage(version, fault, action);
    const id = request?.headers.messageId ?? null;
    const message = id === null ? reply : reply.withHeader(relatesToHeader(version, id));
    // The exchange is answered here: an encoder that cannot write a fault is answered by 500 already.
    void new HttpExchange(this.#link, res, message).reply(message).catch((error: unknown) => {
      this.#publishError(error);
    });
  }

  #answerWithPage(req: IncomingMessage, res: ServerResponse, target: string): void {
    try {
      answerWithPage(req, res, this.#init.page, this.#init.uri, target);
    } catch (error) {
      this.#publishError(error);
    }
  }

  #refuseSize(req: IncomingMessage, res: ServerResponse): void {
    const { maxReceivedMessageSize } = this.#init.settings;
    this.#publishError(sizeError(maxReceivedMessageSize));
    refuse(req, res, {
      status: 413,
      reason: `Payload Too Large: the limit is ${String(maxReceivedMessageSize)} bytes.`,
      closes: true,
    });
  }

  #isReadable(contentEncoding: string): boolean {
    return this.#init.settings.decompressionEnabled && isEncodingSupported(contentEncoding);
  }

  /** The address a request came in at; nearly always the same as that of the request before. */
  #via(target: string): string {
    if (target === this.#lastTarget) return this.#lastVia;
    this.#lastTarget = target;
    this.#lastVia = target.startsWith('/') ? new URL(this.#init.uri).origin + target : target;
    return this.#lastVia;
  }

  /** Gives a place back as soon as the system has taken the response: a client that does not read holds its place. */
  #release(res: ServerResponse): void {
    if (res.writableEnded && !res.destroyed && (res.socket?.writableLength ?? 0) > 0) {
      res.once('close', () => {
        this.#free(res);
      });
      return;
    }
    this.#free(res);
  }

  #free(res: ServerResponse): void {
    if (!this.#open.delete(res)) return;
    if (this.#waiting.size > 0) this.#readNext();
    this.#checkIdle();
  }

  #readNext(): void {
    for (const waiting of this.#waiting) {
      this.#waiting.delete(waiting);
      const { req, res: next, head, via, waits } = waiting;
      this.#read(req, next, head, via, waits);
      return;
    }
  }

  #checkIdle(): void {
    if (this.pending === 0) this.#idle?.();
  }

  #publish(message: Message, address: string, bytes: Uint8Array): void {
    diagnostics.message.publish({
      direction: 'received',
      side: 'service',
      message,
      address,
      bytes: [bytes],
    });
  }

  #publishError(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    diagnostics.error.publish({ source: 'http listener', error, address: this.#init.uri });
  }
}

function refusalError(status: number, reason: string): ProtocolError {
  return new ProtocolError(`A request was refused with ${status.toString()}: ${reason}`);
}

function isAuthorized(req: IncomingMessage): boolean {
  return req.socket instanceof TLSSocket && req.socket.authorized;
}
