import { BindingElement, defineElement, sameShapes } from '../../core/binding/index.js';
import type { BindingContext, ShapeMapping } from '../../core/binding/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import { RetryFactory } from './retry-factory.js';
import { readRetryOptions, retryConfiguration } from './retry-options.js';
import type { RetryOptions, RetrySettings } from './retry-options.js';

/** Sends requests of idempotent operations again when the service was not reached. At a service it does nothing. */
export class RetryElement extends BindingElement {
  readonly name = 'retry';
  readonly role = 'protocol';
  override readonly clientShapes: readonly ShapeMapping<ClientShape>[] = sameShapes(['request']);
  readonly #settings: RetrySettings;

  constructor(settings: RetrySettings) {
    super();
    this.#settings = settings;
  }

  override get settings(): Readonly<Record<string, unknown>> {
    return { ...this.#settings };
  }

  buildChannelFactory<S extends ClientShape>(
    _shape: S,
    context: BindingContext,
  ): ChannelFactory<S> {
    const clock = context.services.get(ClockToken);
    const inner = context.buildInnerChannelFactory('request');
    const factory: unknown = new RetryFactory(inner, clock, context.timeouts, this.#settings);
    // The only shape that is offered.
    return factory as ChannelFactory<S>;
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    return context.buildInnerChannelListener(shape);
  }
}

/**
 * Repeats what may be repeated: requests of operations with `isIdempotent` that failed before an answer came, because nobody
 * listened, the service was too busy or the connection broke. Within the time of the call; any other answer, a fault too, ends it. Where
 * each message must be processed once, use a reliable session instead.
 */
export const retry = defineElement<RetryOptions, RetryElement>({
  name: 'retry',
  create: (options) => new RetryElement(readRetryOptions(options)),
  configuration: retryConfiguration,
});
