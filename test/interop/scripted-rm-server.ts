import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { projectFolder } from './build-once.js';
import type { TlsIdentity } from './test-identity.js';

/** One request as it came, beside what the recording would have it be. */
export interface ScriptedExchange {
  readonly received: string;
  /** The recorded request with this session's address and identifiers in place of the recorded ones. */
  readonly expected: string;
}

interface Recording {
  readonly name: string;
  readonly address: string;
  readonly exchanges: readonly RecordedExchange[];
}

interface RecordedExchange {
  readonly request: string;
  readonly response: {
    readonly status: number;
    /** Absent when the response has no body. */
    readonly contentType?: string;
    readonly body: string;
  };
}

/** How a scripted server differs from its recording. */
export interface ScriptOptions {
  /** With an identity the server speaks https. */
  readonly tls?: TlsIdentity;
  /** Changes the body of every response before it is sent. */
  readonly rewrite?: (body: string) => string;
}

/**
 * An HTTP server on loopback that answers one recorded session, exchange by exchange. Whatever the client chooses
 * anew (address, message ids, the offered sequence) takes the place of the recorded value in every answer. A request
 * beyond the recording gets status 500.
 */
export class ScriptedRmServer implements AsyncDisposable {
  readonly address: string;
  readonly exchanges: ScriptedExchange[] = [];
  readonly #server: ReturnType<typeof createServer>;
  readonly #recording: Recording;
  readonly #rewrite: (body: string) => string;
  readonly #substitutes = new Map<string, string>();

  private constructor(
    server: ReturnType<typeof createServer>,
    recording: Recording,
    address: string,
    rewrite: (body: string) => string,
  ) {
    this.#server = server;
    this.#recording = recording;
    this.#rewrite = rewrite;
    this.#substitutes.set(recording.address, address);
    this.address = address;
  }

  /** Starts on a free port; `name` is a recording in test/fixtures/rm. */
  static async start(name: string, options: ScriptOptions = {}): Promise<ScriptedRmServer> {
    const { tls, rewrite = (body: string): string => body } = options;
    const file = join(projectFolder(), 'test', 'fixtures', 'rm', `${name}.json`);
    const recording = JSON.parse(await readFile(file, 'utf8')) as Recording;
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const scheme = tls === undefined ? 'http' : 'https';
    const scripted = new ScriptedRmServer(
      server,
      recording,
      `${scheme}://127.0.0.1:${String(port)}/${name}`,
      rewrite,
    );
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => {
        scripted.#answer(body, response);
      });
    });
    return scripted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(received: string, response: ServerResponse): void {
    const recorded = this.#recording.exchanges[this.exchanges.length];
    if (recorded === undefined) {
      this.exchanges.push({ received, expected: '' });
      response.writeHead(500).end();
      return;
    }
    this.#learn(recorded.request, received);
    this.exchanges.push({ received, expected: this.#substitute(recorded.request) });
    const { status, contentType, body } = recorded.response;
    if (contentType !== undefined) response.setHeader('Content-Type', contentType);
    response.writeHead(status).end(this.#rewrite(this.#substitute(body)));
  }

  /** Pairs the identifiers of the recorded request with those of the received one by their order. */
  #learn(recorded: string, received: string): void {
    const fresh = received.match(identifier) ?? [];
    for (const [index, known] of (recorded.match(identifier) ?? []).entries()) {
      const substitute = fresh[index];
      if (substitute !== undefined && !this.#substitutes.has(known)) {
        this.#substitutes.set(known, substitute);
      }
    }
  }

  #substitute(message: string): string {
    let result = message;
    for (const [known, substitute] of this.#substitutes) {
      result = result.replaceAll(known, substitute);
    }
    return result;
  }
}

const identifier = /urn:uuid:[0-9a-f-]{36}/gu;
