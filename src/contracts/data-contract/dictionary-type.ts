import type { XmlReader } from '../../core/xml/index.js';
import { complexSerializer, readChildren } from './complex-serializer.js';
import { encodeXmlName, entryName } from './contract-names.js';
import { childWriter, elementReader } from './element-serializer.js';
import { arraysNamespace } from './namespaces.js';
import { countItems, noteObjectOf } from './object-graph.js';
import { notA } from './primitive-type.js';
import type { Serializer } from './serializer.js';
import { errorAt, show, ValueError } from './value-error.js';
import { labelOf, wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/** Names of a dictionary that are not those of its parts. WCF's CollectionDataContractAttribute. */
export interface DictionaryOptions {
  /** Default: `ArrayOf` and the name of the entries. */
  readonly name?: string | undefined;
  /** Default: .NET's namespace for collections. */
  readonly namespace?: string | undefined;
  /** The name of the entries. Default: `KeyValueOf` and the names of the types. */
  readonly itemName?: string | undefined;
  /** Default `Key`. */
  readonly keyName?: string | undefined;
  /** Default `Value`. */
  readonly valueName?: string | undefined;
}

/**
 * A dictionary: a Map, in its order. .NET's Dictionary<K, V>.
 *
 * A key that comes twice is an error. Keys that are objects (Decimal, DateTime, classes) are told apart by identity, as
 * Map does.
 */
export function dictionaryOf<K extends TypeReference, V extends TypeReference>(
  key: K,
  value: V,
  options: DictionaryOptions = {},
): WireType<Map<Infer<K>, Infer<V>>, ReadonlyMap<Accepts<K>, Accepts<V>>> {
  return wireType(
    `dictionaryOf(${labelOf(key)}, ${labelOf(value)})`,
    (resolver) =>
      compileDictionary(resolver.serializerOf(key), resolver.serializerOf(value), options),
    { kind: 'contract' },
  );
}

function compileDictionary(
  key: Serializer,
  value: Serializer,
  options: DictionaryOptions,
): Serializer {
  const namespace = options.namespace ?? arraysNamespace;
  const ownEntry = entryName(key, value);
  const names = {
    namespace,
    entry: options.itemName === undefined ? ownEntry : encodeXmlName(options.itemName),
    key: encodeXmlName(options.keyName ?? 'Key'),
    value: encodeXmlName(options.valueName ?? 'Value'),
  };
  const { entry } = names;
  const writeKey = childWriter(key, names.key, namespace, namespace);
  const writeValue = childWriter(value, names.value, namespace, namespace);
  const readEntry = entryReader(key, value, names);
  const serializer: Serializer = complexSerializer({
    typeName: `DictionaryOf_${key.typeName}_${value.typeName}`,
    name: options.name === undefined ? `ArrayOf${ownEntry}` : encodeXmlName(options.name),
    namespace,
    declaration: {
      kind: 'dictionary',
      entryName: entry,
      keyName: names.key,
      valueName: names.value,
      key,
      value,
    },
    writeContent(writer, map) {
      if (!(map instanceof Map)) throw notA('a Map', map);
      const entries: ReadonlyMap<unknown, unknown> = map;
      countItems(entries.size);
      for (const [entryKey, entryValue] of entries) {
        try {
          writer.writeStartElement(null, entry, namespace);
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
      noteObjectOf(reader, map, serializer);
      try {
        readChildren(reader, () => {
          const isEntry = reader.localName === entry && reader.namespaceUri === namespace;
          if (!isEntry) {
            reader.skip();
            return;
          }
          countItems(1);
          readEntry(reader, map);
        });
      } catch (error) {
        throw errorAt(`[${String(map.size)}]`, error);
      }
      return map;
    },
  });
  return serializer;
}

interface DictionaryNames {
  readonly namespace: string;
  readonly entry: string;
  readonly key: string;
  readonly value: string;
}

function entryReader(
  key: Serializer,
  value: Serializer,
  names: DictionaryNames,
): (reader: XmlReader, map: Map<unknown, unknown>) => void {
  const readKey = elementReader(key);
  const readValue = elementReader(value);
  return (reader, map) => {
    let found: 'nothing' | 'key' | 'both' = 'nothing';
    let entryKey: unknown;
    let entryValue: unknown;
    readChildren(reader, () => {
      const name = reader.namespaceUri === names.namespace ? reader.localName : '';
      if (name === names.key && found === 'nothing') {
        entryKey = readKey(reader);
        found = 'key';
      } else if (name === names.value && found === 'key') {
        entryValue = readValue(reader);
        found = 'both';
      } else if (name === names.value && found === 'nothing') {
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
