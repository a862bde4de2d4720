import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

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
 * `loseResponse` afterwards; `duplicate` sends the request twice and answers with the second response.
 */
export type Fate = 'deliver' | 'loseRequest' | 'loseResponse' | 'duplicate';

/** Decides the fate of the exchange of that index, counted from 0, by its request. */
export type Decide = (index: number, request: RecordedExchange['request']) => Fate;

/** An HTTP proxy on loopback that stands in front of one server, records every exchange and can lose some. */
export class RecordingProxy implements AsyncDisposable {
  /** The proxy's own address, with the target's path. */
  readonly url: string;
  readonly exchanges: RecordedExchange[] = [];
  readonly #target: URL;
  readonly #decide: Decide;
  readonly #server: Server;

  private constructor(server: Server, target: URL, decide: Decide) {
    const { port } = server.address() as AddressInfo;
    this.#server = server;
    this.#target = target;
    this.#decide = decide;
    this.url = `http://127.0.0.1:${String(port)}${target.pathname}`;
  }

  /** Starts on a free port in front of an http address; passes everything unless told otherwise. */
  static async start(target: string, decide: Decide = () => 'deliver'): Promise<RecordingProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new RecordingProxy(server, new URL(target), decide);
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
    if (fate === 'loseRequest') {
      outgoing.destroy();
      return;
    }
    if (fate === 'duplicate') await this.#forward(request);
    const response = await this.#forward(request);
    exchange.response = response;
    if (fate === 'loseResponse') {
      outgoing.destroy();
      return;
    }
    const length = Buffer.byteLength(response.body);
    outgoing.writeHead(response.status, {
      ...withoutFraming(response.headers),
      'content-length': length,
    });
    outgoing.end(response.body);
  }

  async #forward(
    request: RecordedExchange['request'],
  ): Promise<NonNullable<RecordedExchange['response']>> {
    const forwarded = httpRequest({
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
