import { BindingElement, defineElement } from '../../core/binding/index.js';
import type { BindingContext } from '../../core/binding/index.js';
import { LayeredChannelFactory, LayeredChannelListener } from '../../core/channel/index.js';
import type {
  ChannelFactory,
  ChannelListener,
  ChannelShape,
  ClientChannels,
  ClientShape,
  CommunicationTimeouts,
  ListenerChannels,
  ListenerShape,
  OperationOptions,
} from '../../core/channel/index.js';
import { ClockToken } from '../../core/container/index.js';
import type { EndpointAddress } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import {
  defaultFaultInjectionSettings,
  readFaultInjectionOptions,
} from './fault-injection-options.js';
import type { FaultInjectionOptions, FaultInjectionSettings } from './fault-injection-options.js';
import { FaultLine } from './fault-line.js';
import {
  FaultyDuplexChannel,
  FaultyInputChannel,
  FaultyOutputChannel,
  FaultyRequestChannel,
} from './faulty-channel.js';
import type { FaultLines } from './faulty-channel.js';

/** Loses, repeats, delays and damages messages, for tests: of any shape, wherever it stands, the same way each time. */
export class FaultInjectionElement extends BindingElement {
  readonly name = 'faultInjection';
  readonly role = 'protocol';
  readonly #settings: FaultInjectionSettings;

  constructor(options: FaultInjectionOptions) {
    super();
    this.#settings = readFaultInjectionOptions(options);
  }

  override get settings(): Readonly<Record<string, unknown>> {
    const defaults = new Map<string, unknown>(Object.entries(defaultFaultInjectionSettings));
    return Object.fromEntries(
      Object.entries(this.#settings).filter(
        ([name, value]) => value !== defaults.get(name) && typeof value !== 'function',
      ),
    );
  }

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    const clock = context.services.get(ClockToken);
    return new FaultyFactory(
      shape,
      context.buildInnerChannelFactory(shape),
      clock,
      context.timeouts,
      this.#lines('client', clock),
    );
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    const clock = context.services.get(ClockToken);
    return new FaultyListener(
      shape,
      context.buildInnerChannelListener(shape),
      clock,
      context.timeouts,
      this.#lines('service', clock),
    );
  }

  #lines(side: 'client' | 'service', clock: Clock): FaultLines {
    return {
      outgoing: new FaultLine(this.#settings, clock, side, 'outgoing'),
      incoming: new FaultLine(this.#settings, clock, side, 'incoming'),
    };
  }
}

/** A network that fails as often as you say, for your own tests; put it below what must survive it. */
export const faultInjection = defineElement({
  name: 'faultInjection',
  create: (options: FaultInjectionOptions) => new FaultInjectionElement(options),
});

class FaultyFactory<S extends ClientShape> extends LayeredChannelFactory<S> {
  readonly description = 'faultInjection channel factory';
  readonly #shape: S;
  readonly #lines: FaultLines;

  constructor(
    shape: S,
    inner: ChannelFactory<S>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    lines: FaultLines,
  ) {
    super(inner, clock, timeouts);
    this.#shape = shape;
    this.#lines = lines;
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): ClientChannels[S] {
    const inner: unknown = this.innerFactory.createChannel(remoteAddress, via);
    return wrap(this.#shape, inner, this.clock, this.timeouts, this.#lines) as ClientChannels[S];
  }
}

class FaultyListener<S extends ListenerShape> extends LayeredChannelListener<S> {
  readonly description = 'faultInjection channel listener';
  readonly #shape: S;
  readonly #lines: FaultLines;

  constructor(
    shape: S,
    inner: ChannelListener<S>,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    lines: FaultLines,
  ) {
    super(inner, clock, timeouts);
    this.#shape = shape;
    this.#lines = lines;
  }

  async accept(options?: OperationOptions): Promise<ListenerChannels[S] | null> {
    const inner: unknown = await this.innerListener.accept(options);
    if (inner === null) return null;
    return wrap(this.#shape, inner, this.clock, this.timeouts, this.#lines) as ListenerChannels[S];
  }
}

/** The shape says which interface the inner channel has, and the wrapper has the same one. */
function wrap(
  shape: ChannelShape,
  inner: unknown,
  ...rest: readonly [clock: Clock, timeouts: CommunicationTimeouts, lines: FaultLines]
): unknown {
  switch (shape) {
    case 'request':
    case 'requestSession':
      return new FaultyRequestChannel(inner as ClientChannels['requestSession'], ...rest);
    case 'output':
    case 'outputSession':
      return new FaultyOutputChannel(inner as ClientChannels['outputSession'], ...rest);
    case 'input':
    case 'inputSession':
    case 'reply':
    case 'replySession':
      return new FaultyInputChannel(inner as ListenerChannels['replySession'], ...rest);
    case 'duplex':
    case 'duplexSession':
      return new FaultyDuplexChannel(inner as ClientChannels['duplexSession'], ...rest);
  }
}
