import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';
import { ESLint } from 'eslint';
import js from '@eslint/js';
import { check, format } from 'prettier';
import tseslint from 'typescript-eslint';
import { svcutil } from '../../src/tools/index.js';
import { metadataFolder } from '../vectors/metadata-services.js';
import { vectorFolder } from '../vectors/vector-suite.js';
import { generatedProject } from './generated-project.js';

/** Documents that give no code, each with the reason that svcutil tells. */
const refused: Readonly<Record<string, RegExp>> = {
  'node-soap/attachments.wsdl': /document element is definitions of the namespace/,
  'node-soap/tnsImportConflict/bar.wsdl': /describe no contract/,
  'dotnet-svcutil/brokenWsdl.wsdl': /not well-formed XML/,
};

const wsdlFolder = join(vectorFolder, 'wsdl');
const documents = [
  ...readdirSync(wsdlFolder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => name.endsWith('.wsdl') || (name.startsWith('corewcf') && name.endsWith('.xml')),
    )
    .map((name) => join(wsdlFolder, name)),
  ...readdirSync(metadataFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('single.wsdl'))
    .map((name) => join(metadataFolder, name)),
].sort();

function reasonOf(document: string): RegExp | undefined {
  return refused[relative(wsdlFolder, document)];
}

function fileNameOf(document: string): string {
  return relative(vectorFolder, document)
    .replace(/[^A-Za-z\d]+/g, '-')
    .toLowerCase();
}

const project = generatedProject();
const names: string[] = [];
test.after.always('takes away what was made', () => {
  project[Symbol.dispose]();
});

const accepted = documents.filter((document) => reasonOf(document) === undefined);

test.serial('every document gives code', async (t) => {
  for (const document of accepted) {
    const { files } = await svcutil({ sources: [document], fileName: fileNameOf(document) });
    t.is(files.length, 1, `of ${document}`);
    for (const file of files) {
      project.write(file.name, file.text);
      names.push(file.name);
    }
  }
  t.true(names.length > 100);
});

for (const document of documents.filter((one) => !accepted.includes(one)))
  test(`${relative(wsdlFolder, document)} is refused with a reason`, async (t) => {
    await t.throwsAsync(svcutil({ sources: [document] }), {
      code: 'MetadataError',
      message: reasonOf(document) ?? '',
    });
  });

test.serial(
  'the code compiles under the strictest settings, with both kinds of decorators',
  (t) => {
    t.deepEqual(project.compile(names), []);
    t.deepEqual(project.compile(names, { experimentalDecorators: true }), []);
  },
);

test.serial(
  'the formatter of the language finds nothing to change, whatever its width',
  async (t) => {
    for (const name of names) {
      const text = project.read(name);
      t.true(await check(text, { parser: 'typescript' }), `${name}\n${await difference(text, 80)}`);
    }
    for (const [width, singleQuote] of [
      [100, true],
      [60, false],
    ] as const) {
      for (const document of accepted.slice(0, 60)) {
        const style = { printWidth: width, singleQuote };
        const [file] = (await svcutil({ sources: [document], fileName: 'service', style })).files;
        const text = file?.text ?? '';
        const isFormatted = await check(text, { parser: 'typescript', ...style });
        t.true(isFormatted, `${document}\n${await difference(text, width, singleQuote)}`);
      }
    }
  },
);

test.serial('the strictest rules for types find nothing in it', async (t) => {
  const eslint = new ESLint({
    cwd: project.folder,
    overrideConfigFile: true,
    overrideConfig: [
      js.configs.recommended,
      ...[...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked].map(
        (config) => ({ ...config, files: ['*.ts'] }),
      ),
      {
        languageOptions: {
          parserOptions: { project: './tsconfig.json', tsconfigRootDir: project.folder },
        },
      },
    ],
  });
  project.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        module: 'nodenext',
        target: 'es2022',
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
      },
      include: ['*.ts'],
    }),
  );
  const results = await eslint.lintFiles(names);
  t.deepEqual(
    results.flatMap(({ filePath, messages }) =>
      messages.map(({ message, line }) => `${filePath}:${String(line)} ${message}`),
    ),
    [],
  );
});

test.serial('the same documents give the same code', async (t) => {
  for (const document of accepted.slice(0, 40)) {
    const options = { sources: [document] };
    t.deepEqual(await svcutil(options), await svcutil(options));
  }
});

async function difference(text: string, printWidth: number, singleQuote = false): Promise<string> {
  const wanted = await format(text, { parser: 'typescript', printWidth, singleQuote });
  const lines = wanted.split('\n');
  const at = text.split('\n').findIndex((line, index) => line !== lines[index]);
  return `line ${String(at + 1)}: ${text.split('\n')[at] ?? ''}\nwanted: ${lines[at] ?? ''}`;
}
