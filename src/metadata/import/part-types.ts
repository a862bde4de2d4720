import type { QualifiedName } from '../../contracts/index.js';
import { anyType } from './built-in-types.js';
import { withoutTextLists } from './element-use.js';
import type { DataContractProblems } from './data-contract-problems.js';
import type { DataContractTypes } from './data-contract-types.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import { occurrence } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { isStreamElement } from './wrapped-children.js';
import { isValueType } from '../model/type-model.js';
import type { BuiltInType, FormatModel, TypeUse } from '../model/type-model.js';
import type { XmlTypes } from './xml-types.js';

export const byteStream: BuiltInType = {
  kind: 'builtIn',
  code: 'byteStream',
  valueType: 'AsyncIterable<Uint8Array>',
  isValueType: false,
};
export const untypedMessage: BuiltInType = {
  kind: 'builtIn',
  code: 'untypedMessage',
  valueType: 'Message',
  isValueType: false,
};

/** How the children of an element, or a part of its own, become types. */
export interface PartTypes {
  readonly serializer: FormatModel['serializer'];
  /** The type of a global element that is a part of its own. */
  element(name: QualifiedName, from: MetadataNode): TypeUse;
  /** The type of a child that is a parameter, or null where no parameter can be like it. */
  parameter(owner: SchemaComponent, child: MetadataNode, wantedName: string): TypeUse | null;
  type(name: QualifiedName, from: MetadataNode): TypeUse;
}

/** Parts that are data contracts; what is none is told, and is anything. */
export function dataContractParts(
  dataContracts: DataContractTypes,
  problems: DataContractProblems,
  index: SchemaIndex,
  report: ImportReport,
): PartTypes {
  const anything = (what: string, from: MetadataNode): TypeUse => {
    report.add(`${what} is no data contract; it is taken as anyType.`, from);
    return anyType;
  };
  return {
    serializer: 'DataContractSerializer',
    element: (name, from) => {
      const element = index.find('element', name);
      return element === null || problems.ofElement(element, element.node) !== null
        ? anything(`The element ${name.name}`, from)
        : dataContracts.elementType(element, element.node);
    },
    parameter: (owner, child) => {
      if (isStreamElement(owner, child)) return byteStream;
      if (occurrence(child).max !== 1) return null;
      if (problems.ofElement(owner, child) !== null) return null;
      return dataContracts.elementType(owner, child);
    },
    type: (name, from) =>
      problems.of(name) === null
        ? dataContracts.typeOf(name)
        : anything(`The type ${name.name}`, from),
  };
}

/** Parts for the XmlSerializer, or in SOAP encoding. */
export function xmlParts(xmlTypes: XmlTypes, index: SchemaIndex, report: ImportReport): PartTypes {
  return {
    serializer: 'XmlSerializer',
    element: (name, from) => {
      const element = index.find('element', name);
      if (element === null) {
        report.add(`The element ${name.name} is not declared; it may hold anything.`, from);
        return anyType;
      }
      return xmlTypes.elementUse(element, element.node, '', false).type;
    },
    parameter: (owner, child, wantedName) => {
      if (isStreamElement(owner, child)) return byteStream;
      const isRepeated = occurrence(child).max !== 1;
      if (isRepeated || child.attribute('ref') !== null) return null;
      const use = xmlTypes.elementUse(owner, child, wantedName, false);
      if (!use.isQualified || needsOptions(use.type)) return null;
      return use.isNillable && isValueType(use.type)
        ? { kind: 'nullable', inner: use.type }
        : use.type;
    },
    type: (name, from) => withoutTextLists(xmlTypes.typeOf(name, from)),
  };
}

/** Whether a type is written in a way that only a member can say. */
function needsOptions(type: TypeUse): boolean {
  switch (type.kind) {
    case 'builtIn':
      return type.dataType !== undefined;
    case 'nullable':
      return needsOptions(type.inner);
    case 'list':
      return needsOptions(type.item);
    case 'declared':
    case 'dictionary':
      return false;
  }
}
