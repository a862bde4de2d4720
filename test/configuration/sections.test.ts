import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import {
  ChannelFactory,
  CustomBinding,
  basicHttpBinding,
  httpTransport,
  reliableSession,
  textEncoding,
  ws2007HttpBinding,
  wsDualHttpBinding,
  wsHttpBinding,
} from '../../src/index.js';
import {
  ConfigurationRegistry,
  configurationSchema,
  defineConfiguration,
  loadConfiguration,
  loadServiceApplication,
  parseConfiguration,
  startMessageLog,
  writeConfiguration,
} from '../../src/configuration/index.js';
import type { ConfigurationObject, MessageLogEntry } from '../../src/configuration/index.js';
import { Calculator, CalculatorService } from './calculator.js';

const registry = new ConfigurationRegistry().addService(CalculatorService).addContract(Calculator);
const serviceName = 'Microsoft.ServiceModel.Samples.CalculatorService';
const contract = 'Microsoft.ServiceModel.Samples.ICalculator';

/** A folder with these files, which is taken away in the end. */
async function folder(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'sections-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

function model(text: string): string {
  return `<configuration><system.serviceModel>${text}</system.serviceModel></configuration>`;
}

test('a section may be in a file of its own', async (t) => {
  await using files = await folder({
    'app.config': model('<bindings configSource="sections\\bindings.config"/>'),
    'sections/bindings.config':
      '<bindings>\n<basicHttpBinding>\n<binding name="b" sendTimeout="00:00:05"/></basicHttpBinding></bindings>',
  });
  const file = await loadConfiguration(join(files.path, 'app.config'), { registry });
  t.is(file.bindings.get('basicHttpBinding/b')?.timeouts.sendTimeout, 5_000);
});

test('what is wrong in the file of a section is told with that file and its line', async (t) => {
  await using files = await folder({
    'app.config': model('<bindings configSource="b.config"/><client configSource="c.config"/>'),
    'b.config': '<bindings>\n<basicHttpBinding>\n<binding nmae="b"/></basicHttpBinding></bindings>',
    'c.config': '<services/>',
  });
  const load = () => loadConfiguration(join(files.path, 'app.config'), { registry });
  await t.throwsAsync(load, { message: /c\.config must hold <client>/ });
  await writeFile(join(files.path, 'c.config'), '<client/>');
  await t.throwsAsync(load, {
    message: /b\.config, line 3, column \d+ .*'nmae'; did you mean 'name'/,
  });
});

test('a section is nowhere but below the folder of its file', async (t) => {
  await using files = await folder({ 'inner/app.config': '', 'secret.config': '<bindings/>' });
  await symlink(join(files.path, 'secret.config'), join(files.path, 'inner', 'link.config'));
  for (const source of [
    '../secret.config',
    '..\\secret.config',
    join(files.path, 'secret.config'),
    'link.config',
  ]) {
    await writeFile(
      join(files.path, 'inner/app.config'),
      model(`<bindings configSource="${source}"/>`),
    );
    await t.throwsAsync(loadConfiguration(join(files.path, 'inner/app.config'), { registry }), {
      code: 'ConfigurationError',
      message: /is not below the folder/,
    });
  }
});

test('a section with a configSource has nothing else, and the file may not send on', async (t) => {
  await using files = await folder({
    'a.config': model('<bindings configSource="b.config"><basicHttpBinding/></bindings>'),
    'b.config': '<bindings configSource="c.config"/>',
    'd.config': model('<bindings configSource="b.config"/>'),
    'c.config': '<bindings/>',
  });
  await t.throwsAsync(loadConfiguration(join(files.path, 'a.config'), { registry }), {
    message: /nothing else may stand in it/,
  });
  await t.throwsAsync(loadConfiguration(join(files.path, 'd.config'), { registry }), {
    message: /c\.config/,
  });
});

const application = `<serviceHostingEnvironment><serviceActivations>
    <add relativeAddress="~/orders/Calculator.svc" service="${serviceName}"/></serviceActivations></serviceHostingEnvironment>
  <services><service name="${serviceName}" behaviorConfiguration="b">
    <endpoint address="" binding="basicHttpBinding" contract="${contract}"/>
    <endpoint address="mex" kind="mexEndpoint" endpointConfiguration="m"/></service></services>
  <standardEndpoints><mexEndpoint><standardEndpoint name="m"/></mexEndpoint></standardEndpoints>
  <behaviors><serviceBehaviors><behavior name="b"><serviceMetadata/></behavior></serviceBehaviors></behaviors>`;

test('a service has an address without a .svc file, and a standard endpoint brings its binding', async (t) => {
  await using files = await folder({ 'Web.config': model(application) });
  const loaded = await loadServiceApplication(files.path, { registry });
  const [host, second] = loaded.createServiceHosts({ baseAddresses: ['http://localhost:0/app'] });
  t.is(second, undefined);
  t.is(host?.endpoints[0]?.address.uri, 'http://localhost:0/app/orders/Calculator.svc');
  t.is(host?.metadataEndpoints[0]?.address.uri, 'http://localhost:0/app/orders/Calculator.svc/mex');
});

test('an address that is a file, too, is told', async (t) => {
  await using files = await folder({
    'Web.config': model(application.replace('~/orders/', './')),
    'Calculator.svc': `<%@ServiceHost Service="${serviceName}" %>`,
  });
  await t.throwsAsync(loadServiceApplication(files.path, { registry }), {
    message: /There is a file Calculator\.svc, too/,
  });
});

test.serial('messages are logged as <messageLogging> says', async (t) => {
  const text = (attributes: string): string =>
    model(`<diagnostics><messageLogging ${attributes}/></diagnostics>`);
  const parse = (attributes: string) =>
    parseConfiguration(text(attributes), { registry }).messageLogging;
  t.is(parse(''), null);
  t.deepEqual(parse('logMessagesAtTransportLevel="true"'), {
    logEntireMessage: false,
    maxMessagesToLog: 10_000,
    maxSizeOfMessageToLog: 262_144,
  });
  t.is(
    parse('logMessagesAtTransportLevel="true" maxMessagesToLog="-1"')?.maxMessagesToLog,
    Infinity,
  );

  const file = parseConfiguration(model(application), { registry });
  const host = file.createServiceHost(serviceName, { baseAddresses: ['http://localhost:0/log'] });
  await host.open();
  const factory = new ChannelFactory(
    Calculator,
    basicHttpBinding(),
    host.endpoints[0]?.address ?? '',
  );
  const calculator = await factory.createChannel();
  const logged = async (attributes: string): Promise<MessageLogEntry[]> => {
    const entries: MessageLogEntry[] = [];
    const stop = startMessageLog(
      parse(`logMessagesAtTransportLevel="true" ${attributes}`),
      (entry) => entries.push(entry),
    );
    await calculator.divide(1, 2);
    stop();
    await calculator.divide(1, 2);
    return entries.filter(({ address }) => address.includes('/log'));
  };
  try {
    const all = await logged('logEntireMessage="true"');
    t.deepEqual(all.map(({ direction, side }) => `${side} ${direction}`).sort(), [
      'client received',
      'client sent',
      'service received',
      'service sent',
    ]);
    t.regex(all[0]?.text ?? '', /<n1>1<\/n1>/);
    const heads = await logged('');
    t.is(heads.length, 4);
    t.notRegex(heads.map((entry) => entry.text).join(''), /<n1>|DivideResult/);
    t.is((await logged('maxMessagesToLog="1"')).length, 1);
    t.is((await logged('maxSizeOfMessageToLog="10"')).length, 0);
  } finally {
    await factory.close();
    await host.close();
  }
});

const configuration: ConfigurationObject = {
  bindings: {
    customBinding: [
      {
        name: 'reliable',
        sendTimeout: '00:00:30',
        elements: [
          { reliableSession: { maxRetryCount: 3, ordered: false } },
          'textMessageEncoding',
          'httpTransport',
        ],
      },
    ],
    wsHttpBinding: [{ security: { mode: 'None' }, reliableSession: { enabled: true } }],
  },
  services: [
    {
      name: serviceName,
      baseAddresses: ['http://localhost:0/calculator'],
      endpoints: [
        { address: '', binding: 'customBinding', bindingConfiguration: 'reliable', contract },
      ],
    },
  ],
  client: [{ name: 'c', address: 'http://localhost:1/', binding: 'wsHttpBinding', contract }],
  behaviors: {
    serviceBehaviors: [
      { serviceMetadata: { httpGetEnabled: true }, serviceThrottling: { maxConcurrentCalls: 3 } },
    ],
  },
  protocolMapping: [{ scheme: 'http', binding: 'wsHttpBinding' }],
};

test('configuration may be an object, with the same result as a file', (t) => {
  const file = defineConfiguration(configuration, { registry });
  t.regex(
    file.bindings.get('customBinding/reliable')?.describe() ?? '',
    /ordered=false maxRetryCount=3/,
  );
  t.is(file.bindings.get('customBinding/reliable')?.timeouts.sendTimeout, 30_000);
  const host = file.createServiceHost(serviceName);
  t.is(host.endpoints[0]?.address.uri, 'http://localhost:0/calculator');
  t.notThrows(() => file.createChannelFactory(Calculator, { endpoint: 'c' }));
});

const wrong: readonly (readonly [title: string, object: unknown, message: RegExp])[] = [
  ['a section that nobody knows', { clint: [] }, /clint/],
  [
    'a number for a time',
    { bindings: { basicHttpBinding: [{ sendTimeout: 5 }] } },
    /basicHttpBinding\[0\]\): .*sendTimeout="5".*time span/,
  ],
  [
    'a text for a number',
    {
      bindings: {
        customBinding: [
          { elements: [{ reliableSession: { maxRetryCount: true } }, 'httpTransport'] },
        ],
      },
    },
    /elements\[0\]\.reliableSession\): .*whole number/,
  ],
  [
    'an option with a slip of the pen',
    { bindings: { wsHttpBinding: [{ security: { moed: 'None' } }] } },
    /wsHttpBinding\[0\]\.security\).*'moed'; did you mean 'mode'/,
  ],
  ['a list that is none', { services: {} }, /services\): A list is expected/],
  [
    'an element with two names',
    { bindings: { customBinding: [{ elements: [{ a: {}, b: {} }] }] } },
    /elements\[0\]\): An element is an object with its name/,
  ],
  [
    'null',
    { client: [{ address: null, binding: 'basicHttpBinding', contract: 'c' }] },
    /object is expected/,
  ],
];
for (const [title, object, message] of wrong)
  test(`in an object ${title} is told with its path`, (t) => {
    t.throws(() => defineConfiguration(object as ConfigurationObject, { registry }), {
      code: 'ConfigurationError',
      message,
    });
  });

