import { MessageVersionKey } from '../../core/binding/index.js';
import type { BindingParameters } from '../../core/binding/index.js';
import { isSessionShape } from '../../core/channel/index.js';
import type { LifeStep, OperationOptions } from '../../core/channel/index.js';
import { IdGeneratorToken } from '../../core/container/index.js';
import type { ServiceContainer } from '../../core/container/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { MessageVersion } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';
import { Deadlines } from '../../core/time/index.js';
import type { Clock } from '../../core/time/index.js';
import { brought, contractBehaviors, methodBehaviors } from '../behaviors/index.js';
import type { Behavior, ServiceSettings } from '../behaviors/index.js';
import { callbackLinks } from '../client/index.js';
import { describeContractWith, describeReleaseInstanceMode } from '../description/index.js';
import type { ContractDescription } from '../description/index.js';
import { streamLimit } from '../endpoint/index.js';
import {
  ChannelDispatcher,
  DispatchTable,
  EndpointDispatcher,
  InstanceScopes,
  ServiceThrottling,
  createAddressFilter,
  isThenable,
} from '../dispatch/index.js';
import type { EndpointGroup } from './endpoint-groups.js';
import { chooseListenerShape } from './listener-shape.js';
import type { ServiceEndpoint } from './service-endpoint.js';
import type { ServiceHealth } from './service-health.js';
import type { ServiceImplementation } from './service-implementation.js';

/** What a host is opened with. */
export interface ServiceRuntimeInit {
  readonly implementation: ServiceImplementation;
  readonly settings: ServiceSettings;
  /** The behaviours of the service. */
  readonly behaviors: readonly Behavior[];
  readonly container: ServiceContainer;
  readonly parameters: BindingParameters;
  readonly clock: Clock;
  readonly noteUnknown: (message: Message) => void;
}

/** An opened host: its listeners, its instances and its places. */
export class ServiceRuntime {
  readonly #init: ServiceRuntimeInit;
  readonly #throttling: ServiceThrottling;
  readonly #scopes: InstanceScopes;
  readonly #deadlines: Deadlines;
  readonly #dispatchers: ChannelDispatcher[] = [];

  constructor(init: ServiceRuntimeInit) {
    this.#init = init;
    const { settings, implementation, clock } = init;
    this.#throttling = new ServiceThrottling(settings.throttling);
    this.#deadlines = new Deadlines(clock, settings.operationTimeout);
    this.#scopes = new InstanceScopes({
      instanceContextMode: settings.instanceContextMode,
      concurrencyMode: settings.concurrencyMode,
      singleton: implementation.singleton,
      create: implementation.create,
      dispose: implementation.dispose,
      places: this.#throttling.instances,
      report: this.#report,
    });
  }

  /** How many calls, sessions and instances there are, and how many calls wait. */
  get load(): Pick<ServiceHealth, 'calls' | 'sessions' | 'instances'> {
    const { calls, sessions, instances, queuedCalls } = this.#throttling;
    return {
      calls: { running: calls.running, queued: queuedCalls, limit: calls.limit },
      sessions: { running: sessions.running, queued: sessions.queued, limit: sessions.limit },
      instances: { running: instances.running, queued: instances.queued, limit: instances.limit },
    };
  }

  /** Opens the listener of each group, then accepts. */
  async open(groups: readonly EndpointGroup[], step: LifeStep): Promise<void> {
    for (const group of groups) {
      const dispatcher = this.#createDispatcher(group);
      this.#dispatchers.push(dispatcher);
      await dispatcher.open(step);
      for (const endpoint of group.endpoints) endpoint.listensAt(dispatcher.uri);
    }
    for (const dispatcher of this.#dispatchers) dispatcher.start();
  }

  async close(options: OperationOptions): Promise<void> {
    await Promise.all(this.#dispatchers.map((one) => one.close(options)));
    const ended = this.#scopes.end();
    if (isThenable(ended)) await ended;
  }

  abort(reason: unknown): void {
    for (const dispatcher of this.#dispatchers.splice(0)) dispatcher.abort(reason);
    try {
      const ended = this.#scopes.end();
      if (isThenable(ended)) ended.then(undefined, this.#report);
    } catch (error) {
      this.#report(error);
    }
  }

  readonly #report = (error: unknown): void => {
    if (!diagnostics.error.hasSubscribers) return;
    diagnostics.error.publish({ source: this.#init.settings.name, error, address: '' });
  };

  #createDispatcher({
    binding,
    contracts,
    endpoints,
    listenUri,
  }: EndpointGroup): ChannelDispatcher {
    const { container, parameters, settings, behaviors, clock, noteUnknown } = this.#init;
    const shape = chooseListenerShape(binding, contracts);
    const build = { services: container, parameters };
    const listener = binding.buildChannelListener(shape, listenUri, build);
    const version = listener.getProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10;
    const { includeExceptionDetailInFaults } = settings;
    const isDuplex = shape === 'duplex' || shape === 'duplexSession';
    return new ChannelDispatcher(listener, {
      table: new DispatchTable(
        version,
        endpoints.map((endpoint) => this.#createEndpoint(endpoint, version)),
        settings.validateMustUnderstand,
      ),
      scopes: this.#scopes,
      faults: { version, includeExceptionDetailInFaults },
      throttling: this.#throttling,
      deadlines: this.#deadlines,
      errorHandlers: brought(behaviors, 'errorHandler'),
      createCallbackLink: isDuplex
        ? callbackLinks({
            contracts: callbackTypes(contracts),
            version,
            clock,
            ids: container.get(IdGeneratorToken),
            sendTimeout: binding.timeouts.sendTimeout,
            streamLimit: streamLimit(binding, container, 'Response'),
          })
        : null,
      noteUnknown,
      replyStreamLimit: streamLimit(binding, container, 'Response'),
      hasSession: isSessionShape(shape),
      isDuplex,
      clock,
      receiveTimeout: binding.timeouts.receiveTimeout,
    });
  }

  #createEndpoint(endpoint: ServiceEndpoint, version: MessageVersion): EndpointDispatcher {
    const { settings, implementation, behaviors: service } = this.#init;
    const { contract: described, address } = endpoint;
    const type = described.contractType;
    const behaviors = [...service, ...contractBehaviors(type), ...endpoint.behaviors.freeze()];
    const serializer = Object.assign({}, ...brought(behaviors, 'dataContractSerializer')) as object;
    const { serviceClass } = implementation;
    return new EndpointDispatcher({
      contract:
        Object.keys(serializer).length === 0
          ? described
          : describeContractWith(described, serializer),
      version,
      address: address.uri,
      accepts: createAddressFilter(settings.addressFilterMode, address.uri),
      behaviors,
      operationBehaviors: (methodName) => [
        ...new Set([
          ...methodBehaviors(type, methodName),
          ...methodBehaviors(serviceClass, methodName),
          ...endpoint.operationBehaviors(methodName).freeze(),
        ]),
      ],
      releaseInstanceMode: (methodName) => describeReleaseInstanceMode(serviceClass, methodName),
    });
  }
}

function callbackTypes(contracts: readonly ContractDescription[]) {
  return contracts.flatMap(({ callbackType }) => (callbackType === null ? [] : [callbackType]));
}
