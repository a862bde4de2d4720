import { connect } from 'node:net';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import {
  CustomBinding,
  Operation,
  ServiceContract,
  ServiceHost,
  ServicePageParameter,
  XmlElement,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
  contractOnly,
  httpTransport,
  inProcessTransport,
  messageLayer,
  serviceDebug,
  serviceMetadata,
  subscribeDiagnostics,
  textEncoding,
  useRequestHeadersForMetadataAddress,
  wsDualHttpBinding,
  xsd,
} from '../../src/index.js';
import type { Behavior, BindingElement, MetadataContribution } from '../../src/index.js';
import { Counter, CounterService } from './counter.js';

async function serve(
  t: ExecutionContext,
  behaviors: readonly Behavior[],
  elements: readonly BindingElement[] = [textEncoding(), httpTransport()],
): Promise<string> {
  const host = new ServiceHost(CounterService, {
    baseAddresses: ['http://127.0.0.1:0/counter'],
    behavior: { namespace: 'urn:service' },
  });
  host.behaviors.add(...behaviors);
  host.addEndpoint(Counter, new CustomBinding('CustomBinding', elements));
  await host.open();
  t.teardown(() => host.close());
  return host.endpoints[0]?.address.uri ?? '';
}

async function get(
  uri: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }> {
  const response = await fetch(uri, { redirect: 'manual', headers });
  const location = response.headers.get('location');
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: location ?? (await response.text()) };
}

const published = serviceMetadata({ httpGetEnabled: true });

test('documents lead to each other, by keys and values in any case', async (t) => {
  const uri = await serve(t, [published]);
  const service = await get(`${uri}?WSDL`);
  t.is(service.status, 200);
  t.is(service.type, 'text/xml; charset=UTF-8');
  t.true(service.text.startsWith('<?xml version="1.0" encoding="utf-8"?><wsdl:definitions'));
  t.regex(service.text, /<soap12:address location="http:\/\/127\.0\.0\.1:\d+\/counter"\/>/);
  const [, binding = ''] = /<wsdl:import [^>]*location="([^"]*)"/.exec(service.text) ?? [];
  const [, contract = ''] =
    /<wsdl:import [^>]*location="([^"]*)"/.exec((await get(binding)).text) ?? [];
  t.is(contract, `${uri}?wsdl=wsdl0`);
  const [, schema = ''] = /schemaLocation="([^"]*)"/.exec((await get(contract)).text) ?? [];
  t.is(schema, `${uri}?xsd=xsd0`);
  t.regex(
    (await get(schema.toUpperCase().replace('HTTP', 'http'))).text,
    /<xs:element name="Count">/,
  );
  t.regex((await get(`${uri}?singleWsdl&more=1`)).text, /<xs:element name="Count">/);
});

test('documents are where serviceMetadata says, too, which may be below the base address', async (t) => {
  const host = new ServiceHost(CounterService, { baseAddresses: ['http://127.0.0.1:0/counter'] });
  host.behaviors.add(serviceMetadata({ httpGetEnabled: true, httpGetUrl: 'about' }));
  host.addEndpoint(Counter, new CustomBinding('CustomBinding', [textEncoding(), httpTransport()]));
  await host.open();
  t.teardown(() => host.close());
  const uri = host.endpoints[0]?.address.uri ?? '';
  for (const address of [`${uri}/about`, uri]) {
    const { status, text } = await get(`${address}?wsdl`);
    t.is(status, 200);
    t.true(text.includes(`location="${uri}"`));
  }
  t.throws(() => serviceMetadata({ httpGetUrl: 'https://localhost/' }), {
    message: /httpGetUrl is 'https:.*must begin with http:/,
  });
  const nowhere = new ServiceHost(CounterService);
  nowhere.behaviors.add(serviceMetadata({ httpsGetEnabled: true, httpsGetUrl: 'about' }));
  nowhere.addEndpoint(
    Counter,
    new CustomBinding('CustomBinding', [textEncoding(), httpTransport()]),
    'http://127.0.0.1:0/',
  );
  await t.throwsAsync(nowhere.open(), { message: /there is no base address of https/ });
});

