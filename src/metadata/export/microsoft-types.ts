import { namespaces } from '../namespaces.js';
import type { SchemaSet } from './schema-set.js';
import { QualifiedValue, node } from './xml-tree.js';

/** .NET's namespace for types of the XmlSerializer that XML Schema has no word for. */
export const microsoftTypes = 'http://microsoft.com/wsdl/types/';

/** .NET publishes the four of them wherever one is used. */
export function declareMicrosoftTypes(schemas: SchemaSet): void {
  const schema = schemas.of(microsoftTypes);
  if (schema.components.length > 0) return;
  const guid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
  for (const [name, base, facet] of [
    ['guid', 'string', [node('xs:pattern', { value: guid })]],
    ['char', 'unsignedShort', []],
    ['TimeSpan', 'duration', []],
    ['dateTimeOffset', 'dateTime', []],
  ] as const)
    schema.components.push(
      node('xs:simpleType', { name }, [
        node('xs:restriction', { base: new QualifiedValue(namespaces.xsd, base) }, facet),
      ]),
    );
}
