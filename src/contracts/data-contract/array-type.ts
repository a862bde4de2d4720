import { complexSerializer, readChildren } from './complex-serializer.js';
import { encodeXmlName, listNamespace } from './contract-names.js';
import { childWriter, elementReader } from './element-serializer.js';
import { countItems, noteObjectOf } from './object-graph.js';
import { notA } from './primitive-type.js';
import type { Serializer } from './serializer.js';
import { errorAt } from './value-error.js';
import { labelOf, wireType } from './wire-type.js';
import type { Accepts, Infer, TypeReference, WireType } from './wire-type.js';

/** Names of a list that are not those of its items. WCF's CollectionDataContractAttribute. */
export interface ArrayOptions {
  /** Default: `ArrayOf` and the name of the items' type. */
  readonly name?: string | undefined;
  /** Default: the namespace of the items' type, or .NET's for collections of built-in types. */
  readonly namespace?: string | undefined;
  /** Default: the name of the items' type. */
  readonly itemName?: string | undefined;
  /** A list that occurs twice is written once and referred to after that. Default false. */
  readonly isReference?: boolean | undefined;
}

/** A list: `ArrayOf<item>`, with items named after their type. .NET's T[], and with options a CollectionDataContract. */
export function arrayOf<R extends TypeReference>(
  item: R,
  options: ArrayOptions = {},
): WireType<Infer<R>[], readonly Accepts<R>[]> {
  return wireType(
    `arrayOf(${labelOf(item)})`,
    (resolver) => compileArray(resolver.serializerOf(item), options),
    { kind: 'list', item, itemName: options.itemName ?? null },
  );
}

function compileArray(item: Serializer, options: ArrayOptions): Serializer {
  const namespace = options.namespace ?? listNamespace(item);
  const itemName = options.itemName === undefined ? item.name : encodeXmlName(options.itemName);
  const writeItem = childWriter(item, itemName, namespace, namespace);
  const readItem = elementReader(item);
  const serializer: Serializer = complexSerializer({
    typeName: `ArrayOf${item.typeName}`,
    name: options.name === undefined ? `ArrayOf${item.argumentName}` : encodeXmlName(options.name),
    namespace,
    isPlain: isPlainItem(item),
    isReference: options.isReference ?? false,
    declaration: { kind: 'list', itemName, item },
    writeContent(writer, value) {
      if (!Array.isArray(value)) throw notA('an array', value);
      const items: readonly unknown[] = value;
      countItems(items.length);
      for (let index = 0; index < items.length; index++) {
        try {
          writeItem(writer, items[index]);
        } catch (error) {
          throw errorAt(`[${String(index)}]`, error);
        }
      }
    },
    readElement(reader) {
      const items: unknown[] = [];
      noteObjectOf(reader, items, serializer);
      try {
        readChildren(reader, () => {
          const isItem = reader.localName === itemName && reader.namespaceUri === namespace;
          if (!isItem) {
            reader.skip();
            return;
          }
          countItems(1);
          items.push(readItem(reader));
        });
      } catch (error) {
        throw errorAt(`[${String(items.length)}]`, error);
      }
      return items;
    },
  });
  return serializer;
}

/** .NET's formatter for simple parameters knows arrays of these only. */
function isPlainItem(item: Serializer): boolean {
  return item.isPlain && !item.isNullable;
}
