import { InvalidBindingError } from '../errors/index.js';
import type { BindingElement } from '../binding/binding-element.js';
import type { DescribedStack, ElementConfiguration } from '../binding/contributions.js';
import { nearestNames } from './nearest-names.js';

/** A kind of binding element: its name in WCF configuration, and how to make one from its options. */
export interface ElementKind<Options extends object = object> {
  readonly name: string;
  /** Makes an element; options that do not fit throw InvalidBindingError. */
  create(options: Options): BindingElement;
  /** How the element is written in configuration, if it can be. */
  readonly configuration?: ElementConfiguration | undefined;
  /**
   * The options under which the element is part of a stack that a service describes; null where it is none. Kinds are asked in
   * the order in which they were registered, protocols first.
   */
  readonly fromDescription?: ((stack: DescribedStack) => object | null) | undefined;
}

/** All kinds of elements that a container knows, by name. */
export class ElementRegistry {
  readonly #kinds = new Map<string, ElementKind<never>>();

  constructor(kinds: Iterable<ElementKind<never>>) {
    for (const kind of kinds) {
      if (this.#kinds.has(kind.name)) {
        throw new InvalidBindingError(
          `Two binding elements are registered as '${kind.name}'; load only one of the modules.`,
        );
      }
      this.#kinds.set(kind.name, kind);
    }
  }

  /** All kinds, in the order in which they were registered. */
  get kinds(): readonly ElementKind<never>[] {
    return [...this.#kinds.values()];
  }

  /** The known names, sorted. */
  get names(): string[] {
    return [...this.#kinds.keys()].sort();
  }

  has(name: string): boolean {
    return this.#kinds.has(name);
  }

  /** The kind of that name; a miss lists the nearest and all known names. */
  get(name: string): ElementKind<never> {
    const kind = this.#kinds.get(name);
    if (kind !== undefined) return kind;
    const near = nearestNames(name, this.names);
    throw new InvalidBindingError(
      `There is no binding element '${name}'${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.'} ` +
        `Known: ${this.names.join(', ')}. An element of your own must be loaded with elementModule().`,
    );
  }

  /** An element of that kind with all options at their defaults. */
  createDefault(name: string): BindingElement {
    // Every element kind accepts an empty options object: all options have defaults.
    const kind = this.get(name) as ElementKind;
    return kind.create({});
  }
}
