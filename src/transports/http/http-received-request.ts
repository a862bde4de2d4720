import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { PeerCertificate } from 'node:tls';
import type { HttpHeaderFields, HttpReceivedRequest } from './http-message-properties.js';

/** A view of Node's request that reads only what it is asked for. */
export class ReceivedRequest implements HttpReceivedRequest {
  readonly #req: IncomingMessage;

  constructor(req: IncomingMessage) {
    this.#req = req;
  }

  get method(): string {
    return this.#req.method ?? '';
  }

  get headers(): HttpHeaderFields {
    return this.#req.headers;
  }

  get queryString(): string {
    const url = this.#req.url ?? '';
    const start = url.indexOf('?');
    return start < 0 ? '' : url.slice(start + 1);
  }

  get remoteAddress(): string {
    return this.#req.socket.remoteAddress ?? '';
  }

  get clientCertificate(): PeerCertificate | null {
    const { socket } = this.#req;
    if (!(socket instanceof TLSSocket)) return null;
    // Without a certificate Node answers with an empty object.
    const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
    return certificate.raw === undefined ? null : (certificate as PeerCertificate);
  }
}

/** Where the other end of a connection is, as `address:port`; made once for each connection. */
export function remoteEndpointOf(socket: Socket): string {
  const known = endpoints.get(socket);
  if (known !== undefined) return known;
  const address = socket.remoteAddress ?? '';
  const endpoint = address.includes(':')
    ? `[${address}]:${String(socket.remotePort)}`
    : `${address}:${String(socket.remotePort)}`;
  endpoints.set(socket, endpoint);
  return endpoint;
}

const endpoints = new WeakMap<Socket, string>();
