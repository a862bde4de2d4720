import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CodeStyle } from '../../metadata/index.js';

/** How the project around a folder has its code formatted, where that is said in JSON: `.prettierrc` or package.json. */
export async function findCodeStyle(folder: string): Promise<CodeStyle> {
  let at = resolve(folder);
  for (;;) {
    for (const name of ['.prettierrc', '.prettierrc.json'])
      if (await exists(join(at, name))) return styleOf(await readJson(join(at, name)));
    const manifest = await readJson(join(at, 'package.json'));
    if (isRecord(manifest)) return styleOf(manifest['prettier']);
    const parent = dirname(at);
    if (parent === at) return {};
    at = parent;
  }
}

function styleOf(settings: unknown): CodeStyle {
  if (!isRecord(settings)) return {};
  const { printWidth, tabWidth, singleQuote } = settings;
  return {
    ...(typeof printWidth === 'number' ? { printWidth } : {}),
    ...(typeof tabWidth === 'number' ? { tabWidth } : {}),
    ...(typeof singleQuote === 'boolean' ? { singleQuote } : {}),
  };
}

async function exists(path: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => null)) !== null;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
