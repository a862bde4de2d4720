import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  CommunicationTimeouts,
  ListenerShape,
} from '../channel/index.js';
import type { Services } from '../container/token.js';
import { InvalidBindingError } from '../errors/index.js';
import type { PropertyKey } from '../message/index.js';
import type { BindingContext, BindingElement } from './binding-element.js';
import type { BindingParameters } from './binding-parameters.js';
import { MessageEncodingElement } from './message-encoding-element.js';
import { resolveClientShapes, resolveListenerShapes } from './shape-resolution.js';

/** What building a stack works with; one context per element, each knowing the elements below it. */
export interface StackContextInit {
  readonly bindingName: string;
  readonly timeouts: CommunicationTimeouts;
  readonly services: Services;
  readonly parameters: BindingParameters;
  /** All elements, top-down. */
  readonly elements: readonly BindingElement[];
  /** Where a listener listens; null while a factory is built. */
  readonly listenUri: string | null;
}

/** The binding context of one element while its stack is built or asked; it keeps account of who was built. */
export class StackContext implements BindingContext {
  readonly bindingName: string;
  readonly timeouts: CommunicationTimeouts;
  readonly services: Services;
  readonly parameters: BindingParameters;
  readonly listenUri: string | null;
  readonly #init: StackContextInit;
  readonly #position: number;
  readonly #consumed: Set<BindingElement>;

  constructor(init: StackContextInit, position = 0, consumed = new Set<BindingElement>()) {
    this.bindingName = init.bindingName;
    this.timeouts = init.timeouts;
    this.services = init.services;
    this.parameters = init.parameters;
    this.listenUri = init.listenUri;
    this.#init = init;
    this.#position = position;
    this.#consumed = consumed;
  }

  /** The elements below, top-down. */
  get remainingElements(): readonly BindingElement[] {
    return this.#init.elements.slice(this.#position);
  }

  /** The encoding of the stack, or null when the transport must choose one. Asking for it consumes it. */
  get encoding(): MessageEncodingElement | null {
    for (const element of this.#init.elements) {
      if (!(element instanceof MessageEncodingElement)) continue;
      this.#consumed.add(element);
      return element;
    }
    return null;
  }

  /** Builds the next element's factory. */
  buildInnerChannelFactory<S extends ClientShape>(shape: S): ChannelFactory<S> {
    const { element, inner } = this.#next(`a ${shape} channel`);
    return element.buildChannelFactory(shape, inner);
  }

  /** Builds the next element's listener. */
  buildInnerChannelListener<S extends ListenerShape>(
    shape: S,
    listenUri = this.listenUri,
  ): ChannelListener<S> {
    const { element, inner } = this.#next(`a ${shape} channel`);
    return element.buildChannelListener(shape, inner.#listeningAt(listenUri));
  }

  /** The best of the wanted shapes that the stack below can offer to a client, or null. */
  pickInnerClientShape<S extends ClientShape>(wanted: readonly S[]): S | null {
    return (
      wanted.find((shape) => resolveClientShapes(this.remainingElements, shape) !== null) ?? null
    );
  }

  /** The best of the wanted shapes that the stack below can offer to a service, or null. */
  pickInnerListenerShape<S extends ListenerShape>(wanted: readonly S[]): S | null {
    return (
      wanted.find((shape) => resolveListenerShapes(this.remainingElements, shape) !== null) ?? null
    );
  }

  /** What the stack below answers, or null. */
  getInnerProperty<T>(key: PropertyKey<T>): T | null {
    const element = this.#init.elements[this.#position];
    if (element === undefined) return null;
    return element.getProperty(key, this.at(1));
  }

  /** The context as the element in that place of the remaining stack sees it, counted from 1 for what is below the first. */
  at(offset: number): StackContext {
    return new StackContext(this.#init, this.#position + offset, this.#consumed);
  }

  /** Elements that were asked neither to build nor to encode. */
  get unconsumedElements(): BindingElement[] {
    return this.#init.elements.filter((element) => !this.#consumed.has(element));
  }

  #listeningAt(listenUri: string | null): StackContext {
    return listenUri === this.listenUri
      ? this
      : new StackContext({ ...this.#init, listenUri }, this.#position, this.#consumed);
  }

  #next(wanted: string): { element: BindingElement; inner: StackContext } {
    const element = this.#init.elements[this.#position];
    if (element === undefined) {
      throw new InvalidBindingError(
        `The binding '${this.bindingName}' ends before ${wanted} could be built; a transport must be its last element.`,
      );
    }
    this.#consumed.add(element);
    return { element, inner: this.at(1) };
  }
}
