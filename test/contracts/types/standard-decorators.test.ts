import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = `${root}test/fixtures/standard-decorators/`;
const expectation = /^\s*\/\/ @ts-expect-error (.+)$/;

/** What the compiler says about the fixtures, by file and line, with other contents where given. */
function diagnose(contents: ReadonlyMap<string, string>): Map<string, string> {
  const files = ['calculator.ts', 'mismatches.ts'].map((name) => folder + name);
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, (path) =>
    ts.sys.readFile(path),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, experimentalDecorators: false, noEmit: true },
    root,
  );
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (path) => contents.get(path) ?? readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const content = contents.get(path);
    return content === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, content, languageVersion);
  };
  const program = ts.createProgram(files, options, host);
  const found = new Map<string, string>();
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? -1;
    const key = `${(file?.fileName ?? '').slice(folder.length)}:${String(line + 1)}`;
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    found.set(key, `${found.get(key) ?? ''}${text}\n`);
  }
  return found;
}

test('Without experimentalDecorators the contracts compile and what does not fit is refused with a sentence that says why', (t) => {
  const path = `${folder}mismatches.ts`;
  const lines = readFileSync(path, 'utf8').split('\n');
  const expected = new Map<string, string>();
  lines.forEach((line, index) => {
    const sentence = expectation.exec(line)?.[1];
    if (sentence !== undefined) expected.set(`mismatches.ts:${String(index + 2)}`, sentence);
  });
  const withoutDirectives = lines.map((line) => line.replace('@ts-expect-error', '')).join('\n');
  const found = diagnose(new Map([[path, withoutDirectives]]));
  t.true(expected.size > 10);
  t.deepEqual([...found.keys()].sort(), [...expected.keys()].sort());
  for (const [place, sentence] of expected) {
    t.true(found.get(place)?.includes(sentence), `at ${place}`);
  }
});
