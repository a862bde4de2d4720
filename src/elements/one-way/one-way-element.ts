import {
  BindingElement,
  booleanAttribute,
  checkOptionNames,
  defineElement,
  integerAttribute,
} from '../../core/binding/index.js';
import type {
  BindingContext,
  MetadataContribution,
  ShapeMapping,
} from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import { XmlElement } from '../../core/xml/index.js';
import { OneWayFactory } from './one-way-factory.js';
import { OneWayListener } from './one-way-listener.js';

const oneWayNamespace = 'http://schemas.microsoft.com/ws/2005/05/routing/policy';

/** Messages without replies, in the policy of a service ([MS-WSPOL], section 2.2.3.9). */
const oneWayMetadata: MetadataContribution = {
  assertions: () => [
    new XmlElement({ prefix: 'ow', localName: 'OneWay', namespaceUri: oneWayNamespace }),
  ],
};

/** Sends and receives without replies over a transport that has them: each message is a request with an empty answer. WCF's OneWayBindingElement. */
export class OneWayElement extends BindingElement {
  readonly name = 'oneWay';
  readonly role = 'protocol';
  override readonly clientShapes: readonly ShapeMapping<ClientShape>[] = [
    { offers: 'output', over: ['request'] },
  ];
  override readonly listenerShapes: readonly ShapeMapping<ListenerShape>[] = [
    { offers: 'input', over: ['reply'] },
  ];

  override readonly metadata = oneWayMetadata;

  buildChannelFactory<S extends ClientShape>(
    _shape: S,
    context: BindingContext,
  ): ChannelFactory<S> {
    const inner = context.buildInnerChannelFactory('request');
    const factory: unknown = new OneWayFactory(
      inner,
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
    const inner = context.buildInnerChannelListener('reply');
    const listener: unknown = new OneWayListener(
      inner,
      context.services.get(ClockToken),
      context.timeouts,
    );
    // The only shape that is offered.
    return listener as ChannelListener<S>;
  }
}

/** Options of {@link oneWay}: those of WCF, which are about transports with sessions; their defaults are accepted. */
export interface OneWayOptions {
  /** Channels with sessions that are accepted at a time. Only 10 is accepted: there are none. */
  readonly maxAcceptedChannels?: number | undefined;
  /** Whether messages say that routers may pass them on. Only false is accepted. */
  readonly packetRoutable?: boolean | undefined;
}

/** Messages without replies over HTTP. */
export const oneWay = defineElement({
  name: 'oneWay',
  configuration: {
    attributes: { maxAcceptedChannels: integerAttribute(1), packetRoutable: booleanAttribute },
  },
  create: (options: OneWayOptions) => {
    checkOptionNames('oneWay', options, ['maxAcceptedChannels', 'packetRoutable']);
    const { maxAcceptedChannels = 10, packetRoutable = false } = options;
    if (maxAcceptedChannels !== 10)
      throw new InvalidBindingError(
        'maxAcceptedChannels of oneWay is for transports with sessions, which are not there yet; leave it out.',
      );
    if (packetRoutable)
      throw new InvalidBindingError(
        'packetRoutable of oneWay is for routers, which are not supported; set it to false.',
      );
    return new OneWayElement();
  },
  fromDescription: (stack) => {
    const isAsked = stack.takeAssertion(oneWayNamespace, 'OneWay') !== null;
    // Duplex over HTTP is made of one-way messages, whether a policy says so or not.
    return isAsked || stack.has('compositeDuplex') ? {} : null;
  },
});
