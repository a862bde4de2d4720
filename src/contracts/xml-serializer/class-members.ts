import { XmlElement, xmlnsNamespace } from '../../core/xml/index.js';
import type { XmlAttribute, XmlReader, XmlWriter } from '../../core/xml/index.js';
import { notA } from '../data-contract/primitive-type.js';
import { writeItems } from './list-mapping.js';
import type { ElementForm } from './list-mapping.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import type { XmlMapping, XmlTextForm } from './xml-mapping.js';

/** A member of a class that is one or several child elements. */
export interface ElementMember {
  readonly key: string;
  readonly order: number | null;
  /** The value when no such element comes. */
  missing(): unknown;
  /** Whether more than one element may come for it. */
  readonly repeats: boolean;
  /** The elements that it takes, as `{namespace}name`. */
  readonly names: readonly string[];
  /** Whether it takes elements of any name: those that no other member takes. */
  readonly isCatchAll: boolean;
  write(writer: XmlWriter, value: unknown): void;
  accepts(name: string, namespace: string): boolean;
  /** The value with what the element says, whose start tag the reader stands on. */
  read(reader: XmlReader, value: unknown): unknown;
  /** The value with text that stands between the elements, or null where there is no place for it. */
  readonly addText: ((value: unknown, text: string) => unknown) | null;
}

/** A member that is an attribute. */
export interface AttributeMember {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly missing: unknown;
  /** The value is left out. */
  isLeftOut(value: unknown): boolean;
  readonly text: XmlTextForm;
}

/** A member that is the text of the element. */
export interface TextMember {
  readonly key: string;
  readonly missing: unknown;
  readonly mapping: XmlMapping;
}

/** What the kinds of element members have in common. */
export interface ElementMemberInit {
  readonly key: string;
  readonly order: number | null;
  readonly isLeftOut: (value: unknown) => boolean;
}

/** One value, one element. */
export function singleMember(
  { key, order, isLeftOut }: ElementMemberInit,
  form: ElementForm,
  missing: unknown,
): ElementMember {
  return {
    key,
    order,
    missing: () => missing,
    repeats: false,
    names: form.names,
    isCatchAll: form.isCatchAll,
    write(writer, value) {
      if (!isLeftOut(value)) form.write(writer, value);
    },
    accepts: (name, namespace) => form.accepts(name, namespace),
    read: (reader) => form.read(reader),
    addText: null,
  };
}

/** A list, its items right among the other elements. */
export function repeatedMember(
  { key, order, isLeftOut }: ElementMemberInit,
  form: ElementForm,
): ElementMember {
  const { text } = form;
  return {
    key,
    order,
    missing: () => [],
    repeats: true,
    names: form.names,
    isCatchAll: form.isCatchAll,
    write(writer, value) {
      if (value !== null && value !== undefined && !isLeftOut(value))
        writeItems(writer, form, value);
    },
    accepts: (name, namespace) => form.accepts(name, namespace),
    read: (reader, value) => append(value, form.read(reader)),
    addText: text === null ? null : (value, content) => append(value, text(content)),
  };
}

/** What a list in an element of its own is compiled from. */
export interface WrappedMemberInit extends ElementMemberInit {
  readonly name: string;
  readonly namespace: string;
  readonly isNullable: boolean;
  readonly missesNull: boolean;
}

/** A list in an element of its own. A second one replaces the first. */
export function wrappedMember(init: WrappedMemberInit, list: XmlMapping): ElementMember {
  const { key, order, isLeftOut, name, namespace, isNullable, missesNull } = init;
  return {
    key,
    order,
    missing: () => (missesNull ? null : []),
    repeats: true,
    names: [`{${namespace}}${name}`],
    isCatchAll: false,
    write(writer, value) {
      if (isLeftOut(value)) return;
      const isNull = value === null || value === undefined;
      if (isNull && !isNullable) return;
      writer.writeStartElement(null, name, namespace);
      if (isNull) writer.writeAttribute('xsi', 'nil', schemaInstanceNamespace, 'true');
      else list.writeContent(writer, value);
      writer.writeEndElement();
    },
    accepts: (other, otherNamespace) => other === name && otherNamespace === namespace,
    read: (reader) => list.readElement(reader),
    addText: null,
  };
}

/** Elements that no other member takes: a list, or one. */
export function anyElementMember(
  key: string,
  name: string | undefined,
  namespace: string,
  isSingle: boolean,
  order: number | null,
): ElementMember {
  const write = (writer: XmlWriter, value: unknown): void => {
    if (!(value instanceof XmlElement)) throw notA('an XmlElement', value);
    writer.writeElement(value);
  };
  const accepts = (other: string, otherNamespace: string): boolean =>
    name === undefined || (other === name && otherNamespace === namespace);
  const form: ElementForm = {
    write,
    accepts,
    read: (reader) => reader.readElement(),
    names: name === undefined ? [] : [`{${namespace}}${name}`],
    isCatchAll: name === undefined,
    text: null,
  };
  const init = {
    key,
    order,
    isLeftOut: (value: unknown) => value === null || value === undefined,
  };
  return isSingle ? singleMember(init, form, null) : repeatedMember(init, form);
}

/** Writes the attributes of a list of any attributes. */
export function writeAnyAttributes(writer: XmlWriter, value: unknown): void {
  if (value === null || value === undefined) return;
  if (!Array.isArray(value)) throw notA('a list of attributes', value);
  for (const { prefix, localName, namespaceUri, value: text } of value as readonly XmlAttribute[])
    writer.writeAttribute(prefix === '' ? null : prefix, localName, namespaceUri, text);
}

/** Whether an attribute says something of its element that is not of its class. */
export function isTechnical({ namespaceUri }: XmlAttribute): boolean {
  return namespaceUri === xmlnsNamespace || namespaceUri === schemaInstanceNamespace;
}

function append(list: unknown, item: unknown): unknown {
  (list as unknown[]).push(item);
  return list;
}
