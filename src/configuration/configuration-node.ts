import { nearestNames } from '../core/container/index.js';
import { booleanAttribute } from '../core/binding/index.js';
import type { ConfigurationAttribute } from '../core/binding/index.js';
import type { SourceText, TextPosition } from '../core/xml/index.js';

/** The value of an attribute, as it was written. */
export type AttributeValue = string | number | boolean;

/** What a {@link ConfigurationNode} is made from. */
export interface ConfigurationNodeInit {
  readonly name: string;
  /** The names of the elements around it and its own, such as `configuration/system.serviceModel`. */
  readonly path: string;
  /** Of a file they are texts. */
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly children: readonly ConfigurationNode[];
  /** Text directly in the element, without the space around it. */
  readonly text: string;
  readonly source: SourceText;
  /** Where its start tag begins. */
  readonly offset: number;
}

/**
 * An element of a configuration file. Its reader takes the attributes and children it knows and then calls `finish`, which
 * refuses what was left: nothing in a file is ignored in silence.
 */
export class ConfigurationNode {
  readonly name: string;
  readonly path: string;
  readonly children: readonly ConfigurationNode[];
  readonly #attributes: ReadonlyMap<string, AttributeValue>;
  readonly #text: string;
  readonly #source: SourceText;
  readonly #offset: number;
  readonly #knownAttributes = new Set<string>();
  readonly #knownChildren = new Set<string>();
  #isTextKnown = false;

  /** @internal */
  constructor({ name, path, attributes, children, text, source, offset }: ConfigurationNodeInit) {
    this.name = name;
    this.path = path;
    this.children = children;
    this.#attributes = attributes;
    this.#text = text;
    this.#source = source;
    this.#offset = offset;
  }

  /** Where the element starts. */
  get position(): TextPosition {
    return this.#source.positionAt(this.#offset);
  }

  /** What was found in the whole file that has no effect, one line each. */
  get notices(): readonly string[] {
    return this.#source.notices;
  }

  /** The names of all attributes that are there. */
  get attributeNames(): string[] {
    return [...this.#attributes.keys()];
  }

  /** The text of an attribute, or null. */
  text(name: string): string | null {
    this.#knownAttributes.add(name);
    const value = this.#attributes.get(name);
    return value === undefined ? null : String(value);
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
    const value = this.#isOfType(name, attribute) ? attribute.parse(text) : undefined;
    if (value !== undefined) return value;
    throw this.attributeError(
      name,
      `The attribute ${name}="${text}" of <${this.name}> must be ${attribute.expects}.`,
    );
  }

  /** In an object a number is a number: one where a text should be, such as a time span, is not read as a text. */
  #isOfType(name: string, { schema }: ConfigurationAttribute): boolean {
    const value = this.#attributes.get(name);
    if (typeof value === 'string') return true;
    return typeof value === (schema?.type === 'integer' ? 'number' : (schema?.type ?? 'string'));
  }

  /** The value of a boolean attribute, or undefined when it is not there. */
  boolean(name: string): boolean | undefined {
    const value = this.value(name, booleanAttribute);
    return typeof value === 'boolean' ? value : undefined;
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

  /** Says that an attribute of WCF is known, and why it cannot be used. */
  refuseAttribute(name: string, reason: string): void {
    if (this.text(name) === null) return;
    throw this.attributeError(
      name,
      `The attribute ${name} of <${this.name}> is not supported: ${reason}`,
    );
  }

  /** The text directly in the element, which is then known. */
  takeText(): string {
    this.#isTextKnown = true;
    return this.#text;
  }

  /** Refuses attributes, children and text that nobody has asked for. */
  finish(): void {
    if (this.#text !== '' && !this.#isTextKnown)
      throw this.error(
        `<${this.name}> contains the text '${shortened(this.#text)}', which means nothing here; take it out.`,
      );
    for (const name of this.#attributes.keys()) {
      if (!this.#knownAttributes.has(name)) {
        throw this.attributeError(
          name,
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

  /** Notes that something in the file has no effect. */
  notice(message: string): void {
    this.#source.notice(message, this.#offset, this.path);
  }

  /** An error that tells the place: file, line, column and path. */
  error(message: string, cause?: unknown): Error {
    return this.#source.error(message, this.#offset, this.path, cause);
  }

  /** An error at one of the attributes. */
  attributeError(name: string, message: string): Error {
    const offset = this.#source.attributeOffset(this.#offset, name);
    return this.#source.error(message, offset, this.path);
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

function suggestion(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; it has none.';
  const near = nearestNames(name, known);
  const meant =
    near.length === 0 ? '' : `; did you mean ${near.map((one) => `'${one}'`).join(' or ')}?`;
  return `${meant === '' ? '.' : meant} It can have: ${known.join(', ')}.`;
}