test('what is not there gets the help page, which links the documents', async (t) => {
  const uri = await serve(t, [published]);
  for (const query of ['', '?wsdl=nosuch', '?xsd', '?foo']) {
    const { status, type, text } = await get(uri + query);
    t.is(status, 200);
    t.is(type, 'text/html; charset=utf-8');
    t.true(text.includes(`<a href="${uri}?wsdl">`) && text.includes(`${uri}?singleWsdl`));
  }
  t.regex((await get(`${uri}?disco`)).text, /<contractRef ref="http:[^"]*\?wsdl"/);
  t.is((await get(`${uri}?wsdl=${'x'.repeat(2_048)}`)).status, 414);
});

test('without a help page the address itself answers with the document, and nothing else is there', async (t) => {
  const uri = await serve(t, [published, serviceDebug({ httpHelpPageEnabled: false })]);
  t.regex((await get(uri)).text, /<wsdl:service/);
  for (const query of ['?wsdl=nosuch', '?xsd', '?disco'])
    t.is((await get(uri + query)).status, 400);
});

test('a document of somebody else is told of, and leads there', async (t) => {
  const externalMetadataLocation = 'https://example.org/counter.wsdl';
  const external = serviceMetadata({ httpGetEnabled: true, externalMetadataLocation });
  const uri = await serve(t, [external]);
  t.like(await get(`${uri}?wsdl`), { status: 307, text: externalMetadataLocation });
  t.regex((await get(uri)).text, /example\.org\/counter\.wsdl/);
  const bare = await serve(t, [external, serviceDebug({ httpHelpPageEnabled: false })]);
  for (const query of ['', '?singleWsdl', '?wsdl=wsdl0', '?xsd=xsd0'])
    t.is((await get(bare + query)).status, 400);
});

test('nothing is published unless it is asked for', async (t) => {
  const uri = await serve(t, [serviceMetadata()]);
  const { type, text } = await get(`${uri}?wsdl`);
  t.is(type, 'text/html; charset=utf-8');
  t.false(text.includes('?wsdl'));
});

test('addresses follow the Host header only where that is asked for', async (t) => {
  const proxy = { host: 'api.example.org' };
  const uri = await serve(t, [published]);
  const own = await rawGet(`${uri}?wsdl`, proxy.host);
  t.false(own.includes(proxy.host));
  const following = await serve(t, [published, useRequestHeadersForMetadataAddress()]);
  const theirs = await rawGet(`${following}?wsdl`, proxy.host);
  t.true(theirs.includes('<soap12:address location="http://api.example.org/counter"/>'));
  t.true(theirs.includes('location="http://api.example.org/counter?wsdl=wsdl1"'));
});

/** With a Host header, which fetch does not let through. */
async function rawGet(uri: string, host: string): Promise<string> {
  const { get: request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request(uri, { headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve(text);
      });
    }).on('error', reject);
  });
}

test('an element of an author brings its own assertion', async (t) => {
  const metadata: MetadataContribution = {
    assertions: (version) => [
      new XmlElement({ prefix: 'a', localName: version, namespaceUri: 'urn:author' }),
    ],
  };
  const layer = messageLayer('stamp', () => ({
    outgoing: (messages$) => messages$,
    incoming: (messages$) => messages$,
  }))();
  Object.defineProperty(layer, 'metadata', { value: metadata });
  const policy15 = serviceMetadata({ httpGetEnabled: true, policyVersion: 'Policy15' });
  const uri = await serve(t, [policy15], [layer, textEncoding(), httpTransport()]);
  const { text } = await get(`${uri}?wsdl=wsdl1`);
  t.true(text.includes('xmlns:wsp="http://www.w3.org/ns/ws-policy"'));
  t.regex(text, /<wsp:All><a:Policy15 xmlns:a="urn:author"\/><wsam:Addressing>/);
});

test('a Host header that is none is 400, and an absolute address in the request is the one that counts', async (t) => {
  const uri = await serve(t, [published]);
  const { hostname, port, pathname } = new URL(uri);
  const ask = (target: string, host: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.end(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      });
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('error', reject).on('close', () => {
        resolve(text);
      });
    });
  t.regex(await ask(`${pathname}?wsdl`, 'a b'), /^HTTP\/1\.1 400/);
  t.regex(await ask(`${uri}?wsdl`, 'x'), /^HTTP\/1\.1 200[^]*<wsdl:service/);
});

