import { checkOptionNames } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import { reliableMessaging11, reliableMessagingFebruary2005 } from './protocol-version.js';
import type { ReliableMessagingVersion, ReliableMessagingVersionName } from './protocol-version.js';

/** Options of {@link reliableSession}; the names are those of `<reliableSession>`, times are milliseconds. */
export interface ReliableSessionOptions {
  /** Default `WSReliableMessagingFebruary2005`, as in WCF. */
  readonly reliableMessagingVersion?: ReliableMessagingVersionName | 'Default' | undefined;
  /** Messages reach the application in the order in which they were sent; default true. */
  readonly ordered?: boolean | undefined;
  /** How long a destination may keep an acknowledgement back, in ms; default 200. Over request-reply each answer carries one at once. */
  readonly acknowledgementInterval?: number | undefined;
  /** Tell (BufferRemaining) and honour how much room the other side has; default true. */
  readonly flowControlEnabled?: boolean | undefined;
  /** The session ends when nothing comes from the other side for so long, in ms; default 600,000. Half of it is the keep-alive's rhythm. */
  readonly inactivityTimeout?: number | undefined;
  /** Sessions that may wait for the application to accept them, 1 to 16,384; default 4. */
  readonly maxPendingChannels?: number | undefined;
  /** Sessions that may be open at a listener at a time; default 16,384. In WCF a throttle of the service says so. */
  readonly maxSessions?: number | undefined;
  /** How often a message is sent again before the session is given up, from 1; default 8. */
  readonly maxRetryCount?: number | undefined;
  /** Messages that may be on their way unanswered, 1 to 4,096; default 8. */
  readonly maxTransferWindowSize?: number | undefined;
  /** Bytes of messages in hand and of replies kept, for one session at a service; more is taken when there is room. Default 16 MiB. WCF counts messages only. */
  readonly maxBufferedBytesPerSession?: number | undefined;
  /** The same for all sessions of a listener together; default 256 MiB. */
  readonly maxBufferedBytes?: number | undefined;
}

/** Checked options with all defaults filled in. */
export interface ReliableSessionSettings {
  readonly reliableMessagingVersion: ReliableMessagingVersionName;
  readonly ordered: boolean;
  readonly acknowledgementInterval: number;
  readonly flowControlEnabled: boolean;
  readonly inactivityTimeout: number;
  readonly maxPendingChannels: number;
  readonly maxSessions: number;
  readonly maxRetryCount: number;
  readonly maxTransferWindowSize: number;
  readonly maxBufferedBytesPerSession: number;
  readonly maxBufferedBytes: number;
}

/** WCF's defaults. */
export const defaultReliableSessionSettings: ReliableSessionSettings = {
  reliableMessagingVersion: 'WSReliableMessagingFebruary2005',
  ordered: true,
  acknowledgementInterval: 200,
  flowControlEnabled: true,
  inactivityTimeout: 600_000,
  maxPendingChannels: 4,
  maxSessions: 16_384,
  maxRetryCount: 8,
  maxTransferWindowSize: 8,
  maxBufferedBytesPerSession: 16_777_216,
  maxBufferedBytes: 268_435_456,
};

/** Checks options; all that does not fit is told in one InvalidBindingError. */
export function readReliableSessionOptions(
  options: ReliableSessionOptions,
): ReliableSessionSettings {
  checkOptionNames('reliableSession', options, Object.keys(defaultReliableSessionSettings));
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  if (given['reliableMessagingVersion'] === 'Default') delete given['reliableMessagingVersion'];
  const settings: ReliableSessionSettings = { ...defaultReliableSessionSettings, ...given };
  const problems = [
    ...checkNumber(
      'acknowledgementInterval',
      settings.acknowledgementInterval,
      Number.MIN_VALUE,
      Infinity,
    ),
    ...checkNumber('inactivityTimeout', settings.inactivityTimeout, Number.MIN_VALUE, Infinity),
    ...checkInteger('maxPendingChannels', settings.maxPendingChannels, 1, 16_384),
    ...checkInteger('maxRetryCount', settings.maxRetryCount, 1, 2_147_483_647),
    ...checkInteger('maxTransferWindowSize', settings.maxTransferWindowSize, 1, 4_096),
    ...(['maxSessions', 'maxBufferedBytesPerSession', 'maxBufferedBytes'] as const).flatMap(
      (name) => checkInteger(name, settings[name], 1, Number.MAX_SAFE_INTEGER),
    ),
    ...(findVersion(settings.reliableMessagingVersion) === null
      ? [
          `reliableMessagingVersion '${settings.reliableMessagingVersion}' does not exist; use WSReliableMessagingFebruary2005 or WSReliableMessaging11`,
        ]
      : []),
  ];
  if (problems.length > 0)
    throw new InvalidBindingError(
      `reliableSession cannot work with its options: ${problems.join('; ')}.`,
    );
  return settings;
}

/** The protocol version of a configuration name. */
export function protocolVersion(name: ReliableMessagingVersionName): ReliableMessagingVersion {
  return name === 'WSReliableMessaging11' ? reliableMessaging11 : reliableMessagingFebruary2005;
}

function findVersion(name: string): ReliableMessagingVersion | null {
  return (
    [reliableMessagingFebruary2005, reliableMessaging11].find((version) => version.name === name) ??
    null
  );
}

/** Bounds that are better told as powers. */
const bounds: ReadonlyMap<number, string> = new Map([
  [2_147_483_647, '2^31-1'],
  [Number.MAX_SAFE_INTEGER, '2^53-1'],
]);

function checkNumber(name: string, value: number, from: number, to: number): string[] {
  if (typeof value === 'number' && value >= from && value <= to) return [];
  return [`${name} must be a number of milliseconds above 0`];
}

function checkInteger(name: string, value: number, from: number, to: number): string[] {
  if (Number.isSafeInteger(value) && value >= from && value <= to) return [];
  return [`${name} must be a whole number from ${String(from)} to ${bounds.get(to) ?? String(to)}`];
}
