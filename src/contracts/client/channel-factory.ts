import { MessageVersionKey } from '../../core/binding/index.js';
import type { Binding } from '../../core/binding/index.js';
import { CommunicationObject, isSessionShape } from '../../core/channel/index.js';
import type {
  ClientChannels,
  ClientShape,
  DuplexChannel,
  LifeStep,
  OperationOptions,
  ChannelFactory as StackFactory,
} from '../../core/channel/index.js';
import { ClockToken, IdGeneratorToken } from '../../core/container/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../core/errors/index.js';
import { EndpointAddress, MessageVersion } from '../../core/message/index.js';
import type { IdGenerator } from '../../core/message/index.js';
import { Deadlines } from '../../core/time/index.js';
import {
  BehaviorCollection,
  brought,
  contractBehaviors,
  methodBehaviors,
} from '../behaviors/index.js';
import { describeContract, describeContractWith } from '../description/index.js';
import type { CallOptions, ContractClass, ContractDescription } from '../description/index.js';
import { containerOf, createBindingParameters, streamLimit } from '../endpoint/index.js';
import type { StackOptions } from '../endpoint/index.js';
import { CallbackDispatch } from './callback-dispatch.js';
import type { CallbackReceiver } from './callback-dispatch.js';
import { FactoryChannel } from './client-channel.js';
import { compileClientOperations } from './client-operation.js';
import type { ClientOperation } from './client-operation.js';
import { createProxyFactory } from './client-proxy.js';
import type { ClientProxyFactory, ClosableClient, ProxyTarget } from './client-proxy.js';
import { chooseClientShape } from './client-shape.js';

/** What a {@link ChannelFactory} is made with. */
export interface ChannelFactoryOptions extends StackOptions {
  /** The first hop, when messages go to the address by way of another one. */
  readonly via?: string | URL | undefined;
  /** The object whose methods the service calls back, where the contract names a callback; it serves all channels. */
  readonly callback?: object | undefined;
}

/** What one channel may be given. */
export interface CreateChannelOptions extends OperationOptions {
  /** Another address than that of the factory. */
  readonly address?: string | URL | EndpointAddress | undefined;
  readonly via?: string | URL | undefined;
  /** Another object for the callbacks of the service. */
  readonly callback?: object | undefined;
}

/**
 * Makes typed clients of a service. One factory serves any number of clients at once; closing it closes their channels.
 * WCF's ChannelFactory<TChannel>, and its DuplexChannelFactory<TChannel> where the contract names a callback.
 */
export class ChannelFactory<C extends object> extends CommunicationObject {
  readonly description: string;
  readonly contract: ContractDescription;
  readonly binding: Binding;
  readonly address: EndpointAddress;
  /** The behaviours of all its clients; they take effect when the factory opens, with its first channel. */
  readonly behaviors = new BehaviorCollection('client');
  readonly #operationBehaviors = new Map<string, BehaviorCollection>();
  readonly #options: ChannelFactoryOptions;
  readonly #shape: ClientShape;
  readonly #stack: StackFactory;
  readonly #version: MessageVersion;
  readonly #ids: IdGenerator;
  readonly #deadlines: Deadlines;
  readonly #streamLimit: number | null;
  readonly #channels = new Set<FactoryChannel>();
  #createProxy: ClientProxyFactory | null = null;
  #callbacks: CallbackDispatch | null = null;
  #via: string | null;
  #opening: Promise<void> | null = null;

