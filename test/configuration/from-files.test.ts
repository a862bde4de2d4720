import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import '../../src/default-elements.js';
import {
  ConfigurationRegistry,
  loadConfiguration,
  loadServiceApplication,
  loadServiceFile,
  parseConfiguration,
} from '../../src/configuration/index.js';
import type { ConfigurationFile, ServiceApplication } from '../../src/configuration/index.js';
import { ChannelFactory, channelOf } from '../../src/contracts/index.js';
import type { Client, ServiceHost } from '../../src/contracts/index.js';
import { ConfigurationError } from '../../src/core/errors/index.js';
import { developmentCertificate } from '../../src/testing/index.js';
import { Calculator, CalculatorService, SimplifiedCalculatorService } from './calculator.js';

const registry = new ConfigurationRegistry()
  .addService(CalculatorService)
  .addService(SimplifiedCalculatorService)
  .addContract(Calculator);

const certificate = await developmentCertificate();

/** Opens the host, calls it, and closes both sides. */
async function withClient(
  host: ServiceHost,
  createFactory: (address: string) => ChannelFactory<Calculator>,
  run: (client: Client<Calculator>) => Promise<void>,
): Promise<void> {
  await host.open();
  try {
    const factory = createFactory(host.endpoints[0]?.address.uri ?? '');
    try {
      await run(await factory.createChannel());
    } finally {
      await factory.close();
    }
  } finally {
    await host.close();
  }
}

function onlyHost(application: ServiceApplication, ...bases: readonly string[]): ServiceHost {
  const [host] = application.createServiceHosts(bases.length === 0 ? {} : { baseAddresses: bases });
  if (host === undefined) throw new Error('The application has no host.');
  return host;
}

function read(services: string, more = ''): ConfigurationFile {
  return parseConfiguration(
    `<configuration><system.serviceModel><services>${services}</services>
       <bindings><customBinding>
         <binding name="http"><reliableSession/><httpTransport/></binding>
         <binding><reliableSession/><httpTransport/></binding>
       </customBinding></bindings>${more}</system.serviceModel></configuration>`,
    { registry, fileName: 'app.config' },
  );
}

function service(inside: string, attributes = ''): string {
  return `<service name="Microsoft.ServiceModel.Samples.CalculatorService" ${attributes}>${inside}</service>`;
}

const name = 'Microsoft.ServiceModel.Samples.CalculatorService';
const endpoint = (attributes = ''): string =>
  `<endpoint binding="customBinding" bindingConfiguration="http" contract="Microsoft.ServiceModel.Samples.ICalculator" ${attributes}/>`;
const baseAddress = (address: string): string =>
  `<host><baseAddresses><add baseAddress="${address}"/></baseAddresses></host>`;

test('the files of the example make a service and a client that talk over a reliable session and HTTPS', async (t) => {
  const application = await loadServiceApplication('examples/calculator/service', { registry });
  const client = await loadConfiguration('examples/calculator/client/app.config', { registry });
  const [host, ...others] = application.createServiceHosts({
    baseAddresses: ['https://localhost:0/servicemodelsamples/'],
    credentials: { serverCertificate: certificate },
  });
  if (host === undefined) throw new Error('The application has no host.');
  t.is(others.length, 0);
  t.regex(host.endpoints[0]?.address.uri ?? '', /\/servicemodelsamples\/Service\.svc$/);
  const credentials = { trust: [certificate.cert] };
  await withClient(
    host,
    (address) => client.createChannelFactory(Calculator, { address, credentials }),
    async (calculator) => {
      t.is(await calculator.divide(22, 7), 22 / 7);
      t.not(channelOf(calculator).session, null);
    },
  );
});

