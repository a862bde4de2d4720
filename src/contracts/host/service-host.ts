import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { ServicePageParameter } from '../../core/binding/index.js';
import { MessageVersionKey } from '../../core/binding/index.js';
import type { Binding, BindingParameters, ServicePage } from '../../core/binding/index.js';
import { CommunicationObject, defaultTimeouts } from '../../core/channel/index.js';
import type { CommunicationTimeouts, LifeStep } from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import type { ServiceContainer } from '../../core/container/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import { EndpointAddress, MessageVersion } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import {
  BehaviorCollection,
  brought,
  createServiceSettings,
  serviceBehaviors,
} from '../behaviors/index.js';
import type { ServiceSettings } from '../behaviors/index.js';
import { describeContract } from '../description/index.js';
import type {
  ContractClass,
  ContractDescription,
  ServiceBehaviorDescription,
} from '../description/index.js';
import { containerOf, createBindingParameters } from '../endpoint/index.js';
import type { StackOptions } from '../endpoint/index.js';
import { BaseAddresses } from './base-addresses.js';
import { groupEndpoints } from './endpoint-groups.js';
import { runInitializers } from './initializers.js';
import { chooseListenerShape } from './listener-shape.js';
import { PublishedMetadata } from './published-metadata.js';
import { metadataAddresses } from './metadata-addresses.js';
import { MetadataExchange, MetadataExchangeService } from './metadata-exchange.js';
import { ServiceEndpoint } from './service-endpoint.js';
import type { ServiceHealth } from './service-health.js';
import { ServiceImplementation } from './service-implementation.js';
import type { ServiceClass } from './service-implementation.js';
import { MetadataExporterToken } from './service-metadata.js';
import type { DescribedService } from './service-metadata.js';
import { createServicePage } from './service-page.js';
import { ServiceRuntime } from './service-runtime.js';

/** WCF's timeout for closing a host: half-open sessions hold up an application no longer. */
const closeTimeout = 10_000;

/** How long a host may take, in milliseconds; what is given to `open` and `close` themselves counts before it. */
export interface HostTimeouts {
  /** Default one minute. */
  readonly openTimeout?: number | undefined;
  /** Default 10 seconds. */
  readonly closeTimeout?: number | undefined;
}

/** What a {@link ServiceHost} is made with. */
export interface ServiceHostOptions extends StackOptions {
  /** Where relative addresses of endpoints are below: at most one for each scheme. */
  readonly baseAddresses?: readonly (string | URL)[] | undefined;
  /** Replaces what `@ServiceBehavior` says of the class. */
  readonly behavior?: Partial<ServiceBehaviorDescription> | undefined;
  /** WCF's `<timeouts>` of a `<host>`. */
  readonly timeouts?: HostTimeouts | undefined;
}

/** What an endpoint may be given beside contract, binding and address. */
export interface EndpointOptions {
  /** Where it listens, when that is not the address that clients use (behind a proxy). */
  readonly listenUri?: string | undefined;
  /** What port and binding are called in metadata. Default: the names of binding and contract, `CustomBinding_ICalculator`. */
  readonly name?: string | undefined;
}

/**
 * Serves a class, or one instance, at its endpoints. `close` stops accepting, waits for running calls and for sessions to
 * end, at most 10 seconds unless told otherwise; what is left then is aborted and the error thrown. WCF's ServiceHost.
 */
export class ServiceHost extends CommunicationObject {
  readonly description: string;
  /** The behaviours of the service: those of its class first. They take effect when the host opens. */
  readonly behaviors: BehaviorCollection;
  readonly #container: ServiceContainer;
  readonly #implementation: ServiceImplementation;
  readonly #baseAddresses: BaseAddresses;
  readonly #parameters: BindingParameters;
  readonly #endpoints: ServiceEndpoint[] = [];
  /** Those that describe the service; they are no part of what is described. */
  readonly #metadataEndpoints: ServiceEndpoint[] = [];
  readonly #unknownMessages = new Subject<Message>();
  #runtime: ServiceRuntime | null = null;
  #metadataRuntime: ServiceRuntime | null = null;
  #servicePage: ServicePage | null = null;

