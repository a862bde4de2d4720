import { namespaces } from '../namespaces.js';
import type { SchemaSet } from './schema-set.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** The types of XML Schema that .NET declares an element of, in its order. */
const schemaTypes = [
  'anyType',
  'anyURI',
  'base64Binary',
  'boolean',
  'byte',
  'dateTime',
  'decimal',
  'double',
  'float',
  'int',
  'long',
  'QName',
  'short',
  'string',
  'unsignedByte',
  'unsignedInt',
  'unsignedLong',
  'unsignedShort',
];

/** .NET's own simple types: what they restrict, and how. */
const ownTypes: readonly (readonly [name: string, base: string, facets: readonly TreeNode[]])[] = [
  ['char', 'int', []],
  [
    'duration',
    'duration',
    [
      node('xs:pattern', { value: String.raw`\-?P(\d*D)?(T(\d*H)?(\d*M)?(\d*(\.\d*)?S)?)?` }),
      node('xs:minInclusive', { value: '-P10675199DT2H48M5.4775808S' }),
      node('xs:maxInclusive', { value: 'P10675199DT2H48M5.4775807S' }),
    ],
  ],
  [
    'guid',
    'string',
    [
      node('xs:pattern', {
        value: String.raw`[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}`,
      }),
    ],
  ],
];

/** Those without a global element, which came with .NET 10. */
const dateTypes: typeof ownTypes = [
  [
    'dateOnly',
    'date',
    [node('xs:pattern', { value: '([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' })],
  ],
  [
    'timeOnly',
    'time',
    [
      node('xs:pattern', {
        value: String.raw`([01][0-9]|2[0-3]):([0-5][0-9])(:([0-5][0-9])(\.[0-9]{1,7})?)?`,
      }),
    ],
  ],
];

/** Adds the schema of .NET's Serialization namespace, which is published whole wherever data contracts are. */
export function addSerializationSchema(schemas: SchemaSet): void {
  const schema = schemas.of(namespaces.ser);
  if (schema.components.length > 0) return;
  for (const name of schemaTypes) schema.addElement(name, globalElement(name, namespaces.xsd));
  for (const [name, base, facets] of ownTypes) {
    schema.addElement(name, globalElement(name, namespaces.ser));
    schema.components.push(simpleType(name, base, facets));
  }
  for (const [name, type] of [
    ['FactoryType', 'QName'],
    ['Id', 'ID'],
    ['Ref', 'IDREF'],
  ] as const)
    schema.components.push(
      node('xs:attribute', { name, type: new QualifiedValue(namespaces.xsd, type) }),
    );
  for (const [name, base, facets] of dateTypes)
    schema.components.push(simpleType(name, base, facets));
}

/** An element that stands alone, of a named type. */
export function globalElement(name: string, namespace: string): TreeNode {
  return node('xs:element', {
    name,
    nillable: 'true',
    type: new QualifiedValue(namespace, name),
  });
}

function simpleType(name: string, base: string, facets: readonly TreeNode[]): TreeNode {
  const restriction = node(
    'xs:restriction',
    { base: new QualifiedValue(namespaces.xsd, base) },
    facets,
  );
  return node('xs:simpleType', { name }, [restriction]);
}
