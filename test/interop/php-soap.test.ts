import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import '../../src/default-elements.js';
import {
  ChannelFactory,
  FaultError,
  Operation,
  ServiceContract,
  ServiceHost,
  SoapType,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
  arrayOf,
  contractOnly,
  lazy,
  nullable,
  xsd,
} from '../../src/contracts/index.js';
import { calculatorBinding } from './our-calculator.js';
import { peerTest } from './peer-test.js';
import type { PeerRequirement } from './peer-test.js';

const run = promisify(execFile);
const programs = join('test', 'interop', 'php');

async function phpAvailable(): Promise<PeerRequirement> {
  const available = await run('php', ['-m']).then(
    ({ stdout }) => /^soap$/m.test(stdout),
    () => false,
  );
  return { available, needs: 'the packages php-cli and php-soap' };
}

const php = await phpAvailable();

@SoapType({ namespace: 'urn:people' })
@XmlType()
class Person {
  @XmlElementMember(xsd.string) name!: string;
  @XmlElementMember(nullable(lazy(() => Person))) friend!: Person | null;
}

/** The operations of php/server.php and php/client.php; PHP's results are all named `return`. */
@XmlSerializerFormat({ style: 'Rpc', use: 'Encoded' })
@ServiceContract({ name: 'IEncoded', namespace: 'urn:encoded' })
class Encoded {
  @Operation({
    parameters: [['person', nullable(Person)]],
    returns: nullable(Person),
    resultName: 'return',
  })
  echo(person: Person | null): Promise<Person | null> {
    return contractOnly(person);
  }

  @Operation({
    parameters: [
      ['numbers', arrayOf(xsd.int)],
      ['texts', arrayOf(xsd.string)],
    ],
    returns: xsd.string,
    resultName: 'return',
  })
  sum(numbers: number[], texts: string[]): Promise<string> {
    return contractOnly(numbers, texts);
  }

  @Operation({ parameters: [['why', xsd.string]] })
  fail(why: string): Promise<void> {
    return contractOnly(why);
  }
}

class EncodedService implements Encoded {
  echo(person: Person | null): Promise<Person | null> {
    return Promise.resolve(person);
  }

  sum(numbers: number[], texts: string[]): Promise<string> {
    const total = numbers.reduce((sum, one) => sum + one, 0);
    return Promise.resolve(`${String(total)} ${texts.join(',')}`);
  }

  fail(why: string): Promise<void> {
    return Promise.reject(new FaultError(why));
  }
}

for (const [version, messageVersion, marks] of [
  ['1.1', 'Soap11', /soap\/encoding/],
  ['1.2', 'Soap12', /2003\/05\/soap-encoding/],
] as const) {
  peerTest(php, `PHP's client calls our rpc/encoded service, SOAP ${version}`, async (t) => {
    const host = new ServiceHost(EncodedService, { baseAddresses: ['http://127.0.0.1:0/php'] });
    const endpoint = host.addEndpoint(Encoded, calculatorBinding({ encoding: { messageVersion } }));
    await host.open();
    t.teardown(() => {
      host.abort();
    });
    const { stdout } = await run('php', [
      join(programs, 'client.php'),
      endpoint.address.uri,
      version,
    ]);
    const { request, ...results } = JSON.parse(stdout) as Record<string, unknown>;
    t.deepEqual(results, {
      name: 'Ann <&> Bäcker',
      refersToItself: true,
      sum: '42 a,,b',
      fault: 'because',
    });
    t.regex(String(request), marks);
  });
}

peerTest(php, "our client calls PHP's rpc/encoded service", async (t) => {
  const port = await freePort();
  const server = spawn('php', ['-S', `127.0.0.1:${String(port)}`, join(programs, 'server.php')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(server, 'exit');
  t.teardown(async () => {
    server.kill();
    await exited;
  });
  for await (const line of createInterface(server.stderr)) if (line.includes('started')) break;
  const factory = new ChannelFactory(
    Encoded,
    calculatorBinding({ encoding: { messageVersion: 'Soap11' } }),
    `http://127.0.0.1:${String(port)}/server.php`,
  );
  t.teardown(() => {
    factory.abort();
  });
  const client = await factory.createChannel();
  const ann = Object.assign(new Person(), { name: 'Ann <&> Bäcker' });
  ann.friend = ann;
  const echoed = await client.echo(ann);
  t.is(echoed?.name, ann.name);
  t.is(echoed?.friend, echoed);
  t.is(await client.sum([1, 2, 39], ['a', '', 'b']), '42 a,,b');
  await t.throwsAsync(client.fail('because'), { instanceOf: FaultError, message: 'because' });
});

/** A port that was free a moment ago: PHP's web server cannot choose one by itself. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
