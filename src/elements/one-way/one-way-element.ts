import { BindingElement, checkOptionNames, defineElement } from '../../core/binding/index.js';
import type { BindingContext, ShapeMapping } from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import { OneWayFactory } from './one-way-factory.js';
import { OneWayListener } from './one-way-listener.js';

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

const oneWayNamespace = 'http://schemas.microsoft.com/ws/2005/05/routing/policy';

/** Messages without replies over HTTP. It has no options: WCF's pool settings and limits are those of transports with sessions. */
export const oneWay = defineElement({
  name: 'oneWay',
  create: (options: object) => {
    checkOptionNames('oneWay', options, []);
    return new OneWayElement();
  },
  fromDescription: (stack) => {
    const isAsked = stack.takeAssertion(oneWayNamespace, 'OneWay') !== null;
    // Duplex over HTTP is made of one-way messages, whether a policy says so or not.
    return isAsked || stack.has('compositeDuplex') ? {} : null;
  },
});
