import type { XmlReader } from '../../core/xml/index.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { entryName } from './contract-names.js';
import { childWriter, elementReader } from './element-serializer.js';
import { arraysNamespace } from './namespaces.js';
import { notA } from './primitive-type.js';
import type { Serializer } from './serializer.js';
import { errorAt, show, ValueError } from './value-error.js';
import { labelOf, wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/**
 * A dictionary: a Map, in its order. .NET's Dictionary<K, V>.
 *
 * A key that comes twice is an error. Keys that are objects (Decimal, DateTime, classes) are told apart by identity, as
 * Map does.
 */
export function dictionaryOf<K extends TypeReference, V extends TypeReference>(
  key: K,
  value: V,
): WireType<Map<Infer<K>, Infer<V>>, ReadonlyMap<Accepts<K>, Accepts<V>>> {
  return wireType(`dictionaryOf(${labelOf(key)}, ${labelOf(value)})`, (resolver) =>
    compileDictionary(resolver.serializerOf(key), resolver.serializerOf(value)),
  );
}

function compileDictionary(key: Serializer, value: Serializer): Serializer {
  const entry = entryName(key, value);
  const writeKey = childWriter(key, 'Key', arraysNamespace, arraysNamespace);
  const writeValue = childWriter(value, 'Value', arraysNamespace, arraysNamespace);
  const readEntry = entryReader(key, value);
  return complexSerializer({
    typeName: `DictionaryOf${key.typeName}${value.typeName}`,
    name: `ArrayOf${entry}`,
    namespace: arraysNamespace,
    writeContent(writer, map) {
      if (!(map instanceof Map)) throw notA('a Map', map);
      const entries: ReadonlyMap<unknown, unknown> = map;
      for (const [entryKey, entryValue] of entries) {
        try {
          writer.writeStartElement(null, entry, arraysNamespace);
          writeKey(writer, entryKey);
          writeValue(writer, entryValue);
          writer.writeEndElement();
        } catch (error) {
          throw errorAt(`[${show(entryKey)}]`, error);
        }
      }
    },
    readElement(reader) {
      const map = new Map<unknown, unknown>();
      try {
        readChildren(reader, () => {
          const isEntry = reader.localName === entry && reader.namespaceUri === arraysNamespace;
          if (isEntry) readEntry(reader, map);
          else reader.skip();
        });
      } catch (error) {
        throw errorAt(`[${String(map.size)}]`, error);
      }
      return map;
    },
  });
}

function entryReader(
  key: Serializer,
  value: Serializer,
): (reader: XmlReader, map: Map<unknown, unknown>) => void {
  const readKey = elementReader(key);
  const readValue = elementReader(value);
  return (reader, map) => {
    let found: 'nothing' | 'key' | 'both' = 'nothing';
    let entryKey: unknown;
    let entryValue: unknown;
    readChildren(reader, () => {
      const name = reader.namespaceUri === arraysNamespace ? reader.localName : '';
      if (name === 'Key' && found === 'nothing') {
        entryKey = readKey(reader);
        found = 'key';
      } else if (name === 'Value' && found === 'key') {
        entryValue = readValue(reader);
        found = 'both';
      } else if (name === 'Value' && found === 'nothing') {
        throw new ValueError('', 'an entry of a dictionary has its Value before its Key');
      } else {
        reader.skip();
      }
    });
    const { length } = missingParts[found];
    if (length > 0)
      throw new ValueError('', `an entry of a dictionary lacks its ${missingParts[found]}`);
    if (map.has(entryKey)) throw new ValueError('', `the key ${show(entryKey)} comes twice`);
    map.set(entryKey, entryValue);
  };
}

const missingParts = { nothing: 'Key', key: 'Value', both: '' } as const;
