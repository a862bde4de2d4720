import { XmlElementReader } from '../../core/xml/index.js';
import { rootReader, rootWriter } from '../data-contract/element-serializer.js';
import type { Serializer } from '../data-contract/serializer.js';
import type { TypeReference } from '../data-contract/index.js';
import { errorAt } from '../data-contract/value-error.js';
import type { FaultOptions } from '../decorators/contract-metadata.js';
import type { FaultDescription } from './contract-description.js';

/** What a fault is compiled from. */
export interface FaultInit {
  readonly type: TypeReference;
  readonly options: FaultOptions;
  readonly serializer: Serializer;
  /** The namespace of the contract. */
  readonly namespace: string;
  /** What the default action begins with: `<namespace>/<contract>/<operation>`. */
  readonly actionPrefix: string;
}

/** Compiles a typed fault of an operation. */
export function compileFault(init: FaultInit): FaultDescription {
  const { serializer, options } = init;
  const name = options.name ?? `${serializer.typeName}Fault`;
  const namespace = options.namespace ?? init.namespace;
  // As in WCF a name that is given names the element of the detail, too; otherwise the type does.
  const element =
    options.name === undefined
      ? { name: serializer.name, namespace: serializer.namespace }
      : { name: options.name, namespace };
  const write = rootWriter(serializer, element.name, element.namespace);
  const read = rootReader(serializer);
  return Object.freeze({
    action: options.action ?? `${init.actionPrefix}${name}`,
    name,
    namespace,
    detailType: init.type,
    matches: (detail) => detail.is(element.name, element.namespace),
    write: (detail) => (writer) => {
      try {
        write(writer, detail);
      } catch (error) {
        throw errorAt(serializer.name, error);
      }
    },
    read(detail) {
      try {
        const reader = new XmlElementReader(detail);
        reader.moveToContent();
        return read(reader);
      } catch (error) {
        throw errorAt(serializer.name, error);
      }
    },
  } satisfies FaultDescription);
}
