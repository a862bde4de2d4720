import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import soap from 'soap';
import '../../src/default-elements.js';
import {
  ChannelFactory,
  DateTime,
  DateTimeOffset,
  Decimal,
  ServiceHost,
  serviceMetadata,
} from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { XmlElement } from '../../src/core/xml/index.js';
import { subscribeDiagnostics } from '../../src/core/diagnostics/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../src/transports/http/index.js';
import {
  Address,
  Circle,
  Forms,
  FormsService,
  Node,
  Page,
  Person,
  Point,
  Shape,
  forms,
} from './forms-contract.js';
import { compileJava, javaLibraries, jaxws } from './java-peer.js';
import { peerTest } from './peer-test.js';
import type { PeerRequirement } from './peer-test.js';

const run = promisify(execFile);
const folder = join('test', 'interop');
const python = '/usr/bin/python3';

async function requirement(
  command: string,
  args: readonly string[],
  needs: string,
): Promise<PeerRequirement> {
  const available = await run(command, [...args]).then(
    () => true,
    () => false,
  );
  return { available, needs };
}

const zeep = await requirement(python, ['-c', 'import zeep'], 'the package python3-zeep');
const php = await requirement('php', ['-r', 'new SoapVar(1, 2);'], 'the package php-soap');
const xmllint = await requirement('xmllint', ['--version'], 'the package libxml2-utils');
const gsoap = await requirement('wsdl2h', ['-V'], 'the packages gsoap, libgsoap-dev and gcc');

const formsBinding = new CustomBinding('forms', [
  // node-soap declares all namespaces of a document on each envelope.
  textEncoding({ messageVersion: 'Soap11', readerQuotas: { maxBytesPerRead: 65_536 } }),
  httpTransport(),
]);

/** A service of ours that describes itself, with one operation for each form of data contracts. */
async function startForms(t: ExecutionContext): Promise<string> {
  const host = new ServiceHost(FormsService, { baseAddresses: ['http://127.0.0.1:0/forms'] });
  host.behaviors.add(serviceMetadata({ httpGetEnabled: true }));
  host.addEndpoint(Forms, formsBinding);
  await host.open();
  t.teardown(() => host.close());
  return host.endpoints[0]?.address.uri ?? '';
}

function made<C extends object>(type: new () => C, values: object): C {
  return Object.assign(new type(), values);
}

/** Values of each form: what is common, and what is at the edge. */
const person = made(Person, {
  name: 'Ann <&>',
  age: 30,
  home: made(Address, { street: 'High Street', houseNumber: 7 }),
  born: DateTime.parse('2001-02-03T04:05:06.1234567Z'),
  friends: [made(Person, { name: 'Bob', age: 1, home: null, born: null, friends: null })],
});
const circle = made(Circle, { color: 'Blue', radius: 1.5 });
const loop = made(Node, { label: 'first', next: null });
loop.next = made(Node, { label: 'second', next: loop });
const samples: Readonly<Record<string, readonly unknown[]>> = {
  Boolean: [true, false],
  SByte: [-128, 127],
  Byte: [0, 255],
  Int16: [-32_768, 32_767],
  UInt16: [65_535],
  Int32: [-2_147_483_648, 2_147_483_647],
  UInt32: [4_294_967_295],
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt64: [2n ** 64n - 1n],
  Single: [1.5, Infinity, NaN],
  Double: [-0.1, 1e300, -Infinity],
  // libxml2 reads decimals of 24 digits.
  Decimal: [Decimal.parse('123456789012345678901234'), Decimal.parse('-0.0000000000000000000001')],
  String: ['', 'Größe <&> \u{1F600}', null],
  DateTime: [
    DateTime.parse('0001-01-01T00:00:00'),
    new Date(0),
    DateTime.parse('2026-11-28T12:30:00+01:00'),
  ],
  Duration: [0, 86_400_123, -1],
  Bytes: [new Uint8Array(), Uint8Array.of(0, 255), null],
  Uri: ['http://example.org/ä?b=c', null],
  Point: [made(Point, { x: 1, y: -2 }), made(Point, {})],
  NullablePoint: [null, made(Point, { x: 3 })],
  Points: [[made(Point, { x: 1 }), made(Point, {})]],
  Element: [
    new XmlElement({ localName: 'any', namespaceUri: 'urn:any', children: ['text'] }),
    null,
  ],
  DataSet: [{ schema: null, diffgram: null }, null],
  Guid: ['01234567-89ab-cdef-0123-456789abcdef'],
  Char: ['A', '\uFFFF'],
  Anything: [1, 'text', true, null],
  DateTimeOffset: [new DateTimeOffset(DateTime.parse('2026-11-28T12:30:00Z'), 330)],
  NullableInt: [null, 7],
  NullableGuid: [null, '01234567-89ab-cdef-0123-456789abcdef'],
  Color: ['Red', 'Blue'],
  NullableColor: [null, 'Green'],
  Rights: [['Read'], ['Read', 'Own']],
  Ints: [[], [1, 2, 3], null],
  Strings: [['a', null, '']],
  IntLists: [[[1], [], [2, 3]]],
  NullableInts: [[1, null]],
  Named: [['a', 'b']],
  Person: [person, null],
  People: [[person, person]],
  Shape: [made(Shape, { color: 'Red' }), circle],
  Shapes: [[circle, made(Shape, { color: 'Green' })]],
  Node: [loop],
  Page: [made(Page, { items: [person], total: 1 })],
  Counts: [new Map([['a', 1]]), new Map()],
  PeopleByName: [new Map([['Ann', person]])],
  Table: [new Map([[1, ['x', 'y']]])],
};

