import type { QualifiedName } from '../../contracts/index.js';
import { anyType } from './built-in-types.js';
import { dataTypeOf } from './element-use.js';
import type { ElementUse } from './element-use.js';
import type { DataContractProblems } from './data-contract-problems.js';
import type { DataContractTypes } from './data-contract-types.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import { occurrence, referenceIn } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { isStreamElement } from './wrapped-children.js';
import { isValueType } from '../model/type-model.js';
import type { BuiltInType, CodeOptions, FormatModel, TypeUse } from '../model/type-model.js';
import { hasPlainItems } from './xml-types.js';
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

/** An element in a message, as a parameter or a member has it. */
export interface PartUse {
  readonly name: string;
  /** '' for an element that is not qualified. */
  readonly namespace: string;
  readonly type: TypeUse;
  /** What the XmlSerializer has to be told of it, beside its namespace; null for nothing. */
  readonly xml: CodeOptions | null;
}

/** How the children of an element, or a part of its own, become types. */
export interface PartTypes {
  readonly serializer: FormatModel['serializer'];
  /** The type of a global element that is a part of its own. */
  element(name: QualifiedName, from: MetadataNode): TypeUse;
  /** A child that is a parameter, or a member of a message, or null where none can be like it. */
  child(owner: SchemaComponent, child: MetadataNode, wantedName: string): PartUse | null;
  /** A part whose type is named; one of which nothing can be told (`isBare`) is a class where it would have to be. */
  type(name: QualifiedName, from: MetadataNode, isBare?: boolean): Pick<PartUse, 'type' | 'xml'>;
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
    child: (owner, child) => {
      if (occurrence(child).max !== 1) return null;
      const ref = referenceIn(owner, child, 'ref');
      const target = ref === null ? null : index.find('element', ref);
      const holder = target ?? owner;
      const node = target?.node ?? child;
      const isStream = isStreamElement(holder, node);
      if (!isStream && problems.ofElement(holder, node) !== null) return null;
      const type = isStream ? byteStream : dataContracts.elementType(holder, node);
      const { targetNamespace: namespace } = holder.schema;
      return { name: node.attribute('name') ?? '', namespace, type, xml: null };
    },
    type: (name, from) => ({
      type:
        problems.of(name) === null
          ? dataContracts.typeOf(name)
          : anything(`The type ${name.name}`, from),
      xml: null,
    }),
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
    child: (owner, child, wantedName) => {
      if (!isStreamElement(owner, child)) return xmlChild(xmlTypes, owner, child, wantedName);
      const { targetNamespace: namespace } = owner.schema;
      return { name: child.attribute('name') ?? '', namespace, type: byteStream, xml: null };
    },
    type: (name, from, isBare = false) => {
      const { type, array } = xmlTypes.partUse(name, from);
      if (array === null || hasPlainItems(array.options, '')) return { type, xml: null };
      return isBare ? { type: xmlTypes.typeOf(name, from), xml: null } : arrayUse(array, '');
    },
  };
}

function xmlChild(
  xmlTypes: XmlTypes,
  owner: SchemaComponent,
  child: MetadataNode,
  wantedName: string,
): PartUse {
  const { min, max } = occurrence(child);
  const repeats = max !== 1;
  const use = xmlTypes.elementUse(owner, child, wantedName, !repeats);
  const place = { name: use.name, namespace: use.isQualified ? use.namespace : '' };
  const isValue = isValueType(use.type);
  const isNullable = (use.isNillable && !isValue) || undefined;
  const array = use.array !== null && !hasPlainItems(use.array.options, place.namespace);
  if (use.array !== null && array) {
    const { type, xml } = arrayUse(use.array, place.namespace);
    return { ...place, type, xml: { ...xml, isNullable } };
  }
  const dataType = dataTypeOf(use.type);
  // A value that may be left out is null where it is.
  const isOptional = (!repeats && min === 0 && isValue) || undefined;
  const mayBeNull = isValue && (use.isNillable || isOptional === true);
  const type: TypeUse = mayBeNull ? { kind: 'nullable', inner: use.type } : use.type;
  if (repeats)
    return {
      ...place,
      type: { kind: 'list', item: type, options: {} },
      xml: { dataType, isNullable },
    };
  const options = { dataType, isNullable, isOptional };
  const isSaid = Object.values(options).some((option) => option !== undefined);
  return { ...place, type, xml: isSaid ? options : null };
}

/** A list in an element of its own, of whose items more is to be said than their name. */
function arrayUse(
  { item, options }: NonNullable<ElementUse['array']>,
  namespace: string,
): { readonly type: TypeUse; readonly xml: CodeOptions } {
  const { itemName, itemNamespace, itemIsNullable } = options;
  return {
    type: { kind: 'list', item, options: {} },
    xml: {
      kind: 'array',
      itemName,
      itemNamespace: itemNamespace === namespace ? undefined : itemNamespace,
      itemIsNullable,
    },
  };
}
