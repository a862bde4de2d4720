import { XmlElement } from '../../core/xml/index.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { encodeXmlName } from './contract-names.js';
import { defaultDataContractNamespace } from './namespaces.js';
import { notA } from './primitive-type.js';
import type { Serializer, XmlContentDeclaration } from './serializer.js';
import { ValueError } from './value-error.js';
import { wireType } from './wire-type.js';
import type { WireType } from './wire-type.js';

/** A type that writes and reads its XML by itself. */
export interface XmlSerializableInit<T> {
  /** The name of its contract, and of a root element. */
  readonly name: string;
  /** Default `http://schemas.datacontract.org/2004/07/`. */
  readonly namespace?: string | undefined;
  /** Writes the attributes and the content of an element that is started and ended by the caller. */
  readonly write: (writer: XmlWriter, value: T) => void;
  /** Reads the element whose start tag the reader stands on, and moves past its end tag. */
  readonly read: (reader: XmlReader) => T;
}

/** A type whose elements hold any XML, written and read by two functions. .NET's IXmlSerializable. */
export function xmlSerializable<T>(init: XmlSerializableInit<T>): WireType<T> {
  const serializer = xmlSerializer(init as XmlSerializableInit<unknown>, selfWritten);
  return wireType(`xmlSerializable(${init.name})`, () => serializer);
}

/** An element of any name and content, inside the element of the member or parameter. .NET's XmlElement. */
export const xmlElement: WireType<XmlElement> = wireType('xmlElement', () => elementSerializer);

/** What .NET's schemas say of a type that writes itself and has no schema. */
export const selfWritten: XmlContentDeclaration = {
  kind: 'xmlContent',
  declares: 'type',
  isNoted: false,
  particles: [{ kind: 'schema' }, { kind: 'any' }],
  repeats: false,
};

/** What a schema says of elements that hold one element of any name. */
export const anyContent: XmlContentDeclaration = {
  kind: 'xmlContent',
  declares: 'nothing',
  isNoted: false,
  particles: [{ kind: 'any', minOccurs: '0', processContents: 'lax' }],
  repeats: false,
};

/** The serialiser of a type that writes and reads its XML by itself. */
export function xmlSerializer(
  { name, namespace = defaultDataContractNamespace, write, read }: XmlSerializableInit<unknown>,
  declaration: XmlContentDeclaration,
  rootNamespace = namespace,
): Serializer {
  const encoded = encodeXmlName(name);
  return Object.freeze({
    // Its content is its own matter, so that no namespace is declared for it.
    kind: 'primitive',
    typeName: name,
    name: encoded,
    namespace: rootNamespace,
    argumentName: encoded,
    argumentNamespace: namespace,
    isNullable: true,
    needsPrefix: false,
    isPlain: false,
    missing: null,
    classType: null,
    isReference: false,
    polymorphism: null,
    declaration,
    isDefault: (value: unknown) => value === null || value === undefined,
    writeContent: write,
    readElement(reader) {
      const depth = reader.depth;
      const position = reader.position;
      const value = read(reader);
      // Behind the end tag the reader stands on a sibling, or on the end tag of the parent.
      if (reader.depth <= depth && reader.position !== position) return value;
      throw new ValueError('', `the type ${name} did not read its element to the end`);
    },
  } satisfies Serializer);
}

const elementSerializer = xmlSerializer(
  {
    name: 'XmlElement',
    namespace: `${defaultDataContractNamespace}System.Xml`,
    write: (writer, value) => {
      if (!(value instanceof XmlElement)) throw notA('an XmlElement', value);
      writer.writeElement(value);
    },
    read: readInnerElement,
  },
  anyContent,
);

/** The element inside the one that the reader stands on; null when there is none. */
function readInnerElement(reader: XmlReader): XmlElement | null {
  const isEmpty = reader.isEmptyElement;
  reader.read();
  if (isEmpty) return null;
  const element = reader.moveToContent() === 'element' ? reader.readElement() : null;
  reader.readEndElement();
  return element;
}
