import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { TypeReference } from '../data-contract/index.js';
import { labelOf } from '../data-contract/wire-type.js';
import { dataTypeMapping } from './simple-mapping.js';
import type { XmlMapping } from './xml-mapping.js';
import type { XmlDataType } from './xml-type-metadata.js';

/** The mapping of a value that is written as another type of XML Schema; `owner` is told where it is no type for the value. */
export function valueMapping(
  mapping: XmlMapping,
  type: TypeReference,
  dataType: XmlDataType | undefined,
  owner: string,
  compiler: SerializerCompiler,
): XmlMapping {
  if (dataType === undefined) return mapping;
  const other = dataTypeMapping(dataType, mapping.typeName);
  if (other !== null)
    return mapping.isNullableValue ? { ...other, isNullableValue: true, missing: null } : other;
  // That of its own type needs not be said, but may.
  if ((dataType as string) !== mapping.typeName)
    compiler.report(
      `${owner} has the dataType ${dataType}, which is not for values of ${labelOf(type)}.`,
    );
  return mapping;
}
