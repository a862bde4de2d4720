import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { ChannelFactory, basicHttpBinding } from '../../src/index.js';
import { developmentCertificate } from '../../src/testing/index.js';
import { serve } from '../../src/tools/index.js';
import { describeEndpoints } from '../../src/tools/serve/serve.js';
import { serveCommand } from '../../src/tools/serve/serve-command.js';
import { Calculator } from '../configuration/calculator.js';

const services = [fileURLToPath(new URL('../configuration/calculator.js', import.meta.url))];
const program = fileURLToPath(new URL('serve-program.js', import.meta.url));
const page = '<%@ ServiceHost Service="Microsoft.ServiceModel.Samples.CalculatorService" %>';

function webConfig(address: string): string {
  return `<configuration><system.serviceModel><services>
    <service name="Microsoft.ServiceModel.Samples.CalculatorService">
      <endpoint address="${address}" binding="basicHttpBinding" contract="Microsoft.ServiceModel.Samples.ICalculator"/>
    </service></services></system.serviceModel></configuration>`;
}

/** A folder with these files, which is taken away in the end. */
async function folder(
  t: ExecutionContext,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'serve-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}

async function quotient(address: string): Promise<number> {
  await using factory = new ChannelFactory(Calculator, basicHttpBinding(), address);
  await using client = await factory.createChannel();
  return await client.divide(10, 4);
}

test('a folder is a web application, at the path that is asked for', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig('basic'), 'Service.svc': page });
  const application = await serve({ folder: path, services, port: 0, path: '/samples/' });
  t.teardown(() => application.close());
  const address = application.hosts[0]?.endpoints[0]?.address.uri ?? '';
  t.regex(address, /^http:\/\/localhost:\d+\/samples\/Service\.svc\/basic$/);
  t.is(await quotient(address), 2.5);
  t.deepEqual(application.notices, []);
  const [head = '', row = ''] = describeEndpoints(application.hosts);
  t.regex(head, /^address +binding +contract$/);
  t.regex(row, /^http:\S+\/basic {2}BasicHttpBinding {2}ICalculator$/);
});

test('what is served is gone when it is closed', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig(''), 'Service.svc': page });
  const application = await serve({ folder: path, services, port: 0 });
  const address = application.hosts[0]?.endpoints[0]?.address.uri ?? '';
  await application.close();
  await t.throwsAsync(quotient(address), { message: /nobody listens there/ });
});

test('a port that is taken is told, and nothing stays open', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig(''), 'Service.svc': page });
  const first = await serve({ folder: path, services, port: 0 });
  t.teardown(() => first.close());
  const port = Number(new URL(first.hosts[0]?.endpoints[0]?.address.uri ?? '').port);
  await t.throwsAsync(serve({ folder: path, services, port }), {
    message: /cannot be listened on/,
  });
});

test('what is missing or broken in the folder is told by name', async (t) => {
  const files = { 'Web.config': webConfig(''), 'Service.svc': page };
  const empty = await folder(t, files);
  await t.throwsAsync(serve({ folder: empty, port: 0 }), {
    message: /bin has no compiled services .* --services/,
  });
  const broken = await folder(t, { ...files, 'bin/a.mjs': 'throw new Error("not today");' });
  await t.throwsAsync(serve({ folder: broken, port: 0 }), {
    message: /The module .*a\.mjs cannot be loaded: not today/,
  });
  const other = await folder(t, { ...files, 'bin/a.mjs': 'export const nothing = 1;' });
  await t.throwsAsync(serve({ folder: other, port: 0 }), {
    message: /Microsoft\.ServiceModel\.Samples\.CalculatorService/,
  });
});

/** A program of its own that says what it does, line by line. */
function start(t: ExecutionContext, args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  return {
    child,
    /** All that it has said since the last time, when that fits the pattern. */
    said: async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(text)) await once(child.stdout, 'data');
      const all = text;
      text = '';
      return all;
    },
    end: async (): Promise<number | null> => {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

test('while it is watched, a change of the configuration starts it again, and a log file does not', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig('one'), 'Service.svc': page });
  const [service = ''] = services;
  const { said, end } = start(t, [path, '--port', '0', '-s', service, '--watch'], path);
  t.regex(await said(/Ready;/), /Service\.svc\/one /);
  await writeFile(join(path, 'service.log'), 'a message');
  await writeFile(join(path, 'Web.config'), webConfig('two'));
  const again = await said(/Ready;/);
  const [address = ''] = /http:\S+\/two/.exec(again) ?? [];
  t.is(again.split('starting again').length, 2);
  t.is(await quotient(address), 2.5);
  t.is(await end(), 0);
  await t.throwsAsync(quotient(address), { message: /nobody listens there/ });
});

test('while it is watched, a configuration that is wrong waits to be mended', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig('one'), 'Service.svc': page });
  const [service = ''] = services;
  const { said, end } = start(t, [path, '--port', '0', '-s', service, '-w'], path);
  await said(/Ready;/);
  await writeFile(join(path, 'Web.config'), '<configuration>');
  await said(/starting again/);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await writeFile(join(path, 'Web.config'), webConfig('two'));
  t.regex(await said(/Ready;/), /Service\.svc\/two /);
  t.is(await end(), 0);
});

test('https is served with a certificate of its own or one for development', async (t) => {
  const path = await folder(t, { 'Web.config': webConfig(''), 'Service.svc': page });
  const { cert, key } = await developmentCertificate(join(path, 'keys'));
  const files = { cert: join(path, 'a.pem'), key: join(path, 'b.pem') };
  await writeFile(files.cert, cert);
  await writeFile(files.key, key);
  const common = [path, '--port', '0', '-s', services[0] ?? ''];
  const own = start(t, [...common, '--https', '0', '--cert', files.cert, '--key', files.key], path);
  await own.said(/Ready;/);
  t.is(await own.end(), 0);
  const made = start(t, [...common, '--https', '0'], path);
  t.regex(await made.said(/Ready;/), /certificate for development/);
  t.is(await made.end(), 0);
  const trusted = await readFile(join(path, '.channelstack', 'localhost.cert.pem'), 'utf8');
  t.regex(trusted, /BEGIN CERTIFICATE/);
});

test('half of a certificate, and one without https, are refused', async (t) => {
  for (const [args, message] of [
    [['--https', '--cert', 'a.pem'], /--cert and --key belong together/],
    [['--cert', 'a.pem', '--key', 'b.pem'], /--cert is for https/],
  ] as const) {
    const command = serveCommand(() => undefined);
    await t.throwsAsync(command.parseAsync(['.', ...args], { from: 'user' }), { message });
  }
});
