import { currentCall } from '../context/index.js';
import type { CallOptions } from '../description/index.js';
import { ClientCall } from './client-call.js';
import type { ClientCallSettings } from './client-call.js';
import type { ClientOperation } from './client-operation.js';
import type { ClientTransmission } from './client-transmission.js';

/** Turns calls of a contract into messages over one channel, and replies into results. */
export class OperationCaller {
  readonly #transmission: ClientTransmission;
  readonly #settings: ClientCallSettings;

  constructor(transmission: ClientTransmission, settings: ClientCallSettings) {
    this.#transmission = transmission;
    this.#settings = settings;
  }

  /** Calls an operation: resolves to its result, or rejects with what went wrong. */
  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const call = new ClientCall(operation, options, this.#settings);
    const service = currentCall();
    // Inside a service whose instance is Reentrant others have their turn meanwhile.
    return service === undefined
      ? call.start(args, this.#transmission)
      : service.callOut(() => call.start(args, this.#transmission));
  }
}
