import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import soap from 'soap';
import '../../src/default-elements.js';
import { ServiceHost, serviceMetadata } from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { subscribeDiagnostics } from '../../src/core/diagnostics/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../src/transports/http/index.js';
import { Forms, FormsService, forms } from './forms-contract.js';
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
const wsimport = await requirement(
  'javac',
  ['-version'],
  'the packages jaxws and default-jdk-headless',
);
const gsoap = await requirement('wsdl2h', ['-V'], 'the packages gsoap, libgsoap-dev and gcc');
/** The jars of JAX-WS where Debian has them. */
const javaLibraries = (await readdir('/usr/share/java').catch(() => []))
  .filter((name) => name.endsWith('.jar') && !/\d\.jar$/.test(name))
  .map((name) => join('/usr/share/java', name))
  .join(':');

/** A service of ours that describes itself, with one operation for each form of data contracts. */
async function startForms(t: ExecutionContext): Promise<string> {
  const host = new ServiceHost(FormsService, { baseAddresses: ['http://127.0.0.1:0/forms'] });
  host.behaviors.add(serviceMetadata({ httpGetEnabled: true }));
  host.addEndpoint(
    Forms,
    new CustomBinding('forms', [
      // node-soap declares all namespaces of a document on each envelope.
      textEncoding({ messageVersion: 'Soap11', readerQuotas: { maxBytesPerRead: 65_536 } }),
      httpTransport(),
    ]),
  );
  await host.open();
  t.teardown(() => host.close());
  return host.endpoints[0]?.address.uri ?? '';
}

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
  wsimport,
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
    await run(
      'javac',
      [
        ...[
          '-nowarn',
          '-encoding',
          'UTF-8',
          '-cp',
          javaLibraries,
          '-d',
          target,
          'FormsClient.java',
        ],
        ...sources.map((name) => join('forms', name)),
      ],
      { cwd: target },
    );
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

peerTest.serial(xmllint, 'xmllint finds what we send valid by our own schemas', async (t) => {
  const address = await startForms(t);
  const target = await mkdtemp(join(tmpdir(), 'xmllint-'));
  t.teardown(() => rm(target, { recursive: true }));
  for (const name of await schemasOf(address, target)) t.regex(name, /^xsd\d+$/);
  const bodies: string[] = [];
  const unsubscribe = subscribeDiagnostics('channelstack:message', ({ direction, side, bytes }) => {
    if (direction !== 'sent' || side !== 'service') return;
    const text = Buffer.concat([...bytes]).toString();
    const [, body = ''] = /<s:Body[^>]*>(.*)<\/s:Body>/s.exec(text) ?? [];
    bodies.push(body);
  });
  t.teardown(unsubscribe);
  const client = await soap.createClientAsync(`${address}?wsdl`);
  const samples = { Int32: 1, String: 'text', Person: ann, Ints: { int: [1, 2] }, Color: 'Blue' };
  for (const [form, value] of Object.entries(samples)) {
    const method = client[`Echo${form}Async`] as (input: object) => Promise<unknown>;
    await method({ value });
  }
  t.is(bodies.length, Object.keys(samples).length);
  for (const [index, body] of bodies.entries()) {
    const file = join(target, `body${String(index)}.xml`);
    await writeFile(file, body);
    await t.notThrowsAsync(
      run('xmllint', ['--noout', '--nonet', '--schema', join(target, 'xsd0.xsd'), file]),
      body,
    );
  }
});

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
