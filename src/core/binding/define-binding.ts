import { ChannelStackError } from '../errors/index.js';
import { listModule, token } from '../container/index.js';
import type { ServiceModule } from '../container/index.js';
import type { BindingElement } from './binding-element.js';
import type { ElementConfiguration } from './contributions.js';
import { CustomBinding } from './custom-binding.js';
import type { CustomBindingOptions } from './custom-binding.js';

/** What a kind of binding is made from. */
export interface BindingKindInit<Options extends object> {
  /** The name in configuration, such as `basicHttpBinding`. */
  readonly name: string;
  /** The name of such bindings in metadata and messages, such as `BasicHttpBinding`. */
  readonly className: string;
  /** The stack for some options. @throws InvalidBindingError for options that it cannot have */
  readonly compose: (options: Options) => readonly BindingElement[];
  /** How it stands in `<bindings>`, beside name and timeouts. */
  readonly configuration: ElementConfiguration;
  /** The options under which it would be this stack, as far as it can tell; null for another. Without it none is recognised. */
  readonly optionsOf?: ((elements: readonly BindingElement[]) => object | null) | undefined;
}

/** A kind of binding, by which configuration makes one. WCF's binding extension. */
export interface BindingKind<Options extends object = object> extends BindingKindInit<Options> {
  create(options: Options, own: CustomBindingOptions & { readonly name?: string }): CustomBinding;
}

/** Options of a standard binding in code: those of its kind, its timeouts, its name. */
export type BindingOptions<Options extends object> = Options &
  CustomBindingOptions & {
    /** For messages and metadata. Default: the name of the class in WCF. */
    readonly name?: string | undefined;
  };

/** The user's way to a binding, `basicHttpBinding({ ... })`, which is at the same time its kind for {@link bindingModule}. */
export type BindingFactory<Options extends object> = ((
  options?: BindingOptions<Options>,
) => CustomBinding) &
  BindingKind<Options>;

/** Makes a kind of binding: a fixed order of elements, put together from a few options. */
export function defineBinding<Options extends object>(
  init: BindingKindInit<Options>,
): BindingFactory<Options> {
  const { name, className, compose, configuration, optionsOf } = init;
  const create: BindingKind<Options>['create'] = (options, { name: given, ...own }) =>
    new CustomBinding(given ?? className, compose(options), own);
  const make = (all: BindingOptions<Options> = {} as BindingOptions<Options>): CustomBinding => {
    const {
      name: given,
      namespace,
      openTimeout,
      closeTimeout,
      sendTimeout,
      receiveTimeout,
      ...options
    } = all;
    const timeouts = { openTimeout, closeTimeout, sendTimeout, receiveTimeout };
    const own = Object.fromEntries(
      Object.entries({ name: given, namespace, ...timeouts }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    // What is left are the options of the kind.
    return create(options as unknown as Options, own);
  };
  Object.defineProperty(make, 'name', { value: name });
  return Object.assign(make, { className, compose, configuration, create, optionsOf });
}

/** The options under which a stack is one of a kind of binding, to the last setting; null when it is not. */
export function recognizeBinding(
  kind: BindingKind<never>,
  elements: readonly BindingElement[],
): object | null {
  const options = kind.optionsOf?.(elements) ?? null;
  if (options === null || !canSay(options, kind.configuration)) return null;
  try {
    // They are what the kind itself has found.
    return sameStack(kind.compose(options as never), elements) ? options : null;
  } catch (error) {
    if (ChannelStackError.is(error)) return null;
    throw error;
  }
}

/** Whether a kind has attributes for all of some options. */
function canSay(options: object, { attributes, children = {} }: ElementConfiguration): boolean {
  return Object.entries(options).every(([name, value]: [string, unknown]) => {
    const child = Object.hasOwn(children, name) ? children[name] : undefined;
    if (child === undefined) return Object.hasOwn(attributes, name);
    return typeof value === 'object' && value !== null && canSay(value, child);
  });
}

function sameStack(one: readonly BindingElement[], other: readonly BindingElement[]): boolean {
  const asText = (elements: readonly BindingElement[]): string =>
    JSON.stringify(elements.map(({ name, settings }) => [name, Object.entries(settings).sort()]));
  return asText(one) === asText(other);
}

/** All kinds of bindings that configuration may name are bound to this one token. */
export const BindingKindToken = token<BindingKind<never>>('bindingKind');

/** A module that makes bindings known by name. */
export function bindingModule(...kinds: readonly BindingKind<never>[]): ServiceModule {
  return listModule(BindingKindToken, ...kinds);
}
