import { contentWriter, rootReader } from '../data-contract/element-serializer.js';
import type { GraphSettings } from '../data-contract/object-graph.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { TypeReference } from '../data-contract/index.js';
import { compilePart } from '../formatters/index.js';
import type { BodyStyle, HeaderContent, MessagePart, PartContent } from '../formatters/index.js';
import { declareSchemaNamespaces, xmlHeaderContent, xmlPart } from '../xml-serializer/index.js';
import type { XmlMappingCompiler, XmlPartOptions } from '../xml-serializer/index.js';

/** A part of a message: where it stands, how it is called in errors, and what is said of it for the XmlSerializer. */
export interface PartPlace extends Pick<MessagePart, 'name' | 'namespace' | 'path'> {
  readonly xml: XmlPartOptions | null;
}

/** Compiles the parts and headers of messages: for one serialiser. */
export interface PartCompiler {
  readonly bodyStyle: BodyStyle;
  /** `context`: the namespace that a type without one takes over. Default: that of the contract. */
  part(type: TypeReference, place: PartPlace, context?: string): MessagePart;
  /** `context`: the namespace of the header, which a type without one takes over. */
  headerContent(type: TypeReference, context: string): HeaderContent;
  /** What metadata says of an element of the type; `context` as for a part. */
  describe(type: TypeReference, xml: XmlPartOptions | null, context?: string): PartContent;
}

/** `isPlain`: all types of the operation are simple, and .NET's formatter for these writes them. */
export function dataContractParts(
  compiler: SerializerCompiler,
  settings: GraphSettings,
  isPlain: boolean,
): PartCompiler {
  return {
    bodyStyle: { isOrdered: true, begin: null },
    part: (type, place) =>
      compilePart({ ...place, serializer: compiler.serializerOf(type), settings, isPlain }),
    describe: (type) => ({ kind: 'dataContract', serializer: compiler.serializerOf(type) }),
    headerContent(type) {
      const serializer = compiler.serializerOf(type);
      return {
        missing: serializer.missing,
        write: contentWriter(serializer, settings),
        read: rootReader(serializer, settings),
      };
    },
  };
}

/** `namespace` is that of the contract, which types without one take over. */
export function xmlSerializerParts(compiler: XmlMappingCompiler, namespace: string): PartCompiler {
  return {
    bodyStyle: { isOrdered: false, begin: declareSchemaNamespaces },
    part: (type, { xml: options, ...place }, context = namespace) =>
      xmlPart(compiler, { ...place, type, context, options }),
    describe: (type, options, context = namespace) => ({ kind: 'xml', type, context, options }),
    headerContent: (type, context) => xmlHeaderContent(compiler, type, context),
  };
}
