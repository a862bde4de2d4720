import { isNcName, parseInteger } from '../../core/xml/index.js';
import { notA, primitiveType } from './primitive-type.js';
import { resolveQualifiedName } from './qualified-name.js';
import type { QualifiedName } from './qualified-name.js';
import { canonicalUri } from './uri-text.js';
import { ValueError } from './value-error.js';
import type { WireType } from './wire-type.js';

/** Characters. */
export const string: WireType<string> = primitiveType('xsd.string', {
  name: 'string',
  typeName: 'String',
  isNullable: true,
  isPlain: true,
  missing: null,
  isDefault: isNull,
  write(writer, value) {
    if (typeof value !== 'string') throw notA('a string', value);
    writer.writeText(value);
  },
  read: (reader) => reader.readElementText(),
});

/** Bytes. */
export const base64Binary: WireType<Uint8Array> = primitiveType('xsd.base64Binary', {
  name: 'base64Binary',
  typeName: 'ByteArray',
  isNullable: true,
  isPlain: true,
  missing: null,
  isDefault: isNull,
  write(writer, value) {
    if (!(value instanceof Uint8Array)) throw notA('a Uint8Array', value);
    writer.writeBase64(value);
  },
  read: (reader) => reader.readElementBase64(),
});

/** An absolute or relative URI. It is written as .NET's Uri class has it (`HTTP://Host:80/a b` as `http://host/a%20b`), and read as it is. */
export const anyURI: WireType<string, string | URL> = primitiveType('xsd.anyURI', {
  name: 'anyURI',
  typeName: 'Uri',
  isNullable: true,
  missing: null,
  isDefault: isNull,
  write(writer, value) {
    const text = value instanceof URL ? value.href : value;
    if (typeof text !== 'string') throw notA('a string or a URL', value);
    writer.writeText(toCanonicalUri(text));
  },
  read(reader) {
    const text = reader.readElementText();
    toCanonicalUri(text);
    return text;
  },
});

/** A qualified name; its prefix is declared where it is written. */
export const QName: WireType<QualifiedName> = primitiveType('xsd.QName', {
  name: 'QName',
  typeName: 'XmlQualifiedName',
  isNullable: true,
  needsPrefix: true,
  missing: null,
  isDefault: isNull,
  write(writer, value) {
    if (!isQualifiedName(value)) throw notA('a qualified name { name, namespace }', value);
    // .NET passes white space on that it has read.
    if (value.name !== '' && !isNcName(value.name.trim())) throw notA('an XML name', value.name);
    // A name in no namespace has no prefix: then no default namespace may be in scope.
    const { namespace } = value;
    const prefix = writer.writeNamespace(namespace === '' ? '' : null, namespace);
    writer.writeText(prefix === '' ? value.name : `${prefix}:${value.name}`);
  },
  read(reader): QualifiedName {
    // As a tree: the declarations of the element itself count, and are out of scope once its text has been read.
    const element = reader.readElement();
    if (element.elements.length > 0) throw notA('a qualified name', element.text);
    const { text } = element;
    if (text === '') return { name: '', namespace: '' };
    return resolveQualifiedName(text, element);
  },
});

/** A GUID as text, in lower case with dashes; braces, parentheses and no dashes are accepted. */
export const guid: WireType<string> = primitiveType('guid', {
  name: 'guid',
  typeName: 'Guid',
  isSchemaType: false,
  missing: '00000000-0000-0000-0000-000000000000',
  isDefault: (value) => typeof value === 'string' && /^[{(]?[0-]+[)}]?$/.test(value),
  write(writer, value) {
    if (typeof value !== 'string') throw notA('a GUID', value);
    writer.writeText(toGuid(value));
  },
  read: (reader) => toGuid(reader.readElementText()),
});

/** One UTF-16 code unit as a string of length 1; on the wire it is a number. */
export const char: WireType<string> = primitiveType('char', {
  name: 'char',
  typeName: 'Char',
  isSchemaType: false,
  missing: '\0',
  isDefault: (value) => value === '\0',
  write(writer, value) {
    if (typeof value !== 'string' || value.length !== 1) {
      throw notA('a string of exactly one UTF-16 code unit', value);
    }
    writer.writeInteger(value.charCodeAt(0));
  },
  read: (reader) => String.fromCharCode(parseInteger(reader.readElementText(), 0, 0xffff)),
});

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

function isQualifiedName(value: unknown): value is QualifiedName {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'name' in value &&
    typeof value.name === 'string' &&
    'namespace' in value &&
    typeof value.namespace === 'string'
  );
}

function toCanonicalUri(text: string): string {
  const uri = canonicalUri(text);
  if (uri === null) throw notA('a URI', text);
  return uri;
}

const guidForms =
  /^\s*(?:([{(]?)([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})([)}]?)|([0-9a-f]{32}))\s*$/i;

function toGuid(text: string): string {
  const match = guidForms.exec(text);
  const [, open = '', a = '', b = '', c = '', d = '', e = '', close = '', plain] = match ?? [];
  if (match === null || `${open}${close}` !== closed[open]) {
    throw new ValueError('', `'${text.slice(0, 60)}' is not a GUID`);
  }
  if (plain === undefined) return `${a}-${b}-${c}-${d}-${e}`.toLowerCase();
  return plain.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const closed: Readonly<Record<string, string>> = { '': '', '{': '{}', '(': '()' };
