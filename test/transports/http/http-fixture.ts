import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Buffer } from 'node:buffer';
import { firstValueFrom } from 'rxjs';
import {
  BindingParameters,
  CredentialsParameter,
  CustomBinding,
} from '../../../src/core/binding/index.js';
import type { BindingElement, Credentials } from '../../../src/core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  Exchange,
  OperationOptions,
  ReplyChannel,
  RequestChannel,
} from '../../../src/core/channel/index.js';
import { createContainer, elementModule } from '../../../src/core/container/index.js';
import type { ServiceContainer } from '../../../src/core/container/index.js';
import { EndpointAddress, Message, MessageVersion } from '../../../src/core/message/index.js';
import type { BodyWriter } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport, httpsTransport } from '../../../src/transports/http/index.js';

/** A container that knows the elements of these tests. */
export function testContainer(): ServiceContainer {
  return createContainer(elementModule(textEncoding, httpTransport, httpsTransport));
}

/** What a binding in a test is made of. */
export interface StackOptions {
  readonly elements: readonly BindingElement[];
  readonly credentials?: Credentials | undefined;
  readonly parameters?: ((parameters: BindingParameters) => void) | undefined;
  readonly timeouts?: { readonly sendTimeout?: number; readonly closeTimeout?: number };
}

/** The smallest stack: text and HTTP. */
export function stack(
  version: MessageVersion = MessageVersion.soap12WSAddressing10,
): BindingElement[] {
  return [textEncoding({ messageVersion: version }), httpTransport()];
}

function build(options: StackOptions): { binding: CustomBinding; parameters: BindingParameters } {
  const parameters = new BindingParameters();
  if (options.credentials !== undefined) parameters.set(CredentialsParameter, options.credentials);
  options.parameters?.(parameters);
  return { binding: new CustomBinding('test', options.elements, options.timeouts), parameters };
}

/** An opened factory. */
export async function openFactory(options: StackOptions): Promise<ChannelFactory<'request'>> {
  const { binding, parameters } = build(options);
  const factory = binding.buildChannelFactory('request', {
    services: testContainer(),
    parameters,
  });
  await factory.open();
  return factory;
}

/** A client: an opened factory with one opened channel. */
export class TestClient {
  readonly factory: ChannelFactory<'request'>;
  readonly channel: RequestChannel;

  private constructor(factory: ChannelFactory<'request'>, channel: RequestChannel) {
    this.factory = factory;
    this.channel = channel;
  }

  static async open(options: StackOptions, address: string | EndpointAddress): Promise<TestClient> {
    const factory = await openFactory(options);
    const endpoint = typeof address === 'string' ? new EndpointAddress(address) : address;
    const channel = factory.createChannel(endpoint);
    await channel.open();
    return new TestClient(factory, channel);
  }

  /** The reply, or null. */
  async ask(message: Message, options: OperationOptions = {}): Promise<Message | null> {
    return firstValueFrom<Message | null, null>(this.channel.request(message, options), {
      defaultValue: null,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.factory.close();
  }
}

/** A service: an opened listener whose one channel hands each exchange to a function. */
export class TestService {
  readonly listener: ChannelListener<'reply'>;
  readonly channel: ReplyChannel;
  readonly completed: Promise<void>;

  private constructor(
    listener: ChannelListener<'reply'>,
    channel: ReplyChannel,
    completed: Promise<void>,
  ) {
    this.listener = listener;
    this.channel = channel;
    this.completed = completed;
  }

  static async open(
    options: StackOptions,
    address: string,
    onExchange: (exchange: Exchange) => void,
  ): Promise<TestService> {
    const { binding, parameters } = build(options);
    const listener = binding.buildChannelListener('reply', address, {
      services: testContainer(),
      parameters,
    });
    await listener.open();
    const channel = await listener.accept();
    if (channel === null) throw new Error('The listener accepted no channel.');
    await channel.open();
    const completed = new Promise<void>((resolve) => {
      channel.exchanges$.subscribe({ next: onExchange, complete: resolve });
    });
    return new TestService(listener, channel, completed);
  }

  get uri(): string {
    return this.listener.uri;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.listener.state === 'opened') await this.listener.close();
  }
}

/** Answers each message with `<Echo>` and its action. */
export function echo(exchange: Exchange): void {
  const { message } = exchange;
  const action = message.headers.action ?? '(none)';
  void exchange.reply(
    Message.create(message.version, `${action}Response`, (writer) => {
      writer.writeStartElement('', 'Echo', 'urn:test');
      writer.writeText(action);
      writer.writeEndElement();
    }),
  );
}

/** A message with a small body. */
export function hello(
  version: MessageVersion = MessageVersion.soap12WSAddressing10,
  action: string | null = 'urn:test/Hello',
  text = 'hello',
): Message {
  return Message.create(version, action, textBody('Hello', 'urn:test', text));
}

/** Writes one element with text. */
export function textBody(name: string, namespace: string, text: string): BodyWriter {
  return (writer) => {
    writer.writeStartElement('', name, namespace);
    writer.writeText(text);
    writer.writeEndElement();
  };
}

/** The text of the first element in a body. */
export function bodyText(message: Message | null): string {
  if (message === null) return '(no reply)';
  return message.getReaderAtBodyContents().readElement().text;
}

/** A request as it came over the wire. */
export interface RawRequest {
  readonly requestLine: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A TCP server that takes HTTP requests apart by hand and answers with whatever bytes a test wants. */
export class RawServer {
  readonly requests: RawRequest[] = [];
  readonly port: number;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(
    answer: (socket: Socket, request: RawRequest, count: number) => void,
  ): Promise<RawServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const raw = new RawServer(server);
    server.on('connection', (socket) => {
      raw.#sockets.add(socket);
      socket.on('close', () => raw.#sockets.delete(socket));
      socket.on('error', () => undefined);
      let bytes: Buffer = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (;;) {
          const parsed = parseRequest(bytes);
          if (parsed === null) return;
          bytes = parsed.rest;
          raw.requests.push(parsed.request);
          answer(socket, parsed.request, raw.requests.length);
        }
      });
    });
    return raw;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function parseRequest(bytes: Buffer): { request: RawRequest; rest: Buffer } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [requestLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const length = Number(
    headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0,
  );
  const start = end + 4;
  if (bytes.length < start + length) return null;
  return {
    request: { requestLine, headers, body: bytes.subarray(start, start + length) },
    rest: bytes.subarray(start + length),
  };
}
