import { checkOptionNames, integerAttribute, timeSpanAttribute } from '../../core/binding/index.js';
import type { ElementConfiguration } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';

/** Options of {@link retry}. */
export interface RetryOptions {
  /** How often a message is sent in all. Default 3. */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds before the second attempt; each wait after that is twice as long, and up to half of a wait is left to chance. Default 200. */
  readonly delay?: number | undefined;
  /** The longest wait, in milliseconds. Default 5,000. */
  readonly maxDelay?: number | undefined;
}

/** Checked options. */
export type RetrySettings = { readonly [Name in keyof RetryOptions]-?: number };

const defaults: RetrySettings = { maxAttempts: 3, delay: 200, maxDelay: 5_000 };

/** How the element stands in configuration. */
export const retryConfiguration: ElementConfiguration = {
  attributes: {
    maxAttempts: integerAttribute(1, 100),
    delay: timeSpanAttribute(),
    maxDelay: timeSpanAttribute(),
  },
};

/** Checks options. @throws InvalidBindingError */
export function readRetryOptions(options: RetryOptions): RetrySettings {
  checkOptionNames('retry', options, Object.keys(defaults));
  const settings: RetrySettings = {
    maxAttempts: options.maxAttempts ?? defaults.maxAttempts,
    delay: options.delay ?? defaults.delay,
    maxDelay: options.maxDelay ?? defaults.maxDelay,
  };
  const { maxAttempts, delay, maxDelay } = settings;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1 || maxAttempts > 100)
    throw refusal(`maxAttempts is ${String(maxAttempts)}; it must be a whole number from 1 to 100`);
  if (!(delay >= 0) || !Number.isFinite(maxDelay) || maxDelay < delay) {
    throw refusal(
      `delay is ${String(delay)} and maxDelay ${String(maxDelay)}; they must be milliseconds from 0 up, the second not below the first`,
    );
  }
  return settings;
}

function refusal(problem: string): InvalidBindingError {
  return new InvalidBindingError(`retry cannot work with its options: ${problem}.`);
}
