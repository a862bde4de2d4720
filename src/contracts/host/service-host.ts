import { MessageVersionKey, ServicePageParameter } from '../../core/binding/index.js';
import type { Binding, BindingParameters } from '../../core/binding/index.js';
import { CommunicationObject, defaultTimeouts, isSessionShape } from '../../core/channel/index.js';
import type { LifeStep } from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import type { ServiceContainer } from '../../core/container/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import { EndpointAddress, MessageVersion } from '../../core/message/index.js';
import { describeContract } from '../description/index.js';
import type {
  ContractClass,
  ContractDescription,
  ServiceBehaviorDescription,
} from '../description/index.js';
import {
  ChannelDispatcher,
  DispatchTable,
  InstanceScopes,
  compileOperations,
  createAddressFilter,
  isThenable,
} from '../dispatch/index.js';
import { BaseAddresses } from './base-addresses.js';
import { groupEndpoints } from './endpoint-groups.js';
import type { EndpointGroup } from './endpoint-groups.js';
import { createHelpPage } from './help-page.js';
import { chooseListenerShape } from './listener-shape.js';
import { ServiceEndpoint } from './service-endpoint.js';
import { ServiceImplementation } from './service-implementation.js';
import type { ServiceClass } from './service-implementation.js';
import { containerOf, createBindingParameters } from './stack-options.js';
import type { StackOptions } from './stack-options.js';

/** WCF's timeout for closing a host: half-open sessions hold up an application no longer. */
const closeTimeout = 10_000;

/** What a {@link ServiceHost} is made with. */
export interface ServiceHostOptions extends StackOptions {
  /** Where relative addresses of endpoints are below: at most one for each scheme. */
  readonly baseAddresses?: readonly (string | URL)[] | undefined;
  /** Replaces what `@ServiceBehavior` says of the class. */
  readonly behavior?: Partial<ServiceBehaviorDescription> | undefined;
}

/** What an endpoint may be given beside contract, binding and address. */
export interface EndpointOptions {
  /** Where it listens, when that is not the address that clients use (behind a proxy). */
  readonly listenUri?: string | undefined;
}

/**
 * Serves a class, or one instance, at its endpoints. `close` stops accepting, waits for running calls and for sessions to
 * end, at most 10 seconds unless told otherwise; what is left then is aborted and the error thrown. WCF's ServiceHost.
 */
export class ServiceHost extends CommunicationObject {
  readonly description: string;
  readonly #container: ServiceContainer;
  readonly #implementation: ServiceImplementation;
  readonly #baseAddresses: BaseAddresses;
  readonly #parameters: BindingParameters;
  readonly #scopes: InstanceScopes;
  readonly #endpoints: ServiceEndpoint[] = [];
  #dispatchers: ChannelDispatcher[] = [];

  /** @throws InvalidBindingError for base addresses that are none, or two of one scheme */
  constructor(service: ServiceClass | object, options: ServiceHostOptions = {}) {
    const container = containerOf(options);
    super(container.get(ClockToken), { ...defaultTimeouts, closeTimeout });
    this.#container = container;
    this.#implementation = new ServiceImplementation(service, container, options.behavior ?? {});
    const { behavior, singleton, create } = this.#implementation;
    this.description = `host of ${behavior.name}`;
    this.#baseAddresses = new BaseAddresses(options.baseAddresses ?? []);
    this.#parameters = createBindingParameters(options);
    if (this.#parameters.get(ServicePageParameter) === null) {
      this.#parameters.set(
        ServicePageParameter,
        createHelpPage(behavior.name, () => this.#endpoints),
      );
    }
    this.#scopes = new InstanceScopes({ ...behavior, singleton, create });
  }

  /** The endpoints in the order in which they were added. */
  get endpoints(): readonly ServiceEndpoint[] {
    return this.#endpoints;
  }

  /**
   * Adds an endpoint: `''` is the base address of the binding's scheme, a relative address is below it. Before `open()`.
   * @throws InvalidBindingError when the service lacks methods of the contract, or the address or the session mode does not fit
   */
  addEndpoint(
    contract: ContractClass | ContractDescription,
    binding: Binding,
    address: string | EndpointAddress = '',
    options: EndpointOptions = {},
  ): ServiceEndpoint {
    if (this.state !== 'created') {
      throw new InvalidOperationError(
        `The ${this.description} was opened before; add its endpoints before open().`,
      );
    }
    const described = typeof contract === 'function' ? describeContract(contract) : contract;
    this.#implementation.checkImplements(described);
    const absolute = this.#absolute(address, binding);
    const listenUri = options.listenUri ?? absolute.uri;
    const endpoint = new ServiceEndpoint(described, binding, absolute, listenUri);
    // Whatever does not fit is told here, where the endpoint is written, and not when the host opens.
    for (const group of groupEndpoints([...this.#endpoints, endpoint])) {
      chooseListenerShape(group.binding, group.contracts);
    }
    this.#endpoints.push(endpoint);
    return endpoint;
  }

  protected async onOpen(step: LifeStep): Promise<void> {
    if (this.#endpoints.length === 0) {
      throw new InvalidOperationError(
        `The ${this.description} has no endpoint, so nobody could reach it; call addEndpoint() first.`,
      );
    }
    for (const group of groupEndpoints(this.#endpoints)) {
      const dispatcher = this.#createDispatcher(group);
      this.#dispatchers.push(dispatcher);
      await dispatcher.open(step);
      for (const endpoint of group.endpoints) endpoint.listensAt(dispatcher.uri);
    }
    for (const dispatcher of this.#dispatchers) dispatcher.start();
  }

  protected async onClose({ signal, timeout }: LifeStep): Promise<void> {
    await Promise.all(this.#dispatchers.map((one) => one.close({ signal, timeout })));
    const ended = this.#scopes.end();
    if (isThenable(ended)) await ended;
  }

  protected onAbort(reason: unknown): void {
    for (const dispatcher of this.#dispatchers) dispatcher.abort(reason);
    this.#dispatchers = [];
  }

  /** A host that could not open holds no address any more. */
  protected override onFaulted(reason: unknown): void {
    this.onAbort(reason);
  }

  #absolute(address: string | EndpointAddress, binding: Binding): EndpointAddress {
    if (typeof address !== 'string') {
      this.#baseAddresses.resolve(address.uri, binding, this.#container);
      return address;
    }
    return new EndpointAddress(this.#baseAddresses.resolve(address, binding, this.#container));
  }

  #createDispatcher({
    binding,
    contracts,
    endpoints,
    listenUri,
  }: EndpointGroup): ChannelDispatcher {
    const services = this.#container;
    const { behavior } = this.#implementation;
    const shape = chooseListenerShape(binding, contracts);
    const build = { services, parameters: this.#parameters };
    const listener = binding.buildChannelListener(shape, listenUri, build);
    const version = listener.getProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10;
    const table = new DispatchTable(
      version,
      endpoints.map(({ contract, address }) => ({
        accepts: createAddressFilter(behavior.addressFilterMode, address.uri),
        operations: compileOperations(contract, version),
      })),
      behavior.validateMustUnderstand,
    );
    const { includeExceptionDetailInFaults } = behavior;
    return new ChannelDispatcher(
      listener,
      {
        table,
        scopes: this.#scopes,
        faults: { version, includeExceptionDetailInFaults },
        hasSession: isSessionShape(shape),
        isDuplex: shape === 'duplex' || shape === 'duplexSession',
        clock: this.clock,
        receiveTimeout: binding.timeouts.receiveTimeout,
      },
      this.clock,
    );
  }
}
