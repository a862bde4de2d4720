import type { TypeReference } from '../data-contract/index.js';
import type { TypeShape } from '../data-contract/wire-type.js';

/** The shape of a type, behind names that are looked up; a class is a value. */
export function resolvedShape(type: TypeReference): TypeShape {
  if (typeof type === 'function') return { kind: 'value' };
  return type.shape.kind === 'lazy' ? resolvedShape(type.shape.target()) : type.shape;
}
