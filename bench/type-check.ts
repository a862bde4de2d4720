import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What checking a program costs the TypeScript compiler. */
export interface TypeCheckRow {
  readonly program: string;
  readonly seconds: number;
}

const operations = 200;
const types = 300;

/** A contract of 200 operations over 300 types, and beside it a program that only imports the package. */
export async function measureTypeCheck(): Promise<TypeCheckRow[]> {
  const rows: TypeCheckRow[] = [];
  for (const [program, source] of [
    ['a program that imports the package', empty],
    [`a contract of ${String(operations)} operations and ${String(types)} types`, contract()],
  ] as const) {
    const times = [await check(source), await check(source), await check(source)];
    rows.push({ program, seconds: Math.min(...times) });
  }
  return rows;
}

async function check(source: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'channelstack-types-'));
  try {
    await writeFile(join(folder, 'program.ts'), source);
    const root = resolve('.');
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'NodeNext',
          strict: true,
          experimentalDecorators: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
          paths: {
            channelstack: [join(root, 'dist', 'index.d.ts')],
            rxjs: [join(root, 'node_modules', 'rxjs')],
            inversify: [join(root, 'node_modules', 'inversify')],
          },
        },
        files: ['program.ts'],
      }),
    );
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const started = performance.now();
    await run(process.execPath, [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      folder,
    ]);
    return (performance.now() - started) / 1_000;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const empty = `import { xsd } from 'channelstack';\nexport const type = xsd.int;\n`;

/** Classes with members of six kinds, each of one that was declared before, and operations with three parameters. */
function contract(): string {
  const classes = Array.from(
    { length: types },
    (_, index) => `
@DataContract({ namespace: 'urn:bench' })
export class Type${String(index)} {
  @DataMember(xsd.string) text!: string;
  @DataMember(nullable(xsd.int)) count!: number | null;
  @DataMember(xsd.dateTime) date!: DateTime;
  @DataMember(arrayOf(xsd.long)) numbers!: bigint[];
  @DataMember(dictionaryOf(xsd.string, xsd.double)) shares!: Map<string, number>;
  ${index === 0 ? '' : `@DataMember(arrayOf(Type${String(index - 1)})) parts!: Type${String(index - 1)}[];`}
}`,
  );
  const methods = Array.from({ length: operations }, (_, index) => {
    const type = `Type${String(index)}`;
    const other = `Type${String(types - 1 - index)}`;
    return `
  @Operation({
    parameters: [['key', xsd.string], ['value', ${type}], ['others', arrayOf(${other})]],
    returns: nullable(${other}),
    faults: [${type}],
  })
  operation${String(index)}(key: string, value: ${type}, others: ${other}[]): Promise<${other} | null> {
    return contractOnly(key, value, others);
  }`;
  });
  return `import {
  ChannelFactory, CustomBinding, DataContract, DataMember, Operation, ServiceContract,
  arrayOf, contractOnly, dictionaryOf, httpTransport, nullable, textEncoding, xsd,
} from 'channelstack';
import type { DateTime } from 'channelstack';
${classes.join('')}

@ServiceContract({ namespace: 'urn:bench' })
export class Contract {${methods.join('')}
}

const binding = new CustomBinding('b', [textEncoding(), httpTransport()]);
const client = await new ChannelFactory(Contract, binding, 'http://localhost/').createChannel();
export const result = await client.operation7('key', new Type7(), []);
`;
}
