import { InvalidOperationError, ProtocolError } from '../../core/errors/index.js';
import type { MessageEncoder, StreamedMessageBytes } from '../../core/binding/index.js';
import type { Message } from '../../core/message/index.js';
import { escapeAction } from './http-headers.js';
import { HttpRequestMessagePropertyKey } from './http-message-properties.js';
import { streamingEncoder } from './streamed-bytes.js';
import type { HttpHeaderFields, HttpRequestMessageProperty } from './http-message-properties.js';

/** An HTTP request that carries a message. */
export interface OutgoingRequest {
  readonly method: string;
  /** Names and values in turn, in the order they are sent in. */
  readonly headers: readonly string[];
  readonly contentType: string;
  /** The encoded message, or nothing when the request has no body. */
  readonly chunks: readonly Uint8Array[];
  /** The message, where it is sent piece by piece; then `chunks` is the beginning of it. Null where `chunks` is all. */
  readonly streamed: StreamedMessageBytes | null;
  /** Without the question mark; '' keeps the query of the address. */
  readonly queryString: string;
}

/** How requests are made. */
export interface RequestFormat {
  readonly encoder: MessageEncoder;
  readonly decompressionEnabled: boolean;
  /** Whether messages are sent piece by piece. */
  readonly isStreaming: boolean;
  /** Where the Cookie header of the channel comes from, or null. */
  readonly cookies: (() => string | null) | null;
}

/**
 * Encodes a message and writes the headers that carry it, in the order of .NET. In versions without addressing Action and
 * To are taken off the message: HTTP carries the action.
 */
export function encodeRequest(message: Message, format: RequestFormat): OutgoingRequest {
  const { encoder } = format;
  const { version } = encoder;
  const property = message.getProperty(HttpRequestMessagePropertyKey);
  const action = message.headers.action;
  const soapAction =
    version.envelope.name === 'Soap11' && action !== null ? `"${escapeAction(action)}"` : null;
  const hasBody = property?.suppressEntityBody !== true;
  const contentType = contentTypeOf(encoder, action, property);

  const headers = ['Cache-Control', 'no-cache, max-age=0'];
  if (property?.headers !== undefined) addOwnHeaders(headers, property.headers, soapAction);
  if (soapAction !== null) headers.push('SOAPAction', soapAction);
  if (format.decompressionEnabled) headers.push('Accept-Encoding', 'gzip, deflate');
  const cookie = format.cookies?.() ?? null;
  if (cookie !== null) headers.push('Cookie', cookie);
  if (hasBody) headers.push('Content-Type', contentType);

  const sent = version.hasAddressing
    ? message
    : message.withHeaders(message.headers.withoutNamespace(version.addressing.namespace));
  const streamed =
    hasBody && format.isStreaming ? streamingEncoder(encoder).writeStreamed(sent) : null;
  return {
    method: property?.method ?? 'POST',
    headers,
    contentType,
    chunks: streamed?.before ?? (hasBody ? encoder.write(sent) : []),
    streamed,
    queryString: property?.queryString ?? '',
  };
}

/** The same request without its body, as a redirect by one of the older statuses repeats it. */
export function withoutBody(request: OutgoingRequest): OutgoingRequest {
  return {
    ...request,
    method: 'GET',
    headers: filterHeaders(request.headers, (name) => name !== 'content-type'),
    chunks: [],
    streamed: null,
  };
}

/** The same request without what is meant for the first service alone. */
export function withoutCredentials(request: OutgoingRequest): OutgoingRequest {
  const secret = ['authorization', 'cookie', 'host'];
  return {
    ...request,
    headers: filterHeaders(request.headers, (name) => !secret.includes(name)),
  };
}

function contentTypeOf(
  encoder: MessageEncoder,
  action: string | null,
  property: HttpRequestMessageProperty | null,
): string {
  const { version } = encoder;
  const own = property?.headers === undefined ? null : findField(property.headers, 'content-type');
  const contentType = own ?? encoder.contentType;
  if (version.envelope.name !== 'Soap12' || version.hasAddressing || action === null)
    return contentType;
  const escaped = escapeAction(action);
  if (escaped.includes('"')) {
    throw new InvalidOperationError(
      `The action '${action}' has a quotation mark, which the action parameter of a Content-Type cannot carry; use another action or a message version with addressing.`,
    );
  }
  return `${contentType}; action="${escaped}"`;
}

function addOwnHeaders(
  headers: string[],
  fields: HttpHeaderFields,
  soapAction: string | null,
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const values = typeof value === 'string' ? [value] : value;
    switch (name.toLowerCase()) {
      case 'content-type':
      case 'content-length':
      case 'expect':
      case 'transfer-encoding':
        break;
      case 'soapaction':
        if (values[0] !== soapAction) {
          throw new ProtocolError(
            `The SOAP action of the message, ${soapAction ?? '(none)'}, is not the one of the header SOAPAction in HttpRequestMessageProperty, ${values.join(', ')}; set the action of the message only.`,
          );
        }
        break;
      default:
        for (const one of values) headers.push(name, one);
    }
  }
}

function findField(fields: HttpHeaderFields, name: string): string | null {
  for (const [key, value] of Object.entries(fields)) {
    if (key.toLowerCase() !== name || value === undefined) continue;
    return typeof value === 'string' ? value : (value[0] ?? null);
  }
  return null;
}

function filterHeaders(headers: readonly string[], keep: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (keep(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}
