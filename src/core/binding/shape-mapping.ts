import type { ChannelShape } from '../channel/index.js';

/** For one shape that an element can offer: the shapes it can be built over, the best first. A transport has none below. */
export interface ShapeMapping<S extends ChannelShape> {
  readonly offers: S;
  readonly over: readonly S[];
}

/** The mappings of an element that leaves every shape as it is. */
export function sameShapes<S extends ChannelShape>(shapes: readonly S[]): ShapeMapping<S>[] {
  return shapes.map((shape) => ({ offers: shape, over: [shape] }));
}

/** The mappings of a transport: what it offers, over nothing. */
export function transportShapes<S extends ChannelShape>(
  ...shapes: readonly S[]
): ShapeMapping<S>[] {
  return shapes.map((shape) => ({ offers: shape, over: [] }));
}
