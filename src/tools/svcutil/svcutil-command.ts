import { Command, InvalidArgumentError, Option } from 'commander';
import { findCodeStyle } from './code-style.js';
import { readCertificates, svcutil } from './svcutil.js';
import { writeFiles } from './write-files.js';

interface CommandOptions {
  readonly out: string;
  readonly name?: string;
  readonly namespace: Readonly<Record<string, string>>;
  readonly config: string | false;
  readonly dataContractOnly?: boolean;
  readonly reference: readonly string[];
  readonly wrapped?: boolean;
  readonly serializer: 'Auto' | 'DataContractSerializer' | 'XmlSerializer';
  readonly strictNulls?: boolean;
  readonly allowHost: readonly string[];
  readonly ca: readonly string[];
  readonly force?: boolean;
  readonly quiet?: boolean;
}

/** `channelstack svcutil`. */
export function svcutilCommand(print: (line: string) => void): Command {
  return new Command('svcutil')
    .description(
      'Makes TypeScript of the description of a service: contracts, data contracts, a client and its configuration.',
    )
    .argument('<sources...>', 'WSDL documents, schemas and policies, or the addresses of services')
    .option('-o, --out <folder>', 'where the files go', '.')
    .option('-n, --name <file>', 'the file of the contracts, without extension')
    .option(
      '--namespace <uri=file>',
      'put the types of a namespace into a file of their own (repeatable)',
      namespaceOption,
      {},
    )
    .option('--config <file>', 'the configuration file with the endpoints', 'app.config')
    .option('--no-config', 'write the endpoints into the code')
    .option('--data-contract-only', 'only the types of the schemas')
    .option(
      '-r, --reference <module>',
      'import data contracts from a compiled module instead of writing them again (repeatable)',
      collect,
      [],
    )
    .option('--wrapped', 'keep the element of an operation as one argument')
    .addOption(
      new Option('--serializer <name>', 'what writes and reads messages')
        .choices(['Auto', 'DataContractSerializer', 'XmlSerializer'])
        .default('Auto'),
    )
    .option('--strict-nulls', 'say of text and lists, too, that they may be null')
    .option(
      '--allow-host <host>',
      'read documents from another host, too (repeatable)',
      collect,
      [],
    )
    .option('--ca <file>', 'trust a certificate, PEM (repeatable)', collect, [])
    .option('--force', 'write over files of another hand')
    .option('-q, --quiet', 'print nothing but errors')
    .action(async (sources: readonly string[], options: CommandOptions) => {
      await run(sources, options, options.quiet === true ? () => undefined : print);
    });
}

async function run(
  sources: readonly string[],
  options: CommandOptions,
  print: (line: string) => void,
): Promise<void> {
  const { out } = options;
  const result = await svcutil({
    sources,
    fileName: options.name,
    namespaces: options.namespace,
    config: options.config === false ? null : options.config,
    dataContractOnly: options.dataContractOnly,
    references: options.reference,
    folder: out,
    wrapped: options.wrapped,
    serializer: options.serializer,
    strictNulls: options.strictNulls,
    allowedHosts: options.allowHost,
    trust: await readCertificates(options.ca),
    style: await findCodeStyle(out),
    onProgress: print,
  });
  for (const { message, place } of result.notices)
    print(`note: ${message}${place === '' ? '' : ` (${place})`}`);
  for (const { path, outcome } of await writeFiles(result, out, { force: options.force })) {
    const why = outcome === 'kept' ? ': it is there and differs; --force writes over it' : '';
    print(`${outcome} ${path}${why}`);
  }
}

function collect(value: string, known: readonly string[]): readonly string[] {
  return [...known, value];
}

function namespaceOption(
  value: string,
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const equals = value.lastIndexOf('=');
  const file = value.slice(equals + 1);
  if (equals < 1 || !/^[\w-]+(?:\/[\w-]+)*$/.test(file))
    throw new InvalidArgumentError('Write it as uri=file, the file without extension.');
  return { ...known, [value.slice(0, equals)]: file };
}