  /** @throws InvalidBindingError when contract, binding and address do not fit together */
  constructor(
    contract: ContractClass<C> | ContractDescription,
    binding: Binding,
    address: string | URL | EndpointAddress,
    options: ChannelFactoryOptions = {},
  ) {
    const services = containerOf(options);
    super(services.get(ClockToken), binding.timeouts);
    this.contract = typeof contract === 'function' ? describeContract(contract) : contract;
    this.description = `channel factory of ${this.contract.name}`;
    this.binding = binding;
    this.address = toAddress(address);
    this.#options = options;
    this.#via = options.via === undefined ? null : String(options.via);
    this.#ids = services.get(IdGeneratorToken);
    this.#deadlines = new Deadlines(this.clock, this.timeouts.sendTimeout);
    this.#shape = chooseClientShape(binding, this.contract);
    this.#streamLimit = streamLimit(binding, services, 'Request');
    const parameters = createBindingParameters(options);
    this.#stack = binding.buildChannelFactory(this.#shape, { services, parameters });
    this.#version =
      this.#stack.getProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10;
    const { callbackType, name } = this.contract;
    if (options.callback !== undefined) {
      if (callbackType === null) {
        throw new InvalidBindingError(
          `The contract ${name} has no callbacks, so the factory has no use for a callback object. Take it out, or name its contract in @ServiceContract({ callback }).`,
        );
      }
      this.#createCallbacks(callbackType).check(options.callback);
    }
    // What is wrong with the operations is told here, where the factory is written.
    createProxyFactory(this.#compile(this.contract));
  }

  /** The behaviours of one operation, by the name of its method. @throws InvalidOperationError */
  operationBehaviors(methodName: keyof C & string): BehaviorCollection {
    if (!this.contract.operations.some((operation) => operation.methodName === methodName)) {
      throw new InvalidOperationError(
        `The contract ${this.contract.name} has no method '${methodName}'; it has ${this.contract.operations.map((one) => one.methodName).join(', ')}.`,
      );
    }
    let behaviors = this.#operationBehaviors.get(methodName);
    if (behaviors === undefined) {
      behaviors = new BehaviorCollection('operation');
      this.#operationBehaviors.set(methodName, behaviors);
    }
    return behaviors;
  }

  /** A client with an open channel of its own. Opens the factory with the first one. */
  async createChannel(options: CreateChannelOptions = {}): Promise<ClosableClient<C>> {
    const channel = await this.#openChannel(options);
    const target: ProxyTarget = {
      channel,
      call: (operation, args, callOptions) =>
        callOptions?.address === undefined && callOptions?.via === undefined
          ? channel.call(operation, args, callOptions)
          : this.#callElsewhere(operation, args, callOptions),
    };
    // The proxy's prototype was made from the very contract that C describes.
    return this.#proxyFactory(target) as ClosableClient<C>;
  }

  protected async onOpen({ signal, timeout }: LifeStep): Promise<void> {
    const own = this.behaviors.freeze();
    for (const behaviors of this.#operationBehaviors.values()) behaviors.freeze();
    this.#via ??= brought(own, 'via').at(-1) ?? null;
    const all = [...contractBehaviors(this.contract.contractType), ...own];
    const settings = Object.assign({}, ...brought(all, 'dataContractSerializer')) as object;
    const contract =
      Object.keys(settings).length === 0
        ? this.contract
        : describeContractWith(this.contract, settings);
    this.#createProxy = createProxyFactory(this.#compile(contract));
    const { callbackType } = this.contract;
    if (callbackType !== null) this.#callbacks = this.#createCallbacks(callbackType);
    await this.#stack.open({ signal, timeout });
  }

  protected async onClose({ signal, timeout }: LifeStep): Promise<void> {
    const step = { signal, timeout };
    await Promise.all([...this.#channels].map((channel) => closeOrAbort(channel, step)));
    await this.#stack.close(step);
  }

  protected onAbort(reason: unknown): void {
    for (const channel of [...this.#channels]) channel.abort(reason);
    this.#stack.abort(reason);
  }

  get #proxyFactory(): ClientProxyFactory {
    if (this.#createProxy === null) throw this.stateError();
    return this.#createProxy;
  }

  #compile(contract: ContractDescription): ClientOperation[] {
    const type = contract.contractType;
    return compileClientOperations(
      contract,
      {
        version: this.#version,
        tellsReplyTo: this.#shape === 'duplex' && contract.callbackType !== null,
      },
      [...contractBehaviors(type), ...this.behaviors],
      (methodName) => [
        ...methodBehaviors(type, methodName),
        ...(this.#operationBehaviors.get(methodName) ?? []),
      ],
    );
  }

  #createCallbacks(callbackType: ContractClass): CallbackDispatch {
    return new CallbackDispatch(callbackType, {
      version: this.#version,
      clock: this.clock,
      includeExceptionDetailInFaults:
        brought([...this.behaviors], 'includeCallbackExceptionDetail').at(-1) ?? null,
      streamLimit: this.#streamLimit,
    });
  }

  async #openChannel(options: CreateChannelOptions): Promise<FactoryChannel> {
    if (this.state === 'created') this.#opening = this.open();
    if (this.state === 'opening') await this.#opening;
    this.throwIfNotOpened();
    const remoteAddress = options.address === undefined ? this.address : toAddress(options.address);
    const via = String(options.via ?? this.#via ?? remoteAddress.uri);
    const inner = this.#stack.createChannel(remoteAddress, via);
    const callbacks = this.#callbackReceiver(inner, options.callback);
    const channel: FactoryChannel = new FactoryChannel(this.#shape, inner, {
      clock: this.clock,
      timeouts: this.timeouts,
      deadlines: this.#deadlines,
      ids: this.#ids,
      contractName: this.contract.name,
      remoteAddress,
      via,
      streamLimit: this.#streamLimit,
      onCallback: callbacks?.dispatch ?? null,
      onEnd: () => {
        this.#channels.delete(channel);
        callbacks?.stop();
      },
    });
    this.#channels.add(channel);
    try {
      await channel.open(options);
    } catch (error) {
      channel.abort();
      throw error;
    }
    return channel;
  }

  /** What takes the callbacks of a channel; null where the contract has none. */
  #callbackReceiver(
    inner: ClientChannels[ClientShape],
    given: object | undefined,
  ): CallbackReceiver | null {
    const callbacks = this.#callbacks;
    if (callbacks === null) return null;
    const callback = callbacks.require(given ?? this.#options.callback);
    callbacks.check(callback);
    // A contract with callbacks has duplex channels.
    const duplex = inner as DuplexChannel;
    let receiver: CallbackReceiver | null = null;
    return {
      dispatch: (exchange) => {
        receiver ??= callbacks.forChannel(
          duplex,
          callback,
          'session' in inner ? inner.session.id : null,
        );
        receiver.dispatch(exchange);
      },
      stop: () => {
        receiver?.stop();
      },
    };
  }

  /** A call to another address has a channel of its own, over the connections of the factory. */
  async #callElsewhere(
    operation: ClientOperation,
    args: readonly unknown[],
    { address, via, ...options }: CallOptions,
  ): Promise<unknown> {
    if (isSessionShape(this.#shape)) {
      throw new InvalidOperationError(
        `The calls of one session go to one address. Make another channel for the other: createChannel({ address }).`,
      );
    }
    const channel = await this.#openChannel({ ...options, address, via });
    try {
      return await channel.call(operation, args, options);
    } finally {
      await closeOrAbort(channel, {}).catch(() => {
        channel.abort();
      });
    }
  }
}

/** What is faulted has nothing to close in good order. */
async function closeOrAbort(channel: FactoryChannel, step: OperationOptions): Promise<void> {
  if (channel.state === 'faulted') channel.abort();
  else await channel.close(step);
}

function toAddress(address: string | URL | EndpointAddress): EndpointAddress {
  if (address instanceof EndpointAddress) return address;
  const uri = String(address);
  if (URL.canParse(uri)) return new EndpointAddress(uri);
  throw new InvalidBindingError(
    `The address '${uri}' is no absolute URI, such as http://localhost:8080/calculator.`,
  );
}
