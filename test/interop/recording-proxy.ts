import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import type { TlsIdentity } from './test-identity.js';

/** One HTTP exchange as it passed, in the order in which the requests arrived. */
export interface RecordedExchange {
  readonly request: {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  };
  readonly fate: Fate;
  /** What the server answered, also when the client never saw it; absent while it is under way or never asked. */
  response?: {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  };
}

/**
 * What happens to an exchange: `deliver` passes it; `loseRequest` cuts the connection before the server has seen it,
 * `loseResponse` afterwards, `cutResponse` in the middle of the response; `emptyResponse` answers an empty 500 in the place
 * of the response; `duplicate` sends the request twice and answers with the second response; `delay` passes it late.
 */
export type Fate =
  | 'deliver'
  | 'loseRequest'
  | 'loseResponse'
  | 'cutResponse'
  | 'emptyResponse'
  | 'duplicate'
  | 'delay';

/** How late a delayed exchange is, in ms: shorter than .NET's first retransmission, and longer than an exchange takes. */
const delayTime = 120;

/** Decides the fate of the exchange of that index, counted from 0, by its request. */
export type Decide = (index: number, request: RecordedExchange['request']) => Fate;

/** An HTTP proxy on loopback that stands in front of one server, records every exchange and can lose some. */
export class RecordingProxy implements AsyncDisposable {
  /** The proxy's own address, with the target's path. */
  readonly url: string;
  readonly exchanges: RecordedExchange[] = [];
  #waiting: (() => void)[] = [];
  readonly #target: URL;
  readonly #decide: Decide;
  readonly #server: Server;
  readonly #tls: TlsIdentity | null;

  private constructor(server: Server, target: URL, decide: Decide, tls: TlsIdentity | null) {
    this.#tls = tls;
    const { port } = server.address() as AddressInfo;
    this.#server = server;
    this.#target = target;
    this.#decide = decide;
    this.url = `${target.protocol}//127.0.0.1:${String(port)}${target.pathname}`;
  }

  /**
   * Starts on a free port in front of an address; passes everything unless told otherwise. In front of an https address it
   * has the server's own identity.
   */
  static async start(
    target: string,
    decide: Decide = () => 'deliver',
    tls: TlsIdentity | null = null,
  ): Promise<RecordingProxy> {
    const server = tls === null ? createServer() : createSecureServer(tls);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new RecordingProxy(server, new URL(target), decide, tls);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // A peer that goes away in the middle is a lost exchange, which the other peer must live with.
      proxy.#pass(request, response).catch(() => response.destroy());
    });
    return proxy;
  }

  /** The bodies that passed, requests and responses in turns. */
  get messages(): string[] {
    return this.exchanges.flatMap(({ request, response }) => [request.body, response?.body ?? '']);
  }

  /** Resolves when a request has come that the predicate accepts. */
  async untilRequest(accepts: (body: string) => boolean): Promise<void> {
    while (!this.exchanges.some(({ request }) => accepts(request.body))) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    const { headers } = incoming;
    const request = { path, headers, body: await text(incoming) };
    const fate = this.#decide(this.exchanges.length, request);
    const exchange: RecordedExchange = { request, fate };
    this.exchanges.push(exchange);
    for (const resolve of this.#waiting.splice(0)) resolve();
    if (fate === 'loseRequest') {
      outgoing.destroy();
      return;
    }
    if (fate === 'duplicate') await this.#forward(request);
    if (fate === 'delay') await setTimeout(delayTime);
    const response = await this.#forward(request);
    exchange.response = response;
    if (fate === 'loseResponse') {
      outgoing.destroy();
      return;
    }
    if (fate === 'emptyResponse') {
      outgoing.writeHead(500, { 'content-length': 0 });
      outgoing.end();
      return;
    }
    const length = Buffer.byteLength(response.body);
    outgoing.writeHead(response.status, {
      ...withoutFraming(response.headers),
      'content-length': length,
    });
    if (fate !== 'cutResponse') outgoing.end(response.body);
    else {
      outgoing.write(response.body.slice(0, response.body.length / 2), () => {
        outgoing.destroy();
      });
    }
  }

  async #forward(
    request: RecordedExchange['request'],
  ): Promise<NonNullable<RecordedExchange['response']>> {
    const forwarded = (this.#tls === null ? httpRequest : httpsRequest)({
      ...(this.#tls === null ? {} : { ca: this.#tls.cert }),
      host: this.#target.hostname,
      port: this.#target.port,
      path: request.path,
      method: 'POST',
      headers: {
        ...withoutFraming(request.headers),
        'content-length': Buffer.byteLength(request.body),
      },
    });
    const responded = once(forwarded, 'response') as Promise<[IncomingMessage]>;
    forwarded.end(request.body);
    const [response] = await responded;
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await text(response),
    };
  }
}

/** Headers without the ones that belong to one connection: the proxy frames every message anew. */
function withoutFraming(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const rest = { ...headers };
  for (const name of ['connection', 'content-length', 'keep-alive', 'transfer-encoding']) {
    Reflect.deleteProperty(rest, name);
  }
  return rest;
}
