import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An example and the lines that its output must end with, the account of messages (four spaces) left out. */
interface Example {
  readonly file: string;
  readonly endsWith: readonly string[];
}

const examples: readonly Example[] = [
  {
    file: 'compose-a-binding.ts',
    endsWith: [
      "The binding 'upsideDown' [httpTransport, textMessageEncoding] cannot work:",
      "  - Its transport 'httpTransport' is not the last element; move it behind 'textMessageEncoding'.",
    ],
  },
  {
    file: 'service-and-client.ts',
    endsWith: ['left: 70', 'left: 40', 'fault: Only 40 left. (bolt: 40)'],
  },
  {
    file: 'write-an-element.ts',
    endsWith: [
      'stamp > inProcessTransport: Hello, Ada.',
      'inProcessTransport: refused',
      'configured: Hello, Grace.',
    ],
  },
  { file: 'mount-in-express.ts', endsWith: ['GET /health: well', 'Greet: Hello, Ada.'] },
  { file: 'mount-in-fastify.ts', endsWith: ['GET /health: well', 'Greet: Hello, Ada.'] },
  {
    file: 'call-back.ts',
    endsWith: ['bolt costs 1', 'bolt costs 2', 'bolt costs 3'],
  },
  {
    file: 'cut-into-calls.ts',
    endsWith: ['Hello, Ada of acme.', 'We do not know the name.', 'Access is denied.'],
  },
  {
    file: 'stop-gracefully.ts',
    endsWith: [
      'the host is opened, 0 calls run',
      'the host is closing, 1 calls run',
      'the host is closed, 0 calls run',
      'drained',
      'the last caller got Hello, Ada.',
    ],
  },
  {
    file: 'calculator/main.ts',
    endsWith: [
      '  Add(100,15.99) = 115.99',
      '  Subtract(145,76.54) = 68.46',
      '  Multiply(9,81.25) = 731.25',
      '  Divide(22,7) = 3.142857142857143',
    ],
  },
];

const timeLimit = 60_000;

let passed = 0;
for (const example of examples) {
  const problem = await run(example);
  if (problem === null) passed += 1;
  console.log(problem === null ? `✔ ${example.file}` : `✘ ${example.file}: ${problem}`);
}
const failed = examples.length - passed;
console.log(`\n${String(passed)} examples passed`);
if (failed > 0) console.log(`${String(failed)} tests failed`);
console.log(`${String(passed)} tests passed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs an example in a process of its own; says what is wrong with it, or null. */
async function run({ file, endsWith }: Example): Promise<string | null> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(timeLimit),
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) return `it ended with ${String(code)}\n${String(Buffer.concat(errors))}`;
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError'
      ? `it was not done after ${String(timeLimit / 1000)} s`
      : String(error);
  }
  const lines = String(Buffer.concat(output))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('    '));
  const last = lines.slice(-endsWith.length).join('\n');
  const expected = endsWith.join('\n');
  return last === expected ? null : `its output ends with\n${last}\nand not with\n${expected}`;
}
