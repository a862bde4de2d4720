import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { rootReader, rootWriter } from './element-serializer.js';
import { isNil } from './nil.js';
import { graphSettings, settingsProblem } from './serializer-settings.js';
import type { DataContractSerializerSettings } from './serializer-settings.js';
import { SerializerCompiler } from './serializer-compiler.js';
import type { Serializer } from './serializer.js';
import { errorAt, ValueError } from './value-error.js';
import { labelOf } from './wire-type.js';
import type { Accepts, Infer, TypeReference } from './wire-type.js';

/** The root element of a value, and what its type does not say. */
export interface RootOptions extends DataContractSerializerSettings {
  /** Default: the name of the type. */
  readonly name?: string | undefined;
  /** Default: the namespace of the type. */
  readonly namespace?: string | undefined;
  /** Types that are known beside those of `@KnownTypes`. */
  readonly knownTypes?: readonly TypeReference[] | undefined;
  /** Reading: false takes a root element of any name. Default true. */
  readonly verifyName?: boolean | undefined;
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
  root: RootOptions = {},
): (writer: XmlWriter, value: Accepts<R> | null, path?: string) => void {
  const serializer = compileRoot(type, root);
  const write = rootWriter(serializer, root.name, root.namespace, graphSettings(root));
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
  root: RootOptions = {},
): (reader: XmlReader) => Infer<R> {
  const serializer = compileRoot(type, root);
  const verifies = root.verifyName ?? true;
  const name = root.name ?? serializer.name;
  const namespace = root.namespace ?? serializer.namespace;
  const read = rootReader(serializer, graphSettings(root));
  return (reader) => {
    try {
      const isThere = verifies ? reader.isStartElement(name, namespace) : reader.isStartElement();
      if (!isThere) {
        throw new ValueError(
          '',
          `expected the element ${name} of the namespace '${namespace}' at ${reader.position}, but found ${reader.nodeType} '${reader.localName}' of '${reader.namespaceUri}'`,
        );
      }
      // .NET takes nil for null at the root, also of an enumeration, which knows no null elsewhere.
      if (serializer.kind === 'primitive' || !isNil(reader)) return read(reader) as Infer<R>;
      reader.skip();
      return null as Infer<R>;
    } catch (error) {
      throw errorAt(name, error);
    }
  };
}

function compileRoot(type: TypeReference, root: RootOptions): Serializer {
  const { knownTypes = [] } = root;
  const compiler = new SerializerCompiler();
  const problem = settingsProblem(root);
  if (problem !== null) compiler.report(problem);
  const serializer = compiler.serializerOf(type);
  for (const known of knownTypes) compiler.knownTypes.add(known, compiler);
  compiler.finish(`The type ${labelOf(type)}`);
  return serializer;
}
