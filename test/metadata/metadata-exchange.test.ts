import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import {
  ChannelFactory,
  CustomBinding,
  Message,
  MessageVersion,
  MetadataExchange,
  ServiceHost,
  XmlElement,
  httpTransport,
  mexHttpBinding,
  mexHttpsBinding,
  serviceMetadata,
  textEncoding,
} from '../../src/index.js';
import type { ServiceMetadata } from '../../src/index.js';
import {
  MetadataExchange as Contract,
  MetadataExchangeService,
} from '../../src/contracts/host/metadata-exchange.js';
import { wsdlExporter } from '../../src/metadata/export/index.js';
import { XmlTextReader } from '../../src/core/xml/index.js';
import { metadataModel } from '../vectors/metadata-model.js';
import { describedService, metadataFolder, metadataIndex } from '../vectors/metadata-services.js';
import { written } from '../contracts/data-contract/xml-text.js';
import { Counter, CounterService } from './counter.js';

const version = MessageVersion.soap12WSAddressing10;
const mex = 'http://schemas.xmlsoap.org/ws/2004/09/mex';

/** Dialect, namespace and document of each section. */
function sectionsOf(reply: Message): (readonly [string | null, string | null, XmlElement])[] {
  const metadata = reply.readBody((reader) => {
    reader.moveToContent();
    return reader.readElement();
  });
  return metadata.elements.flatMap((section) =>
    section.elements.map(
      (root) => [section.attribute('Dialect'), section.attribute('Identifier'), root] as const,
    ),
  );
}

test('a metadata endpoint answers Get with all documents, and GetMetadata with those of a dialect or namespace', async (t) => {
  const host = new ServiceHost(CounterService, {
    baseAddresses: ['http://127.0.0.1:0/counter'],
    behavior: { namespace: 'urn:service' },
  });
  host.behaviors.add(serviceMetadata());
  host.addEndpoint(Counter, new CustomBinding('text', [textEncoding(), httpTransport()]));
  const endpoint = host.addEndpoint(MetadataExchange, mexHttpBinding(), 'mex');
  await host.open();
  t.teardown(() => host.close());
  t.is(host.endpoints.length, 1);
  const factory = new ChannelFactory(MetadataExchange, mexHttpBinding(), endpoint.address);
  t.teardown(() => factory.close());
  await using client = await factory.createChannel();
  const all = sectionsOf(await client.get(Message.create(version, null)));
  t.deepEqual(
    all.map(([dialect, namespace, root]) => [dialect, namespace, root.localName]),
    [
      ['http://schemas.xmlsoap.org/wsdl/', 'urn:counter', 'definitions'],
      ['http://schemas.xmlsoap.org/wsdl/', 'http://tempuri.org/', 'definitions'],
      ['http://schemas.xmlsoap.org/wsdl/', 'urn:service', 'definitions'],
      ['http://www.w3.org/2001/XMLSchema', 'urn:counter', 'schema'],
      [
        'http://www.w3.org/2001/XMLSchema',
        'http://schemas.microsoft.com/2003/10/Serialization/',
        'schema',
      ],
    ],
  );
  const part = (localName: string, text: string): XmlElement =>
    new XmlElement({ localName, namespaceUri: mex, children: [text] });
  const ask = async (...parts: readonly XmlElement[]): Promise<number> => {
    const body = new XmlElement({
      localName: 'GetMetadata',
      namespaceUri: mex,
      children: parts,
    });
    return sectionsOf(await client.getMetadata(Message.create(version, null, body))).length;
  };
  t.is(await ask(), 5);
  t.is(await ask(part('Dialect', 'http://www.w3.org/2001/XMLSchema')), 2);
  t.is(await ask(part('Identifier', 'urn:counter')), 2);
  t.is(await ask(part('Dialect', 'urn:none')), 0);
});

test('the documents are those of .NET’s own answer', async (t) => {
  const vector = metadataIndex.services.find(({ id }) => id === 'ops-small');
  if (vector === undefined) throw new Error('There is no such vector.');
  const described: ServiceMetadata = wsdlExporter.export(describedService(vector));
  const service = new MetadataExchangeService({ describe: () => described } as never);
  const ours = sectionsOf(await service.get(Message.create(version, null)));
  const text = readFileSync(join(metadataFolder, 'ops-small', 'mex.xml'));
  const most = Number.MAX_SAFE_INTEGER;
  const reader = new XmlTextReader(text, {
    quotas: {
      maxDepth: most,
      maxStringContentLength: most,
      maxArrayLength: most,
      maxBytesPerRead: most,
      maxNameTableCharCount: most,
    },
  });
  reader.moveToContent();
  const body = reader.readElement().element('Body', 'http://www.w3.org/2003/05/soap-envelope');
  const theirs = (body?.elements[0]?.elements ?? []).map(
    (section) =>
      [
        section.attribute('Dialect'),
        section.attribute('Identifier'),
        section.elements[0] ?? section,
      ] as const,
  );
  const model = (
    sections: readonly (readonly [string | null, string | null, XmlElement])[],
  ): unknown[] =>
    sections
      .map(([dialect, namespace, root]) => [
        `${dialect ?? ''} ${namespace ?? ''}`,
        metadataModel(
          written((writer) => {
            writer.writeElement(root);
          }),
        ),
      ])
      .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  t.deepEqual(model(ours), model(theirs));
  t.is(Contract, MetadataExchange);
});

test('metadata bindings are what WCF has', (t) => {
  t.is(mexHttpBinding().name, 'MetadataExchangeHttpBinding');
  t.deepEqual(
    mexHttpsBinding().elements.map(({ name }) => name),
    ['textMessageEncoding', 'httpsTransport'],
  );
});
