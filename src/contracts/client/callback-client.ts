import type { Observable } from 'rxjs';
import type {
  CommunicationState,
  DuplexChannel,
  Exchange,
  OperationOptions,
  Session,
  SessionChannel,
} from '../../core/channel/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import { addressMessage, endpointHeader } from '../../core/message/index.js';
import type {
  EndpointAddress,
  IdGenerator,
  Message,
  MessageVersion,
  PropertyKey,
} from '../../core/message/index.js';
import { Deadlines } from '../../core/time/index.js';
import type { Clock } from '../../core/time/index.js';
import { contractBehaviors, methodBehaviors } from '../behaviors/index.js';
import { describeContract } from '../description/index.js';
import type { CallOptions, ContractClass } from '../description/index.js';
import type { CallbackLink } from '../dispatch/index.js';
import type { ClientChannel } from './client-channel.js';
import { compileClientOperations } from './client-operation.js';
import type { ClientOperation, ClientRequest } from './client-operation.js';
import { createProxyFactory } from './client-proxy.js';
import type { ClientProxyFactory, ProxyTarget } from './client-proxy.js';
import { sendOneWay } from './client-transmission.js';
import type { ClientTransmission, ReplyReceiver } from './client-transmission.js';
import { DuplexReplies } from './duplex-replies.js';
import type { ReplyWait } from './duplex-replies.js';
import { OperationCaller } from './operation-caller.js';

/** What the callback clients of a host share. */
export interface CallbackSettings {
  /** The callback contracts that its endpoints declare. */
  readonly contracts: readonly ContractClass[];
  readonly version: MessageVersion;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Milliseconds for a callback that says nothing of its time. */
  readonly sendTimeout: number;
  /** Bytes of a stream that are collected before it is sent; null: it is sent as it comes. */
  readonly streamLimit: number | null;
}

/** Makes the links of duplex channels; what is the same for all of them is compiled once. */
export function callbackLinks(
  settings: CallbackSettings,
): (channel: DuplexChannel) => CallbackLink {
  const proxies = new Map<ContractClass, ClientProxyFactory>(
    settings.contracts.map((type) => {
      const contract = describeContract(type);
      const operations = compileClientOperations(
        contract,
        { version: settings.version, tellsReplyTo: false },
        contractBehaviors(type),
        (methodName) => methodBehaviors(type, methodName),
      );
      return [type, createProxyFactory(operations)];
    }),
  );
  return (channel) => new DuplexCallbackLink(channel, settings, proxies);
}

/** Calls clients back over the channel that their calls came by. */
class DuplexCallbackLink implements CallbackLink {
  readonly #channel: DuplexChannel;
  readonly #settings: CallbackSettings;
  readonly #proxies: ReadonlyMap<ContractClass, ClientProxyFactory>;
  readonly #replies: DuplexReplies;
  readonly #deadlines: Deadlines;

  constructor(
    channel: DuplexChannel,
    settings: CallbackSettings,
    proxies: ReadonlyMap<ContractClass, ClientProxyFactory>,
  ) {
    this.#channel = channel;
    this.#settings = settings;
    this.#proxies = proxies;
    this.#replies = new DuplexReplies(channel, settings.clock);
    this.#deadlines = new Deadlines(settings.clock, settings.sendTimeout);
  }

  createClient(contract: ContractClass, replyTo: EndpointAddress | null): object {
    const createProxy = this.#proxies.get(contract);
    if (createProxy === undefined) {
      const known = [...this.#proxies.keys()].map(({ name }) => name).join(', ');
      throw new InvalidOperationError(
        `${contract.name} is no callback contract of this service; ${known === '' ? 'none of its contracts has one' : `it has ${known}`}. Name it in @ServiceContract({ callback }).`,
      );
    }
    // A one-way call does not say where answers go; a session knows it by itself.
    const remoteAddress = replyTo ?? this.#channel.remoteAddress;
    return createProxy(
      new CallbackChannel(this.#channel, this.#replies, remoteAddress, {
        ...this.#settings,
        contractName: contract.name,
        deadlines: this.#deadlines,
      }),
    );
  }

  take(exchange: Exchange): boolean {
    return this.#replies.take(exchange);
  }

  stop(reason: Error): void {
    this.#replies.stop(reason);
  }
}

/** The channel of a callback client: that of the call, which it does not own. */
class CallbackChannel implements ClientChannel, ProxyTarget, ClientTransmission {
  readonly remoteAddress: EndpointAddress;
  readonly #channel: DuplexChannel;
  readonly #replies: DuplexReplies;
  readonly #caller: OperationCaller;

  constructor(
    channel: DuplexChannel,
    replies: DuplexReplies,
    remoteAddress: EndpointAddress,
    settings: CallbackSettings & { readonly contractName: string; readonly deadlines: Deadlines },
  ) {
    this.remoteAddress = remoteAddress;
    this.#channel = channel;
    this.#replies = replies;
    this.#caller = new OperationCaller(this, {
      clock: settings.clock,
      sendTimeout: settings.sendTimeout,
      deadlines: settings.deadlines,
      nextId: () => settings.ids.next(),
      streamLimit: settings.streamLimit,
      remoteAddress: remoteAddress.uri,
      checkOpened: () => {
        if (channel.state === 'opened') return;
        throw new InvalidOperationError(
          `The channel that ${settings.contractName} is called back on is ${channel.state}: the client has gone, or was closed. A client can be called back as long as its session is open.`,
        );
      },
      onInternalFault: () => {
        // The session is the client's, and lives.
      },
    });
  }

  get channel(): ClientChannel {
    return this;
  }

  get via(): string {
    return this.remoteAddress.uri;
  }

  get session(): Session | null {
    return 'session' in this.#channel
      ? (this.#channel as DuplexChannel & SessionChannel).session
      : null;
  }

  get state(): CommunicationState {
    return this.#channel.state;
  }

  get state$(): Observable<CommunicationState> {
    return this.#channel.state$;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#channel.getProperty(key);
  }

  /** It is open already. */
  open(): Promise<void> {
    return Promise.resolve();
  }

  close(options?: OperationOptions): Promise<void> {
    return this.#channel.close(options);
  }

  abort(reason?: unknown): void {
    this.#channel.abort(reason);
  }

  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    return this.#caller.call(operation, args, options);
  }

  start(): void {
    // The channel is the service's, which takes what comes in.
  }

  /** As a WCF service does, it says that the client's answer goes to where the service listens. */
  request({ message, id }: ClientRequest, wait: ReplyWait, receiver: ReplyReceiver): void {
    const { version, headers } = message;
    const replyTo = endpointHeader('ReplyTo', version, this.#channel.localAddress);
    const others = headers.without('ReplyTo', version.addressing.namespace);
    const request = message.withHeaders(others.with(replyTo));
    this.#replies.request(this.#addressed(request), id, wait, receiver);
  }

  send(message: Message, wait: ReplyWait, receiver: ReplyReceiver): void {
    sendOneWay(this.#channel, this.#addressed(message), wait, receiver);
  }

  stop(): void {
    // The link stops all of them.
  }

  #addressed(message: Message): Message {
    return addressMessage(message, this.remoteAddress);
  }
}
