import test from 'ava';
import {
  ChannelFactory,
  InvalidBindingError,
  ServiceHost,
  basicHttpBinding,
  basicHttpsBinding,
  bindingModule,
  createContainer,
  defineBinding,
  httpTransport,
  integerAttribute,
  textEncoding,
  ws2007HttpBinding,
  wsDualHttpBinding,
  wsHttpBinding,
} from '../../src/index.js';
import type { CustomBinding } from '../../src/index.js';
import { ConfigurationRegistry, parseConfiguration } from '../../src/configuration/index.js';
import { developmentCertificate } from '../../src/testing/index.js';
import { Counter, CounterService } from '../metadata/counter.js';

const none = { security: { mode: 'None' } } as const;
const https = {
  security: { mode: 'Transport', transport: { clientCredentialType: 'None' } },
} as const;
const session = { reliableSession: { enabled: true, ordered: false } } as const;

const stacks: readonly (readonly [
  name: string,
  binding: () => CustomBinding,
  stack: readonly string[],
])[] = [
  ['basicHttpBinding', () => basicHttpBinding(), ['textMessageEncoding', 'httpTransport']],
  [
    'basicHttpBinding over https',
    () => basicHttpBinding({ security: { mode: 'Transport' } }),
    ['textMessageEncoding', 'httpsTransport'],
  ],
  ['basicHttpsBinding', () => basicHttpsBinding(), ['textMessageEncoding', 'httpsTransport']],
  ['wsHttpBinding', () => wsHttpBinding(none), ['textMessageEncoding', 'httpTransport']],
  [
    'wsHttpBinding in a session over https',
    () => wsHttpBinding({ ...session, ...https }),
    ['reliableSession', 'textMessageEncoding', 'httpsTransport'],
  ],
  [
    'ws2007HttpBinding in a session',
    () => ws2007HttpBinding({ ...session, ...none }),
    ['reliableSession', 'textMessageEncoding', 'httpTransport'],
  ],
  [
    'wsDualHttpBinding',
    () => wsDualHttpBinding(none),
    ['reliableSession', 'compositeDuplex', 'oneWay', 'textMessageEncoding', 'httpTransport'],
  ],
];

for (const [name, create, stack] of stacks) {
  test(`${name} is its stack, and works`, async (t) => {
    const binding = create();
    t.deepEqual(
      binding.elements.map((element) => element.name),
      stack,
    );
    const isSecure = stack.includes('httpsTransport');
    const certificate = await developmentCertificate();
    const scheme = isSecure ? 'https' : 'http';
    const host = new ServiceHost(CounterService, {
      baseAddresses: [`${scheme}://localhost:0/counter`],
      credentials: { serverCertificate: certificate },
    });
    const endpoint = host.addEndpoint(Counter, binding);
    await host.open();
    t.teardown(() => host.close());
    const factory = new ChannelFactory(Counter, binding, endpoint.address, {
      credentials: { trust: [certificate.cert] },
    });
    t.teardown(() => factory.close());
    await using counter = await factory.createChannel();
    t.is(await counter.count('four'), 4);
  });
}

test('the versions of sessions are those of the bindings in WCF, and names and timeouts are one’s own', (t) => {
  t.regex(ws2007HttpBinding({ ...session, ...none }).describe(), /WSReliableMessaging11/);
  t.notRegex(wsHttpBinding({ ...session, ...none }).describe(), /WSReliableMessaging11/);
  const binding = basicHttpBinding({ name: 'mine', sendTimeout: 5_000, namespace: 'urn:b' });
  t.like(binding, { name: 'mine', namespace: 'urn:b' });
  t.is(binding.timeouts.sendTimeout, 5_000);
  t.is(basicHttpBinding().name, 'BasicHttpBinding');
});

