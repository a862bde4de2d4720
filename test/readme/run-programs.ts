import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentedModule, DocumentedOutput } from './readme-programs.js';
import { runNode } from './run-node.js';
import type { NodeRun } from './run-node.js';

/** The root of the repository. Compiled tests run three folders below it. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** The settings of a user's project. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Decorators'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmitOnError: true,
};

/** Makes an empty folder inside the package, so that programs in it find the package by its name. */
export function emptyFolder(name: string): string {
  const folder = join(repository, 'build/documented', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Writes modules as files. */
export function writeModules(folder: string, modules: readonly DocumentedModule[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, source } of modules) writeFileSync(join(folder, file), source);
}

/** Compiles all files of a folder in their place. */
export function compileFolder(
  folder: string,
  decorators: 'experimental' | 'standard',
): Promise<NodeRun> {
  const experimentalDecorators = decorators === 'experimental';
  const tsconfig = { compilerOptions: { ...compilerOptions, experimentalDecorators } };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  return runNode(folder, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder]);
}

/** Runs the compiled program of a documented output. */
export function runDocumented(folder: string, { file }: DocumentedOutput): Promise<NodeRun> {
  return runNode(folder, [file.replace(/\.ts$/, '.js')]);
}

/** How a program should end. */
export function asDocumented({ text }: DocumentedOutput): NodeRun {
  return { code: 0, stdout: text, stderr: '' };
}
