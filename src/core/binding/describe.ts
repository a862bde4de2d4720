import type { ClientShape, ListenerShape } from '../channel/index.js';
import type { BindingElement } from './binding-element.js';
import { resolveClientShapes, resolveListenerShapes } from './shape-resolution.js';

/** What is described. */
interface DescribedBinding {
  readonly name: string;
  readonly elements: readonly BindingElement[];
  readonly offeredClientShapes: readonly ClientShape[];
  readonly offeredListenerShapes: readonly ListenerShape[];
}

/** A table of a stack, one row an element: its name, the shapes above it at client and service, its settings. */
export function describeStack(binding: DescribedBinding): string {
  const { elements } = binding;
  const rows = elements.map((element, index) => [
    element.name,
    shapesAt(elements, index, binding.offeredClientShapes, resolveClientShapes),
    shapesAt(elements, index, binding.offeredListenerShapes, resolveListenerShapes),
    Object.entries(element.settings)
      .map(([key, value]) => `${key}=${formatSetting(value)}`)
      .join(' '),
  ]);
  return [
    `binding ${binding.name}`,
    ...table([['element', 'client shapes', 'service shapes', 'settings'], ...rows]),
  ].join('\n');
}

/** The shapes that run through one element, over all shapes that the stack offers at its top. */
function shapesAt<S extends string>(
  elements: readonly BindingElement[],
  index: number,
  offered: readonly S[],
  resolve: (elements: readonly BindingElement[], wanted: S) => S[] | null,
): string {
  const shapes = offered
    .map((shape) => resolve(elements, shape)?.[index])
    .filter((shape) => shape !== undefined);
  return shapes.length === 0 ? '-' : [...new Set(shapes)].join(', ');
}

function formatSetting(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
