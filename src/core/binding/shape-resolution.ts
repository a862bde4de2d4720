import type { ChannelShape, ClientShape, ListenerShape } from '../channel/index.js';
import type { BindingElement } from './binding-element.js';
import type { ShapeMapping } from './shape-mapping.js';

/** The shape at the top of each element, top-down, when the stack offers the wanted one; null when it cannot. */
export function resolveClientShapes(
  elements: readonly BindingElement[],
  wanted: ClientShape,
): ClientShape[] | null {
  return resolve(elements, wanted, (element) => element.clientShapes);
}

/** As {@link resolveClientShapes}, for the service side. */
export function resolveListenerShapes(
  elements: readonly BindingElement[],
  wanted: ListenerShape,
): ListenerShape[] | null {
  return resolve(elements, wanted, (element) => element.listenerShapes);
}

/** The shapes an element offers over what is below it; elements that encode are passed through. */
export function offeredShapes<S extends ChannelShape>(
  elements: readonly BindingElement[],
  shapes: readonly S[],
  resolveShape: (elements: readonly BindingElement[], wanted: S) => S[] | null,
): S[] {
  return shapes.filter((shape) => resolveShape(elements, shape) !== null);
}

function resolve<S extends ChannelShape>(
  elements: readonly BindingElement[],
  wanted: S,
  shapesOf: (element: BindingElement) => readonly ShapeMapping<S>[],
): S[] | null {
  const [element, ...below] = elements;
  if (element === undefined) return null;
  const mapping = shapesOf(element).find(({ offers }) => offers === wanted);
  if (mapping === undefined) return null;
  if (element.role === 'transport') return below.length === 0 ? [wanted] : null;
  for (const inner of mapping.over) {
    const rest = resolve(below, inner, shapesOf);
    if (rest !== null) return [wanted, ...rest];
  }
  return null;
}