test('the JSON Schema of configuration takes what is right, and refuses what is wrong', (t) => {
  const validate = new Ajv2020({ strictTypes: false }).compile(configurationSchema());
  t.true(validate(configuration));
  for (const [title, object] of wrong.filter(([, one]) => !JSON.stringify(one).includes('"a":{}')))
    t.false(validate(object), `${title} is refused`);
});

test('bindings, clients and services of code are written as a file that means the same', (t) => {
  const custom = new CustomBinding('custom', [
    reliableSession({ inactivityTimeout: 60_000, maxRetryCount: 3 }),
    textEncoding({ readerQuotas: { maxDepth: 5 } }),
    httpTransport({ transferMode: 'Buffered', maxReceivedMessageSize: 1_000_000 }),
  ]);
  const bindings = [
    custom,
    basicHttpBinding({ name: 'basic', security: { mode: 'Transport' }, sendTimeout: 5_000 }),
    wsHttpBinding({
      name: 'ws',
      security: { mode: 'None' },
      reliableSession: { enabled: true, ordered: false },
    }),
    ws2007HttpBinding({
      name: 'ws2007',
      reliableSession: { enabled: true },
      security: { mode: 'Transport', transport: { clientCredentialType: 'Certificate' } },
    }),
    wsDualHttpBinding({
      name: 'dual',
      security: { mode: 'None' },
      clientBaseAddress: 'http://localhost:9/',
    }),
  ];
  const text = writeConfiguration({
    bindings,
    client: [
      {
        name: 'c',
        address: 'http://localhost:1/?a=1&b=2',
        binding: custom,
        contract,
      },
    ],
    services: [
      {
        name: serviceName,
        baseAddresses: ['http://localhost:2/'],
        endpoints: [{ address: '', binding: custom, contract }],
      },
    ],
  });
  const file = parseConfiguration(text, { registry });
  t.deepEqual([...file.bindings].map(([key]) => key).sort(), [
    'basicHttpBinding/basic',
    'customBinding/custom',
    'ws2007HttpBinding/ws2007',
    'wsDualHttpBinding/dual',
    'wsHttpBinding/ws',
  ]);
  for (const binding of bindings) {
    const again = [...file.bindings.values()].find(({ name }) => name === binding.name);
    t.is(again?.describe(), binding.describe());
    t.deepEqual(again?.timeouts, binding.timeouts);
  }
  t.is(file.clientEndpoints[0]?.address, 'http://localhost:1/?a=1&b=2');
  t.deepEqual(file.services[0]?.baseAddresses, ['http://localhost:2/']);
  const other = new CustomBinding('custom', [
    textEncoding({ messageVersion: 'Soap11' }),
    httpTransport({ allowCookies: true, manualAddressing: true }),
  ]);
  t.throws(() => writeConfiguration({ bindings: [custom, other] }), {
    message: /Two bindings are called 'custom'/,
  });
});
