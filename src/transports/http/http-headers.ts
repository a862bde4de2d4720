import type { MessageVersion } from '../../core/message/index.js';
import { contentTypeParameter } from './content-type.js';

/** What an action may not contain in an HTTP header: controls, space and everything beyond ASCII. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u0020\u007f-\uffff]+/g;

/** An action as it stands in a header: UTF-8, with lower-case `%xx` for all but visible ASCII, as .NET writes it. */
export function escapeAction(action: string): string {
  return action.replace(unsafe, (text) =>
    Buffer.from(text).reduce((done, byte) => `${done}%${byte.toString(16).padStart(2, '0')}`, ''),
  );
}

/** The action of a SOAPAction header or an `action` parameter: quotes taken off, `%xx` resolved. */
export function unescapeAction(text: string): string {
  const trimmed = text.trim();
  const isQuoted = trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"');
  const action = isQuoted ? trimmed.slice(1, -1) : trimmed;
  if (!action.includes('%')) return action;
  try {
    return decodeURIComponent(action);
  } catch {
    return action;
  }
}

/**
 * The action that HTTP tells about a message: of SOAP 1.1 the SOAPAction header, of SOAP 1.2 the `action` parameter of the
 * Content-Type (RFC 3902). Null when it tells none; '' is a told, empty action.
 */
export function actionOfHttp(
  version: MessageVersion,
  contentType: string,
  soapAction: string | null,
): string | null {
  switch (version.envelope.name) {
    case 'Soap11':
      return soapAction === null ? null : unescapeAction(soapAction);
    case 'Soap12': {
      if (!contentType.includes('ction')) return null;
      const parameter = contentTypeParameter(contentType, 'action');
      return parameter === null ? null : unescapeAction(parameter);
    }
    case 'None':
      return null;
  }
}

/** The headers of a request that its receiver looks at. */
export interface RequestHead {
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly soapAction: string | null;
  /** What Content-Length says, or -1. */
  readonly contentLength: number;
}

/** Picks the headers of a request out of Node's flat list, in one pass and without building the header object. */
export function readRequestHead(rawHeaders: readonly string[]): RequestHead {
  let contentType = '';
  let contentEncoding = '';
  let soapAction: string | null = null;
  let contentLength = -1;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    switch (name.length) {
      case 10:
        if (name === 'SOAPAction' || name.toLowerCase() === 'soapaction')
          soapAction = rawHeaders[index + 1] ?? '';
        break;
      case 12:
        if (name === 'Content-Type' || name.toLowerCase() === 'content-type')
          contentType = rawHeaders[index + 1] ?? '';
        break;
      case 14:
        if (name === 'Content-Length' || name.toLowerCase() === 'content-length')
          contentLength = Number(rawHeaders[index + 1]);
        break;
      case 16:
        if (name.toLowerCase() === 'content-encoding')
          contentEncoding = rawHeaders[index + 1] ?? '';
        break;
      default:
    }
  }
  return { contentType, contentEncoding, soapAction, contentLength };
}

/** Text that may stand in a status line: visible ASCII and spaces, at most 400 characters. */
export function toReasonPhrase(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 400);
}
