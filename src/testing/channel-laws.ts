import { firstValueFrom, lastValueFrom } from 'rxjs';
import { Binding, CustomBinding } from '../core/binding/index.js';
import type { BindingElement } from '../core/binding/index.js';
import type {
  Channel,
  ChannelFactory,
  ChannelListener,
  ClientChannels,
  ClientShape,
  Exchange,
  InputChannel,
  ListenerShape,
} from '../core/channel/index.js';
import { isSessionShape } from '../core/channel/index.js';
import { createContainer } from '../core/container/index.js';
import type { ServiceModule } from '../core/container/index.js';
import { BindingParameters, MessageVersionKey } from '../core/binding/index.js';
import {
  CommunicationObjectAbortedError,
  InvalidOperationError,
  ObjectDisposedError,
} from '../core/errors/index.js';
import {
  EndpointAddress,
  Message,
  MessageVersion,
  endpointHeader,
  messageIdHeader,
  relatesToHeader,
} from '../core/message/index.js';

/** What the laws are checked on. */
export interface LawfulStack {
  /** The stack, the transport last. */
  readonly elements: readonly BindingElement[];
  /** Where the listener listens; port 0 is a free one. */
  readonly listenUri: string;
  /** Modules for a container of the stack's own, such as a virtual clock. */
  readonly modules?: readonly ServiceModule[] | undefined;
  /** Credentials and the like. */
  readonly parameters?: BindingParameters | undefined;
}

/** What the laws need of a test runner; ava's `t` fits. */
export interface LawAssertions {
  is<T>(actual: T, expected: T, message?: string): unknown;
  true(actual: unknown, message?: string): unknown;
  deepEqual<T>(actual: T, expected: T, message?: string): unknown;
}

/** Declares a test; ava's `test` fits. */
export type DeclareTest = (title: string, run: (t: LawAssertions) => Promise<void>) => void;

/** The shapes of the two ends that talk to each other. */
const pairs: readonly (readonly [ClientShape, ListenerShape])[] = [
  ['request', 'reply'],
  ['requestSession', 'replySession'],
  ['output', 'input'],
  ['outputSession', 'inputSession'],
  ['duplex', 'duplex'],
  ['duplexSession', 'duplexSession'],
];

/**
 * The laws of channels, as tests: what every stack keeps, on every shape it offers, whatever its elements do. For authors of
 * transports and elements; those of the package pass it, too.
 */
export function channelLaws(test: DeclareTest, name: string, makeStack: () => LawfulStack): void {
  const probe = new CustomBinding('probe', makeStack().elements);
  for (const [client, listener] of pairs) {
    if (!probe.canBuildChannelFactory(client) || !probe.canBuildChannelListener(listener)) continue;
    for (const [title, law] of lawsFor(client)) {
      test(`${name}, ${client} to ${listener}: ${title}`, async (t) => {
        await using ends = await Ends.open(client, listener, makeStack());
        await law(t, ends);
      });
    }
  }
}

type Law = readonly [title: string, check: (t: LawAssertions, ends: Ends) => Promise<void>];

function lawsFor(shape: ClientShape): readonly Law[] {
  const laws = [...commonLaws];
  if (shape === 'request' || shape === 'requestSession') laws.push(...requestLaws);
  else laws.push(...outputLaws);
  if (isSessionShape(shape)) laws.push(...sessionLaws);
  return laws;
}

const commonLaws: readonly Law[] = [
  [
    'states go forward only and each is told once',
    async (t, ends) => {
      const channel = ends.factory.createChannel(ends.address);
      const states: string[] = [];
      channel.state$.subscribe((state) => states.push(state));
      t.is(channel.state, 'created');
      await channel.open();
      await ends.greet(channel);
      await channel.close();
      t.deepEqual(states, ['created', 'opening', 'opened', 'closing', 'closed']);
    },
  ],
  [
    'open() works once',
    async (t, ends) => {
      const channel = await ends.openChannel();
      t.true((await rejection(channel.open())) instanceof InvalidOperationError);
      await channel.close();
      t.true((await rejection(channel.open())) instanceof ObjectDisposedError);
    },
  ],
  [
    'close() of a channel that was never opened ends it, and a second close() waits for the first',
    async (t, ends) => {
      const channel = ends.factory.createChannel(ends.address);
      await channel.close();
      t.is(channel.state, 'closed');
      const open = await ends.openChannel();
      await Promise.all([open.close(), open.close()]);
      t.is(open.state, 'closed');
    },
  ],
  [
    'abort() ends at once, any number of times, and what is used afterwards says so',
    async (t, ends) => {
      const channel = await ends.openChannel();
      channel.abort();
      channel.abort();
      t.is(channel.state, 'closed');
      t.true((await rejection(ends.greet(channel))) instanceof CommunicationObjectAbortedError);
    },
  ],
  [
    'a channel that is not open refuses messages, and a closed one too',
    async (t, ends) => {
      const channel = ends.factory.createChannel(ends.address);
      t.true((await rejection(ends.greet(channel))) instanceof InvalidOperationError);
      await channel.open();
      await channel.close();
      t.is(errorName(await rejection(ends.greet(channel))), 'ObjectDisposedError');
    },
  ],
  [
    'closing the factory closes its channels',
    async (t, ends) => {
      const channel = await ends.openChannel();
      await ends.greet(channel);
      await ends.factory.close();
      t.is(channel.state, 'closed');
    },
  ],
  [
    'closing the listener ends accept() with null',
    async (t, ends) => {
      await ends.listener.close();
      t.is(await ends.listener.accept(), null);
    },
  ],
  [
    'queries are answered by the stack, from channel, factory and listener alike',
    async (t, ends) => {
      const channel = await ends.openChannel();
      const version = channel.getProperty(MessageVersionKey);
      t.true(version instanceof MessageVersion);
      t.is(ends.factory.getProperty(MessageVersionKey), version);
      t.is(ends.listener.getProperty(MessageVersionKey), version);
      await channel.close();
    },
  ],
];

