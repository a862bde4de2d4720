import type { EndpointAddress, MessageHeader } from '../../core/message/index.js';

/** What a call may be given beside its arguments, as the last one; none of it is part of the body. */
export interface CallOptions {
  /** Gives up the call. */
  readonly signal?: AbortSignal | undefined;
  /** Most time for the call, in milliseconds. */
  readonly timeout?: number | undefined;
  /** Headers of the request, beside those of the channel. */
  readonly headers?: readonly MessageHeader[] | undefined;
  /** Another address for this call alone; not where the channel is a session. */
  readonly address?: string | URL | EndpointAddress | undefined;
  /** Another first hop for this call alone. */
  readonly via?: string | URL | undefined;
}

/** The client of a contract: every operation, with {@link CallOptions} as an optional last argument. */
export type Client<C extends object> = {
  readonly [
    Name in keyof C as C[Name] extends (...args: never[]) => unknown ? Name : never
  ]: C[Name] extends (...args: infer Args) => infer Result
    ? (...args: [...args: Args, options?: CallOptions]) => Result
    : never;
};
