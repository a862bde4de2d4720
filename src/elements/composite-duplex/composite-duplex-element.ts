import {
  BindingElement,
  TransportCapabilitiesKey,
  defineElement,
} from '../../core/binding/index.js';
import type {
  BindingContext,
  ConfigurationAttribute,
  MetadataContribution,
  ShapeMapping,
} from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken, IdGeneratorToken } from '../../core/container/index.js';
import { XmlElement } from '../../core/xml/index.js';
import { CompositeDuplexFactory } from './composite-duplex-factory.js';
import { CompositeDuplexListener } from './composite-duplex-listener.js';
import { readCompositeDuplexOptions } from './composite-duplex-options.js';
import type {
  CompositeDuplexOptions,
  CompositeDuplexSettings,
} from './composite-duplex-options.js';

const duplexNamespace = 'http://schemas.microsoft.com/net/2006/06/duplex';

/** Two connections, one each way, in the policy of a service. */
const compositeDuplexMetadata: MetadataContribution = {
  repliesToAddress: true,
  assertions: () => [
    new XmlElement({
      prefix: 'cdp',
      localName: 'CompositeDuplex',
      namespaceUri: duplexNamespace,
    }),
  ],
};

/**
 * Duplex over two one-way channels that lead in opposite directions: the client listens, too. For clients that have an
 * address, over HTTP. WCF's CompositeDuplexBindingElement together with the element that WCF puts on top of it unasked.
 */
export class CompositeDuplexElement extends BindingElement {
  readonly name = 'compositeDuplex';
  readonly role = 'protocol';
  override readonly clientShapes: readonly ShapeMapping<ClientShape>[] = [
    { offers: 'duplex', over: ['output'] },
  ];
  override readonly listenerShapes: readonly ShapeMapping<ListenerShape>[] = [
    { offers: 'duplex', over: ['input'] },
  ];
  override readonly metadata = compositeDuplexMetadata;
  readonly #settings: CompositeDuplexSettings;

  constructor(options: CompositeDuplexOptions) {
    super();
    this.#settings = readCompositeDuplexOptions(options);
  }

  override get settings(): Readonly<Record<string, unknown>> {
    const { clientBaseAddress } = this.#settings;
    return clientBaseAddress === null ? {} : { clientBaseAddress };
  }

  /** Both sides send and receive, so the stack below must be able to do both. */
  override validate(context: BindingContext): readonly string[] {
    const canDoBoth =
      context.pickInnerClientShape(['output']) !== null &&
      context.pickInnerListenerShape(['input']) !== null;
    if (canDoBoth) return [];
    return [
      "'compositeDuplex' needs output and input channels below it: put oneWay() between it and the transport.",
    ];
  }

  buildChannelFactory<S extends ClientShape>(
    _shape: S,
    context: BindingContext,
  ): ChannelFactory<S> {
    const ids = context.services.get(IdGeneratorToken);
    const factory: unknown = new CompositeDuplexFactory(
      context.buildInnerChannelFactory('output'),
      context.buildInnerChannelListener('input', this.#listenUri(context, ids.next())),
      ids,
      context.services.get(ClockToken),
      context.timeouts,
    );
    // The only shape that is offered.
    return factory as ChannelFactory<S>;
  }

  buildChannelListener<S extends ListenerShape>(
    _shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    const listener: unknown = new CompositeDuplexListener(
      context.buildInnerChannelListener('input'),
      context.buildInnerChannelFactory('output'),
      context.services.get(ClockToken),
      context.timeouts,
    );
    // The only shape that is offered.
    return listener as ChannelListener<S>;
  }

  /** Each factory listens at an address of its own. */
  #listenUri(context: BindingContext, id: string): string {
    const scheme = context.getInnerProperty(TransportCapabilitiesKey)?.scheme ?? 'http';
    const base =
      this.#settings.clientBaseAddress ?? `${scheme}://localhost:0/Temporary_Listen_Addresses`;
    return `${base.replace(/\/$/, '')}/${id.replace(/^urn:uuid:/, '')}`;
  }
}

const uriAttribute: ConfigurationAttribute = {
  expects: 'an absolute URI, such as http://my-machine:8000/client',
  parse: (text) => (URL.canParse(text) ? text : undefined),
  format: String,
};

/** Two converse one-way channels as one duplex channel; stands above `oneWay()`. */
export const compositeDuplex = defineElement({
  name: 'compositeDuplex',
  create: (options: CompositeDuplexOptions) => new CompositeDuplexElement(options),
  configuration: { attributes: { clientBaseAddress: uriAttribute } },
  fromDescription: (stack): CompositeDuplexOptions | null =>
    stack.takeAssertion(duplexNamespace, 'CompositeDuplex') === null ? null : {},
});
