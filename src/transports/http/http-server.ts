import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { diagnostics } from '../../core/diagnostics/index.js';
import {
  AddressAccessDeniedError,
  AddressAlreadyInUseError,
  CommunicationError,
} from '../../core/errors/index.js';
import { refuse } from './http-refusal.js';
import { HttpRoutes } from './http-routes.js';
import type { HttpRoute } from './http-routes.js';

/** Where and how a listener wants to be served. */
export interface ServerEndpoint {
  /** 0: a port that is free, and a server of one's own. */
  readonly port: number;
  /** The address to listen on, or null for all. */
  readonly bindHost: string | null;
  /** Null: no TLS. */
  readonly tls: TlsOptions | null;
  /** Milliseconds; 0: Node's limits. */
  readonly requestInitializationTimeout: number;
  /** 0: Node's backlog. */
  readonly backlog: number;
}

/** Node's own limits on how long a request may take to come in, in milliseconds. */
const defaultHeadersTimeout = 60_000;
const defaultRequestTimeout = 300_000;

/** Servers by address; a port belongs to the process, and so does this map. */
const running = new Map<string, SharedHttpServer>();

/** One listening socket, shared by all listeners of this process on its port. */
export class SharedHttpServer {
  readonly #key: string;
  readonly #endpoint: ServerEndpoint;
  readonly #routes = new HttpRoutes();
  /** The routes that are not about to leave. */
  readonly #active = new Set<HttpRoute>();
  #isClosed = false;
  readonly #server: Server;
  readonly #listening: Promise<void>;

  private constructor(key: string, endpoint: ServerEndpoint) {
    this.#key = key;
    this.#endpoint = endpoint;
    const options = serverOptions(endpoint);
    this.#server =
      endpoint.tls === null
        ? createServer(options, this.#onRequest)
        : createTlsServer({ ...options, ...endpoint.tls }, this.#onRequest);
    this.#server.on('checkContinue', this.#onWaitingRequest);
    this.#listening = this.#listen();
  }

  /**
   * Puts a listener on its port, with the server that others have started there or with a new one. Throws
   * AddressAlreadyInUseError (the port, or the path on it, is taken) and AddressAccessDeniedError.
   */
  static async attach(route: HttpRoute, endpoint: ServerEndpoint): Promise<SharedHttpServer> {
    const key = `${endpoint.bindHost ?? '*'}:${String(endpoint.port)}`;
    const found = endpoint.port === 0 ? undefined : running.get(key);
    if (found !== undefined && !isDeepStrictEqual(found.#endpoint.tls, endpoint.tls)) {
      throw new AddressAlreadyInUseError(
        `The port of ${route.uri} is used by another listener of this process with another scheme, certificate or requirement of client certificates; use the same for both, or another port.`,
      );
    }
    const server = found ?? new SharedHttpServer(key, endpoint);
    if (found === undefined && endpoint.port !== 0) running.set(key, server);
    server.#routes.add(route);
    server.#active.add(route);
    try {
      await server.#listening;
    } catch (error) {
      if (running.get(key) === server) running.delete(key);
      throw toListenError(error, route.uri);
    }
    server.#limitTime(endpoint.requestInitializationTimeout);
    return server;
  }

  /** The port it really listens on. */
  get port(): number {
    // A server that listens on a port has an address of this form.
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#endpoint.port;
  }

  /** A listener is about to leave, and only answers what still comes. When all are, no more connections are taken. */
  retire(route: HttpRoute): void {
    this.#active.delete(route);
    if (this.#active.size > 0 || this.#isClosed) return;
    this.#isClosed = true;
    if (running.get(this.#key) === this) running.delete(this.#key);
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  /** A listener leaves, with all its requests answered. The last one ends the connections that are left. */
  detach(route: HttpRoute): void {
    this.retire(route);
    this.#routes.remove(route);
    if (this.#routes.isEmpty) this.#server.closeAllConnections();
  }

  #listen(): Promise<void> {
    const { port, bindHost, backlog } = this.#endpoint;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(
        {
          port,
          ...(bindHost === null ? {} : { host: bindHost }),
          ...(backlog === 0 ? {} : { backlog }),
        },
        () => {
          this.#server.off('error', reject);
          // Such as too many open files: the connection is lost, the server is not.
          this.#server.on('error', (error) => {
            if (diagnostics.error.hasSubscribers)
              diagnostics.error.publish({ source: 'http server', error, address: this.#key });
          });
          resolve();
        },
      );
    });
  }

  /** The shortest of the listeners' times holds for all on the port. */
  #limitTime(timeout: number): void {
    if (timeout === 0 || !Number.isFinite(timeout)) return;
    this.#server.headersTimeout = Math.min(this.#server.headersTimeout, timeout);
    this.#server.requestTimeout = Math.min(this.#server.requestTimeout, timeout);
  }

  readonly #onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    this.#handle(req, res, false);
  };

  readonly #onWaitingRequest = (req: IncomingMessage, res: ServerResponse): void => {
    this.#handle(req, res, true);
  };

  #handle(req: IncomingMessage, res: ServerResponse, waits: boolean): void {
    const target = req.url ?? '/';
    const route = this.#routes.match(target, this.#routes.needsHost ? req.headers.host : undefined);
    if (route !== null) route.receive(req, res, target, waits);
    else refuse(req, res, { status: 404, reason: 'There is no endpoint at this address.' });
  }
}

function serverOptions({ requestInitializationTimeout }: ServerEndpoint): ServerOptions {
  const isLimited =
    requestInitializationTimeout > 0 && Number.isFinite(requestInitializationTimeout);
  const limit = isLimited ? requestInitializationTimeout : defaultHeadersTimeout;
  return {
    headersTimeout: Math.min(limit, defaultHeadersTimeout),
    requestTimeout: isLimited ? requestInitializationTimeout : defaultRequestTimeout,
    // How often Node looks for requests that take too long; half of the limit keeps it within one and a half.
    connectionsCheckingInterval: Math.min(Math.max(Math.ceil(limit / 2), 50), 30_000),
  };
}

function toListenError(error: unknown, uri: string): CommunicationError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  switch (code) {
    case 'EADDRINUSE':
      return new AddressAlreadyInUseError(
        `${uri} cannot be listened on: another process, or a server of another kind in this one, uses its port. Stop it or use another port.`,
        { cause: error },
      );
    case 'EACCES':
      return new AddressAccessDeniedError(
        `This process may not listen on ${uri}; use a port from 1024 up or give it the right to.`,
        { cause: error },
      );
    default: {
      const text = error instanceof Error ? error.message : String(error);
      return new CommunicationError(`${uri} cannot be listened on: ${text}.`, { cause: error });
    }
  }
}
