import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../../..');

/** What a project with all strictness sets. */
const strictest: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  skipLibCheck: true,
};

/** A folder in which `channelstack` is the package itself; taken away by `dispose`. */
export interface GeneratedProject {
  readonly folder: string;
  write(name: string, text: string): void;
  read(name: string): string;
  /** What the compiler finds in the files, which it also writes as JavaScript unless told otherwise. */
  compile(names: readonly string[], options?: ts.CompilerOptions): string[];
  import(name: string): Promise<Readonly<Record<string, unknown>>>;
  [Symbol.dispose](): void;
}

/** Makes a folder for generated code. */
export function generatedProject(): GeneratedProject {
  mkdirSync(join(root, 'build', 'generated'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'generated', 'project-'));
  return {
    folder,
    write(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    compile(names, options = {}) {
      const files = names.map((name) => join(folder, name));
      const program = ts.createProgram(files, { ...strictest, ...options });
      const emitted = program.emit();
      return [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics].map(messageOf);
    },
    import: async (name) =>
      (await import(pathToFileURL(join(folder, name)).href)) as Readonly<Record<string, unknown>>,
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function messageOf({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined || start === undefined) return text;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.split('/').at(-1) ?? ''}:${String(line + 1)} ${text}`;
}
