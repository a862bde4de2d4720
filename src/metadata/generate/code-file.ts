import type { Declaration, TypeUse } from '../model/type-model.js';
import { lazyCall, typeExpression } from './expressions.js';
import type { ExpressionContext } from './expressions.js';
import { group, hardline, ifBroken, indent, join, line, printLayout } from './layout.js';
import type { Doc, LayoutOptions } from './layout.js';
import type { TypeContext } from './type-code.js';

/** Where declared types are: the name of each, and the module that it is imported from; null for one of the file itself. */
export interface DeclaredNames {
  nameOf(declaration: Declaration): string;
  moduleOf(declaration: Declaration): string | null;
}

/** A file while it is written: what it imports follows from what it names. */
export class CodeFile implements ExpressionContext, TypeContext {
  /** The name without extension. */
  readonly name: string;
  readonly prefersSingle: boolean;
  readonly tabWidth: number;
  readonly printWidth: number;
  readonly #layout: LayoutOptions;
  readonly #names: DeclaredNames;
  readonly #imports = new Map<
    string,
    { readonly values: Set<string>; readonly types: Set<string> }
  >();
  readonly #written = new Set<Declaration>();
  readonly #statements: string[] = [];

  constructor(name: string, names: DeclaredNames, prefersSingle: boolean, layout: LayoutOptions) {
    this.tabWidth = layout.tabWidth;
    this.printWidth = layout.printWidth;
    this.#layout = layout;
    this.name = name;
    this.#names = names;
    this.prefersSingle = prefersSingle;
  }

  imported(name: string): string {
    return this.importFrom('channelstack', name);
  }

  importedType(name: string): string {
    this.#module('channelstack').types.add(name);
    return name;
  }

  importFrom(module: string, name: string): string {
    this.#module(module).values.add(name);
    return name;
  }

  importTypeFrom(module: string, name: string): string {
    this.#module(module).types.add(name);
    return name;
  }

  /** A declared type as a value: one that is not there yet when it is read is named lazily. */
  reference({ declaration }: TypeUse & { readonly kind: 'declared' }): Doc {
    const name = this.#names.nameOf(declaration);
    const module = this.#names.moduleOf(declaration);
    if (module === null && this.#written.has(declaration)) return name;
    return lazyCall(this.imported('lazy'), this.base(declaration));
  }

  /** A type as a value that is read later: classes that may stand in the place of one extend it, so that they are declared further down. */
  lazyType(type: TypeUse): Doc {
    if (type.kind !== 'declared') return typeExpression(type, this);
    return lazyCall(this.imported('lazy'), this.base(type.declaration));
  }

  /** The name of a type that is declared here. */
  nameOf(declaration: Declaration): string {
    return this.#names.nameOf(declaration);
  }

  /** A class that another one extends: it must be there. */
  base(declaration: Declaration): string {
    const name = this.#names.nameOf(declaration);
    const module = this.#names.moduleOf(declaration);
    return module === null ? name : this.importFrom(module, name);
  }

  typeName({ declaration }: TypeUse & { readonly kind: 'declared' }): string {
    const name = this.#names.nameOf(declaration);
    const module = this.#names.moduleOf(declaration);
    if (module !== null) this.#module(module).types.add(name);
    return name;
  }

  add(statement: Doc, declaration: Declaration | null = null): void {
    // Laid out at once: what a large service consists of is not kept twice.
    this.#statements.push(printLayout(statement, this.#layout));
    if (declaration !== null) this.#written.add(declaration);
  }

  /** A member of a class, laid out at once for the same reason. */
  member(code: Doc): Doc {
    return printLayout(code, this.#layout, 1);
  }

  get isEmpty(): boolean {
    return this.#statements.length === 0;
  }

  /** The whole file. */
  render(header: string): string {
    const imports = [...this.#imports].sort(([a], [b]) => compareModules(a, b));
    const lines = imports.flatMap(([module, { values, types }]) => [
      ...this.#import('import', values, module),
      ...this.#import(
        'import type',
        new Set([...types].filter((name) => !values.has(name))),
        module,
      ),
    ]);
    const head = lines.map((one) => `${printLayout(one, this.#layout)}\n`).join('');
    return `// ${header}\n${head}${head === '' ? '' : '\n'}${this.#statements.join('\n\n')}\n`;
  }

  #import(keyword: string, names: ReadonlySet<string>, module: string): Doc[] {
    if (names.size === 0) return [];
    const quote = this.prefersSingle ? "'" : '"';
    const list = [...names].sort();
    const [only, second] = list;
    // A single name stays where it is, however long the line gets.
    const braces: Doc =
      only !== undefined && second === undefined
        ? `{ ${only} }`
        : group(['{', indent(line, ...join([',', line], list)), ifBroken(','), line, '}']);
    return [[`${keyword} `, braces, ` from ${quote}${module}${quote};`]];
  }

  #module(module: string): { readonly values: Set<string>; readonly types: Set<string> } {
    let names = this.#imports.get(module);
    if (names === undefined) {
      names = { values: new Set(), types: new Set() };
      this.#imports.set(module, names);
    }
    return names;
  }
}

/** Packages before files. */
function compareModules(a: string, b: string): number {
  const isFile = Number(a.startsWith('.')) - Number(b.startsWith('.'));
  return isFile === 0 ? (a < b ? -1 : 1) : isFile;
}

/** A type without members is a class all the same. */
export const emptyClassNotice: readonly Doc[] = [
  '// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it has no members',
  hardline,
];

/** A comment for people; nothing in it can end it, and it has no tags. */
export function comment(text: string, width: number): Doc[] {
  const clean = text
    .replace(/[^\n\P{C}]|[\u2028\u2029]/gu, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('@', '(at)')
    .trim();
  if (clean === '') return [];
  const lines = clean
    .slice(0, 4_000)
    .split(/\n/)
    .flatMap((one) => wrapped(one.trim(), Math.max(width - 3, 30)));
  const [only, second] = lines;
  if (only !== undefined && second === undefined && only.length + 7 <= width)
    return [`/** ${only} */`, hardline];
  return [
    '/**',
    hardline,
    ...lines.flatMap((one) => [one === '' ? ' *' : ` * ${one}`, hardline]),
    ' */',
    hardline,
  ];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines;
}
