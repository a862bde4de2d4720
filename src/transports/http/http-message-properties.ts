import type { PeerCertificate } from 'node:tls';
import { propertyKey } from '../../core/message/index.js';

/** HTTP header fields by name; of several fields of one name an array. */
export type HttpHeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What HTTP says about a request. WCF's HttpRequestMessageProperty. */
export interface HttpRequestMessageProperty {
  /** Default `POST`. */
  readonly method?: string | undefined;
  /**
   * Header fields beside those of the transport. When sending, Content-Type replaces the encoder's, SOAPAction must agree
   * with the message's action, and Expect is left out (the client never waits for "100 Continue").
   */
  readonly headers?: HttpHeaderFields | undefined;
  /** Without the question mark; '' leaves the query of the address. */
  readonly queryString?: string | undefined;
  /** True: the message is not sent, only the headers are. */
  readonly suppressEntityBody?: boolean | undefined;
}

/** What a service can ask about the HTTP request that brought a message; nothing of it costs anything before it is asked. */
export interface HttpReceivedRequest extends HttpRequestMessageProperty {
  readonly method: string;
  readonly headers: HttpHeaderFields;
  readonly queryString: string;
  /** The client's IP address, or '' when it is already gone. */
  readonly remoteAddress: string;
  /** The certificate the client showed over TLS, or null; verified when the transport requires one. */
  readonly clientCertificate: PeerCertificate | null;
}

/** What HTTP says about a response; set on a reply, it decides over status and headers. WCF's HttpResponseMessageProperty. */
export interface HttpResponseMessageProperty {
  /** Default 200, and 500 for faults. */
  readonly statusCode?: number | undefined;
  readonly statusDescription?: string | undefined;
  readonly headers?: HttpHeaderFields | undefined;
  /** True: the reply is not sent, only status and headers are. */
  readonly suppressEntityBody?: boolean | undefined;
}

/** Set on a message to send: how its request looks. */
export const HttpRequestMessagePropertyKey = propertyKey<HttpRequestMessageProperty>('httpRequest');

/** On messages that a service received over HTTP. */
export const HttpReceivedRequestKey = propertyKey<HttpReceivedRequest>('httpReceivedRequest');

/** On replies that a client received over HTTP; set on a reply by a service. */
export const HttpResponseMessagePropertyKey =
  propertyKey<HttpResponseMessageProperty>('httpResponse');
