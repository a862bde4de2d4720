/** A code block of a document that is a module of its own. */
export interface DocumentedModule {
  /** The file name in its first line. */
  readonly file: string;
  readonly source: string;
  /** Marked `<!-- compiled only -->`: it needs something that a test has not. */
  readonly isCompiledOnly: boolean;
}

/** What a document says that a program prints. */
export interface DocumentedOutput {
  readonly file: string;
  readonly text: string;
}

/** The programs of a document. */
export interface DocumentedPrograms {
  readonly modules: readonly DocumentedModule[];
  readonly outputs: readonly DocumentedOutput[];
}

// A fence with its content, and the HTML comment in front of it, if there is one.
const block = /(?:<!-- (?<mark>[^\n]*?) -->\n\n)?^```(?<language>\w+)\n(?<content>.*?)^```$/gms;
const fileName = /^\/\/ (?<file>[\w-]+\.ts)\n/;

/**
 * The TypeScript blocks of a Markdown document, and the text blocks marked `<!-- output: file.ts -->`.
 * Throws for a TypeScript block that does not begin with a file name of its own.
 */
export function readPrograms(markdown: string): DocumentedPrograms {
  const modules: DocumentedModule[] = [];
  const outputs: DocumentedOutput[] = [];
  for (const { groups = {} } of markdown.matchAll(block)) {
    const { mark = '', language = '', content = '' } = groups;
    if (language === 'ts') {
      const file = fileName.exec(content)?.groups?.['file'];
      if (file === undefined || modules.some((one) => one.file === file))
        throw new Error(`A block has no file name of its own:\n${content}`);
      modules.push({ file, source: content, isCompiledOnly: mark === 'compiled only' });
    } else if (mark.startsWith('output: ')) {
      outputs.push({ file: mark.slice('output: '.length), text: content });
    }
  }
  return { modules, outputs };
}

/** The modules that a run of the documented outputs would not execute, although they are not marked. */
export function modulesNotRun({ modules, outputs }: DocumentedPrograms): string[] {
  const reached = new Set(outputs.map(({ file }) => file));
  for (const file of reached) {
    const source = modules.find((one) => one.file === file)?.source ?? '';
    for (const { groups } of source.matchAll(/from '\.\/(?<name>[\w-]+)\.js'/g)) {
      // A set is iterated to its end, what is added meanwhile included.
      reached.add(`${groups?.['name'] ?? ''}.ts`);
    }
  }
  return modules
    .filter(({ file, isCompiledOnly }) => !isCompiledOnly && !reached.has(file))
    .map(({ file }) => file);
}
