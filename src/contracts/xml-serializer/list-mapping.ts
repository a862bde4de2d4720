import { XmlElement } from '../../core/xml/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { isNil } from '../data-contract/nil.js';
import { notA } from '../data-contract/primitive-type.js';
import { errorAt, show, ValueError } from '../data-contract/value-error.js';
import { readElement, writeElement } from './xml-mapping.js';
import type { XmlMapping } from './xml-mapping.js';

/** An element that the items of a list may be, or the value of a member. */
export interface NamedMapping {
  readonly name: string;
  readonly namespace: string;
  readonly mapping: XmlMapping;
  readonly isNullable: boolean;
}

/** How single values are elements: of one name, or each of its own. */
export interface ElementForm {
  /** Writes a value as an element, or as text where content is mixed. */
  write(writer: XmlWriter, value: unknown): void;
  /** Whether an element is one of these. */
  accepts(name: string, namespace: string): boolean;
  /** Reads the element that {@link accepts} took. */
  read(reader: XmlReader): unknown;
  /** The elements that it takes, as `{namespace}name`. */
  readonly names: readonly string[];
  /** Whether it takes elements of any name. */
  readonly isCatchAll: boolean;
  /** The value of text that stands among the elements, or null where there is no place for it. */
  readonly text: ((text: string) => unknown) | null;
}

/** Values of one type, as elements of one name. */
export function singleForm({ name, namespace, mapping, isNullable }: NamedMapping): ElementForm {
  return {
    write(writer, value) {
      writeElement(writer, name, namespace, mapping, value, isNullable);
    },
    accepts: (other, otherNamespace) => other === name && otherNamespace === namespace,
    read: (reader) => readElement(reader, mapping, isNullable),
    names: [`{${namespace}}${name}`],
    isCatchAll: false,
    text: null,
  };
}

/** Values `{ name, value }` of a choice, and in mixed content text and other elements. */
export function choiceForm(
  label: string,
  alternatives: ReadonlyMap<string, NamedMapping>,
  isMixed: boolean,
): ElementForm {
  const find = (name: string, namespace: string): [string, NamedMapping] | undefined =>
    [...alternatives].find(([, one]) => one.name === name && one.namespace === namespace);
  return {
    write(writer, value) {
      if (isMixed && typeof value === 'string') {
        writer.writeText(value);
        return;
      }
      if (isMixed && value instanceof XmlElement) {
        writer.writeElement(value);
        return;
      }
      if (value === null || value === undefined) return;
      const { name, value: content } = value as {
        readonly name?: unknown;
        readonly value?: unknown;
      };
      const alternative = typeof name === 'string' ? alternatives.get(name) : undefined;
      if (alternative === undefined) {
        throw new ValueError(
          '',
          `${show(value)} is no { name, value } of the choice ${label} (${[...alternatives.keys()].join(', ')})`,
        );
      }
      try {
        singleForm(alternative).write(writer, content);
      } catch (error) {
        throw errorAt(String(name), error);
      }
    },
    accepts: (name, namespace) => isMixed || find(name, namespace) !== undefined,
    read(reader) {
      const found = find(reader.localName, reader.namespaceUri);
      if (found === undefined) return reader.readElement();
      const [name, { mapping, isNullable }] = found;
      try {
        return { name, value: readElement(reader, mapping, isNullable) };
      } catch (error) {
        throw errorAt(name, error);
      }
    },
    names: [...alternatives.values()].map((one) => `{${one.namespace}}${one.name}`),
    isCatchAll: isMixed,
    text: isMixed ? (text) => text : null,
  };
}

/** Writes each item of a list, and says which one does not fit. */
export function writeItems(writer: XmlWriter, form: ElementForm, value: unknown): void {
  if (!Array.isArray(value)) throw notA('an array', value);
  const items: readonly unknown[] = value;
  for (let index = 0; index < items.length; index++) {
    try {
      form.write(writer, items[index]);
    } catch (error) {
      throw errorAt(`[${String(index)}]`, error);
    }
  }
}

/** A list as the content of an element. */
export function listMapping(typeName: string, form: ElementForm, namespace: string): XmlMapping {
  return {
    typeName,
    typeNamespace: namespace,
    isReference: true,
    isNullableValue: false,
    missing: null,
    writeContent(writer, value) {
      writeItems(writer, form, value);
    },
    readElement(reader) {
      if (reader.attributeCount > 0 && isNil(reader)) {
        reader.skip();
        return null;
      }
      const items: unknown[] = [];
      forEachChild(reader, (child) => {
        if (!form.accepts(child.localName, child.namespaceUri)) {
          child.skip();
          return;
        }
        try {
          items.push(form.read(child));
        } catch (error) {
          throw errorAt(`[${String(items.length)}]`, error);
        }
      });
      return items;
    },
    text: null,
  };
}

/**
 * Moves through the element that the reader stands on, and past its end tag. `onElement` reads or skips each child; text goes to
 * `onText`, what stands in a row at once, white space alone not.
 */
export function forEachChild(
  reader: XmlReader,
  onElement: (reader: XmlReader) => void,
  onText: ((text: string) => void) | null = null,
): void {
  const isEmpty = reader.isEmptyElement;
  reader.read();
  if (isEmpty) return;
  for (;;) {
    switch (reader.nodeType) {
      case 'element':
        onElement(reader);
        break;
      case 'text': {
        const text = readRun(reader, onText !== null);
        if (onText !== null && /[^ \t\r\n]/.test(text)) onText(text);
        break;
      }
      case 'endElement':
        reader.read();
        return;
      case 'none':
      case 'endOfFile':
        throw new ValueError('', `the document ends within an element, at ${reader.position}`);
    }
  }
}

/** The text at hand and what follows it without an element between, which a comment may have torn apart. */
function readRun(reader: XmlReader, isWanted: boolean): string {
  let text = '';
  while (reader.nodeType === 'text') {
    if (isWanted) text += reader.text;
    reader.read();
  }
  return text;
}
