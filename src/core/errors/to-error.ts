import { ChannelStackError } from './channel-stack-error.js';

/** An Error, whatever was thrown. */
export function toError(value: unknown): Error {
  return value instanceof Error
    ? value
    : new ChannelStackError(`Something that is no Error was thrown: ${String(value)}`);
}
