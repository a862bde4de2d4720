import { once } from 'node:events';
import { program } from 'commander';
import {
  ChannelFactory,
  CustomBinding,
  ServiceHost,
  channelOf,
  httpsTransport,
  reliableSession,
  textEncoding,
} from 'channelstack';
import type { Client } from 'channelstack';
import { developmentCertificate } from 'channelstack/testing';
import type { DevelopmentCertificate } from 'channelstack/testing';
import { printAccount } from './account.js';
import { createConfiguredFactory, createConfiguredHost } from './configured.js';
import { Calculator } from './contract.js';
import { CalculatorService } from './service.js';

program
  .name('npm start --')
  .description(
    'Runs the calculator service and its client over reliableSession + textEncoding + httpsTransport.',
  )
  .option('--serve', 'only start the service, and keep it up for another client')
  .option('--port <port>', 'the port to listen on (default: a free one)', Number, 0)
  .option(
    '--config <dir>',
    'take the bindings from service/Web.config, service/Service.svc and client/app.config below this folder',
  )
  .option('--envelopes', 'print whole messages')
  .parse();
const options = program.opts<{
  readonly serve?: true;
  readonly port: number;
  readonly config?: string;
  readonly envelopes?: true;
}>();

const certificate = await developmentCertificate();
const stopAccount = printAccount({ envelopes: options.envelopes === true });
try {
  if (options.serve === true) await serve();
  else if (options.config !== undefined) await runConfigured(options.config);
  else {
    console.log('Composed in code:');
    await runComposed();
    console.log('\nFrom Web.config, Service.svc and app.config:');
    await runConfigured('examples/calculator');
  }
} finally {
  stopAccount();
}

/** The binding, element by element; each has the defaults of WCF. */
function createBinding(): CustomBinding {
  return new CustomBinding('reliableSessionOverHttps', [
    reliableSession(),
    textEncoding(),
    httpsTransport(),
  ]);
}

function createComposedHost(): ServiceHost {
  const host = new ServiceHost(CalculatorService, {
    baseAddresses: [`https://localhost:${String(options.port)}/servicemodelsamples/service.svc`],
    credentials: { serverCertificate: certificate },
  });
  host.addEndpoint(Calculator, createBinding());
  return host;
}

async function runComposed(): Promise<void> {
  await runBoth(
    createComposedHost(),
    (address) =>
      new ChannelFactory(Calculator, createBinding(), address, { credentials: trust(certificate) }),
  );
}

async function runConfigured(folder: string): Promise<void> {
  const host = await createConfiguredHost(folder, options.port, { serverCertificate: certificate });
  const factory = await createConfiguredFactory(folder, trust(certificate));
  await runBoth(host, factory);
}

/** Opens the service, calls it and closes both ends gracefully. */
async function runBoth(
  host: ServiceHost,
  createFactory: (address: string) => ChannelFactory<Calculator>,
): Promise<void> {
  await host.open();
  try {
    const address = host.endpoints[0]?.address.uri ?? '';
    console.log(`  service at ${address}`);
    const factory = createFactory(address);
    const calculator = await factory.createChannel();
    await callAll(calculator);
    await channelOf(calculator).close();
    await factory.close();
  } finally {
    await host.close();
  }
}

async function callAll(calculator: Client<Calculator>): Promise<void> {
  console.log(`  Add(100,15.99) = ${String(await calculator.add(100, 15.99))}`);
  console.log(`  Subtract(145,76.54) = ${String(await calculator.subtract(145, 76.54))}`);
  console.log(`  Multiply(9,81.25) = ${String(await calculator.multiply(9, 81.25))}`);
  console.log(`  Divide(22,7) = ${String(await calculator.divide(22, 7))}`);
}

async function serve(): Promise<void> {
  const host =
    options.config === undefined
      ? createComposedHost()
      : await createConfiguredHost(options.config, options.port, {
          serverCertificate: certificate,
        });
  await host.open();
  for (const endpoint of host.endpoints)
    console.log(`${endpoint.contract.name} at ${endpoint.address.uri}`);
  console.log('The certificate is .channelstack/localhost.cert.pem. Press Ctrl+C to stop.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await host.close();
}

function trust({ cert }: DevelopmentCertificate): { readonly trust: readonly string[] } {
  return { trust: [cert] };
}
