import {
  EndpointNotFoundError,
  MessageSecurityError,
  ProtocolError,
  ServerTooBusyError,
  TimeoutError,
} from '../../core/errors/index.js';
import type { ChannelStackError } from '../../core/errors/index.js';

/** The start of a response, and what was sent. */
export interface ResponseStart {
  readonly status: number;
  readonly statusText: string;
  /** The address the request went to. */
  readonly address: string;
  /** The Content-Type of the request. */
  readonly requestContentType: string;
}

/** How much of a body that is no message is quoted in an error, in bytes. */
const quotedBytes = 1024;

/**
 * What a response status means, as .NET judges it whatever body comes with it: null for those that carry a reply or
 * nothing (2xx and 500), an error for all others.
 */
export function judgeStatus(start: ResponseStart): ChannelStackError | null {
  const { status, address, requestContentType } = start;
  if (status === 500 || (status >= 200 && status < 300)) return null;
  const shown = `(${String(status)}) ${start.statusText}`.trim();
  switch (status) {
    case 401:
      return new MessageSecurityError(
        `The service at ${address} refused the request: ${shown}. It wants to know who asks; the client authentication scheme is Anonymous.`,
      );
    case 403:
      return new MessageSecurityError(
        `The service at ${address} forbids the request: ${shown}. Show a client certificate (credentials.clientCertificate) or ask its owner for access.`,
      );
    case 404:
      return new EndpointNotFoundError(
        `There is no endpoint at ${address} that takes the message: ${shown}. Check the address.`,
      );
    case 415:
      return new ProtocolError(
        `The service at ${address} does not take the Content-Type '${requestContentType}': ${shown}. The bindings of client and service do not match; compare their encodings and message versions.`,
      );
    case 503:
      return new ServerTooBusyError(
        `The service at ${address} is unavailable: ${shown}. It is too busy, or not running behind that address; try again later.`,
      );
    case 504:
      return new TimeoutError(
        `The request to ${address} timed out at a gateway: ${shown}. Try again, or ask for a longer timeout there.`,
        { cause: new TimeoutError(shown) },
      );
    default:
      return new ProtocolError(
        `The service at ${address} answered with an unexpected response: ${shown}.`,
      );
  }
}

/** The error for a body without a Content-Type. */
export function missingContentType(address: string): ProtocolError {
  return new ProtocolError(
    `The response of ${address} has a body and no Content-Type header; SOAP over HTTP requires one.`,
  );
}

/** The error for a body of a type that the binding does not read; it quotes how the body begins. */
export function wrongContentType(
  address: string,
  contentType: string,
  expected: string,
  bytes: Buffer,
): ProtocolError {
  const quoted = bytes.toString('utf8', 0, quotedBytes);
  return new ProtocolError(
    `The Content-Type '${contentType}' of the response of ${address} is not that of the binding (${expected}). ` +
      `Is it a web page of a proxy or of the server? The response begins: '${quoted}'.`,
  );
}

/** Where a redirect leads and how it is followed, or null when the response is none (RFC 9110 section 15.4). */
export function redirectOf(
  status: number,
  location: string | undefined,
  from: string,
): { readonly url: string; readonly keepsBody: boolean } | null {
  if (location === undefined) return null;
  const keepsBody = status === 307 || status === 308;
  // As .NET: a POST that is sent elsewhere by the older statuses is repeated as a GET without its body.
  if (!keepsBody && status !== 300 && status !== 301 && status !== 302 && status !== 303)
    return null;
  if (!URL.canParse(location, from)) return null;
  const url = new URL(location, from);
  const isDowngrade = from.startsWith('https:') && url.protocol !== 'https:';
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && !isDowngrade ? { url: url.href, keepsBody } : null;
}
