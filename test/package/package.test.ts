import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
let project: string;

const program = `
import { ChannelFactory, CustomBinding, Operation, ServiceContract, ServiceHost, contractOnly, inProcessTransport, xsd } from 'channelstack';
import { reliableSession, textEncoding } from 'channelstack/elements';

@ServiceContract({ name: 'IGreeter', namespace: 'urn:package' })
class Greeter {
  @Operation({ name: 'Greet', parameters: [['name', xsd.string]], returns: xsd.string })
  greet(name: string): Promise<string> {
    return contractOnly(name);
  }
}

class GreeterService implements Greeter {
  async greet(name: string) {
    return 'Hello, ' + name;
  }
}

const binding = new CustomBinding('greeter', [reliableSession(), textEncoding(), inProcessTransport()]);
const host = new ServiceHost(GreeterService, { baseAddresses: ['inproc://greeter'] });
host.addEndpoint(Greeter, binding);
await host.open();
const factory = new ChannelFactory(Greeter, binding, 'inproc://greeter');
{
  await using greeter = await factory.createChannel();
  const answer: string = await greeter.greet('package');
  console.log(answer);
}
await factory.close();
await host.close();
`;

const wrongProgram = program.replace('name: string): Promise', 'name: number): Promise');

const javaScript = `
import { CustomBinding, httpsTransport, reliableSession, textEncoding } from 'channelstack';
import { virtualClock } from 'channelstack/testing';
import { ConfigurationRegistry } from 'channelstack/configuration';
import 'channelstack/contracts';
import 'channelstack/tools';
import 'channelstack/transports';
const binding = new CustomBinding('b', [reliableSession(), textEncoding(), httpsTransport()]);
console.log(binding.elements.length, virtualClock().now(), new ConfigurationRegistry().serviceNames.length);
`;

test.before(async () => {
  project = await mkdtemp(join(tmpdir(), 'channelstack-package-'));
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', project], {
    cwd: root,
  });
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'user', private: true, type: 'module' }),
  );
  const packages = [
    'inversify',
    'reflect-metadata',
    'rxjs',
    'typescript',
    'tsx',
    '@types/node',
  ].map((name) => `${name}@${devDependencies[name] ?? ''}`);
  await run(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      join(project, stdout.trim()),
      ...packages,
    ],
    { cwd: project },
  );
});

test.after.always(async () => {
  await rm(project, { recursive: true, force: true });
});

for (const [mode, experimentalDecorators] of [
  ['experimental decorators', true],
  ['standard decorators', false],
] as const) {
  for (const [module, moduleResolution] of [
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ] as const) {
    test(`a project with ${mode} compiles and runs with moduleResolution ${moduleResolution}`, async (t) => {
      const folder = await writeProject(
        `${String(experimentalDecorators)}-${moduleResolution}`,
        program,
        {
          experimentalDecorators,
          module,
          moduleResolution,
        },
      );
      await tsc(folder);
      const { stdout } = await run('node', [join(folder, 'main.js')]);
      t.is(stdout, 'Hello, package\n');
    });
  }

  test(`a method that does not fit its contract does not compile with ${mode}`, async (t) => {
    const folder = await writeProject(`wrong-${String(experimentalDecorators)}`, wrongProgram, {
      experimentalDecorators,
    });
    const error = await t.throwsAsync(tsc(folder));
    t.regex((error as unknown as { readonly stdout: string }).stdout, /main\.ts.*error TS/);
  });
}

test('tsx runs a program without a build', async (t) => {
  const folder = await writeProject('tsx', program, { experimentalDecorators: true });
  const { stdout } = await run('node', ['--import', 'tsx', join(folder, 'main.ts')], {
    cwd: project,
  });
  t.is(stdout, 'Hello, package\n');
});

test('plain JavaScript imports every sub-path', async (t) => {
  const folder = join(project, 'plain');
  await mkdir(folder);
  await writeFile(join(folder, 'main.js'), javaScript);
  const { stdout } = await run('node', [join(folder, 'main.js')]);
  t.is(stdout, '3 0 0\n');
});

