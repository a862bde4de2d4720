import {
  BindingElement,
  CredentialsParameter,
  MessageVersionKey,
  ServicePageParameter,
  TransportCapabilitiesKey,
  defineElement,
  transportShapes,
} from '../../core/binding/index.js';
import type {
  BindingContext,
  MessageEncoder,
  MessageEncoding,
  MetadataContribution,
  TransportCapabilities,
} from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken, ElementRegistryToken } from '../../core/container/index.js';
import { InvalidBindingError, InvalidOperationError } from '../../core/errors/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import { MessageEncodingElement } from '../../core/binding/index.js';
import { HttpChannelFactory } from './http-factory.js';
import { HttpChannelListener } from './http-listener.js';
import { describedHttp, describedHttps, httpMetadata } from './http-metadata.js';
import { HttpMountParameter } from './http-mount.js';
import {
  changedSettings,
  httpConfiguration,
  httpsConfiguration,
  readHttpOptions,
} from './http-options.js';
import type { HttpSettings, HttpTransportOptions, HttpsTransportOptions } from './http-options.js';
import { serverTlsOptions } from './tls.js';

import { streamingEncoder } from './streamed-bytes.js';

/** Messages in HTTP requests and responses. WCF's HttpTransportBindingElement. */
export class HttpTransportElement extends BindingElement {
  readonly name: 'httpTransport' | 'httpsTransport';
  readonly role = 'transport';
  override readonly clientShapes = transportShapes<ClientShape>('request');
  override readonly listenerShapes = transportShapes<ListenerShape>('reply');
  readonly scheme: 'http' | 'https';
  override readonly metadata: MetadataContribution;
  readonly #settings: HttpSettings;

  constructor(scheme: 'http' | 'https', options: HttpsTransportOptions) {
    super();
    this.scheme = scheme;
    this.name = scheme === 'http' ? 'httpTransport' : 'httpsTransport';
    this.#settings = readHttpOptions(this.name, options);
    this.metadata = httpMetadata(scheme, this.#settings);
  }

  override get settings(): Readonly<Record<string, unknown>> {
    return changedSettings(this.#settings);
  }

  override getProperty<T>(key: PropertyKey<T>, context: BindingContext): T | null {
    // Each key carries the very type of the value that is answered for it.
    if (Object.is(key, TransportCapabilitiesKey)) return this.#capabilities() as T;
    if (Object.is(key, MessageVersionKey)) return encodingOf(context).messageVersion as T;
    return null;
  }

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    this.#checkShape(shape, 'request');
    const { parameters, services, timeouts } = context;
    const factory = new HttpChannelFactory({
      scheme: this.scheme,
      encoder: this.#encoder(context),
      settings: this.#settings,
      credentials: parameters.get(CredentialsParameter),
      clock: services.get(ClockToken),
      timeouts,
      getProperty: (key) => this.getProperty(key, context),
    });
    // The shape was checked above: it is the one that this factory makes.
    return factory as ChannelFactory as ChannelFactory<S>;
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    this.#checkShape(shape, 'reply');
    const { parameters, services, timeouts } = context;
    const listenUri = this.#listenUri(context);
    const mount = parameters.get(HttpMountParameter);
    const isSecure = this.scheme === 'https' && mount === null;
    const listener = new HttpChannelListener({
      listenUri,
      encoder: this.#encoder(context),
      settings: this.#settings,
      tls: isSecure
        ? serverTlsOptions(
            parameters.get(CredentialsParameter),
            listenUri,
            this.#settings.requireClientCertificate,
          )
        : null,
      mount,
      page: parameters.get(ServicePageParameter),
      clock: services.get(ClockToken),
      timeouts,
      getProperty: (key) => this.getProperty(key, context),
    });
    // The shape was checked above: it is the one that this listener accepts.
    return listener as ChannelListener as ChannelListener<S>;
  }

  #capabilities(): TransportCapabilities {
    const { manualAddressing, maxReceivedMessageSize, transferMode } = this.#settings;
    return {
      scheme: this.scheme,
      transferMode,
      manualAddressing,
      maxReceivedMessageSize,
    };
  }

  #encoder(context: BindingContext): MessageEncoder {
    const encoder = encodingOf(context).createEncoder();
    return this.#settings.transferMode === 'Buffered' ? encoder : streamingEncoder(encoder);
  }

  #listenUri({ listenUri, bindingName }: BindingContext): string {
    if (listenUri?.toLowerCase().startsWith(`${this.scheme}://`) === true) return listenUri;
    throw new InvalidOperationError(
      `The binding '${bindingName}' listens over ${this.scheme}, and the address is '${listenUri ?? ''}'; it must begin with ${this.scheme}://.`,
    );
  }

  #checkShape(shape: string, own: string): void {
    if (shape === own) return;
    throw new InvalidBindingError(
      `${this.name} has no ${shape} channels, only ${own}; put an element above it that makes them.`,
    );
  }
}

/** The stack's encoding, or WCF's default for HTTP where it has none: text. */
function encodingOf(context: BindingContext): MessageEncoding {
  if (context.encoding !== null) return context.encoding;
  const element = context.services.get(ElementRegistryToken).createDefault('textMessageEncoding');
  if (element instanceof MessageEncodingElement) return element;
  throw new InvalidBindingError(
    "The element registered as 'textMessageEncoding' is no encoding; put an encoding into the binding.",
  );
}

/** Messages over HTTP. */
export const httpTransport = defineElement({
  name: 'httpTransport',
  configuration: httpConfiguration,
  create: (options: HttpTransportOptions) => new HttpTransportElement('http', options),
  fromDescription: describedHttp,
});

/** Messages over HTTP with TLS. The certificates are in the credentials of hosts and factories. */
export const httpsTransport = defineElement({
  name: 'httpsTransport',
  configuration: httpsConfiguration,
  create: (options: HttpsTransportOptions) => new HttpTransportElement('https', options),
  fromDescription: describedHttps,
});
