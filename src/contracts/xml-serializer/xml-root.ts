import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { Accepts, Infer, TypeReference } from '../data-contract/index.js';
import { errorAt, ValueError } from '../data-contract/value-error.js';
import { labelOf } from '../data-contract/wire-type.js';
import type { NamedMapping } from './list-mapping.js';
import { readElement, writeElement } from './xml-mapping.js';
import { XmlMappingCompiler } from './xml-mapping-compiler.js';
import { declareSchemaNamespaces } from './xml-part.js';

/** The root element of a value, and what its type does not say. */
export interface XmlRootSettings {
  /** Default: that of `@XmlRoot`, or of the type. */
  readonly name?: string | undefined;
  /** The namespace of what has none of its own. Default: none. */
  readonly defaultNamespace?: string | undefined;
  /** Classes that are known beside those of `@XmlInclude`. */
  readonly extraTypes?: readonly TypeReference[] | undefined;
}

/**
 * Compiles the writer of values of a type, each as one element. As .NET's XmlSerializer.Serialize, without the XML declaration.
 * @throws InvalidBindingError when the type cannot work
 */
export function compileXmlWriter<R extends TypeReference>(
  type: R,
  settings: XmlRootSettings = {},
): (writer: XmlWriter, value: Accepts<R> | null) => void {
  const { name, namespace, mapping } = compileRoot(type, settings);
  return (writer, value) => {
    try {
      if (value === null || mapping.text === null) {
        // The namespaces stand on the root, as .NET has them.
        writeElement(
          writer,
          name,
          namespace,
          { ...mapping, writeContent: withSchema },
          value,
          true,
        );
      } else writeElement(writer, name, namespace, mapping, value, true);
    } catch (error) {
      throw errorAt(mapping.typeName, error);
    }
  };

  function withSchema(writer: XmlWriter, value: unknown): void {
    declareSchemaNamespaces(writer);
    mapping.writeContent(writer, value);
  }
}

/**
 * Compiles the reader of values of a type, which reads the next element and moves past it. As .NET's XmlSerializer.Deserialize:
 * what the type does not know is skipped.
 * @throws InvalidBindingError when the type cannot work
 */
export function compileXmlReader<R extends TypeReference>(
  type: R,
  settings: XmlRootSettings = {},
): (reader: XmlReader) => Infer<R> | null {
  const { name, namespace, mapping } = compileRoot(type, settings);
  return (reader) => {
    try {
      if (!reader.isStartElement(name, namespace)) {
        throw new ValueError(
          '',
          `the element ${reader.localName} of the namespace '${reader.namespaceUri}' stands where ${name} of the namespace '${namespace}' should`,
        );
      }
      return readElement(reader, mapping, true) as Infer<R> | null;
    } catch (error) {
      throw errorAt(mapping.typeName, error);
    }
  };
}

function compileRoot(
  type: TypeReference,
  { name, defaultNamespace = '', extraTypes = [] }: XmlRootSettings,
): NamedMapping {
  const problems = new SerializerCompiler();
  const compiler = new XmlMappingCompiler(problems);
  const root = compiler.rootOf(type, defaultNamespace);
  for (const extra of extraTypes) compiler.mappingOf(extra, defaultNamespace);
  problems.finish(`The type ${labelOf(type)}`);
  return name === undefined ? root : { ...root, name };
}
