import { dataContractKey } from '../data-contract/data-contract-metadata.js';
import type { QualifiedName, TypeReference } from '../data-contract/index.js';
import { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { xmlTypeKey } from '../xml-serializer/xml-type-metadata.js';

/** The name on the wire of a class with `@DataContract` or `@XmlType`, or of an enumeration; null for anything else. */
export function describeTypeName(type: unknown): QualifiedName | null {
  if (typeof type === 'function') {
    const owner = type as ClassReference;
    const xmlType = ownMetadata(xmlTypeKey, owner);
    if (xmlType !== undefined)
      return { name: xmlType.name ?? owner.name, namespace: xmlType.namespace ?? '' };
    return ownMetadata(dataContractKey, owner) === undefined ? null : compiledName(owner);
  }
  const isEnum = typeof type === 'object' && type !== null && 'values' in type && 'build' in type;
  return isEnum ? compiledName(type as unknown as TypeReference) : null;
}

function compiledName(type: TypeReference): QualifiedName {
  const { name, namespace } = new SerializerCompiler().serializerOf(type);
  return { name, namespace };
}
