import type { TypeReference } from '../data-contract/index.js';
import type { TypeShape } from '../data-contract/wire-type.js';

/** The shape of a type, behind names that are looked up; a class is a value, and null is nothing new for lists and choices. */
export function resolvedShape(type: TypeReference): TypeShape {
  if (typeof type === 'function') return { kind: 'value' };
  const { shape } = type;
  if (shape.kind === 'lazy') return resolvedShape(shape.target());
  if (shape.kind !== 'nullable') return shape;
  const inner = resolvedShape(shape.inner);
  return inner.kind === 'list' || inner.kind === 'choice' ? inner : shape;
}
