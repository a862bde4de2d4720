import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
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
  serviceMetadata,
  xsd,
} from '../../src/contracts/index.js';
import { generatedClient } from '../tools/generated-client.js';
import { generatedProject } from '../tools/generated-project.js';
import { calculatorBinding } from './our-calculator.js';
import { freePort } from './free-port.js';
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

peerTest(php, "PHP's client, made of our document, calls our rpc/encoded service", async (t) => {
  const host = new ServiceHost(EncodedService, { baseAddresses: ['http://127.0.0.1:0/php'] });
  host.behaviors.add(serviceMetadata({ httpGetEnabled: true }));
  const encoding = { messageVersion: 'Soap11' } as const;
  const endpoint = host.addEndpoint(Encoded, calculatorBinding({ encoding }));
  await host.open();
  t.teardown(() => {
    host.abort();
  });
  const { stdout } = await run('php', [join(programs, 'wsdl-client.php'), endpoint.address.uri]);
  t.deepEqual(JSON.parse(stdout), {
    name: 'Ann <&> Bäcker',
    friend: 'Bob',
    sum: '42 a,,b',
    fault: 'because',
  });
});

peerTest(php, "our client calls PHP's rpc/encoded service", async (t) => {
  const url = await startPhp(t, 'server.php');
  const factory = new ChannelFactory(
    Encoded,
    calculatorBinding({ encoding: { messageVersion: 'Soap11' } }),
    url,
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

for (const use of ['literal', 'encoded'] as const) {
  peerTest(php, `a client made of a document calls PHP's rpc/${use} service`, async (t) => {
    using project = generatedProject();
    const url = await startPhp(t, 'wsdl-server.php', (address) => {
      project.write('peer.wsdl', peerDocument(use, address));
      return { PEER_WSDL: join(project.folder, 'peer.wsdl') };
    });
    await using made = await generatedClient(project, `${url}?wsdl`, 'peerFactory');
    const { client, exports } = made;
    const Point = exports['Point'] as new () => object;
    const moved = await client['move']?.(Object.assign(new Point(), { x: 1, y: 2 }), 20);
    t.like(moved, { result: { x: 21, y: 2 }, far: true });
    t.is(await client['longest']?.(['a', 'long', 'bc']), 'long');
    const failing = client['fail']?.('because') ?? Promise.resolve();
    await t.throwsAsync(failing, { message: 'because' });
  });
}

/** The document of php/wsdl-server.php. */
function peerDocument(use: 'literal' | 'encoded', address: string): string {
  const list =
    use === 'encoded'
      ? `<xs:complexContent><xs:restriction base="soapenc:Array"><xs:attribute ref="soapenc:arrayType" wsdl:arrayType="xs:string[]"/></xs:restriction></xs:complexContent>`
      : '<xs:sequence><xs:element name="name" type="xs:string" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>';
  const types = `<xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>
    <xs:complexType name="Point"><xs:all><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:int"/></xs:all></xs:complexType>
    <xs:complexType name="Names">${list}</xs:complexType>`;
  const operations: Readonly<Record<string, readonly [input: string, output: string]>> = {
    move: [
      '<wsdl:part name="from" type="tns:Point"/><wsdl:part name="by" type="xs:int"/>',
      '<wsdl:part name="to" type="tns:Point"/><wsdl:part name="far" type="xs:boolean"/>',
    ],
    longest: [
      '<wsdl:part name="names" type="tns:Names"/>',
      '<wsdl:part name="return" type="xs:string"/>',
    ],
    fail: ['<wsdl:part name="why" type="xs:string"/>', ''],
  };
  const encoding =
    use === 'encoded' ? ' encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"' : '';
  const body = `<soap:body use="${use}" namespace="urn:peer"${encoding}/>`;
  const names = Object.keys(operations);
  const messages = Object.entries(operations).map(
    ([name, [input, output]]) =>
      `<wsdl:message name="${name}In">${input}</wsdl:message><wsdl:message name="${name}Out">${output}</wsdl:message>`,
  );
  const ported = names.map(
    (name) =>
      `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}In"/><wsdl:output message="tns:${name}Out"/></wsdl:operation>`,
  );
  const bound = names.map(
    (name) =>
      `<wsdl:operation name="${name}"><soap:operation soapAction="urn:peer#${name}"/><wsdl:input>${body}</wsdl:input><wsdl:output>${body}</wsdl:output></wsdl:operation>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:peer" targetNamespace="urn:peer">
  <wsdl:types><xs:schema targetNamespace="urn:peer">${types}</xs:schema></wsdl:types>
  ${messages.join('')}
  <wsdl:portType name="Peer">${ported.join('')}</wsdl:portType>
  <wsdl:binding name="PeerBinding" type="tns:Peer"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>${bound.join('')}</wsdl:binding>
  <wsdl:service name="PeerService"><wsdl:port name="PeerPort" binding="tns:PeerBinding"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

/** Starts PHP's web server on a program of the folder, and returns the program's address. */
async function startPhp(
  t: ExecutionContext,
  program: string,
  environmentFor: (address: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<string> {
  const port = await freePort();
  const address = `http://127.0.0.1:${String(port)}/${program}`;
  const server = spawn('php', ['-S', `127.0.0.1:${String(port)}`, join(programs, program)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environmentFor(address) },
  });
  const exited = once(server, 'exit');
  t.teardown(async () => {
    server.kill();
    await exited;
  });
  for await (const line of createInterface(server.stderr)) if (line.includes('started')) break;
  return address;
}
