import { nearestNames } from '../container/nearest-names.js';
import { InvalidBindingError } from '../errors/index.js';

/** Refuses options that an element does not have: what would be ignored is told. @throws InvalidBindingError */
export function checkOptionNames(element: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearestNames(name, known);
    const meant =
      near.length === 0 ? '' : ` Did you mean ${near.map((one) => `'${one}'`).join(' or ')}?`;
    throw new InvalidBindingError(
      `${element} has no option '${name}'.${meant} It has ${known.join(', ')}.`,
    );
  }
}
