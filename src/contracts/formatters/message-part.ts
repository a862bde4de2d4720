import { rootReader, rootWriter } from '../data-contract/element-serializer.js';
import type { ElementReader, ElementWriter } from '../data-contract/element-serializer.js';
import type { GraphSettings } from '../data-contract/object-graph.js';
import { schemaInstanceNamespace } from '../data-contract/namespaces.js';
import { isNil } from '../data-contract/nil.js';
import type { Serializer } from '../data-contract/serializer.js';

/** A parameter or the result of an operation, as an element of the body. */
export interface MessagePart {
  readonly name: string;
  readonly namespace: string;
  /** How the part is called in errors: `divide.n1`. */
  readonly path: string;
  /** Its value when a message lacks it. */
  readonly missing: unknown;
  /** Whether each of its elements is an item of a list. */
  readonly repeats: boolean;
  readonly write: ElementWriter;
  readonly read: ElementReader;
}

/** What a part is compiled from. */
export interface MessagePartInit {
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
  readonly serializer: Serializer;
  readonly settings: GraphSettings;
  /** Whether the operation has simple types only, which .NET writes and reads in a way of its own. */
  readonly isPlain: boolean;
}

/** Compiles a part. */
export function compilePart(init: MessagePartInit): MessagePart {
  const { name, namespace, path, serializer, settings, isPlain } = init;
  return Object.freeze({
    name,
    namespace,
    path,
    missing: serializer.missing,
    repeats: false,
    write: isPlain
      ? plainWriter(serializer, name, namespace)
      : rootWriter(serializer, name, namespace, settings),
    read: isPlain ? plainReader(serializer) : rootReader(serializer, settings),
  });
}

/** Writes no declarations but those needed: `<xs><int xmlns="...Arrays">1</int></xs>`. */
function plainWriter(serializer: Serializer, name: string, namespace: string): ElementWriter {
  const writeNull = rootWriter(serializer, name, namespace);
  return (writer, value) => {
    if (value !== null && value !== undefined) {
      writer.writeStartElement(null, name, namespace);
      serializer.writeContent(writer, value);
      writer.writeEndElement();
    } else if (serializer.isNullable) {
      writer.writeStartElement(null, name, namespace);
      const prefix = writer.writeNamespace(null, schemaInstanceNamespace);
      writer.writeAttribute(prefix, 'nil', schemaInstanceNamespace, 'true');
      writer.writeEndElement();
    } else {
      writeNull(writer, value);
    }
  };
}

/** Takes nil for the default value also where the type knows no null. */
function plainReader(serializer: Serializer): ElementReader {
  return (reader) => {
    if (!isNil(reader)) return serializer.readElement(reader);
    reader.skip();
    return serializer.missing;
  };
}
