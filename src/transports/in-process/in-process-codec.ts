import type { MessageEncoder } from '../../core/binding/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import {
  ChannelStackError,
  CommunicationError,
  ProtocolError,
  QuotaExceededError,
} from '../../core/errors/index.js';
import { ViaKey } from '../../core/message/index.js';
import type { Message } from '../../core/message/index.js';

/** The bytes of a message in one piece, told to the diagnostics channel. */
export function encode(
  encoder: MessageEncoder,
  message: Message,
  side: 'client' | 'service',
  address: string,
): Uint8Array {
  const bytes = encoder.write(message);
  if (diagnostics.message.hasSubscribers) {
    diagnostics.message.publish({ direction: 'sent', side, message, address, bytes });
  }
  const [first, second] = bytes;
  return first !== undefined && second === undefined ? first : Buffer.concat(bytes);
}

/** The message in bytes that came over the in-process network. Bytes that are no message throw {@link ProtocolError}. */
export function decode(
  encoder: MessageEncoder,
  bytes: Uint8Array,
  limit: number,
  side: 'client' | 'service',
  address: string,
): Message {
  if (bytes.length > limit) {
    const cause = new QuotaExceededError(
      `The message has ${String(bytes.length)} bytes, more than maxReceivedMessageSize (${String(limit)}) of inProcessTransport.`,
    );
    throw new CommunicationError(cause.message, { cause });
  }
  try {
    const message = encoder.read({ bytes, contentType: encoder.contentType });
    message.setProperty(ViaKey, address);
    if (diagnostics.message.hasSubscribers) {
      diagnostics.message.publish({
        direction: 'received',
        side,
        message,
        address,
        bytes: [bytes],
      });
    }
    return message;
  } catch (error) {
    if (error instanceof CommunicationError || !ChannelStackError.is(error)) throw error;
    throw new ProtocolError(
      `The message that came over the in-process transport cannot be read: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}
