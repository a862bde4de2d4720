import type {
  MessageDescription,
  OperationDescription,
  PartDescription,
} from '../../contracts/index.js';
import type { DataContractSchemas, ElementFacets } from './data-contract-schemas.js';
import { EncodedSchemas } from './encoded-schemas.js';
import { MetadataError } from '../metadata-error.js';
import { messageNamespace, namespaces } from '../namespaces.js';
import type { SchemaDocument, SchemaSet } from './schema-set.js';
import type { XmlSchemas } from './xml-schemas.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** Declares the elements that messages consist of. */
export class MessageSchemas {
  readonly #schemas: SchemaSet;
  readonly #types: DataContractSchemas;
  readonly #xmlTypes: XmlSchemas;
  readonly #encodedTypes: EncodedSchemas;

  constructor(schemas: SchemaSet, types: DataContractSchemas, xmlTypes: XmlSchemas) {
    this.#schemas = schemas;
    this.#types = types;
    this.#xmlTypes = xmlTypes;
    this.#encodedTypes = new EncodedSchemas(schemas);
  }

  /** Declares the element around the parts of a body. */
  declareWrapper({ wrapper, parts, serializer }: MessageDescription): void {
    if (wrapper === null) return;
    const schema = this.#schemas.of(wrapper.namespace);
    // .NET refers to members of other namespaces; members of the wrapper's own stand in it, when all do.
    const elements = parts.map((part) => this.#member(part, schema));
    const isEmpty = elements.length === 0 && serializer === 'XmlSerializer';
    const sequence = isEmpty ? [] : [node('xs:sequence', {}, elements)];
    schema.addElement(
      wrapper.name,
      node('xs:element', { name: wrapper.name }, [node('xs:complexType', {}, sequence)]),
    );
  }

  /** Declares a part or header as an element that stands alone. */
  declareElement(part: PartDescription): void {
    if (part.content.kind === 'xml') {
      this.#xmlTypes.declareElement(part, part.content);
      return;
    }
    const schema = this.#schemas.of(part.namespace);
    schema.addElement(part.name, this.#element(part, schema, {}));
  }

  /** Declares the element of a fault's detail. */
  declareDetail(detail: PartDescription, isNamed: boolean): void {
    const { content, name, namespace } = detail;
    if (content.kind === 'xml') {
      this.#xmlTypes.declareElement(detail, content);
      return;
    }
    if (content.kind !== 'dataContract') throw undescribed(`the fault ${name}`);
    const schema = this.#schemas.of(namespace);
    const type = this.#types.reference(content.serializer, schema);
    if (isNamed && type !== null)
      schema.addElement(name, node('xs:element', { name, nillable: 'true', type }));
  }

  /** The type of a part in a message of the style Rpc. */
  typeOf({ content, name }: PartDescription, owner: OperationDescription): QualifiedValue {
    if (content.kind === 'dataContract') {
      const type = this.#types.reference(content.serializer, null);
      if (type !== null) return type;
    }
    if (content.kind === 'stream') return this.#streamType();
    if (content.kind === 'xml') return this.#xmlTypes.reference(content);
    if (content.kind === 'encoded')
      return this.#encodedTypes.reference(content.type, content.namespace);
    throw undescribed(`the part ${name} of the operation ${owner.name}`);
  }

  /** The type of a body that nobody describes. */
  messageType(): QualifiedValue {
    const schema = this.#schemas.of(messageNamespace);
    const any = node('xs:any', { minOccurs: '0', maxOccurs: 'unbounded', namespace: '##any' });
    declareType(
      schema,
      node('xs:complexType', { name: 'MessageBody' }, [node('xs:sequence', {}, [any])]),
    );
    return new QualifiedValue(messageNamespace, 'MessageBody');
  }

  #member(part: PartDescription, schema: SchemaDocument): TreeNode {
    const { content } = part;
    if (content.kind === 'xml') return this.#xmlTypes.part(part, content, schema);
    const minOccurs = content.kind === 'stream' ? undefined : '0';
    if (part.namespace === schema.namespace) return this.#element(part, schema, { minOccurs });
    this.declareElement(part);
    schema.refersTo(part.namespace);
    return node('xs:element', { minOccurs, ref: new QualifiedValue(part.namespace, part.name) });
  }

  #element(
    { name, content }: PartDescription,
    schema: SchemaDocument,
    facets: ElementFacets,
  ): TreeNode {
    if (content.kind === 'dataContract')
      return this.#types.element(name, content.serializer, schema, facets);
    if (content.kind !== 'stream') throw undescribed(`the element ${name}`);
    schema.refersTo(messageNamespace);
    return node('xs:element', { name, type: this.#streamType() });
  }

  #streamType(): QualifiedValue {
    const schema = this.#schemas.of(messageNamespace);
    const base = new QualifiedValue(namespaces.xsd, 'base64Binary');
    declareType(
      schema,
      node('xs:simpleType', { name: 'StreamBody' }, [node('xs:restriction', { base })]),
    );
    return new QualifiedValue(messageNamespace, 'StreamBody');
  }
}

function declareType(schema: SchemaDocument, type: TreeNode): void {
  const text = JSON.stringify(type);
  if (schema.components.some((known) => JSON.stringify(known) === text)) return;
  schema.components.push(type);
}

function undescribed(what: string): MetadataError {
  return new MetadataError(
    `There is no schema for ${what}, which is a whole message; documents describe data contracts, classes for the XmlSerializer, streams and untyped messages. Give clients a document of your own: serviceMetadata({ externalMetadataLocation }).`,
  );
}
