import { anyType } from './any-type.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { decodeXmlName, encodeXmlName } from './contract-names.js';
import { childWriter, elementReader } from './element-serializer.js';
import { defaultDataContractNamespace, schemaNamespace } from './namespaces.js';
import { countItems, noteObjectOf } from './object-graph.js';
import { notA } from './primitive-type.js';
import type { Serializer } from './serializer.js';
import { errorAt } from './value-error.js';
import { wireType } from './wire-type.js';
import type { SerializerResolver, WireType } from './wire-type.js';

/** What a type of named values is called. */
export interface SerializationInfoOptions {
  /** The name of its contract. */
  readonly name: string;
  /** Default `http://schemas.datacontract.org/2004/07/`. */
  readonly namespace?: string | undefined;
}

/**
 * Values by their names, each with its type as `xsd.anyType` has it: what a class of .NET that is ISerializable (SerializationInfo)
 * writes of itself.
 */
export function serializationInfo(
  options: SerializationInfoOptions,
): WireType<Map<string, unknown>, ReadonlyMap<string, unknown>> {
  return wireType(
    `serializationInfo(${options.name})`,
    (resolver) => compileSerializationInfo(options, resolver),
    { kind: 'contract' },
  );
}

function compileSerializationInfo(
  { name, namespace = defaultDataContractNamespace }: SerializationInfoOptions,
  resolver: SerializerResolver,
): Serializer {
  const any = resolver.serializerOf(anyType);
  const read = elementReader(any);
  const serializer: Serializer = complexSerializer({
    typeName: name,
    name: encodeXmlName(name),
    namespace,
    declaration: { kind: 'namedValues' },
    writeContent(writer, value) {
      if (!(value instanceof Map)) throw notA('a Map of names and values', value);
      const values: ReadonlyMap<unknown, unknown> = value;
      writer.writeNamespace('x', schemaNamespace);
      countItems(values.size);
      for (const [key, one] of values) {
        if (typeof key !== 'string' || key === '') throw notA('a name', key);
        try {
          childWriter(any, encodeXmlName(key), '', '')(writer, one);
        } catch (error) {
          throw errorAt(key, error);
        }
      }
    },
    readElement(reader) {
      const values = new Map<string, unknown>();
      noteObjectOf(reader, values, serializer);
      readChildren(reader, () => {
        if (reader.namespaceUri !== '') {
          reader.skip();
          return;
        }
        countItems(1);
        const key = decodeXmlName(reader.localName);
        try {
          values.set(key, read(reader));
        } catch (error) {
          throw errorAt(key, error);
        }
      });
      return values;
    },
  });
  return serializer;
}
