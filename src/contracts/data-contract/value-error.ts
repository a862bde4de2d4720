import { SerializationError, XmlError } from '../../core/errors/index.js';

/** A value that does not fit its type, and the path to it, which grows on the way up: `divide.n1`, `Order.lines[3].price`. */
export class ValueError extends SerializationError {
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string, cause?: unknown) {
    super(path === '' ? problem : `${path}: ${problem}`, { cause });
    this.path = path;
    this.problem = problem;
  }
}

/**
 * The error to throw on for one that came from the member or item `segment`. Unreadable XML becomes an error with a
 * path; what is neither (an exceeded quota, a getter that throws) stays as it is.
 */
export function errorAt(segment: string, error: unknown): unknown {
  if (error instanceof ValueError) {
    return new ValueError(joinPath(segment, error.path), error.problem, error.cause);
  }
  if (error instanceof XmlError || error instanceof SerializationError) {
    return new ValueError(segment, error.message, error);
  }
  if (error instanceof RangeError) {
    return new ValueError(
      segment,
      'the value is nested too deeply, or contains itself; data contracts are trees',
      error,
    );
  }
  return error;
}

/** A value as it is shown in messages: short, and never the content of an object. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > longestShown ? `'${value.slice(0, longestShown)}...'` : `'${value}'`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value.toString()}n`;
    case 'function':
    case 'symbol':
      return `a ${typeof value}`;
    case 'object':
      return value === null ? 'null' : `an object (${constructorName(value)})`;
  }
}

const longestShown = 40;

function joinPath(segment: string, path: string): string {
  if (path === '' || segment === '') return segment + path;
  return path.startsWith('[') ? segment + path : `${segment}.${path}`;
}

function constructorName(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return 'without class';
  const { constructor } = prototype;
  return typeof constructor === 'function' ? constructor.name : 'without class';
}
