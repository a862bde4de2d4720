import type { DuplexChannel, Exchange } from '../../core/channel/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../core/errors/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import type { MessageVersion } from '../../core/message/index.js';
import { Deadlines } from '../../core/time/index.js';
import type { Clock } from '../../core/time/index.js';
import {
  contractBehaviors,
  createThrottlingSettings,
  methodBehaviors,
} from '../behaviors/index.js';
import { describeCallbackBehavior, describeContract } from '../description/index.js';
import type { ContractClass, ContractDescription } from '../description/index.js';
import {
  CallDispatcher,
  DispatchTable,
  EndpointDispatcher,
  InstanceScopes,
  ServiceThrottling,
} from '../dispatch/index.js';
import type { DispatchSettings } from '../dispatch/index.js';

/** What comes back over one channel: the calls of the service. */
export interface CallbackReceiver {
  readonly dispatch: (exchange: Exchange) => void;
  /** The channel is over. */
  readonly stop: () => void;
}

/** What the callbacks of a channel factory need. */
export interface CallbackDispatchSettings {
  readonly version: MessageVersion;
  readonly clock: Clock;
  /** Tell services what an unexpected error of a callback was; what the class of the callback says, unless it is given. */
  readonly includeExceptionDetailInFaults: boolean | null;
  /** Bytes of a stream that are collected before it is sent; null: it is sent as it comes. */
  readonly streamLimit: number | null;
}

/** Calls the object that a client has for the callbacks of its service. */
export class CallbackDispatch {
  readonly #contract: ContractDescription;
  readonly #settings: CallbackDispatchSettings;

  constructor(callbackType: ContractClass, settings: CallbackDispatchSettings) {
    this.#contract = describeContract(callbackType);
    this.#settings = settings;
  }

  /** @throws InvalidBindingError when the object lacks methods of the callback contract */
  check(callback: object): void {
    const missing = this.#contract.operations.filter(
      ({ methodName }) => typeof Reflect.get(callback, methodName) !== 'function',
    );
    if (missing.length === 0) return;
    throw new InvalidBindingError(
      `The callback does not implement the contract ${this.#contract.name}: it lacks ${missing.map(({ methodName }) => `${methodName}()`).join(', ')}. Add the methods.`,
    );
  }

  /** @throws InvalidOperationError without an object */
  require(callback: object | undefined): object {
    if (callback !== undefined) return callback;
    throw new InvalidOperationError(
      `The service calls back by the contract ${this.#contract.name}: give the channel factory, or createChannel(), an object with its methods as { callback }.`,
    );
  }

  /** The receiver of a channel. */
  forChannel(channel: DuplexChannel, callback: object, sessionId: string | null): CallbackReceiver {
    const shared = this.#createSettings(callback);
    const { concurrencyMode } = describeCallbackBehavior(callback.constructor);
    const scopes = new InstanceScopes({
      instanceContextMode: 'Single',
      concurrencyMode,
      create: () => callback,
      dispose: nothing,
      singleton: callback,
      places: shared.throttling.instances,
      report,
    });
    const dispatcher = new CallDispatcher(shared, {
      scope: scopes.forChannel(sessionId !== null),
      duplex: channel,
      sessionId,
      address: channel.localAddress.uri,
      onTerminated: nothing,
      onIdle: nothing,
    });
    return {
      dispatch: (exchange) => {
        dispatcher.dispatch(exchange);
      },
      stop: () => {
        dispatcher.abort();
      },
    };
  }

  #createSettings(callback: object): DispatchSettings {
    const { version, clock, includeExceptionDetailInFaults } = this.#settings;
    const behavior = describeCallbackBehavior(callback.constructor);
    const type = this.#contract.contractType;
    const endpoint = new EndpointDispatcher({
      contract: this.#contract,
      version,
      address: '',
      // What comes over the client's own channel is for the client.
      accepts: () => true,
      behaviors: contractBehaviors(type),
      operationBehaviors: (methodName) => methodBehaviors(type, methodName),
      releaseInstanceMode: () => 'None',
    });
    return {
      table: new DispatchTable(version, [endpoint], behavior.validateMustUnderstand),
      faults: {
        version,
        includeExceptionDetailInFaults:
          includeExceptionDetailInFaults ?? behavior.includeExceptionDetailInFaults,
      },
      throttling: new ServiceThrottling(createThrottlingSettings()),
      deadlines: new Deadlines(clock, Infinity),
      errorHandlers: [],
      createCallbackLink: null,
      noteUnknown: nothing,
      replyStreamLimit: this.#settings.streamLimit,
    };
  }
}

function nothing(): void {
  // Nobody wants to know.
}

function report(error: unknown): void {
  if (diagnostics.error.hasSubscribers)
    diagnostics.error.publish({ source: 'callback', error, address: '' });
}
