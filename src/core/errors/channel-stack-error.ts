const brand: unique symbol = Symbol.for('channelstack.error');

/** What every error of channelstack may be given beside its message. */
export interface ErrorDetails {
  /** A stable identifier of the situation, listed in docs/errors.md; by default the class's own. */
  readonly code?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The root of all errors that channelstack throws. The message says what happened, where, and what to do; `code` is
 * stable and meant for programs.
 */
export class ChannelStackError extends Error {
  /** The name of the class and its default code. Written out, because a minifier changes the names of classes. */
  static readonly typeName: string = 'ChannelStackError';

  readonly code: string;
  readonly [brand] = true;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.typeName;
    this.code = details.code ?? new.target.typeName;
  }

  /** Tells an error of channelstack from any other, across copies of the package. */
  static is(value: unknown): value is ChannelStackError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
