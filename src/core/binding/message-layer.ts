import type { MonoTypeOperatorFunction } from 'rxjs';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../channel/index.js';
import { ClockToken, IdGeneratorToken } from '../container/tokens.js';
import type { Services } from '../container/token.js';
import type { IdGenerator, Message } from '../message/index.js';
import type { Clock } from '../time/index.js';
import { BindingElement } from './binding-element.js';
import type { BindingContext } from './binding-element.js';
import type { ElementConfiguration } from './contributions.js';
import { defineElement } from './define-element.js';
import type { ElementFactory } from './define-element.js';
import { MessageLayerFactory } from './message-layer-client.js';
import { MessageLayerListener } from './message-layer-service.js';

/** What a layer does with messages; a side that is left out passes them on untouched. */
export interface MessageLayer {
  /** On every message that leaves: requests at a client, replies at a service. */
  readonly outgoing?: MonoTypeOperatorFunction<Message> | undefined;
  /** On every message that comes in: requests at a service, replies at a client. */
  readonly incoming?: MonoTypeOperatorFunction<Message> | undefined;
}

/** What a layer may use. */
export interface LayerServices extends Services {
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/**
 * Makes a binding element from two RxJS operators over messages; it works on every channel shape, at client and service.
 * `create` runs once a channel. A throw inside an operator ends that message only: at a service it is answered with a
 * fault (the one thrown, if it is a MessageFaultError), at a client the call fails with it. Each message that comes in must
 * come out once, itself or changed by its `with...` methods; operators may delay it.
 */
export function messageLayer<Options extends object = object>(
  name: string,
  create: (options: Options, services: LayerServices) => MessageLayer,
  configuration?: ElementConfiguration,
): ElementFactory<Options> {
  return defineElement<Options, BindingElement>({
    name,
    create: (options) =>
      new MessageLayerElement(name, options, (services) => create(options, services)),
    configuration,
  });
}

/** The element behind {@link messageLayer}. */
class MessageLayerElement extends BindingElement {
  readonly name: string;
  readonly role = 'protocol';
  readonly #options: object;
  readonly #create: (services: LayerServices) => MessageLayer;

  constructor(name: string, options: object, create: (services: LayerServices) => MessageLayer) {
    super();
    this.name = name;
    this.#options = options;
    this.#create = create;
  }

  override get settings(): Readonly<Record<string, unknown>> {
    return { ...this.#options };
  }

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    const services = layerServices(context.services);
    const inner = context.buildInnerChannelFactory(shape);
    return new MessageLayerFactory(this.name, shape, inner, services.clock, context.timeouts, () =>
      this.#create(services),
    );
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    const services = layerServices(context.services);
    const inner = context.buildInnerChannelListener(shape);
    return new MessageLayerListener(this.name, shape, inner, services.clock, context.timeouts, () =>
      this.#create(services),
    );
  }
}

function layerServices(services: Services): LayerServices {
  return {
    clock: services.get(ClockToken),
    ids: services.get(IdGeneratorToken),
    get: (wanted) => services.get(wanted),
    find: (wanted) => services.find(wanted),
  };
}
