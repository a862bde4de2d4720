import type { XmlReader, XmlWriter } from '../../core/xml/index.js';
import { schemaInstanceNamespace, schemaNamespace } from '../data-contract/namespaces.js';
import type { TypeReference } from '../data-contract/index.js';
import type { HeaderContent, MessagePart } from '../formatters/index.js';
import { listMapping, singleForm, writeItems } from './list-mapping.js';
import { resolvedShape } from './type-shape.js';
import { readElement, writeElement } from './xml-mapping.js';
import type { XmlMappingCompiler } from './xml-mapping-compiler.js';
import type {
  XmlArrayPartOptions,
  XmlElementPartOptions,
  XmlPartOptions,
} from './xml-type-metadata.js';

/** What a part is compiled from. */
export interface XmlPartInit extends Pick<MessagePart, 'name' | 'namespace' | 'path'> {
  readonly type: TypeReference;
  /** The namespace that a type without one takes over: that of the contract. */
  readonly context: string;
  readonly options: XmlPartOptions | null;
}

/** A part of a message, as the XmlSerializer writes it: null is left out. */
export function xmlPart(compiler: XmlMappingCompiler, init: XmlPartInit): MessagePart {
  const { type, options } = init;
  if (options?.kind === 'array') return arrayPart(compiler, init, options);
  const shape = resolvedShape(type);
  if (options !== null && shape.kind === 'list')
    return repeatedPart(compiler, init, shape.item, options);
  return elementPart(compiler, init, options ?? {});
}

/** One value, one element. */
function elementPart(
  compiler: XmlMappingCompiler,
  init: XmlPartInit,
  { dataType, isNullable = false, isOptional = false }: XmlElementPartOptions,
): MessagePart {
  const { name, namespace, path, type, context } = init;
  const own = compiler.mappingOf(type, context);
  const mapping = compiler.writtenAs(own, type, dataType, `The part ${path}`);
  return Object.freeze({
    name,
    namespace,
    path,
    missing: mapping.missing,
    repeats: false,
    write: (writer: XmlWriter, value: unknown) => {
      if (isOptional && (value === null || value === undefined)) return;
      writeElement(writer, name, namespace, mapping, value, isNullable);
    },
    read: (reader: XmlReader) => readElement(reader, mapping, isNullable),
  });
}

/** A list, as many elements. */
function repeatedPart(
  compiler: XmlMappingCompiler,
  init: XmlPartInit,
  item: TypeReference,
  { dataType, isNullable = false }: XmlElementPartOptions,
): MessagePart {
  const { name, namespace, path, context } = init;
  const own = compiler.mappingOf(item, context);
  const mapping = compiler.writtenAs(own, item, dataType, `The part ${path}`);
  const form = singleForm({ name, namespace, mapping, isNullable });
  return Object.freeze({
    name,
    namespace,
    path,
    missing: null,
    repeats: true,
    write: (writer: XmlWriter, value: unknown) => {
      if (value !== null && value !== undefined) writeItems(writer, form, value);
    },
    read: (reader: XmlReader) => form.read(reader),
  });
}

/** A list in an element of its own, of which something is said. */
function arrayPart(
  compiler: XmlMappingCompiler,
  init: XmlPartInit,
  { itemName, itemNamespace, itemIsNullable = true, isNullable = false }: XmlArrayPartOptions,
): MessagePart {
  const { name, namespace, path, type, context } = init;
  const shape = resolvedShape(type);
  if (shape.kind !== 'list') {
    compiler.report(
      `The part ${path} has kind: 'array', but is no list; declare it as arrayOf(...).`,
    );
    return elementPart(compiler, init, {});
  }
  const form = compiler.elementForm(shape.item, {
    namespace: itemNamespace ?? namespace,
    context,
    name: itemName ?? shape.itemName ?? undefined,
    isNullable: itemIsNullable,
  });
  const mapping = listMapping('', form, namespace);
  return Object.freeze({
    name,
    namespace,
    path,
    missing: null,
    repeats: false,
    write: (writer: XmlWriter, value: unknown) => {
      writeElement(writer, name, namespace, mapping, value, isNullable);
    },
    read: (reader: XmlReader) => readElement(reader, mapping, isNullable),
  });
}

/** The namespace of a part of which something is said; `namespace` is that of the others. */
export function partNamespace(namespace: string, options: XmlPartOptions | null): string {
  if (options === null) return namespace;
  const { form = 'Qualified', namespace: own } = options;
  return own ?? (form === 'Qualified' ? namespace : '');
}

/** The content of a header. Null is an element with `xsi:nil`. */
export function xmlHeaderContent(
  compiler: XmlMappingCompiler,
  type: TypeReference,
  context: string,
): HeaderContent {
  const mapping = compiler.mappingOf(type, context);
  return {
    missing: mapping.missing,
    write(writer, value) {
      declareSchemaNamespaces(writer);
      if (value === null || value === undefined)
        writer.writeAttribute('xsi', 'nil', schemaInstanceNamespace, 'true');
      else mapping.writeContent(writer, value);
    },
    read: (reader) => readElement(reader, mapping, true),
  };
}

/** .NET declares the namespaces of XML Schema on the body, whether they are needed or not. */
export function declareSchemaNamespaces(writer: XmlWriter): void {
  writer.writeNamespace('xsi', schemaInstanceNamespace);
  writer.writeNamespace('xsd', schemaNamespace);
}