const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    'wsHttpBinding by its default',
    () => wsHttpBinding(),
    /mode Message.*default in WCF.*Transport/,
  ],
  [
    'Windows authentication',
    () => wsHttpBinding({ security: { mode: 'Transport' } }),
    /clientCredentialType Windows.*default in WCF/,
  ],
  [
    'message credentials',
    () => basicHttpBinding({ security: { mode: 'TransportWithMessageCredential' } }),
    /TransportWithMessageCredential/,
  ],
  ['MTOM', () => basicHttpBinding({ messageEncoding: 'Mtom' }), /Mtom.*use Text/],
  ['transactions', () => wsHttpBinding({ ...none, transactionFlow: true }), /transactionFlow/],
  ['a realm', () => basicHttpsBinding({ security: { transport: { realm: 'x' } } }), /realm/],
];

for (const [name, create, message] of refused) {
  test(`${name} is refused with what to do`, (t) => {
    t.throws(create, { instanceOf: InvalidBindingError, message });
  });
}

const parse = (text: string) =>
  parseConfiguration(text, { fileName: 'app.config', registry: new ConfigurationRegistry() });

const file = (bindings: string, endpoint: string): string =>
  `<configuration><system.serviceModel><bindings>${bindings}</bindings><services><service name="s">${endpoint}</service></services></system.serviceModel></configuration>`;

test('in configuration they have the attributes of WCF', (t) => {
  const { bindings, services } = parse(
    file(
      `<wsHttpBinding><binding name="rm" maxReceivedMessageSize="1000" textEncoding="utf-16" sendTimeout="00:00:05">
        <readerQuotas maxDepth="8"/><reliableSession enabled="true" ordered="false" inactivityTimeout="00:01:00"/>
        <security mode="None"/></binding></wsHttpBinding>
       <basicHttpBinding><binding transferMode="Streamed"/></basicHttpBinding>`,
      '<endpoint address="http://localhost/s" binding="basicHttpBinding" contract="c"/><endpoint address="http://localhost/r" binding="wsHttpBinding" bindingConfiguration="rm" contract="c"/>',
    ),
  );
  const binding = bindings.get('wsHttpBinding/rm');
  t.regex(
    binding?.describe() ?? '',
    /ordered.*false[\s\S]*utf-16[\s\S]*maxDepth.*8[\s\S]*maxReceivedMessageSize.*1000/,
  );
  t.is(binding?.timeouts.sendTimeout, 5_000);
  const [first, second] = services[0]?.endpoints ?? [];
  t.regex(first?.binding.describe() ?? '', /Streamed/);
  t.is(second?.binding, binding);
});

test('what configuration gets wrong is told with its place', (t) => {
  const read = (binding: string) => () => parse(file(binding, ''));
  t.throws(read('<wsHttpBinding><binding name="b"/></wsHttpBinding>'), {
    message: /line 1.*security mode Message/,
  });
  t.throws(read('<basicHttpBinding><binding maxDepth="3"/></basicHttpBinding>'), {
    message: /maxDepth/,
  });
  t.throws(
    read('<basicHttpBinding><binding><security mode="Transprt"/></binding></basicHttpBinding>'),
    { message: /mode/ },
  );
});

test('a binding of one’s own is a function in code, and stands in configuration by its name', (t) => {
  const officeBinding = defineBinding<{ readonly maxReceivedMessageSize?: number }>({
    name: 'officeBinding',
    className: 'OfficeBinding',
    configuration: { attributes: { maxReceivedMessageSize: integerAttribute(1) } },
    compose: (options) => [textEncoding({ messageVersion: 'Soap12' }), httpTransport(options)],
  });
  t.is(officeBinding({ maxReceivedMessageSize: 5 }).name, 'OfficeBinding');
  const container = createContainer(bindingModule(officeBinding));
  const extension =
    '<extensions><bindingExtensions><add name="officeBinding" type="any"/></bindingExtensions></extensions>';
  const text = file(
    '<officeBinding><binding name="small" maxReceivedMessageSize="7"/></officeBinding>',
    '<endpoint address="http://localhost/s" binding="officeBinding" bindingConfiguration="small" contract="c"/>',
  ).replace('<bindings>', `${extension}<bindings>`);
  const registry = new ConfigurationRegistry();
  const { bindings } = parseConfiguration(text, { registry, container });
  t.regex(bindings.get('officeBinding/small')?.describe() ?? '', /maxReceivedMessageSize.*7/);
  t.throws(() => parseConfiguration(text, { registry }), {
    message: /officeBinding/,
  });
});
