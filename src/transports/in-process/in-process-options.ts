import { checkOptionNames } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';

/** Options of {@link inProcessTransport}. */
export interface InProcessTransportOptions {
  /** Longest message that is taken, in bytes; default 65,536, as every WCF transport. */
  readonly maxReceivedMessageSize?: number | undefined;
  /** Exchanges that a listener leaves unsettled before senders have to wait; default 1,024. */
  readonly maxPendingExchanges?: number | undefined;
  /** True: the application sets To itself; default false. */
  readonly manualAddressing?: boolean | undefined;
}

/** Checked options with all defaults filled in. */
export interface InProcessSettings {
  readonly maxReceivedMessageSize: number;
  readonly maxPendingExchanges: number;
  readonly manualAddressing: boolean;
}

/** The defaults. */
export const defaultInProcessSettings: InProcessSettings = {
  maxReceivedMessageSize: 65_536,
  maxPendingExchanges: 1_024,
  manualAddressing: false,
};

/** Checks options; what does not fit throws InvalidBindingError. */
export function readInProcessOptions(options: InProcessTransportOptions): InProcessSettings {
  checkOptionNames('inProcessTransport', options, Object.keys(defaultInProcessSettings));
  const settings: InProcessSettings = {
    maxReceivedMessageSize:
      options.maxReceivedMessageSize ?? defaultInProcessSettings.maxReceivedMessageSize,
    maxPendingExchanges:
      options.maxPendingExchanges ?? defaultInProcessSettings.maxPendingExchanges,
    manualAddressing: options.manualAddressing ?? defaultInProcessSettings.manualAddressing,
  };
  for (const name of ['maxReceivedMessageSize', 'maxPendingExchanges'] as const) {
    if (!Number.isSafeInteger(settings[name]) || settings[name] < 1) {
      throw new InvalidBindingError(
        `${name} of inProcessTransport must be a whole number from 1 up.`,
      );
    }
  }
  return settings;
}