const requestLaws: readonly Law[] = [
  [
    'each of many requests at once gets its own reply',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const texts = Array.from({ length: 40 }, (_, index) => `text ${String(index)}`);
      const replies = await Promise.all(texts.map((text) => ends.ask(channel, text)));
      t.deepEqual(replies, texts);
      await channel.close();
    },
  ],
  [
    'nothing to say is an empty reply',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const request = channel.request(ends.message('quiet', false));
      t.is(await lastValueFrom(request, { defaultValue: null }), null);
      await channel.close();
    },
  ],
  [
    'a request is cold, and sent once',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const request = channel.request(ends.message('once', true));
      t.is(ends.received.length, 0);
      await firstValueFrom(request);
      t.true((await rejection(firstValueFrom(request))) instanceof InvalidOperationError);
      t.deepEqual(ends.received, ['once']);
      await channel.close();
    },
  ],
  [
    'a caller that gives up is let go, and the channel lives on',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const controller = new AbortController();
      const reason = new Error('given up');
      const asked = rejection(
        firstValueFrom(channel.request(ends.message('held', true), { signal: controller.signal })),
      );
      await ends.holds();
      controller.abort(reason);
      t.is(await asked, reason);
      ends.release();
      t.is(await ends.ask(channel, 'next'), 'next');
      await channel.close();
    },
  ],
  [
    'close() waits for requests under way',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const asked = ends.ask(channel, 'held');
      await ends.holds();
      const closing = channel.close();
      ends.release();
      t.is(await asked, 'held');
      await closing;
    },
  ],
  [
    'abort() fails requests under way',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      const asked = rejection(ends.ask(channel, 'held'));
      await ends.holds();
      channel.abort();
      t.true((await asked) instanceof CommunicationObjectAbortedError);
      ends.release();
    },
  ],
  [
    'an exchange is answered once',
    async (t, ends) => {
      const channel = await ends.openRequestChannel();
      await ends.ask(channel, 'text');
      const [exchange] = ends.exchanges;
      t.true(
        (await rejection(exchange?.reply(null) ?? Promise.resolve())) instanceof
          InvalidOperationError,
      );
      await channel.close();
    },
  ],
];

const outputLaws: readonly Law[] = [
  [
    'messages arrive, in order on a session',
    async (t, ends) => {
      const channel = await ends.openChannel();
      const texts = Array.from({ length: 20 }, (_, index) => `text ${String(index)}`);
      for (const text of texts) await ends.send(channel, text);
      await ends.receives(texts.length);
      t.deepEqual(ends.received, texts);
      await channel.close();
    },
  ],
];

const sessionLaws: readonly Law[] = [
  [
    'a session has an id, and the service sees its end',
    async (t, ends) => {
      const channel = await ends.openChannel();
      t.true('session' in channel && (channel.session as { readonly id: string }).id !== '');
      await ends.greet(channel);
      await channel.close();
      await ends.seesEnd();
      t.is(ends.completed, 1);
    },
  ],
];

/** A client end and a service end of a stack that talk to each other; the service answers with the text it is sent. */
class Ends implements AsyncDisposable {
  readonly factory: ChannelFactory;
  readonly listener: ChannelListener;
  readonly address: EndpointAddress;
  readonly received: string[] = [];
  readonly exchanges: Exchange[] = [];
  completed = 0;
  readonly #shape: ClientShape;
  readonly #version: MessageVersion;
  readonly #accepted: Channel[] = [];
  #held: (() => void)[] = [];
  #messages = 0;
  #watchers: (() => boolean)[] = [];

