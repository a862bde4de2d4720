import type { TypeDeclaration } from './serializer.js';
import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type { Polymorphism, Serializer } from './serializer.js';
import { ValueError } from './value-error.js';

/** What a complex type has of its own. */
export interface ComplexInit {
  readonly typeName: string;
  readonly name: string;
  readonly namespace: string;
  readonly isPlain?: boolean;
  readonly classType?: ClassReference;
  readonly isReference?: boolean;
  readonly polymorphism?: Polymorphism | null;
  readonly declaration: TypeDeclaration;
  /** What stands for a value that is not there, where values cannot be null: .NET's structs. */
  readonly valueType?: Pick<Serializer, 'missing' | 'isDefault'> | null;
  readonly writeContent: (writer: XmlWriter, value: unknown) => void;
  readonly readElement: (reader: XmlReader) => unknown;
}

/** The serialiser of a complex type: a reference type of .NET, null when it is missing, or a struct. */
export function complexSerializer({ valueType = null, ...init }: ComplexInit): Serializer {
  return Object.freeze({
    kind: 'complex',
    typeName: init.typeName,
    name: init.name,
    namespace: init.namespace,
    argumentName: init.name,
    argumentNamespace: init.namespace,
    isNullable: valueType === null,
    needsPrefix: false,
    isPlain: init.isPlain ?? false,
    missing: valueType?.missing ?? null,
    classType: init.classType ?? null,
    isReference: init.isReference ?? false,
    polymorphism: init.polymorphism ?? null,
    declaration: init.declaration,
    isDefault: valueType?.isDefault ?? ((value: unknown) => value === null || value === undefined),
    writeContent: init.writeContent,
    readElement: init.readElement,
  });
}

/**
 * Moves through the child elements of the start tag the reader stands on, and past its end tag. `onChild` reads or
 * skips the child; text between children is an error, as in .NET.
 * @throws ValueError
 */
export function readChildren(reader: XmlReader, onChild: (reader: XmlReader) => void): void {
  const isEmpty = reader.isEmptyElement;
  reader.read();
  if (isEmpty) return;
  for (;;) {
    switch (reader.moveToContent()) {
      case 'element':
        onChild(reader);
        break;
      case 'endElement':
        reader.read();
        return;
      case 'text':
      case 'none':
      case 'endOfFile':
        throw new ValueError('', `expected an element at ${reader.position}, but found text`);
    }
  }
}
