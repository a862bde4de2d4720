import type { MessageHeader } from '../../core/message/index.js';

/** What a call may be given beside its arguments, as the last one; none of it is part of the body. */
export interface CallOptions {
  /** Gives up the call. */
  readonly signal?: AbortSignal | undefined;
  /** Most time for the call, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Headers of the request, beside those of the channel. */
  readonly headers?: readonly MessageHeader[] | undefined;
}

/** The client of a contract: every operation, with {@link CallOptions} as an optional last argument. */
export type Client<C extends object> = {
  readonly [
    Name in keyof C as C[Name] extends (...args: never[]) => unknown ? Name : never
  ]: C[Name] extends (...args: infer Args) => infer Result
    ? (...args: [...args: Args, options?: CallOptions]) => Result
    : never;
};
