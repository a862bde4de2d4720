import { TransientList } from '../../core/collections/index.js';
import type { Observable } from 'rxjs';
import type { Dispatcher } from 'undici';
import type { MessageEncoder } from '../../core/binding/index.js';
import { CommunicationObject, raceAbort, coldRequest } from '../../core/channel/index.js';
import type {
  CommunicationTimeouts,
  LifeStep,
  OperationOptions,
  RequestChannel,
} from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { toError } from '../../core/errors/index.js';
import { MessageHeader, toHeader } from '../../core/message/index.js';
import type {
  EndpointAddress,
  Message,
  MessageVersion,
  PropertyKey,
} from '../../core/message/index.js';
import type { XmlElement } from '../../core/xml/index.js';
import { xmlnsNamespace } from '../../core/xml/index.js';
import type { Clock } from '../../core/time/index.js';
import type { CookieJar } from './cookie-jar.js';
import { HttpClientExchange } from './http-client-exchange.js';
import type { ClientLink } from './http-client-exchange.js';
import type { HttpSettings } from './http-options.js';
import { encodeRequest } from './http-request.js';
import { streamsRequests } from './streamed-bytes.js';
import type { OutgoingRequest, RequestFormat } from './http-request.js';

/** What a factory gives to each of its channels. */
export interface HttpChannelInit {
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  readonly dispatcher: Dispatcher;
  readonly encoder: MessageEncoder;
  readonly settings: HttpSettings;
  readonly cookies: CookieJar | null;
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  readonly getProperty: <T>(key: PropertyKey<T>) => T | null;
}

/**
 * The client's channel over HTTP: each message is the body of a POST, each response the reply. Unsubscribing aborts the
 * exchange on the wire; an open channel holds no connection of its own, they are the factory's.
 */
export class HttpRequestChannel extends CommunicationObject implements RequestChannel {
  readonly description = 'http request channel';
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  readonly #init: HttpChannelInit;
  readonly #url: URL;
  readonly #format: RequestFormat;
  readonly #link: ClientLink;
  readonly #toHeader: MessageHeader;
  readonly #addressHeaders: readonly MessageHeader[];
  readonly #pending = new TransientList<HttpClientExchange>();
  #idle: (() => void) | null = null;

  constructor(init: HttpChannelInit) {
    super(init.clock, init.timeouts);
    const { encoder, settings, cookies, remoteAddress } = init;
    this.#init = init;
    this.remoteAddress = remoteAddress;
    this.via = init.via;
    this.#url = new URL(init.via);
    this.#format = {
      encoder,
      isStreaming: streamsRequests(init.settings.transferMode),
      decompressionEnabled: settings.decompressionEnabled,
      cookies: cookies === null ? null : () => cookies.header(this.#url),
    };
    this.#link = {
      dispatcher: init.dispatcher,
      encoder,
      settings,
      cookies,
      clock: init.clock,
      pending: this.#pending,
      onIdle: () => {
        this.#idle?.();
      },
    };
    this.#toHeader = toHeader(encoder.version, absoluteUri(remoteAddress.uri));
    this.#addressHeaders = remoteAddress.headers.map((element) =>
      referenceHeader(element, encoder.version),
    );
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#init.getProperty(key);
  }

  request(message: Message, options: OperationOptions = {}): Observable<Message> {
    return coldRequest((subscriber) => {
      this.throwIfNotOpened();
      const request = this.#encode(message);
      const timeout = options.timeout ?? this.timeouts.sendTimeout;
      const exchange = new HttpClientExchange(
        this.#link,
        this.#url,
        request,
        subscriber,
        timeout,
        options,
      );
      exchange.start();
      return () => {
        exchange.cancel();
      };
    });
  }

  protected onOpen(): void {
    // Connections are made when the first message is sent.
  }

  protected async onClose({ signal }: LifeStep): Promise<void> {
    if (this.#pending.size === 0) return;
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    await raceAbort(idle, signal);
  }

  protected onAbort(reason: unknown): void {
    const error = reason === undefined || reason === null ? this.stateError() : toError(reason);
    for (const exchange of this.#pending.values()) exchange.fail(error);
  }

  #encode(message: Message): OutgoingRequest {
    const addressed = this.#address(message);
    const request = encodeRequest(addressed, this.#format);
    if (diagnostics.message.hasSubscribers) {
      diagnostics.message.publish({
        direction: 'sent',
        side: 'client',
        message: addressed,
        address: this.via,
        bytes: request.chunks,
      });
    }
    return request;
  }

  /** Adds To and the address's reference parameters, in this order, as .NET's channels do. */
  #address(message: Message): Message {
    const { version } = this.#init.encoder;
    const added: MessageHeader[] = [];
    if (version.hasAddressing && !this.#init.settings.manualAddressing) {
      if (!message.headers.has('To', version.addressing.namespace)) added.push(this.#toHeader);
    }
    if (this.#addressHeaders.length > 0) added.push(...this.#addressHeaders);
    return added.length === 0 ? message : message.withHeaders(message.headers.with(...added));
  }
}

/** .NET sends the URI in its normal form: with the slash of an empty path. */
function absoluteUri(uri: string): string {
  return /^https?:\/\/[^/?#]+$/i.test(uri) ? `${uri}/` : uri;
}

/** A reference parameter as a header; in WS-Addressing 1.0 it says that it is one. */
function referenceHeader(element: XmlElement, version: MessageVersion): MessageHeader {
  if (version.addressing.name !== 'WSAddressing10')
    return MessageHeader.fromElement(element, version);
  return MessageHeader.create(
    element.localName,
    element.namespaceUri,
    (writer) => {
      for (const attribute of element.attributes) {
        if (attribute.namespaceUri === xmlnsNamespace) {
          if (attribute.prefix !== '' && attribute.localName !== element.prefix)
            writer.writeNamespace(attribute.localName, attribute.value);
        } else {
          writer.writeAttribute(
            attribute.prefix,
            attribute.localName,
            attribute.namespaceUri,
            attribute.value,
          );
        }
      }
      for (const child of element.children) {
        if (typeof child === 'string') writer.writeText(child);
        else writer.writeElement(child);
      }
    },
    { isReferenceParameter: true },
  );
}
