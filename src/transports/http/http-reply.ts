import type { IncomingHttpHeaders } from 'node:http';
import type { MessageEncoder } from '../../core/binding/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { CommunicationError, ProtocolError, toError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import { isActionMismatch, withToldAction } from './http-addressing.js';
import { decodeBody, isEncodingSupported } from './http-compression.js';
import { toReadError } from './http-errors.js';
import { actionOfHttp } from './http-headers.js';
import { HttpResponseMessagePropertyKey } from './http-message-properties.js';
import type { HttpSettings } from './http-options.js';
import { missingContentType, wrongContentType } from './http-responses.js';
import { streamingEncoder } from './streamed-bytes.js';

/** A complete response whose status says that it may carry a reply. */
export interface CompleteResponse {
  readonly address: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly raw: Buffer;
}

/** The reply in a response, or null when there is none. Throws ChannelStackErrors for what is no reply of the binding. */
export function readReply(
  response: CompleteResponse,
  encoder: MessageEncoder,
  settings: HttpSettings,
): Message | null {
  const { address, headers, raw } = response;
  const contentType = headers['content-type'] ?? '';
  if (contentType === '') {
    if (raw.length === 0) return null;
    throw missingContentType(address);
  }
  const bytes = decode(response, settings);
  if (bytes.length > 0 && !encoder.isContentTypeSupported(contentType)) {
    throw wrongContentType(address, contentType, encoder.contentType, bytes);
  }
  let message: Message;
  try {
    message = encoder.read({ bytes, contentType });
  } catch (error) {
    throw toReadError(error, address);
  }
  if (diagnostics.message.hasSubscribers) {
    diagnostics.message.publish({
      direction: 'received',
      side: 'client',
      message,
      address,
      bytes: [bytes],
    });
  }
  return withHttp(message, contentType, response);
}

/** The reply in the beginning of a response, whose rest comes later; null when too little has come. */
export function readStreamedReply(
  response: CompleteResponse,
  encoder: MessageEncoder,
  rest: AsyncIterable<Uint8Array>,
): Message | null {
  const { headers, raw, address } = response;
  const contentType = headers['content-type'] ?? '';
  if (contentType === '' || !encoder.isContentTypeSupported(contentType)) return null;
  const message = streamingEncoder(encoder).readStreamed({ bytes: raw, contentType, rest });
  if (message === null) return null;
  if (diagnostics.message.hasSubscribers) {
    const bytes = [raw];
    diagnostics.message.publish({ direction: 'received', side: 'client', message, address, bytes });
  }
  return withHttp(message, contentType, response);
}

/** The error for a response that is longer than the transport takes. */
export function responseTooLong(address: string, cause: unknown): CommunicationError {
  return new CommunicationError(
    `The response of ${address} is too long: ${toError(cause).message}`,
    { cause },
  );
}

function decode({ address, headers, raw }: CompleteResponse, settings: HttpSettings): Buffer {
  const encoding = headers['content-encoding'] ?? '';
  if (encoding === '') return raw;
  if (!settings.decompressionEnabled || !isEncodingSupported(encoding)) {
    throw new ProtocolError(
      `The response of ${address} has the Content-Encoding '${encoding}', which was not asked for; turn decompressionEnabled on for gzip and deflate.`,
    );
  }
  try {
    return decodeBody(encoding, raw, settings.maxReceivedMessageSize);
  } catch (error) {
    throw error instanceof ProtocolError ? error : responseTooLong(address, error);
  }
}

/** Gives the message what HTTP tells beside it. */
function withHttp(message: Message, contentType: string, response: CompleteResponse): Message {
  const { address, status, statusText, headers } = response;
  const soapAction = headers['soapaction'];
  const told = actionOfHttp(
    message.version,
    contentType,
    typeof soapAction === 'string' ? soapAction : null,
  );
  if (isActionMismatch(message, told)) {
    throw new ProtocolError(
      `The reply of ${address} has the action '${message.headers.action ?? ''}' and its HTTP headers say '${told ?? ''}'.`,
    );
  }
  return withToldAction(message, told).setProperty(HttpResponseMessagePropertyKey, {
    statusCode: status,
    statusDescription: statusText,
    headers,
  });
}
