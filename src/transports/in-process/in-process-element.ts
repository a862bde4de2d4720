import {
  BindingElement,
  MessageVersionKey,
  TransportCapabilitiesKey,
  defineElement,
  encodingOf,
  transportShapes,
} from '../../core/binding/index.js';
import type {
  BindingContext,
  MessageEncoding,
  TransportCapabilities,
} from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import { InProcessChannelFactory } from './in-process-client.js';
import type { InProcessParts } from './in-process-parts.js';
import { InProcessChannelListener } from './in-process-listener.js';
import { defaultInProcessSettings, readInProcessOptions } from './in-process-options.js';
import type { InProcessSettings, InProcessTransportOptions } from './in-process-options.js';

/**
 * The production stack without a socket, for the tests of applications: messages are encoded, counted against the quotas
 * and decoded as over a network, within one process. Addresses are `inproc://name/path`.
 */
export class InProcessTransportElement extends BindingElement {
  readonly name = 'inProcessTransport';
  readonly role = 'transport';
  override readonly clientShapes = transportShapes<ClientShape>('request', 'duplexSession');
  override readonly listenerShapes = transportShapes<ListenerShape>('reply', 'duplexSession');
  readonly #settings: InProcessSettings;

  constructor(options: InProcessTransportOptions) {
    super();
    this.#settings = readInProcessOptions(options);
  }

  override get settings(): Readonly<Record<string, unknown>> {
    const defaults = new Map<string, unknown>(Object.entries(defaultInProcessSettings));
    return Object.fromEntries(
      Object.entries(this.#settings).filter(([name, value]) => value !== defaults.get(name)),
    );
  }

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    return new InProcessChannelFactory(shape, this.#parts(context));
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    const { listenUri } = context;
    if (
      listenUri === null ||
      !URL.canParse(listenUri) ||
      new URL(listenUri).protocol !== 'inproc:'
    ) {
      throw new InvalidBindingError(
        `The in-process transport listens at addresses such as inproc://calculator, not '${String(listenUri)}'.`,
      );
    }
    return new InProcessChannelListener(shape, listenUri, this.#parts(context));
  }

  override getProperty<T>(key: PropertyKey<T>, context: BindingContext): T | null {
    return this.#property(key, () => encodingOf(context));
  }

  #parts(context: BindingContext): InProcessParts {
    const encoding = encodingOf(context);
    return {
      encoder: encoding.createEncoder(),
      settings: this.#settings,
      clock: context.services.get(ClockToken),
      timeouts: context.timeouts,
      getProperty: (key) => this.#property(key, () => encoding),
    };
  }

  #property<T>(key: PropertyKey<T>, encoding: () => MessageEncoding): T | null {
    // Each key carries the very type of its value.
    if (Object.is(key, MessageVersionKey)) return encoding().messageVersion as T;
    if (Object.is(key, TransportCapabilitiesKey)) return this.#capabilities as T;
    return null;
  }

  get #capabilities(): TransportCapabilities {
    const { maxReceivedMessageSize, manualAddressing } = this.#settings;
    return { scheme: 'inproc', transferMode: 'Buffered', manualAddressing, maxReceivedMessageSize };
  }
}

/** A transport within this process. */
export const inProcessTransport = defineElement({
  name: 'inProcessTransport',
  create: (options: InProcessTransportOptions) => new InProcessTransportElement(options),
});
