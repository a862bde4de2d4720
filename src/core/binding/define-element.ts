import type { ElementKind } from '../container/element-registry.js';
import type { BindingElement } from './binding-element.js';

/** The user's way to an element, `textEncoding({ ... })`, which is at the same time its kind for {@link elementModule}. */
export type ElementFactory<
  Options extends object,
  Element extends BindingElement = BindingElement,
> =
  // Options may be left out when none is required.
  ((...options: object extends Options ? [options?: Options] : [options: Options]) => Element) &
    ElementKind<Options>;

/** Makes the function of an element kind. */
export function defineElement<Options extends object, Element extends BindingElement>(
  kind: Omit<ElementKind<Options>, 'create'> & { readonly create: (options: Options) => Element },
): ElementFactory<Options, Element> {
  // The options may only be left out when their type allows it, and then all of them have defaults.
  const make = (options: Options = {} as Options): Element => kind.create(options);
  Object.defineProperty(make, 'name', { value: kind.name });
  const { create, configuration, fromDescription } = kind;
  return Object.assign(make, { create, configuration, fromDescription });
}
