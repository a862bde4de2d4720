import type { ChannelShape, ClientShape, ListenerShape } from '../channel/index.js';
import { InvalidBindingError } from '../errors/index.js';
import type { BindingElement } from './binding-element.js';
import type { ShapeMapping } from './shape-mapping.js';
import { resolveClientShapes, resolveListenerShapes } from './shape-resolution.js';
import type { StackContext } from './stack-context.js';

/** What is checked of a binding. */
interface CheckedBinding {
  readonly name: string;
  readonly elements: readonly BindingElement[];
  readonly offeredClientShapes: readonly ClientShape[];
  readonly offeredListenerShapes: readonly ListenerShape[];
}

/** Checks a whole stack before any of it is built; all that is wrong is told in one {@link InvalidBindingError}. */
export function validateStack(
  binding: CheckedBinding,
  shape: ClientShape | ListenerShape,
  side: 'client' | 'service',
  context: StackContext,
): void {
  const problems = orderProblems(binding.elements);
  if (problems.length === 0) problems.push(...elementProblems(context));
  if (problems.length === 0) problems.push(...shapeProblems(binding, shape, side));
  if (problems.length === 0) return;
  throw new InvalidBindingError(
    `The binding '${binding.name}' [${binding.elements.map((element) => element.name).join(', ')}] cannot work:\n` +
      problems.map((problem) => `  - ${problem}`).join('\n'),
  );
}

function orderProblems(elements: readonly BindingElement[]): string[] {
  const problems: string[] = [];
  const transports = elements.filter((element) => element.role === 'transport');
  const encodings = elements.filter((element) => element.role === 'encoding');
  const last = elements.at(-1);
  if (transports.length === 0) {
    problems.push(
      'It has no transport; add one as its last element, for example httpsTransport().',
    );
  } else if (transports.length > 1) {
    problems.push(
      `It has ${String(transports.length)} transports (${names(transports)}); keep the one you mean, as the last element.`,
    );
  } else if (last?.role !== 'transport') {
    problems.push(
      `Its transport '${names(transports)}' is not the last element; move it behind '${last?.name ?? ''}'.`,
    );
  }
  if (encodings.length > 1) {
    problems.push(
      `It has ${String(encodings.length)} encodings (${names(encodings)}); a message is encoded once, keep one of them.`,
    );
  }
  for (const [index, element] of elements.entries()) {
    const before = elements.slice(0, index).find((other) => other.name === element.name);
    if (before !== undefined && element.role === 'protocol') {
      problems.push(`The element '${element.name}' stands in it twice; keep one.`);
    }
  }
  return problems;
}

function elementProblems(context: StackContext): string[] {
  return context.remainingElements.flatMap((element, index) =>
    element.validate(context.at(index + 1)),
  );
}

function shapeProblems(
  binding: CheckedBinding,
  shape: ClientShape | ListenerShape,
  side: 'client' | 'service',
): string[] {
  const isClient = side === 'client';
  const explained = isClient
    ? explain(binding.elements, shape as ClientShape, (e) => e.clientShapes, resolveClientShapes)
    : explain(
        binding.elements,
        shape as ListenerShape,
        (e) => e.listenerShapes,
        resolveListenerShapes,
      );
  if (explained === null) return [];
  const offered = isClient ? binding.offeredClientShapes : binding.offeredListenerShapes;
  const offer =
    offered.length === 0
      ? 'It offers no shape at all to the'
      : `It offers ${offered.join(', ')} to the`;
  return [`The ${side} needs a ${shape} channel, and ${explained} ${offer} ${side}.`];
}

function explain<S extends ChannelShape>(
  elements: readonly BindingElement[],
  wanted: S,
  shapesOf: (element: BindingElement) => readonly ShapeMapping<S>[],
  resolve: (elements: readonly BindingElement[], wanted: S) => S[] | null,
): string | null {
  if (resolve(elements, wanted) !== null) return null;
  const [element, ...below] = elements;
  if (element === undefined) return 'nothing is there to offer it.';
  const mappings = shapesOf(element);
  const mapping = mappings.find(({ offers }) => offers === wanted);
  if (mapping === undefined) {
    const can = mappings.map(({ offers }) => offers).join(', ');
    return `'${element.name}' cannot offer it (it can offer ${can === '' ? 'nothing' : can}).`;
  }
  const [only, ...more] = mapping.over;
  if (only !== undefined && more.length === 0) return explain(below, only, shapesOf, resolve);
  const reachable = below.map((inner) => inner.name).join(', ');
  return `'${element.name}' needs ${mapping.over.join(' or ')} below it, which [${reachable}] cannot offer.`;
}

function names(elements: readonly BindingElement[]): string {
  return elements.map((element) => element.name).join(', ');
}
