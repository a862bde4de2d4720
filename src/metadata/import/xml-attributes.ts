import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import { xmlNamespace } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import { bareMember } from '../model/type-model.js';
import type { CodeOptions, MemberDeclaration, TypeUse } from '../model/type-model.js';
import { stringType } from './built-in-types.js';
import { dataTypeOf, initialValue } from './element-use.js';
import type { XmlTypeReader } from './element-use.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import { documentationOf, isQualified, referenceIn } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import type { XmlSimpleTypes } from './xml-simple-types.js';

/** Reads the attributes of a class for the XmlSerializer. */
export class XmlAttributes {
  readonly #index: SchemaIndex;
  readonly #report: ImportReport;
  readonly #types: XmlTypeReader;
  readonly #simpleTypes: XmlSimpleTypes;

  constructor(
    index: SchemaIndex,
    report: ImportReport,
    types: XmlTypeReader,
    simpleTypes: XmlSimpleTypes,
  ) {
    this.#index = index;
    this.#report = report;
    this.#types = types;
    this.#simpleTypes = simpleTypes;
  }

  /** The member of an attribute, or null for one that is none. */
  read(owner: SchemaComponent, node: MetadataNode, parentName: string): MemberDeclaration | null {
    if (node.localName === 'anyAttribute')
      return {
        ...bareMember('AnyAttributes', 'XmlAnyAttributeMember'),
        type: null,
        valueType: 'XmlAttribute[]',
      };
    if (node.attribute('use') === 'prohibited') return null;
    const ref = referenceIn(owner, node, 'ref');
    const target = ref === null ? { ...owner, node } : this.#index.find('attribute', ref);
    // How many items an array has is said by SOAP encoding itself.
    if (ref?.namespace === namespaces.soapenc || ref?.namespace === namespaces.wsdl) return null;
    if (target === null) {
      if (ref?.namespace !== xmlNamespace)
        this.#report.add('An attribute that is not declared is taken as text.', node);
      return attributeMember(node, ref?.name ?? '', stringType, {
        namespace: ref?.namespace ?? '',
      });
    }
    const declared = target.node;
    const name = declared.attribute('name') ?? '';
    const typeName = referenceIn(target, declared, 'type');
    const inner = declared.first(namespaces.xs, 'simpleType');
    const type =
      typeName !== null
        ? this.#types.typeOf(typeName, declared)
        : inner === null
          ? stringType
          : this.#simpleTypes.read(target, inner, `${parentName}${capitalized(name)}`);
    const isGlobal = ref !== null;
    const namespace = isGlobal ? { namespace: ref.namespace } : {};
    const form =
      !isGlobal && isQualified(target, declared, 'attribute') ? { form: 'Qualified' } : {};
    return attributeMember(node, name, asAttribute(type), { ...namespace, ...form });
  }
}

/** Lists are attributes of several texts. */
function asAttribute(type: TypeUse): TypeUse {
  if (type.kind !== 'list')
    return type.kind === 'declared' && type.declaration.kind === 'class' ? stringType : type;
  const { item } = type;
  return item.kind === 'builtIn' && item.dataType === undefined ? type : stringType;
}

function attributeMember(
  node: MetadataNode,
  name: string,
  type: TypeUse,
  naming: CodeOptions,
): MemberDeclaration {
  const isRequired = node.attribute('use') === 'required';
  const isList = type.kind === 'list';
  const initial = isRequired ? null : initialValue(node, type);
  const isOptional = !isRequired && initial === null && !isList;
  return {
    ...bareMember(name, 'XmlAttributeMember'),
    type: isList ? { ...type, options: {} } : type,
    initial,
    isOptional,
    options: {
      ...naming,
      dataType: dataTypeOf(type),
      isOptional: isOptional || undefined,
      defaultValue: initial ?? undefined,
    },
    documentation: documentationOf(node),
  };
}