  /** @throws InvalidBindingError for base addresses that are none, or two of one scheme */
  constructor(service: ServiceClass | object, options: ServiceHostOptions = {}) {
    const container = containerOf(options);
    super(container.get(ClockToken), {
      ...defaultTimeouts,
      closeTimeout,
      ...given(options.timeouts),
    });
    this.#container = container;
    this.#implementation = new ServiceImplementation(service, container, options.behavior ?? {});
    const { behavior, serviceClass } = this.#implementation;
    this.description = `host of ${behavior.name}`;
    this.behaviors = new BehaviorCollection('service', serviceBehaviors(serviceClass));
    this.#baseAddresses = new BaseAddresses(options.baseAddresses ?? []);
    this.#parameters = createBindingParameters(options);
    if (this.#parameters.get(ServicePageParameter) === null) {
      this.#parameters.set(ServicePageParameter, {
        answer: (uri) => this.#page.answer(uri),
      });
    }
  }

  /** How the host is: whether it serves, and how many calls, sessions and instances there are. */
  get health(): ServiceHealth {
    const nothing = { running: 0, queued: 0, limit: 0 };
    const load = this.#runtime?.load ?? { calls: nothing, sessions: nothing, instances: nothing };
    return { state: this.state, isReady: this.state === 'opened', ...load };
  }

  /** Messages that no operation takes, as they come; each is refused, or answered by a behaviour. WCF's UnknownMessageReceived. */
  get unknownMessages$(): Observable<Message> {
    return this.#unknownMessages.asObservable();
  }

  /** The endpoints in the order in which they were added. */
  get endpoints(): readonly ServiceEndpoint[] {
    return this.#endpoints;
  }

  /**
   * Those for metadata, which are not among {@link endpoints}: no document tells of them. Once the host is open those at its base
   * addresses are there, too, where only documents are to be had.
   */
  get metadataEndpoints(): readonly ServiceEndpoint[] {
    return this.#metadataEndpoints;
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
    const isMetadata = described.contractType === MetadataExchange;
    if (!isMetadata) this.#implementation.checkImplements(described);
    const absolute = this.#absolute(address, binding);
    const listenUri = options.listenUri ?? absolute.uri;
    const endpoint = new ServiceEndpoint(described, binding, absolute, {
      listenUri,
      name: options.name ?? null,
    });
    // Whatever does not fit is told here, where the endpoint is written, and not when the host opens.
    for (const group of groupEndpoints([
      ...this.#endpoints,
      ...this.#metadataEndpoints,
      endpoint,
    ])) {
      chooseListenerShape(group.binding, group.contracts);
    }
    (isMetadata ? this.#metadataEndpoints : this.#endpoints).push(endpoint);
    return endpoint;
  }

  protected async onOpen(step: LifeStep): Promise<void> {
    if (this.#endpoints.length === 0) {
      throw new InvalidOperationError(
        `The ${this.description} has no endpoint, so nobody could reach it; call addEndpoint() first.`,
      );
    }
    const behaviors = this.behaviors.freeze();
    const settings = this.#settings;
    await runInitializers(this.#implementation);
    step.signal.throwIfAborted();
    const runtime = new ServiceRuntime({
      implementation: this.#implementation,
      settings,
      behaviors,
      container: this.#container,
      parameters: this.#parameters,
      clock: this.clock,
      noteUnknown: (message) => {
        this.#unknownMessages.next(message);
      },
    });
    this.#runtime = runtime;
    await runtime.open(groupEndpoints(this.#endpoints), step);
    this.#metadataEndpoints.push(
      ...metadataAddresses(
        settings,
        this.#baseAddresses,
        [...this.#endpoints, ...this.#metadataEndpoints],
        this.#container,
      ),
    );
    if (this.#metadataEndpoints.length > 0) await this.#openMetadata(step);
  }

  /** A host inside the host: what describes the service has none of its behaviours, and takes none of its places. */
  async #openMetadata(step: LifeStep): Promise<void> {
    const service = new MetadataExchangeService(this.#createMetadata(this.#settings));
    const implementation = new ServiceImplementation(service, this.#container, {
      concurrencyMode: 'Multiple',
    });
    const runtime = new ServiceRuntime({
      implementation,
      settings: createServiceSettings(implementation.behavior),
      behaviors: [],
      container: this.#container,
      parameters: this.#parameters,
      clock: this.clock,
      noteUnknown: (message) => {
        this.#unknownMessages.next(message);
      },
    });
    this.#metadataRuntime = runtime;
    await runtime.open(groupEndpoints(this.#metadataEndpoints), step);
  }

  protected async onClose({ signal, timeout }: LifeStep): Promise<void> {
    await Promise.all([
      this.#runtime?.close({ signal, timeout }),
      this.#metadataRuntime?.close({ signal, timeout }),
    ]);
    this.#unknownMessages.complete();
  }

  protected onAbort(reason: unknown): void {
    this.#runtime?.abort(reason);
    this.#metadataRuntime?.abort(reason);
    this.#unknownMessages.complete();
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

  /** What is shown at its addresses. Kept once the host is open: before, ports of its endpoints may not be known. */
  get #page(): ServicePage {
    if (this.#servicePage !== null) return this.#servicePage;
    const settings = this.#settings;
    const page = createServicePage({
      name: settings.name,
      endpoints: this.#endpoints,
      settings,
      metadata: this.#createMetadata(settings),
    });
    if (this.state === 'opened') this.#servicePage = page;
    return page;
  }

  #createMetadata(settings: ServiceSettings): PublishedMetadata {
    return new PublishedMetadata({
      settings,
      exporter: () => this.#container.get(MetadataExporterToken),
      describe: (addressOf) => this.#describe(settings, addressOf),
    });
  }

  #describe(settings: ServiceSettings, addressOf: (address: string) => string): DescribedService {
    const { name, namespace, metadata } = settings;
    return {
      name,
      namespace,
      policyVersion: metadata.policyVersion,
      endpoints: this.#endpoints.map(({ name: given, contract, binding, address }) => ({
        name: given,
        contract,
        binding,
        version:
          binding.getProperty(MessageVersionKey, this.#container) ??
          MessageVersion.soap12WSAddressing10,
        address: addressOf(address.uri),
      })),
    };
  }

  /** What the class says, changed by the behaviours in their order. */
  get #settings(): ServiceSettings {
    const { behavior, singleton } = this.#implementation;
    const settings = brought([...this.behaviors], 'serviceSettings').reduce<ServiceSettings>(
      (all, changes) => ({ ...all, ...changes }),
      createServiceSettings(behavior),
    );
    return singleton === null ? settings : { ...settings, instanceContextMode: 'Single' };
  }
}

/** Those that are told: undefined says nothing. */
function given({ openTimeout, closeTimeout: close }: HostTimeouts = {}): Partial<
  Pick<CommunicationTimeouts, 'openTimeout' | 'closeTimeout'>
> {
  return {
    ...(openTimeout === undefined ? {} : { openTimeout }),
    ...(close === undefined ? {} : { closeTimeout: close }),
  };
}
