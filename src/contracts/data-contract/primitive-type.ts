import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaNamespace, serializationNamespace } from './namespaces.js';
import type { Serializer } from './serializer.js';
import { show, ValueError } from './value-error.js';
import { wireType } from './wire-type.js';
import type { WireType } from './wire-type.js';

/** What makes a primitive type. */
export interface PrimitiveInit {
  /** The name in its namespace: `unsignedByte`. */
  readonly name: string;
  /** .NET's name for it: `Byte`. */
  readonly typeName: string;
  /** False for .NET's own types (`guid`, `char`, `duration`), which XML Schema does not have. */
  readonly isSchemaType?: boolean;
  readonly isNullable?: boolean;
  readonly needsPrefix?: boolean;
  readonly isPlain?: boolean;
  readonly missing: unknown;
  readonly isDefault: (value: unknown) => boolean;
  /** Checks and writes a value. @throws ValueError */
  readonly write: (writer: XmlWriter, value: unknown) => void;
  readonly read: (reader: XmlReader) => unknown;
}

/** Makes a primitive wire type. */
export function primitiveType<T, In = T>(label: string, init: PrimitiveInit): WireType<T, In> {
  const typeNamespace = init.isSchemaType === false ? serializationNamespace : schemaNamespace;
  const serializer: Serializer = Object.freeze({
    kind: 'primitive',
    typeName: init.typeName,
    name: init.name,
    namespace: serializationNamespace,
    argumentName: init.name,
    argumentNamespace: typeNamespace,
    isNullable: init.isNullable ?? false,
    needsPrefix: init.needsPrefix ?? false,
    isPlain: init.isPlain ?? false,
    missing: init.missing,
    classType: null,
    isReference: false,
    polymorphism: null,
    declaration: { kind: 'builtIn', namespace: typeNamespace },
    isDefault: init.isDefault,
    writeContent: init.write,
    readElement: init.read,
  } satisfies Serializer);
  return wireType<T, In>(label, () => serializer);
}

/** The error for a value of the wrong JavaScript type. */
export function notA(expected: string, value: unknown): ValueError {
  return new ValueError('', `${show(value)} is not ${expected}`);
}
