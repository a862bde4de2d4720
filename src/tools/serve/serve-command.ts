import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { CertificateWithKey } from '../../core/binding/index.js';
import { subscribeDiagnostics } from '../../core/diagnostics/index.js';
import { ConfigurationError } from '../../core/errors/index.js';
import { developmentCertificate } from '../../testing/development-certificate.js';
import { describeEndpoints, serve } from './serve.js';

interface CommandOptions {
  readonly port: number;
  readonly https?: number | true;
  readonly cert?: string;
  readonly key?: string;
  readonly path: string;
  readonly services: readonly string[];
  readonly watch?: boolean;
}

const defaultHttpsPort = 8443;
const developmentFolder = '.channelstack';

/** `channelstack serve`. */
export function serveCommand(print: (line: string) => void): Command {
  return new Command('serve')
    .description(
      'Hosts a folder with a Web.config, .svc files and compiled services, as IIS would.',
    )
    .argument('<folder>', 'the web application')
    .option('-p, --port <port>', 'the port for http', portOption, 8080)
    .option(
      '--https [port]',
      `serve https, too (default port ${String(defaultHttpsPort)})`,
      portOption,
    )
    .option(
      '--cert <file>',
      'the certificate for https, PEM; without it one for development is made',
    )
    .option('--key <file>', 'its private key, PEM')
    .option('--path <path>', 'the path of the application', '')
    .option(
      '-s, --services <module>',
      'a compiled module with services, instead of those in bin (repeatable)',
      (value: string, known: readonly string[]) => [...known, value],
      [],
    )
    .option(
      '-w, --watch',
      'start again when a configuration, a .svc file or a compiled module of the folder changes',
    )
    .action(async (folder: string, options: CommandOptions) => {
      if (options.watch === true) await watchAndServe(folder, print);
      else await run(folder, options, print);
    });
}

async function run(
  folder: string,
  options: CommandOptions,
  print: (line: string) => void,
): Promise<void> {
  const stop = subscribeDiagnostics('channelstack:error', ({ source, error }) => {
    print(`error in ${source}: ${error instanceof Error ? error.message : String(error)}`);
  });
  const application = await serve({
    folder,
    services: options.services,
    port: options.port,
    path: options.path,
    https: await httpsOf(options, print),
  });
  for (const notice of application.notices) print(`note: ${notice}`);
  for (const line of describeEndpoints(application.hosts)) print(line);
  const end = ended();
  print('Ready; Ctrl+C ends it.');
  await end;
  await application.close();
  stop();
}

async function httpsOf(
  { https, cert, key }: CommandOptions,
  print: (line: string) => void,
): Promise<{ readonly port: number; readonly certificate: CertificateWithKey } | undefined> {
  if ((cert === undefined) !== (key === undefined))
    throw new ConfigurationError('--cert and --key belong together; give both, or none.');
  if (https === undefined) {
    if (cert === undefined) return undefined;
    throw new ConfigurationError('--cert is for https; say --https, too.');
  }
  const port = https === true ? defaultHttpsPort : https;
  if (cert !== undefined && key !== undefined) {
    const [certText, keyText] = await Promise.all([readFile(cert), readFile(key)]);
    return { port, certificate: { cert: certText, key: keyText } };
  }
  const certificate = await developmentCertificate(developmentFolder);
  print(
    `https with a certificate for development; clients trust ${developmentFolder}/localhost.cert.pem`,
  );
  return { port, certificate };
}

/** Until somebody ends the program, or the one that started it. */
async function ended(): Promise<void> {
  const leave = new AbortController();
  const { signal } = leave;
  await Promise.race([
    once(process, 'SIGINT', { signal }),
    once(process, 'SIGTERM', { signal }),
    ...(process.send === undefined ? [] : [once(process, 'disconnect', { signal })]),
  ]);
  leave.abort();
}

/** The files that an application is made of; what it writes itself, such as logs, does not count. */
const isOfApplication = /\.(?:config|svc|[cm]?js|json)$/i;

/** How long changes are collected before the application starts again. */
const settleTime = 200;

/** Runs the application in a process of its own, and another one after each change: modules are loaded but once. */
async function watchAndServe(folder: string, print: (line: string) => void): Promise<void> {
  const [, script = '', ...all] = process.argv;
  const start = (): ChildProcess =>
    fork(
      script,
      all.filter((one) => one !== '--watch' && one !== '-w'),
    );
  const running = { child: start(), isChanging: false, hasEnded: false };
  const watcher = watch(folder, { recursive: true }, (_event, name) => {
    if (running.isChanging || (name !== null && !isOfApplication.test(name))) return;
    running.isChanging = true;
    print('changed; starting again');
    void restart();
  });
  const restart = async (): Promise<void> => {
    await delay(settleTime);
    await end(running.child);
    if (running.hasEnded) return;
    running.child = start();
    running.isChanging = false;
  };
  try {
    await ended();
  } finally {
    running.hasEnded = true;
    watcher.close();
    await end(running.child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

function portOption(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
