import { MessageVersionKey } from '../../core/binding/index.js';
import type { Binding } from '../../core/binding/index.js';
import { CommunicationObject } from '../../core/channel/index.js';
import type {
  ClientShape,
  LifeStep,
  OperationOptions,
  ChannelFactory as StackFactory,
} from '../../core/channel/index.js';
import { ClockToken, IdGeneratorToken } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import { EndpointAddress, MessageVersion } from '../../core/message/index.js';
import type { IdGenerator } from '../../core/message/index.js';
import { describeContract } from '../description/index.js';
import type { ContractClass, ContractDescription } from '../description/index.js';
import { containerOf, createBindingParameters } from '../host/index.js';
import type { StackOptions } from '../host/index.js';
import { ClientChannel } from './client-channel.js';
import { ClientOperation } from './client-operation.js';
import { createProxyFactory } from './client-proxy.js';
import type { ClientProxyFactory, ClosableClient } from './client-proxy.js';
import { chooseClientShape } from './client-shape.js';

/** What a {@link ChannelFactory} is made with. */
export interface ChannelFactoryOptions extends StackOptions {
  /** The first hop, when messages go to the address by way of another one. */
  readonly via?: string | URL | undefined;
}

/** What one channel may be given. */
export interface CreateChannelOptions extends OperationOptions {
  /** Another address than that of the factory. */
  readonly address?: string | URL | EndpointAddress | undefined;
  readonly via?: string | URL | undefined;
}

/**
 * Makes typed clients of a service. One factory serves any number of clients at once; closing it closes their channels.
 * WCF's ChannelFactory<TChannel>.
 */
export class ChannelFactory<C extends object> extends CommunicationObject {
  readonly description: string;
  readonly contract: ContractDescription;
  readonly binding: Binding;
  readonly address: EndpointAddress;
  readonly #via: string | null;
  readonly #shape: ClientShape;
  readonly #stack: StackFactory;
  readonly #createProxy: ClientProxyFactory;
  readonly #ids: IdGenerator;
  readonly #channels = new Set<ClientChannel>();
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
    this.#via = options.via === undefined ? null : String(options.via);
    this.#ids = services.get(IdGeneratorToken);
    this.#shape = chooseClientShape(binding, this.contract);
    const parameters = createBindingParameters(options);
    this.#stack = binding.buildChannelFactory(this.#shape, { services, parameters });
    const version =
      this.#stack.getProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10;
    this.#createProxy = createProxyFactory(
      this.contract.operations.map((one) => new ClientOperation(this.contract, one, version)),
    );
  }

  /** A client with an open channel of its own. Opens the factory with the first one. */
  async createChannel(options: CreateChannelOptions = {}): Promise<ClosableClient<C>> {
    if (this.state === 'created') this.#opening = this.open();
    if (this.state === 'opening') await this.#opening;
    this.throwIfNotOpened();
    const remoteAddress = options.address === undefined ? this.address : toAddress(options.address);
    const via = String(options.via ?? this.#via ?? remoteAddress.uri);
    const inner = this.#stack.createChannel(remoteAddress, via);
    const channel = new ClientChannel(this.#shape, inner, {
      clock: this.clock,
      timeouts: this.timeouts,
      ids: this.#ids,
      contractName: this.contract.name,
      remoteAddress,
      via,
    });
    this.#track(channel);
    try {
      await channel.open(options);
    } catch (error) {
      channel.abort();
      throw error;
    }
    // The proxy's prototype was made from the very contract that C describes.
    return this.#createProxy(channel) as ClosableClient<C>;
  }

  protected async onOpen({ signal, timeout }: LifeStep): Promise<void> {
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

  #track(channel: ClientChannel): void {
    this.#channels.add(channel);
    channel.state$.subscribe((state) => {
      if (state === 'closed') this.#channels.delete(channel);
    });
  }
}

/** What is faulted has nothing to close in good order. */
async function closeOrAbort(channel: ClientChannel, step: OperationOptions): Promise<void> {
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
