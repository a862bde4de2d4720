import {
  BindingElement,
  MessageVersionKey,
  TransportCapabilitiesKey,
  booleanAttribute,
  defineElement,
  enumAttribute,
  integerAttribute,
  timeSpanAttribute,
} from '../../core/binding/index.js';
import type {
  BindingContext,
  ElementConfiguration,
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
import { InvalidBindingError } from '../../core/errors/index.js';
import { MessageVersion } from '../../core/message/index.js';
import { InMemorySequenceStore } from './in-memory-sequence-store.js';
import {
  defaultReliableSessionSettings,
  protocolVersion,
  readReliableSessionOptions,
} from './reliable-session-options.js';
import type {
  ReliableSessionOptions,
  ReliableSessionSettings,
} from './reliable-session-options.js';
import { ReliableSessionFactory } from './reliable-session-factory.js';
import type { InnerClientShape, ReliableClientShape } from './reliable-session-factory.js';
import { ReliableSessionListener } from './reliable-session-listener.js';
import type { InnerListenerShape, ReliableListenerShape } from './reliable-session-listener.js';
import { describedSession, reliableSessionMetadata } from './reliable-session-metadata.js';
import type { ReliableSessionParts } from './sequence-parts.js';
import { SequenceStoreToken } from './sequence-store.js';

/** For each shape that is offered, the shapes below that it can be built over, the best first. */
const innerClientShapes: Readonly<Record<ReliableClientShape, readonly InnerClientShape[]>> = {
  requestSession: ['request'],
  outputSession: ['request', 'duplexSession', 'duplex'],
  duplexSession: ['duplexSession', 'duplex'],
};
const innerListenerShapes: Readonly<Record<ReliableListenerShape, readonly InnerListenerShape[]>> =
  {
    replySession: ['reply'],
    inputSession: ['reply', 'duplexSession', 'duplex'],
    duplexSession: ['duplexSession', 'duplex'],
  };

/** Exactly-once, in-order messages over any transport: WS-ReliableMessaging. WCF's ReliableSessionBindingElement. */
export class ReliableSessionElement extends BindingElement {
  readonly name = 'reliableSession';
  readonly role = 'protocol';
  override readonly clientShapes: readonly ShapeMapping<ClientShape>[] = [
    { offers: 'requestSession', over: innerClientShapes.requestSession },
    { offers: 'outputSession', over: innerClientShapes.outputSession },
    { offers: 'duplexSession', over: innerClientShapes.duplexSession },
  ];
  override readonly listenerShapes: readonly ShapeMapping<ListenerShape>[] = [
    { offers: 'replySession', over: innerListenerShapes.replySession },
    { offers: 'inputSession', over: innerListenerShapes.inputSession },
    { offers: 'duplexSession', over: innerListenerShapes.duplexSession },
  ];
  override readonly metadata: MetadataContribution;
  readonly #settings: ReliableSessionSettings;

  constructor(options: ReliableSessionOptions) {
    super();
    this.#settings = readReliableSessionOptions(options);
    this.metadata = reliableSessionMetadata(this.#settings);
  }

  override get settings(): Readonly<Record<string, unknown>> {
    const defaults = new Map<string, unknown>(Object.entries(defaultReliableSessionSettings));
    return Object.fromEntries(
      Object.entries(this.#settings).filter(([name, value]) => value !== defaults.get(name)),
    );
  }

  override validate(context: BindingContext): readonly string[] {
    const problems: string[] = [];
    const transport = context.getInnerProperty(TransportCapabilitiesKey);
    if (transport !== null && transport.transferMode !== 'Buffered') {
      problems.push(
        `'reliableSession' must be able to send a message again, but the transport's transferMode is ${transport.transferMode}; set it to Buffered.`,
      );
    }
    if (transport?.manualAddressing === true) {
      problems.push(
        "'reliableSession' addresses its own messages and cannot work with manualAddressing; set it to false on the transport.",
      );
    }
    const version = context.getInnerProperty(MessageVersionKey);
    if (version !== null && !version.hasAddressing) {
      problems.push(
        `'reliableSession' needs WS-Addressing, but the messageVersion of the encoding is ${version.name}; use Soap12WSAddressing10 or another version with addressing.`,
      );
    }
    return problems;
  }

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    if (!isClientShape(shape)) throw unsupported(shape);
    const innerShape = context.pickInnerClientShape(innerClientShapes[shape]);
    if (innerShape === null) throw unsupported(shape);
    const inner = context.buildInnerChannelFactory(innerShape);
    const parts = this.#parts(context);
    return narrowFactory<S>(new ReliableSessionFactory(shape, innerShape, inner, parts));
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    if (!isListenerShape(shape)) throw unsupported(shape);
    const innerShape = context.pickInnerListenerShape(innerListenerShapes[shape]);
    if (innerShape === null) throw unsupported(shape);
    const inner = context.buildInnerChannelListener(innerShape);
    const parts = this.#parts(context);
    return narrowListener<S>(new ReliableSessionListener(shape, innerShape, inner, parts));
  }

  #parts(context: BindingContext): ReliableSessionParts {
    return {
      settings: this.#settings,
      protocol: protocolVersion(this.#settings.reliableMessagingVersion),
      messageVersion:
        context.getInnerProperty(MessageVersionKey) ?? MessageVersion.soap12WSAddressing10,
      clock: context.services.get(ClockToken),
      ids: context.services.get(IdGeneratorToken),
      timeouts: context.timeouts,
      store: context.services.find(SequenceStoreToken) ?? new InMemorySequenceStore(),
    };
  }
}

/** A time span has to be longer than nothing: .NET's clock counts in 100 ns. */
const positiveTimeSpan = timeSpanAttribute(0.0001);

const configuration: ElementConfiguration = {
  attributes: {
    acknowledgementInterval: positiveTimeSpan,
    flowControlEnabled: booleanAttribute,
    inactivityTimeout: positiveTimeSpan,
    maxBufferedBytes: integerAttribute(1, Number.MAX_SAFE_INTEGER),
    maxBufferedBytesPerSession: integerAttribute(1, Number.MAX_SAFE_INTEGER),
    maxPendingChannels: integerAttribute(1, 16_384),
    maxSessions: integerAttribute(1, Number.MAX_SAFE_INTEGER),
    maxRetryCount: integerAttribute(1, 2_147_483_647),
    maxTransferWindowSize: integerAttribute(1, 4_096),
    ordered: booleanAttribute,
    reliableMessagingVersion: enumAttribute([
      'Default',
      'WSReliableMessagingFebruary2005',
      'WSReliableMessaging11',
    ]),
  },
};

/** Reliable sessions with WCF's defaults: February 2005, ordered. */
export const reliableSession = defineElement({
  name: 'reliableSession',
  create: (options: ReliableSessionOptions) => new ReliableSessionElement(options),
  configuration,
  fromDescription: describedSession,
});

function isClientShape(shape: ClientShape): shape is ReliableClientShape {
  return shape === 'requestSession' || shape === 'outputSession' || shape === 'duplexSession';
}

function isListenerShape(shape: ListenerShape): shape is ReliableListenerShape {
  return shape === 'replySession' || shape === 'inputSession' || shape === 'duplexSession';
}

function unsupported(shape: ClientShape | ListenerShape): InvalidBindingError {
  return new InvalidBindingError(`reliableSession has no ${shape} channel.`);
}

/** The shape was checked: S is the very shape of the factory. */
function narrowFactory<S extends ClientShape>(factory: unknown): ChannelFactory<S> {
  return factory as ChannelFactory<S>;
}

/** The shape was checked: S is the very shape of the listener. */
function narrowListener<S extends ListenerShape>(listener: unknown): ChannelListener<S> {
  return listener as ChannelListener<S>;
}
