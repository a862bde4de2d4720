import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  CommunicationTimeouts,
  ListenerShape,
} from '../channel/index.js';
import { clientShapes, defaultTimeouts, listenerShapes } from '../channel/index.js';
import type { Services } from '../container/token.js';
import { InvalidBindingError, InvalidOperationError } from '../errors/index.js';
import type { PropertyKey } from '../message/index.js';
import type { BindingElement } from './binding-element.js';
import { BindingParameters } from './binding-parameters.js';
import { describeStack } from './describe.js';
import { StackContext } from './stack-context.js';
import { TransportCapabilitiesKey } from './stack-properties.js';
import { offeredShapes, resolveClientShapes, resolveListenerShapes } from './shape-resolution.js';
import { validateStack } from './stack-validation.js';

/** What building the channels of a binding needs beside the binding. */
export interface BuildOptions {
  readonly services: Services;
  readonly parameters?: BindingParameters | undefined;
}

/** How one talks: an ordered stack of binding elements and the timeouts of its channels. Immutable. WCF's Binding. */
export abstract class Binding {
  abstract readonly name: string;
  /** The namespace of the binding in metadata. */
  abstract readonly namespace: string;
  abstract readonly timeouts: CommunicationTimeouts;
  /** The stack, top-down: the first is nearest to the contract, the last is the transport. */
  abstract readonly elements: readonly BindingElement[];

  /** The scheme of its addresses, such as `https`. */
  getScheme(services: Services): string {
    return this.getProperty(TransportCapabilitiesKey, services)?.scheme ?? '';
  }

  /** What the stack answers for a key, asked from the top down, or null. */
  getProperty<T>(key: PropertyKey<T>, services: Services): T | null {
    return this.#context({ services }, null).getInnerProperty(key);
  }

  /** Whether a client can have channels of the shape. */
  canBuildChannelFactory(shape: ClientShape): boolean {
    return resolveClientShapes(this.elements, shape) !== null;
  }

  /** Whether a service can have channels of the shape. */
  canBuildChannelListener(shape: ListenerShape): boolean {
    return resolveListenerShapes(this.elements, shape) !== null;
  }

  /** The client shapes that the stack offers. */
  get offeredClientShapes(): ClientShape[] {
    return offeredShapes(this.elements, clientShapes, resolveClientShapes);
  }

  /** The listener shapes that the stack offers. */
  get offeredListenerShapes(): ListenerShape[] {
    return offeredShapes(this.elements, listenerShapes, resolveListenerShapes);
  }

  /** Builds the client side after checking the whole stack. Throws {@link InvalidBindingError} that says all that is wrong. */
  buildChannelFactory<S extends ClientShape>(shape: S, options: BuildOptions): ChannelFactory<S> {
    const context = this.#context(options, null);
    validateStack(this, shape, 'client', context);
    const factory = context.buildInnerChannelFactory(shape);
    this.#checkConsumed(context);
    return factory;
  }

  /** Builds the service side for an address after checking the whole stack; no socket is opened before `open()`. */
  buildChannelListener<S extends ListenerShape>(
    shape: S,
    listenUri: string,
    options: BuildOptions,
  ): ChannelListener<S> {
    const context = this.#context(options, listenUri);
    validateStack(this, shape, 'service', context);
    const listener = context.buildInnerChannelListener(shape);
    this.#checkConsumed(context);
    return listener;
  }

  /** The stack as a table: each element, the shapes above and below it, and its settings that are not the defaults. */
  describe(): string {
    return describeStack(this);
  }

  #context(options: BuildOptions, listenUri: string | null): StackContext {
    return new StackContext({
      bindingName: this.name,
      timeouts: this.timeouts,
      services: options.services,
      parameters: options.parameters ?? new BindingParameters(),
      elements: this.elements,
      listenUri,
    });
  }

  #checkConsumed(context: StackContext): void {
    const unused = context.unconsumedElements;
    if (unused.length === 0) return;
    throw new InvalidBindingError(
      `The binding '${this.name}' has elements that nothing in it uses: ${unused.map((element) => element.name).join(', ')}. ` +
        'Take them out, or put an element above them that builds on them.',
    );
  }
}

/** What a {@link CustomBinding} has beside its elements. */
export interface CustomBindingOptions extends Partial<CommunicationTimeouts> {
  /** The namespace of the binding in metadata. Default `http://tempuri.org/`, as in WCF. */
  readonly namespace?: string | undefined;
}

/** A binding that is put together element by element. `insertBefore`, `replace` and `without` make changed copies. */
export class CustomBinding extends Binding {
  readonly name: string;
  readonly namespace: string;
  readonly elements: readonly BindingElement[];
  readonly timeouts: CommunicationTimeouts;

  /** The elements stand top-down, the transport last. */
  constructor(
    name: string,
    elements: readonly BindingElement[],
    options: CustomBindingOptions = {},
  ) {
    super();
    this.name = name;
    this.elements = Object.freeze([...elements]);
    const { namespace = 'http://tempuri.org/', ...timeouts } = options;
    this.namespace = namespace;
    this.timeouts = Object.freeze({ ...defaultTimeouts, ...timeouts });
  }

  /** The element of that name; a missing one throws. */
  element(name: string): BindingElement {
    return this.elements[this.#indexOf(name)] ?? this.#missing(name);
  }

  /** A copy with elements put in front of the one of that name. */
  insertBefore(name: string, ...elements: readonly BindingElement[]): CustomBinding {
    return this.#spliced(this.#indexOf(name), 0, elements);
  }

  /** A copy with elements put behind the one of that name. */
  insertAfter(name: string, ...elements: readonly BindingElement[]): CustomBinding {
    return this.#spliced(this.#indexOf(name) + 1, 0, elements);
  }

  /** A copy with another element in the place of the one of that name. */
  replace(name: string, ...elements: readonly BindingElement[]): CustomBinding {
    return this.#spliced(this.#indexOf(name), 1, elements);
  }

  /** A copy without the element of that name. */
  without(name: string): CustomBinding {
    return this.#spliced(this.#indexOf(name), 1, []);
  }

  #spliced(index: number, remove: number, insert: readonly BindingElement[]): CustomBinding {
    const elements = [...this.elements];
    elements.splice(index, remove, ...insert);
    return new CustomBinding(this.name, elements, {
      ...this.timeouts,
      namespace: this.namespace,
    });
  }

  #indexOf(name: string): number {
    const index = this.elements.findIndex((element) => element.name === name);
    return index < 0 ? this.#missing(name) : index;
  }

  #missing(name: string): never {
    throw new InvalidOperationError(
      `The binding '${this.name}' has no element '${name}'; it has ${this.elements.map((element) => element.name).join(', ')}.`,
    );
  }
}
