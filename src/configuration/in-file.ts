import { ChannelStackError, ConfigurationError } from '../core/errors/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** Runs something that a place in a file asks for; an error becomes a {@link ConfigurationError} that tells the place. */
export function inFile<T>(node: ConfigurationNode | null, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (node === null || !ChannelStackError.is(error) || error instanceof ConfigurationError)
      throw error;
    throw node.error(error.message, error);
  }
}