const ann = {
  age: 30,
  home: { house_x0020_no: 7, street: 'High Street' },
  name: 'Ann <&> Bäcker',
};

for (const query of ['?wsdl', '?singleWsdl']) {
  peerTest(zeep, `zeep reads ${query} of our service and calls it`, async (t) => {
    const address = await startForms(t);
    const { stdout } = await run(python, [join(folder, 'zeep', 'forms.py'), address + query]);
    const { person, circle, ...results } = JSON.parse(stdout) as Record<string, unknown>;
    t.like(person, ann);
    t.like(circle, { color: 'Green', radius: 1.5 });
    t.deepEqual(results, {
      operations: Object.keys(forms).length,
      int: -5,
      long: '18446744073709551615',
      string: 'Größe <&>',
      bytes: '00ff',
      date: '2026-11-28 12:30:00',
      guid: true,
      nothing: null,
      color: 'Blue',
      rights: ['Read', 'Own'],
      ints: [1, 2, 3],
      named: ['a', 'b'],
      people: 2,
      counts: [{ Key: 'a', Value: 1 }],
      table: [{ number: 1, cells: { string: ['x'] } }],
    });
  });

  peerTest(php, `PHP reads ${query} of our service and calls it`, async (t) => {
    const address = await startForms(t);
    const { stdout } = await run('php', [join(folder, 'php', 'forms.php'), address + query]);
    const { person, ...results } = JSON.parse(stdout) as Record<string, unknown>;
    t.like(person, ann);
    t.deepEqual(results, {
      operations: Object.keys(forms).length,
      int: -5,
      string: 'Größe <&>',
      bytes: '00ff',
      color: 'Blue',
      ints: { int: [1, 2, 3] },
      named: { tag: ['a', 'b'] },
      counts: { KeyValueOfstringint: [{ Key: 'a', Value: 1 }] },
    });
  });

  peerTest(
    { available: true, needs: 'the package soap of npm' },
    `node-soap reads ${query} of our service and calls it`,
    async (t) => {
      const address = await startForms(t);
      const client = await soap.createClientAsync(address + query);
      const call = async (form: string, value: unknown): Promise<unknown> => {
        const method = client[`Echo${form}Async`] as (input: object) => Promise<unknown[]>;
        const [output] = await method({ value });
        return (output as Record<string, unknown>)[`Echo${form}Result`];
      };
      t.is(await call('Int32', -5), -5);
      t.is(await call('String', 'Größe <&>'), 'Größe <&>');
      t.is(await call('Color', 'Blue'), 'Blue');
      t.like(await call('Person', ann), { age: 30, name: ann.name });
      t.deepEqual(await call('Ints', { int: [1, 2, 3] }), { int: [1, 2, 3] });
    },
  );
}