test('two connections are told of in the policy', async (t) => {
  const elements = wsDualHttpBinding({ security: { mode: 'None' } }).elements;
  for (const [policyVersion, addressing] of [
    ['Policy12', '<wsaw:UsingAddressing/>'],
    ['Policy15', '<wsam:Addressing><wsp:Policy><wsam:NonAnonymousResponses/>'],
  ] as const) {
    const uri = await serve(
      t,
      [serviceMetadata({ httpGetEnabled: true, policyVersion })],
      elements,
    );
    const { text } = await get(`${uri}?wsdl=wsdl1`);
    // In the order of Microsoft's own examples.
    t.regex(
      text,
      /<cdp:CompositeDuplex xmlns:cdp="[^"]+duplex"\/><ow:OneWay xmlns:ow="http:\/\/schemas\.microsoft\.com\/ws\/2005\/05\/routing\/policy"\/>/,
    );
    t.true(text.includes(addressing));
  }
});

@XmlType({ name: 'Note', namespace: 'urn:notes' })
class FirstNote {
  @XmlElementMember(xsd.string) text = '';
}

@XmlType({ name: 'Note', namespace: 'urn:notes' })
class SecondNote {
  @XmlElementMember(xsd.int) number = 0;
}

/** Both of its types have one name, which no schema can have. */
@XmlSerializerFormat()
@ServiceContract({ name: 'IClash', namespace: 'urn:clash' })
class Clash {
  @Operation({
    name: 'Say',
    parameters: [
      ['first', FirstNote],
      ['second', SecondNote],
    ],
  })
  say(first: FirstNote, second: SecondNote): Promise<void> {
    return contractOnly(first, second);
  }
}

class ClashService implements Clash {
  say(): Promise<void> {
    return Promise.resolve();
  }
}

test.serial('what cannot be described is 500, and the service is told why', async (t) => {
  const told: unknown[] = [];
  t.teardown(
    subscribeDiagnostics('channelstack:error', ({ error }) => {
      told.push(error);
    }),
  );
  const host = new ServiceHost(ClashService, { baseAddresses: ['http://127.0.0.1:0/clash'] });
  host.behaviors.add(published);
  host.addEndpoint(Clash, new CustomBinding('CustomBinding', [textEncoding(), httpTransport()]));
  await host.open();
  t.teardown(() => host.close());
  const uri = host.endpoints[0]?.address.uri ?? '';
  t.is((await get(`${uri}?wsdl`)).status, 500);
  t.regex(String(told[0]), /called Note in the namespace 'urn:notes'/);
});

test('endpoints over transports that WSDL has no word for are left out', async (t) => {
  const host = new ServiceHost(CounterService, { baseAddresses: ['http://127.0.0.1:0/both'] });
  host.behaviors.add(published);
  const local = new CustomBinding('local', [textEncoding(), inProcessTransport()]);
  host.addEndpoint(Counter, local, 'inproc://counter-left-out');
  const http = new CustomBinding('http', [textEncoding(), httpTransport()]);
  host.addEndpoint(Counter, http, '', { name: 'Over http' });
  await host.open();
  t.teardown(() => host.close());
  const uri = host.endpoints[1]?.address.uri ?? '';
  const { text } = await get(`${uri}?wsdl`);
  t.deepEqual(text.match(/<wsdl:port name="[^"]*"/g), ['<wsdl:port name="Over_x0020_http"']);
});

test('what is asked for while a host opens is not kept: its ports are not known yet', async (t) => {
  const host = new ServiceHost(CounterService, { baseAddresses: ['http://127.0.0.1:0/counter'] });
  host.behaviors.add(published);
  const binding = new CustomBinding('CustomBinding', [textEncoding(), httpTransport()]);
  let early = '';
  const build = binding.buildChannelListener.bind(binding);
  Object.defineProperty(binding, 'buildChannelListener', {
    value: (...args: Parameters<typeof build>) => {
      const page = args[2].parameters?.get(ServicePageParameter);
      early = page?.answer('http://127.0.0.1/counter?wsdl').body ?? '';
      return build(...args);
    },
  });
  const endpoint = host.addEndpoint(Counter, binding);
  await host.open();
  t.teardown(() => host.close());
  t.true(early.includes('location="http://127.0.0.1:0/counter"'));
  const { text } = await get(`${endpoint.address.uri}?wsdl`);
  t.true(text.includes(`location="${endpoint.address.uri}"`));
});
