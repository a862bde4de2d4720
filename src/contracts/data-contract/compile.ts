import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { elementReader, rootWriter } from './element-serializer.js';
import { SerializerCompiler } from './serializer-compiler.js';
import { errorAt, ValueError } from './value-error.js';
import { labelOf } from './wire-type.js';
import type { Accepts, Infer, TypeReference } from './wire-type.js';

/** The root element of a value; by default the one of its type. */
export interface RootElement {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * Compiles the writer of values of a type, each as one element. As .NET's DataContractSerializer.WriteObject.
 *
 * The writer throws a SerializationError for a value that does not fit, with the path to it; `path` is what the path
 * begins with, by default the type's name.
 * @throws InvalidBindingError when the type cannot work
 */
export function compileWriter<R extends TypeReference>(
  type: R,
  root: RootElement = {},
): (writer: XmlWriter, value: Accepts<R> | null, path?: string) => void {
  const compiler = new SerializerCompiler();
  const serializer = compiler.serializerOf(type);
  compiler.finish(`The type ${labelOf(type)}`);
  const write = rootWriter(serializer, root.name, root.namespace);
  return (writer, value, path = serializer.name) => {
    try {
      write(writer, value);
    } catch (error) {
      throw errorAt(path, error);
    }
  };
}

/**
 * Compiles the reader of values of a type, which reads the next element and moves past it. As .NET's
 * DataContractSerializer.ReadObject: elements that the type does not know are skipped, missing ones give the default.
 *
 * Reading null where the type is a reference type of .NET (a string, a list, a class) gives null even when it was not
 * declared nullable: a peer may send that at any time.
 * @throws InvalidBindingError when the type cannot work
 */
export function compileReader<R extends TypeReference>(
  type: R,
  root: RootElement = {},
): (reader: XmlReader) => Infer<R> {
  const compiler = new SerializerCompiler();
  const serializer = compiler.serializerOf(type);
  compiler.finish(`The type ${labelOf(type)}`);
  const name = root.name ?? serializer.name;
  const namespace = root.namespace ?? serializer.namespace;
  const read = elementReader(serializer);
  return (reader) => {
    try {
      if (!reader.isStartElement(name, namespace)) {
        throw new ValueError(
          '',
          `expected the element ${name} of the namespace '${namespace}' at ${reader.position}, but found ${reader.nodeType} '${reader.localName}' of '${reader.namespaceUri}'`,
        );
      }
      return read(reader) as Infer<R>;
    } catch (error) {
      throw errorAt(name, error);
    }
  };
}