test('the package holds what it needs and nothing else', async (t) => {
  const files = await readdir(join(project, 'node_modules', 'channelstack'));
  t.deepEqual(files.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
});

test('the founding scenario, as README prints it: files, serve, svcutil, a client, four results', async (t) => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, section = ''] = readme.split('## From Web.config to a typed client\n');
  const [story = ''] = section.split('\n## ');
  const files = [...story.matchAll(/`([\w./-]+)`:\n\n```\w+\n([^]*?)```/g)];
  t.deepEqual(
    files.map(([, name]) => name),
    ['service/Web.config', 'service/Service.svc', 'service/bin/calculator.ts', 'client/main.ts'],
  );
  const folder = join(project, 'founding');
  const write = async (chosen: typeof files): Promise<void> => {
    for (const [, name = '', text = ''] of chosen) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Decorators'],
    types: ['node'],
    strict: true,
  };
  await write(files.slice(0, 3));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const commands = [...story.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, text = '']) =>
    text.trim().split('\n'),
  );
  t.deepEqual(commands, [
    'npx tsc',
    'npx channelstack serve service --https',
    'npx channelstack svcutil http://localhost:8080/Service.svc --out client',
    'npx tsc',
    'node client/main.js',
  ]);
  await tsc(folder);
  const command = join(project, 'node_modules', '.bin', 'channelstack');
  // The ports of the page are for people; here they are free ones.
  const server = spawn(command, ['serve', 'service', '--https', '0', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const table = await readUntil(server.stderr, 'Ready;');
    t.regex(table, /https:\/\/localhost:\d+\/Service\.svc +reliableSessionOverHttps +ICalculator/);
    const address = /(http:\/\/localhost:\d+\/Service\.svc) +Metadata/.exec(table)?.[1] ?? '';
    await run(command, ['svcutil', address, '--out', 'client'], { cwd: folder });
    await write(files.slice(3));
    await tsc(folder);
    const { stdout } = await run('node', ['client/main.js'], { cwd: folder });
    t.true(story.includes(`\`\`\`text\n${stdout}\`\`\``), `it printed ${stdout}`);
    const again = await run(command, ['svcutil', address, '--out', 'client'], { cwd: folder });
    t.regex(again.stderr, /unchanged client\/calculator\.ts\nunchanged client\/app\.config/);
  } finally {
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number | null];
    t.is(code, 0);
  }
});

test('the command ends with 1 for what fails, and with 2 for what it does not understand', async (t) => {
  const command = join(project, 'node_modules', '.bin', 'channelstack');
  for (const [args, code, message] of [
    [['svcutil', 'nosuch.wsdl'], 1, /There is no file nosuch\.wsdl/],
    [['serve', 'nosuch'], 1, /nosuch/],
    [['serve'], 2, /missing required argument/],
    [['svcutil', 'a.wsdl', '--nosuch'], 2, /unknown option/],
    [['serve', '.', '--port', 'many'], 2, /A port is a number/],
  ] as const) {
    const error = await t.throwsAsync(run(command, args, { cwd: project }));
    const { code: exitCode, stderr } = error as unknown as { code: number; stderr: string };
    t.is(exitCode, code);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n {4}at /);
  }
  const { stdout } = await run(command, ['--help'], { cwd: project });
  t.regex(stdout, /svcutil/);
});

/** What a stream gives until it has said something. */
async function readUntil(stream: NodeJS.ReadableStream, text: string): Promise<string> {
  let all = '';
  for await (const chunk of stream) {
    all += String(chunk);
    if (all.includes(text)) {
      stream.resume();
      return all;
    }
  }
  throw new Error(`It ended before it said '${text}':\n${all}`);
}

async function writeProject(
  name: string,
  source: string,
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = join(project, name);
  await mkdir(folder);
  await writeFile(join(folder, 'main.ts'), source);
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'ESNext.Disposable', 'ESNext.Decorators'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    ...options,
  };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['main.ts'] }),
  );
  return folder;
}

async function tsc(folder: string): Promise<void> {
  await run('node', [join(project, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
}