test('a file without services gives default endpoints: nameless binding, nameless behaviour, protocolMapping', async (t) => {
  const application = await loadServiceApplication('test/fixtures/configuration/simplified', {
    registry,
  });
  const [host] = application.createServiceHosts({
    baseAddresses: ['https://localhost:0/servicemodelsamples'],
    credentials: { serverCertificate: certificate },
  });
  if (host === undefined) throw new Error('The application has no host.');
  t.deepEqual(
    host.endpoints.map(({ binding, contract }) => [
      contract.configurationName,
      ...binding.elements.map((element) => element.name),
    ]),
    [['Microsoft.ServiceModel.Samples.ICalculator', 'reliableSession', 'httpsTransport']],
  );
  const binding = application.configuration.bindings.get('customBinding/');
  if (binding === undefined) throw new Error('The nameless binding is missing.');
  const credentials = { trust: [certificate.cert] };
  await withClient(
    host,
    (address) => new ChannelFactory(Calculator, binding, address, { credentials }),
    async (calculator) => {
      t.is(await calculator.divide(81, 9), 9);
      // The nameless behaviour holds: the client is told what went wrong.
      await t.throwsAsync(calculator.divide(1, 0), { message: /Nothing is divided by 0 here/ });
    },
  );
  t.deepEqual(application.configuration.notices, []);
});

test('a service of the file without endpoints gets default ones too', (t) => {
  const mapping =
    '<protocolMapping><add scheme="http" binding="customBinding" bindingConfiguration="http"/></protocolMapping>';
  const host = read(service(baseAddress('http://localhost:0/s')), mapping).createServiceHost(name);
  t.deepEqual(
    host.endpoints.map(({ address, binding }) => [address.uri, binding.name]),
    [['http://localhost:0/s', 'http']],
  );
});

test('a base address that no mapping has a binding for gets the one of .NET, or is told of it', (t) => {
  const [added] = read(service(baseAddress('http://localhost:0/s'))).createServiceHost(
    name,
  ).endpoints;
  t.is(added?.binding.name, 'BasicHttpBinding');
  const error = t.throws(
    () => read(service(baseAddress('net.tcp://localhost:0/s'))).createServiceHost(name),
    { instanceOf: ConfigurationError },
  );
  t.regex(
    error.message,
    /app\.config, line 1, .*no default endpoint.*netTcpBinding is not there yet/s,
  );
});

test('base addresses of the file are used, and those given in code replace them', (t) => {
  const file = read(
    service(`${baseAddress('http://localhost:0/file')}${endpoint('address="rm"')}`),
  );
  const addressOf = (host: ServiceHost): string => host.endpoints[0]?.address.uri ?? '';
  t.is(addressOf(file.createServiceHost(name)), 'http://localhost:0/file/rm');
  t.is(addressOf(file.createServiceHost(CalculatorService)), 'http://localhost:0/file/rm');
  const baseAddresses = ['http://localhost:0/code'];
  t.is(addressOf(file.createServiceHost(name, { baseAddresses })), 'http://localhost:0/code/rm');
});

test('an endpoint listens where listenUri says', (t) => {
  const inside = endpoint('address="http://public.example/s" listenUri="http://localhost:0/inner"');
  const [added] = read(service(inside)).createServiceHost(name).endpoints;
  t.is(added?.address.uri, 'http://public.example/s');
  t.is(added?.listenUri, 'http://localhost:0/inner');
});

test('an address or listenUri for another scheme than the transport is refused, naming both', (t) => {
  for (const attribute of ['address', 'listenUri']) {
    const error = t.throws(() => read(service(endpoint(`${attribute}="https://localhost/s"`))), {
      instanceOf: ConfigurationError,
    });
    t.regex(
      error.message,
      new RegExp(`The ${attribute} https://localhost/s .*<httpTransport> of the binding 'http'`),
    );
  }
});

test('httpHelpPageEnabled="false" hides the help page', async (t) => {
  const behavior = (attribute: string): string =>
    `<behaviors><serviceBehaviors><behavior><serviceDebug ${attribute}/></behavior></serviceBehaviors></behaviors>`;
  const page = async (attribute: string): Promise<string> => {
    const inside = `${baseAddress('http://localhost:0/s')}${endpoint()}`;
    const host = read(service(inside), behavior(attribute)).createServiceHost(name);
    await host.open();
    try {
      const address = host.endpoints[0]?.address.uri ?? '';
      return await new Promise((resolve, reject) => {
        const request = get(address, { agent: false }, (response) => {
          text(response).then(resolve, reject);
        });
        request.on('error', reject);
      });
    } finally {
      await host.close();
    }
  };
  t.regex(await page(''), /ICalculator/);
  t.regex(await page('httpsHelpPageEnabled="false"'), /ICalculator/);
  t.notRegex(await page('httpHelpPageEnabled="false"'), /Calculator/);
});

