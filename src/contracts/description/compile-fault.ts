import { XmlElementReader } from '../../core/xml/index.js';
import { rootReader, rootWriter } from '../data-contract/element-serializer.js';
import type { ElementReader, ElementWriter } from '../data-contract/element-serializer.js';
import type { GraphSettings } from '../data-contract/object-graph.js';
import type { Serializer } from '../data-contract/serializer.js';
import type { TypeReference } from '../data-contract/index.js';
import { errorAt } from '../data-contract/value-error.js';
import type { FaultOptions } from '../decorators/contract-metadata.js';
import { readElement, writeElement } from '../xml-serializer/index.js';
import type { PartContent } from '../formatters/index.js';
import type { XmlMappingCompiler } from '../xml-serializer/index.js';
import type { FaultDescription } from './contract-description.js';

/** How the detail of a fault is an element: by one serialiser. */
export interface FaultDetailFormat {
  /** The name of its type in its programming language: `MathFault`. */
  readonly typeName: string;
  /** The element that the type names. */
  readonly name: string;
  readonly namespace: string;
  readonly content: PartContent;
  write(name: string, namespace: string): ElementWriter;
  readonly read: ElementReader;
}

/** Details that are data contracts. */
export function dataContractDetail(
  serializer: Serializer,
  settings: GraphSettings,
): FaultDetailFormat {
  return {
    typeName: serializer.typeName,
    name: serializer.name,
    namespace: serializer.namespace,
    content: { kind: 'dataContract', serializer },
    write: (name, namespace) => rootWriter(serializer, name, namespace, settings),
    read: rootReader(serializer, settings),
  };
}

/** Details that the XmlSerializer writes. */
export function xmlSerializerDetail(
  compiler: XmlMappingCompiler,
  type: TypeReference,
): FaultDetailFormat {
  const { name, namespace, mapping } = compiler.rootOf(type, '');
  return {
    typeName: typeof type === 'function' ? type.name : mapping.typeName,
    name,
    namespace,
    content: { kind: 'xml', options: null, type, context: namespace },
    write: (element, elementNamespace) => (writer, value) => {
      writeElement(writer, element, elementNamespace, mapping, value, true);
    },
    read: (reader) => readElement(reader, mapping, true),
  };
}

/** What a fault is compiled from. */
export interface FaultInit {
  readonly type: TypeReference;
  readonly options: FaultOptions;
  readonly detail: FaultDetailFormat;
  /** The namespace of the contract. */
  readonly namespace: string;
  /** What the default action begins with: `<namespace>/<contract>/<operation>`. */
  readonly actionPrefix: string;
}

/** Compiles a typed fault of an operation. */
export function compileFault(init: FaultInit): FaultDescription {
  const { detail: format, options } = init;
  const name = options.name ?? `${format.typeName}Fault`;
  const namespace = options.namespace ?? init.namespace;
  // As in WCF a name that is given names the element of the detail, too; otherwise the type does.
  const element =
    options.name === undefined
      ? { name: format.name, namespace: format.namespace }
      : { name: options.name, namespace };
  const write = format.write(element.name, element.namespace);
  const { read } = format;
  return Object.freeze({
    action: options.action ?? `${init.actionPrefix}${name}`,
    name,
    namespace,
    detailType: init.type,
    detail: { ...element, content: format.content },
    namesDetail: options.name !== undefined,
    matches: (detail) => detail.is(element.name, element.namespace),
    write: (detail) => (writer) => {
      try {
        write(writer, detail);
      } catch (error) {
        throw errorAt(format.name, error);
      }
    },
    read(detail) {
      try {
        const reader = new XmlElementReader(detail);
        reader.moveToContent();
        return read(reader);
      } catch (error) {
        throw errorAt(format.name, error);
      }
    },
  } satisfies FaultDescription);
}
