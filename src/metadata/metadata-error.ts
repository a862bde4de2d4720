import { ChannelStackError } from '../core/errors/index.js';

/** A service that cannot be described, and why. */
export class MetadataError extends ChannelStackError {
  static override readonly typeName: string = 'MetadataError';
}