test('a client endpoint is found by name, and by contract alone when it is the only one', (t) => {
  const client = (endpoints: string): ConfigurationFile =>
    read('', `<client>${endpoints}</client>`);
  const one = client(endpoint('address="http://localhost/one" name="one"'));
  t.is(one.createChannelFactory(Calculator).address.uri, 'http://localhost/one');
  const two = client(
    endpoint('address="http://localhost/one" name="one"') + endpoint('name="two"'),
  );
  t.is(
    two.createChannelFactory(Calculator, { endpoint: 'one' }).address.uri,
    'http://localhost/one',
  );
  t.is(
    two.createChannelFactory(Calculator, { endpoint: 'two', address: 'http://localhost/code' })
      .address.uri,
    'http://localhost/code',
  );
  const headers = client(
    `<endpoint address="http://localhost/" binding="basicHttpBinding" contract="Microsoft.ServiceModel.Samples.ICalculator"><headers><Tenant xmlns="urn:t">blue</Tenant></headers></endpoint>`,
  ).createChannelFactory(Calculator).address.headers;
  t.is(headers[0]?.text, 'blue');
  const failures: readonly (readonly [endpoint: string, message: RegExp])[] = [
    ['*', /2 client endpoints .*'one', 'two'/],
    ['two', /has no address; add the attribute, or give \{ address \}/],
    ['three', /no client endpoint named 'three'.*'one' for 'Microsoft/],
  ];
  for (const [wanted, message] of failures) {
    t.throws(() => two.createChannelFactory(Calculator, { endpoint: wanted }), {
      instanceOf: ConfigurationError,
      message,
    });
  }
});

test('without base addresses an application uses those of its file; a host error names the .svc file', async (t) => {
  const application = await loadServiceApplication('test/fixtures/configuration/simplified', {
    registry,
  });
  const error = t.throws(() => onlyHost(application), { instanceOf: ConfigurationError });
  t.regex(error.message, /service of .*service\.svc cannot be made.*no base address/);
});

test('files that are not there are ConfigurationErrors', async (t) => {
  const { service: named } = await loadServiceFile('examples/calculator/service/Service.svc');
  t.is(named, name);
  for (const load of [
    () => loadConfiguration('test/fixtures/none.config', { registry }),
    () => loadServiceFile('test/fixtures/none.svc'),
    () => loadServiceApplication('test/fixtures/none', { registry }),
    () => loadServiceApplication('test/configuration', { registry }),
  ]) {
    await t.throwsAsync(load, { instanceOf: ConfigurationError });
  }
});

test('a file is read in UTF-8 and UTF-16; one in neither, and one that is too long, are refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'channelstack-'));
  const file = join(folder, 'app.config');
  const text = '\uFEFF<?xml version="1.0"?><configuration/>';
  try {
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le')]) {
      await writeFile(file, bytes);
      await t.notThrowsAsync(loadConfiguration(file, { registry }));
    }
    await writeFile(file, Buffer.from(text, 'utf16le').swap16());
    await t.notThrowsAsync(loadConfiguration(file, { registry }));
    await writeFile(file, Buffer.from('<configuration a="\xe9"/>', 'latin1'));
    await t.throwsAsync(loadConfiguration(file, { registry }), {
      instanceOf: ConfigurationError,
      message: /is not written in utf-8; save it as UTF-8/,
    });
    await writeFile(file, Buffer.alloc(4_194_305, ' '));
    await t.throwsAsync(loadConfiguration(file, { registry }), {
      instanceOf: ConfigurationError,
      message: /longer than 4194304 bytes/,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
