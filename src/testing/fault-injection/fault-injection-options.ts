import { checkOptionNames } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';

/** What can happen to a message. */
export type Fault = 'drop' | 'duplicate' | 'reorder' | 'delay' | 'corrupt';

/** A message on its way, as `when` sees it. */
export interface PassingMessage {
  readonly message: Message;
  /** `outgoing`: away from the side that the element stands on. */
  readonly direction: 'outgoing' | 'incoming';
  readonly side: 'client' | 'service';
  /** Counts the messages of a side in a direction, from 1, over all channels of the factory or listener. */
  readonly index: number;
}

/** What was done to a message. */
export interface InjectedFault extends PassingMessage {
  readonly fault: Fault;
}

/** Options of {@link faultInjection}. The probabilities are from 0 to 1, default 0; together at most 1. */
export interface FaultInjectionOptions {
  /** The same seed brings the same faults for the same messages; default 1. */
  readonly seed?: number | undefined;
  /** The message is lost. A caller that waits is told as by a connection that was cut. */
  readonly drop?: number | undefined;
  /** The message arrives twice. */
  readonly duplicate?: number | undefined;
  /** The message is held back until the next one has passed, at most for `delayUpTo`. */
  readonly reorder?: number | undefined;
  /** The message is held back for up to `delayUpTo`. */
  readonly delay?: number | undefined;
  /** The message arrives with its headers and a body that nobody can read. */
  readonly corrupt?: number | undefined;
  /** The longest time that messages are held back, in ms; default 100. */
  readonly delayUpTo?: number | undefined;
  /** Which messages are touched, seen from the side that the element stands on; default `both`. */
  readonly direction?: 'outgoing' | 'incoming' | 'both' | undefined;
  /** At which side of a binding the element works; default `client`, where it meets every message of both directions once. */
  readonly side?: 'client' | 'service' | 'both' | undefined;
  /** Decides by itself: a fault, null for none, or undefined to leave the message to chance. */
  readonly when?: ((passing: PassingMessage) => Fault | null | undefined) | undefined;
  /** Told of each fault. */
  readonly onInjected?: ((injected: InjectedFault) => void) | undefined;
}

/** Checked options with all defaults filled in. */
export type FaultInjectionSettings = {
  readonly [K in keyof FaultInjectionOptions]-?: Exclude<FaultInjectionOptions[K], undefined>;
};

/** The faults that come by chance, in the order in which chance is asked. */
export const faults: readonly Fault[] = ['drop', 'duplicate', 'reorder', 'delay', 'corrupt'];

/** What is done when nothing is said. */
export const defaultFaultInjectionSettings: FaultInjectionSettings = {
  seed: 1,
  drop: 0,
  duplicate: 0,
  reorder: 0,
  delay: 0,
  corrupt: 0,
  delayUpTo: 100,
  direction: 'both',
  side: 'client',
  when: () => undefined,
  onInjected: () => undefined,
};

/** Checks options. @throws InvalidBindingError that says all that is wrong */
export function readFaultInjectionOptions(options: FaultInjectionOptions): FaultInjectionSettings {
  checkOptionNames('faultInjection', options, Object.keys(defaultFaultInjectionSettings));
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const settings: FaultInjectionSettings = { ...defaultFaultInjectionSettings, ...given };
  const problems = faults
    .filter((fault) => !(settings[fault] >= 0 && settings[fault] <= 1))
    .map(
      (fault) => `${fault} is ${String(settings[fault])}, but must be a probability from 0 to 1`,
    );
  const sum = faults.reduce((total, fault) => total + settings[fault], 0);
  if (problems.length === 0 && sum > 1)
    problems.push(
      `the probabilities come to ${String(sum)}, but a message meets one fault at most`,
    );
  if (!Number.isSafeInteger(settings.seed)) problems.push('seed must be a whole number');
  if (!(settings.delayUpTo >= 0 && settings.delayUpTo < Infinity))
    problems.push('delayUpTo must be a number of milliseconds');
  if (problems.length === 0) return settings;
  throw new InvalidBindingError(
    `faultInjection cannot work with its options: ${problems.join('; ')}.`,
  );
}