peerTest(
  jaxws,
  'wsimport makes a Java client of the description of our service, which calls it',
  async (t) => {
    const address = await startForms(t);
    const target = await mkdtemp(join(tmpdir(), 'wsimport-'));
    t.teardown(() => rm(target, { recursive: true }));
    const made = await run('wsimport', [
      '-Xnocompile',
      '-p',
      'forms',
      '-s',
      target,
      `${address}?wsdl`,
    ]);
    t.notRegex(made.stdout, /\[ERROR\]/);
    await copyFile(join(folder, 'java', 'FormsClient.java'), join(target, 'FormsClient.java'));
    const sources = await readdir(join(target, 'forms'));
    await compileJava(target, ['FormsClient.java', ...sources.map((name) => join('forms', name))]);
    const encodings = ['-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8'];
    const { stdout } = await run(
      'java',
      [...encodings, '-cp', `${target}:${javaLibraries}`, 'FormsClient', `${address}?wsdl`],
      { cwd: target },
    );
    t.deepEqual(stdout.trim().split('\n'), [
      'int=-5',
      'string=Größe <&>',
      'color=Blue',
      'ints=[1, 2, 3]',
      'person=Ann 30 High Street',
      'circle=1.5',
    ]);
  },
);

peerTest(
  gsoap,
  'wsdl2h makes a gSOAP client of the description of our service, which calls it',
  async (t) => {
    const address = await startForms(t);
    const target = await mkdtemp(join(tmpdir(), 'wsdl2h-'));
    t.teardown(() => rm(target, { recursive: true }));
    for (const name of ['build-forms.sh', 'forms-client.c'])
      await copyFile(join(folder, 'gsoap', name), join(target, name));
    await run('bash', ['build-forms.sh', `${address}?wsdl`], {
      cwd: target,
      maxBuffer: 10_000_000,
    });
    const { stdout } = await run(join(target, 'forms-client'), [address]);
    t.deepEqual(stdout.trim().split('\n'), [
      'int=-5',
      'string=Größe <&>',
      'ints=1 2 3',
      'color=Blue',
      'person=Ann 30',
    ]);
  },
);

peerTest.serial(
  xmllint,
  'xmllint finds each message that we send valid by our own schemas',
  async (t) => {
    const address = await startForms(t);
    const target = await mkdtemp(join(tmpdir(), 'xmllint-'));
    t.teardown(() => rm(target, { recursive: true }));
    for (const name of await schemasOf(address, target)) t.regex(name, /^xsd\d+$/);
    const bodies: string[] = [];
    const unsubscribe = subscribeDiagnostics('channelstack:message', ({ direction, bytes }) => {
      if (direction !== 'sent') return;
      const text = Buffer.concat([...bytes]).toString();
      const [, body = ''] = /<s:Body[^>]*>(.*)<\/s:Body>/s.exec(text) ?? [];
      bodies.push(body);
    });
    t.teardown(unsubscribe);
    const factory = new ChannelFactory(Forms, formsBinding, address);
    t.teardown(() => factory.close());
    const client = (await factory.createChannel()) as unknown as Readonly<
      Record<string, (value: unknown) => Promise<unknown>>
    >;
    t.deepEqual(Object.keys(samples).sort(), Object.keys(forms).sort());
    for (const [form, values] of Object.entries(samples))
      for (const value of values) await client[`echo${form}`]?.(value);
    const files = await Promise.all(
      bodies.map(async (body, index) => {
        const file = join(target, `body${String(index)}.xml`);
        await writeFile(file, body);
        return file;
      }),
    );
    // Requests and replies.
    t.is(files.length, 2 * Object.values(samples).flat().length);
    await t.notThrowsAsync(
      run('xmllint', ['--noout', '--nonet', '--schema', join(target, 'xsd0.xsd'), ...files]),
    );
  },
);

/** Stores the schemas of a service as files that import each other; returns their names. */
async function schemasOf(address: string, target: string): Promise<string[]> {
  const names: string[] = [];
  for (let number = 0; ; number += 1) {
    const name = `xsd${String(number)}`;
    const response = await fetch(`${address}?xsd=${name}`);
    const text = await response.text();
    if (!text.includes('<xs:schema')) return names;
    const local = text.replace(/schemaLocation="[^"]*\?xsd=(xsd\d+)"/g, 'schemaLocation="$1.xsd"');
    await writeFile(join(target, `${name}.xsd`), local);
    names.push(name);
  }
}
