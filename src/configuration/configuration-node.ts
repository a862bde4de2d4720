import { nearestNames } from '../core/container/index.js';
import type { ConfigurationAttribute } from '../core/binding/index.js';
import { ConfigurationError } from '../core/errors/index.js';

/** Where an element starts in its file, both counted from 1. */
export interface ConfigurationPosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
}

/** What a {@link ConfigurationNode} is made from. */
export interface ConfigurationNodeInit {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ConfigurationNode[];
  readonly position: ConfigurationPosition;
  /** The names of the elements around it, such as `configuration/system.serviceModel`; '' for the document element. */
  readonly parentPath: string;
}

/**
 * An element of a configuration file. Its reader takes the attributes and children it knows and then calls `finish`, which
 * refuses what was left: nothing in a file is ignored in silence.
 */
export class ConfigurationNode {
  readonly name: string;
  readonly children: readonly ConfigurationNode[];
  readonly position: ConfigurationPosition;
  readonly path: string;
  readonly #attributes: ReadonlyMap<string, string>;
  readonly #knownAttributes = new Set<string>();
  readonly #knownChildren = new Set<string>();

  constructor({ name, attributes, children, position, parentPath }: ConfigurationNodeInit) {
    this.name = name;
    this.children = children;
    this.position = position;
    this.path = parentPath === '' ? name : `${parentPath}/${name}`;
    this.#attributes = attributes;
  }

  /** The names of all attributes that are there. */
  get attributeNames(): string[] {
    return [...this.#attributes.keys()];
  }

  /** The text of an attribute, or null. */
  text(name: string): string | null {
    this.#knownAttributes.add(name);
    return this.#attributes.get(name) ?? null;
  }

  /** The text of an attribute that must be there. */
  requiredText(name: string): string {
    const text = this.text(name);
    if (text !== null) return text;
    throw this.error(`<${this.name}> lacks its attribute '${name}'.`);
  }

  /** The value of an attribute, or undefined when it is not there. */
  value(name: string, attribute: ConfigurationAttribute): unknown {
    const text = this.text(name);
    if (text === null) return undefined;
    const value = attribute.parse(text);
    if (value !== undefined) return value;
    throw this.error(
      `The attribute ${name}="${text}" of <${this.name}> must be ${attribute.expects}.`,
    );
  }

  /** The only child of that name, or null. */
  child(name: string): ConfigurationNode | null {
    const [first, second] = this.all(name);
    if (second !== undefined)
      throw second.error(`<${this.name}> has a second <${name}>; keep one.`);
    return first ?? null;
  }

  /** All children of that name. */
  all(name: string): readonly ConfigurationNode[] {
    this.#knownChildren.add(name);
    return this.children.filter((child) => child.name === name);
  }

  /** Says that an element or attribute of WCF is known, and why it cannot be used. */
  refuseChild(name: string, reason: string): void {
    const [found] = this.all(name);
    if (found !== undefined) throw found.error(`<${name}> is not supported: ${reason}`);
  }

  /** Refuses attributes and children that nobody has asked for. */
  finish(): void {
    for (const name of this.#attributes.keys()) {
      if (!this.#knownAttributes.has(name)) {
        throw this.error(
          `<${this.name}> has no attribute '${name}'${suggestion(name, [...this.#knownAttributes])}`,
        );
      }
    }
    for (const child of this.children) {
      if (!this.#knownChildren.has(child.name)) {
        throw child.error(
          `<${this.name}> has no element <${child.name}>${suggestion(child.name, [...this.#knownChildren])}`,
        );
      }
    }
  }

  /** An error that tells the place: file, line, column and path. */
  error(message: string, cause?: unknown): ConfigurationError {
    const { fileName, line, column } = this.position;
    return new ConfigurationError(
      `${fileName}, line ${String(line)}, column ${String(column)} (${this.path}): ${message}`,
      {
        cause,
      },
    );
  }
}

function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; it has none.';
  const near = nearestNames(name, known);
  const meant =
    near.length === 0 ? '' : `; did you mean ${near.map((one) => `'${one}'`).join(' or ')}?`;
  return `${meant === '' ? '.' : meant} It can have: ${known.join(', ')}.`;
}
