import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  CommunicationTimeouts,
  ListenerShape,
} from '../channel/index.js';
import { clientShapes, listenerShapes } from '../channel/index.js';
import type { PropertyKey } from '../message/index.js';
import type { Services } from '../container/token.js';
import type { BindingParameters } from './binding-parameters.js';
import type { MetadataContribution } from './contributions.js';
import type { MessageEncoding } from './message-encoder.js';
import { sameShapes } from './shape-mapping.js';
import type { ShapeMapping } from './shape-mapping.js';

/** Tells an element what is around it in its stack, and builds what is below. WCF's BindingContext. */
export interface BindingContext {
  readonly bindingName: string;
  readonly timeouts: CommunicationTimeouts;
  readonly services: Services;
  readonly parameters: BindingParameters;
  /** Where a listener listens; null while a factory is built. */
  readonly listenUri: string | null;
  /** The elements below, top-down. */
  readonly remainingElements: readonly BindingElement[];
  /** The encoding of the stack, or null when the transport must choose one. */
  readonly encoding: MessageEncoding | null;
  buildInnerChannelFactory<S extends ClientShape>(shape: S): ChannelFactory<S>;
  /** `listenUri`: another address than the stack's own, for a client that listens, too. */
  buildInnerChannelListener<S extends ListenerShape>(
    shape: S,
    listenUri?: string,
  ): ChannelListener<S>;
  /** The first of the wanted shapes that the stack below can offer to a client, or null. */
  pickInnerClientShape<S extends ClientShape>(wanted: readonly S[]): S | null;
  /** The first of the wanted shapes that the stack below can offer to a service, or null. */
  pickInnerListenerShape<S extends ListenerShape>(wanted: readonly S[]): S | null;
  /** What the stack below answers, or null. */
  getInnerProperty<T>(key: PropertyKey<T>): T | null;
}

/** Where an element stands in a stack: a binding has one transport, the last; at most one encoding; any number of protocols. */
export type ElementRole = 'protocol' | 'encoding' | 'transport';

/**
 * One layer of a binding, as a value: it says which shapes it offers over which, answers property queries and builds its
 * channels when asked. Immutable; anything that lives (sockets, sessions) is in what it builds. WCF's BindingElement.
 */
export abstract class BindingElement {
  /** The element's name in WCF configuration, such as `reliableSession`. */
  abstract readonly name: string;
  abstract readonly role: ElementRole;

  /** The client shapes this element can offer. Default: each shape over itself. */
  readonly clientShapes: readonly ShapeMapping<ClientShape>[] = sameClientShapes;

  /** The listener shapes this element can offer. Default: each shape over itself. */
  readonly listenerShapes: readonly ShapeMapping<ListenerShape>[] = sameListenerShapes;

  /** Builds the client side; `context.buildInnerChannelFactory` builds what is below. */
  abstract buildChannelFactory<S extends ClientShape>(
    shape: S,
    context: BindingContext,
  ): ChannelFactory<S>;

  /** Builds the service side; `context.buildInnerChannelListener` builds what is below. */
  abstract buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S>;

  /** Answers a query for itself, or passes it down with `context.getInnerProperty`. Default: passes it down. */
  getProperty<T>(key: PropertyKey<T>, context: BindingContext): T | null {
    return context.getInnerProperty(key);
  }

  /** Says what is wrong with this element in this place of the stack, one sentence each with its remedy. Default: nothing. */
  validate(_context: BindingContext): readonly string[] {
    return [];
  }

  /** The options that differ from the defaults, for `describe()`. Default: none. */
  get settings(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** What the element says in the WSDL document of a service. Default: nothing. */
  readonly metadata: MetadataContribution | null = null;
}

const sameClientShapes = sameShapes(clientShapes);
const sameListenerShapes = sameShapes(listenerShapes);