  private constructor(shape: ClientShape, factory: ChannelFactory, listener: ChannelListener) {
    this.#shape = shape;
    this.factory = factory;
    this.listener = listener;
    this.address = new EndpointAddress(listener.uri);
    this.#version = factory.getProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10;
  }

  static async open(
    client: ClientShape,
    service: ListenerShape,
    stack: LawfulStack,
  ): Promise<Ends> {
    const services = createContainer(...(stack.modules ?? []));
    const binding: Binding = new CustomBinding('laws', stack.elements);
    const options = { services, parameters: stack.parameters ?? new BindingParameters() };
    const listener = binding.buildChannelListener(service, stack.listenUri, options);
    await listener.open();
    const factory = binding.buildChannelFactory(client, options);
    await factory.open();
    const ends = new Ends(client, factory, listener);
    void ends.#serve();
    return ends;
  }

  async openChannel(): Promise<Channel> {
    const channel = this.factory.createChannel(this.address);
    await channel.open();
    return channel;
  }

  async openRequestChannel(): Promise<ClientChannels['request']> {
    const channel = this.factory.createChannel(this.address);
    await channel.open();
    // The laws of requests are only checked on shapes that have them.
    return channel as ClientChannels['request'];
  }

  /** Sends one message of the shape's kind and waits until it is through. */
  async greet(channel: Channel): Promise<void> {
    if ('request' in channel) await this.ask(channel as ClientChannels['request'], 'hello');
    else await this.send(channel, 'hello');
  }

  async ask(channel: ClientChannels['request'], text: string): Promise<string> {
    const reply = await firstValueFrom(channel.request(this.message(text, true)));
    return readText(reply);
  }

  send(channel: Channel, text: string): Promise<void> {
    // The laws of output are only checked on shapes that have it.
    return (channel as ClientChannels['output']).send(this.message(text, false));
  }

  message(text: string, wantsReply: boolean): Message {
    const message = Message.create(this.#version, 'urn:laws:say', (writer) => {
      writer.writeStartElement('', 'Say', 'urn:laws');
      writer.writeText(text);
      writer.writeEndElement();
    });
    if (!wantsReply) return message;
    const id = messageIdHeader(this.#version, `urn:laws:${String((this.#messages += 1))}`);
    const replyTo = endpointHeader('ReplyTo', this.#version, EndpointAddress.anonymous);
    return message.withHeaders(message.headers.with(id, replyTo));
  }

  /** Resolves when the service holds a request back (the text `held`). */
  holds(): Promise<void> {
    return this.#until(() => this.#held.length > 0);
  }

  receives(count: number): Promise<void> {
    return this.#until(() => this.received.length >= count);
  }

  seesEnd(): Promise<void> {
    return this.#until(() => this.completed > 0);
  }

  release(): void {
    for (const go of this.#held) go();
    this.#held = [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
    this.factory.abort();
    for (const channel of this.#accepted) channel.abort();
    this.listener.abort();
    await Promise.resolve();
  }

  async #serve(): Promise<void> {
    for (;;) {
      const channel = await this.listener.accept();
      if (channel === null) return;
      this.#accepted.push(channel);
      try {
        await channel.open();
        this.#consume(channel);
      } catch {
        // The test was over before the channel was open.
      }
    }
  }

  #consume(channel: InputChannel): void {
    channel.exchanges$.subscribe({
      next: (exchange) => {
        void this.#take(exchange);
      },
      error: () => {
        this.#changed();
      },
      complete: () => {
        this.completed += 1;
        this.#changed();
        if (isSessionShape(this.#shape)) channel.close().catch(() => undefined);
      },
    });
  }

  async #take(exchange: Exchange): Promise<void> {
    const { message } = exchange;
    const text = readText(message);
    this.received.push(text);
    this.exchanges.push(exchange);
    if (text === 'held') {
      const released = new Promise<void>((resolve) => this.#held.push(resolve));
      this.#changed();
      await released;
    } else this.#changed();
    const id = message.headers.messageId;
    if (!exchange.canReply) exchange.settle();
    else if (id === null) await exchange.reply(null);
    else
      await exchange.reply(
        this.message(text, false).withHeader(relatesToHeader(message.version, id)),
      );
  }

  #until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#watchers.push(() => {
        if (!condition()) return false;
        resolve();
        return true;
      });
    });
  }

  #changed(): void {
    this.#watchers = this.#watchers.filter((watch) => !watch());
  }
}

function readText(message: Message): string {
  return message.readBody((reader) => reader.readElementText());
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error;
  }
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'no error';
}
