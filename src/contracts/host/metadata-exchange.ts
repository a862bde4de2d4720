import { Message } from '../../core/message/index.js';
import type { BodyWriter } from '../../core/message/index.js';
import { XmlTextReader } from '../../core/xml/index.js';
import type { XmlElement, XmlReader } from '../../core/xml/index.js';
import { Operation, ServiceContract } from '../decorators/index.js';
import type { ContractClass } from '../description/index.js';
import { untypedMessage } from '../message-contract/index.js';
import type { PublishedMetadata } from './published-metadata.js';
import type { MetadataDocument } from './service-metadata.js';

const transferNamespace = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';
const exchangeNamespace = 'http://schemas.xmlsoap.org/ws/2004/09/mex';

const dialects = {
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  xsd: 'http://www.w3.org/2001/XMLSchema',
} as const;

/**
 * The contract of metadata endpoints: `host.addEndpoint(MetadataExchange, mexHttpBinding(), 'mex')`. They answer WS-Transfer Get and
 * WS-MetadataExchange GetMetadata (2004/09) with the documents of the service. WCF's IMetadataExchange.
 */
export abstract class MetadataExchange {
  /** All documents. */
  abstract get(request: Message): Promise<Message>;
  /** The documents of one dialect, or of one namespace, or all. */
  abstract getMetadata(request: Message): Promise<Message>;
}

const untyped = { parameters: [['request', untypedMessage]], returns: untypedMessage } as const;
// Classes of the package are decorated by calls: users compile with one kind of decorators or the other.
declareOperation('get', {
  name: 'Get',
  action: `${transferNamespace}/Get`,
  replyAction: `${transferNamespace}/GetResponse`,
});
declareOperation('getMetadata', {
  name: 'GetMetadata',
  action: `${exchangeNamespace}/GetMetadata/Request`,
  replyAction: `${exchangeNamespace}/GetMetadata/Response`,
});
const declareContract: (type: ContractClass) => void = ServiceContract({
  name: 'IMetadataExchange',
  configurationName: 'IMetadataExchange',
  namespace: 'http://schemas.microsoft.com/2006/04/mex',
});
declareContract(MetadataExchange);

function declareOperation(
  methodName: 'get' | 'getMetadata',
  names: { readonly name: string; readonly action: string; readonly replyAction: string },
): void {
  const declare: unknown = Operation({ ...names, ...untyped });
  Reflect.apply(declare as () => void, undefined, [MetadataExchange.prototype, methodName]);
}

/** Answers for the documents of a service. */
export class MetadataExchangeService extends MetadataExchange {
  readonly #metadata: PublishedMetadata;
  #sections: readonly Section[] | null = null;

  constructor(metadata: PublishedMetadata) {
    super();
    this.#metadata = metadata;
  }

  override get(request: Message): Promise<Message> {
    return Promise.resolve(this.#answer(request, () => true));
  }

  override getMetadata(request: Message): Promise<Message> {
    const { dialect, identifier } = readQuestion(request);
    return Promise.resolve(
      this.#answer(
        request,
        ({ document }) =>
          (dialect === '' || dialect === dialects[document.kind]) &&
          (identifier === '' || identifier === document.targetNamespace),
      ),
    );
  }

  #answer(request: Message, isWanted: (section: Section) => boolean): Message {
    this.#sections ??= readSections(this.#metadata);
    return Message.create(request.version, null, writeSections(this.#sections.filter(isWanted)));
  }
}

/** A document as a tree. */
interface Section {
  readonly document: MetadataDocument;
  readonly root: XmlElement;
}

function readSections(metadata: PublishedMetadata): Section[] {
  const described = metadata.describe();
  return described.documents.map((document) => {
    // Here the documents stand together and have no places; an import of WSDL has to have one all the same.
    const text = described.render(document, ({ kind }) => (kind === 'wsdl' ? '' : null));
    const reader = new XmlTextReader(Buffer.from(text), { quotas: unlimited });
    reader.moveToContent();
    return { document, root: reader.readElement() };
  });
}

const most = Number.MAX_SAFE_INTEGER;
/** The documents are our own. */
const unlimited = {
  maxDepth: most,
  maxStringContentLength: most,
  maxArrayLength: most,
  maxBytesPerRead: most,
  maxNameTableCharCount: most,
};

function writeSections(sections: readonly Section[]): BodyWriter {
  return (writer) => {
    writer.writeStartElement('wsx', 'Metadata', exchangeNamespace);
    for (const { document, root } of sections) {
      writer.writeStartElement('wsx', 'MetadataSection', exchangeNamespace);
      writer.writeAttribute('', 'Dialect', '', dialects[document.kind]);
      writer.writeAttribute('', 'Identifier', '', document.targetNamespace);
      writer.writeElement(root);
      writer.writeEndElement();
    }
    writer.writeEndElement();
  };
}

/** WS-MetadataExchange (September 2004), section 4.2: both are optional. */
function readQuestion(request: Message): { readonly dialect: string; readonly identifier: string } {
  const question = request.isEmpty ? null : request.readBody(readFirstElement);
  const part = (name: string): string =>
    question?.element(name, exchangeNamespace)?.text.trim() ?? '';
  return { dialect: part('Dialect'), identifier: part('Identifier') };
}

function readFirstElement(reader: XmlReader): XmlElement | null {
  return reader.moveToContent() === 'element' ? reader.readElement() : null;
}
