import type { QualifiedName } from '../../contracts/index.js';
import {
  arraysNamespace,
  defaultDataContractNamespace,
} from '../../contracts/data-contract/namespaces.js';
import { namespaces } from '../namespaces.js';
import { isValueType } from '../model/type-model.js';
import type { CodeOptions, TypeUse } from '../model/type-model.js';
import type { MetadataNode } from './metadata-node.js';

/** The names of a dictionary that are not those .NET makes of its parts. */
export function dictionaryOptions(
  name: QualifiedName,
  entry: MetadataNode,
  [key, value]: readonly [MetadataNode, MetadataNode],
): CodeOptions {
  const entryName = entry.attribute('name') ?? '';
  const isStandard = name.namespace === arraysNamespace && name.name === `ArrayOf${entryName}`;
  const keyName = key.attribute('name') ?? '';
  const valueName = value.attribute('name') ?? '';
  return {
    name: isStandard ? undefined : name.name,
    namespace: name.namespace === arraysNamespace ? undefined : name.namespace,
    itemName: isStandard ? undefined : entryName,
    keyName: keyName === 'Key' ? undefined : keyName,
    valueName: valueName === 'Value' ? undefined : valueName,
  };
}

/** The names of a list that are not those .NET makes of its items. */
export function listOptions(
  { name, namespace }: QualifiedName,
  element: MetadataNode,
  item: TypeUse,
  isShared: boolean,
): CodeOptions {
  const itemName = element.attribute('name') ?? '';
  const own = wireNameOf(item);
  const isStandard = own !== null && itemName === own.name && name === `ArrayOf${own.argumentName}`;
  const standardNamespace = own?.isBuiltIn === true ? arraysNamespace : (own?.namespace ?? null);
  return {
    name: isStandard ? undefined : name,
    namespace: namespace === standardNamespace ? undefined : namespace,
    itemName: own?.name === itemName ? undefined : itemName,
    isReference: isShared || undefined,
  };
}

/** Built-in types that .NET has as classes, by their contracts. */
const classes: Readonly<Record<string, QualifiedName>> = {
  dateTimeOffset: { name: 'DateTimeOffset', namespace: `${defaultDataContractNamespace}System` },
  xmlElement: { name: 'XmlElement', namespace: `${defaultDataContractNamespace}System.Xml` },
  dataSet: { name: 'DataSet', namespace: `${defaultDataContractNamespace}System.Data` },
  dataTable: { name: 'DataTable', namespace: `${defaultDataContractNamespace}System.Data` },
};

interface WireName {
  readonly name: string;
  /** The name inside of the names of others. */
  readonly argumentName: string;
  readonly namespace: string;
  readonly isBuiltIn: boolean;
}

/** How a type is called on the wire, where that can be told. */
function wireNameOf(type: TypeUse): WireName | null {
  switch (type.kind) {
    case 'builtIn': {
      const own = type.contract ?? classes[type.code];
      const { name, namespace } = own ?? {
        name: type.code.replace('xsd.', ''),
        namespace: namespaces.xs,
      };
      return { name, argumentName: name, namespace, isBuiltIn: own === undefined };
    }
    case 'declared': {
      const { declaration } = type;
      if (declaration.kind === 'choice') return null;
      const { wireName: name, namespace } = declaration;
      return { name, argumentName: name, namespace, isBuiltIn: false };
    }
    case 'nullable': {
      const inner = wireNameOf(type.inner);
      if (inner === null || !isValueType(type.inner)) return inner;
      return {
        ...inner,
        argumentName: `NullableOf${inner.argumentName}`,
        namespace: `${defaultDataContractNamespace}System`,
        isBuiltIn: false,
      };
    }
    case 'list': {
      const item = wireNameOf(type.item);
      const given = type.options['name'];
      const name =
        typeof given === 'string' ? given : item === null ? null : `ArrayOf${item.argumentName}`;
      const givenNamespace = type.options['namespace'];
      if (name === null) return null;
      const namespace =
        typeof givenNamespace === 'string'
          ? givenNamespace
          : item === null || item.isBuiltIn
            ? arraysNamespace
            : item.namespace;
      return { name, argumentName: name, namespace, isBuiltIn: false };
    }
    case 'dictionary':
      return null;
  }
}
