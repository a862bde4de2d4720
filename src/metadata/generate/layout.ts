/** A piece of code that may be on one line or on several. */
export type Doc = string | readonly Doc[] | Line | Indented | Group | Alternatives | IfBroken;

interface Line {
  readonly kind: 'line';
  /** A space, nothing, or a break whatever else happens. */
  readonly mode: 'line' | 'softline' | 'hardline';
}
interface Indented {
  readonly kind: 'indent';
  readonly content: Doc;
}
interface Group {
  readonly kind: 'group';
  readonly content: Doc;
  readonly breaks: boolean;
  /** Whether it is a call with a function in it, which formatters give a line of its own among other arguments. */
  readonly hasFunction?: boolean;
}
interface Alternatives {
  readonly kind: 'alternatives';
  /** From the shortest to the longest; the last one is taken when none fits. */
  readonly states: readonly Doc[];
  readonly breaks: boolean;
}
interface IfBroken {
  readonly kind: 'ifBroken';
  readonly text: string;
}

export const line: Doc = { kind: 'line', mode: 'line' };
export const softline: Doc = { kind: 'line', mode: 'softline' };
export const hardline: Doc = { kind: 'line', mode: 'hardline' };

/** A text only where the group around it is broken, such as the last comma. */
export function ifBroken(text: string): Doc {
  return { kind: 'ifBroken', text };
}

/** Content whose new lines begin further in. */
export function indent(...content: readonly Doc[]): Doc {
  return { kind: 'indent', content };
}

/** On one line when it fits, else all its own lines are broken. One with a hard line in it is broken. */
export function group(content: Doc, breaks = false): Doc {
  return { kind: 'group', content, breaks: breaks || hasHardline(content) };
}

/** The first of some layouts that fits. */
export function alternatives(states: readonly Doc[], breaks = false): Doc {
  return { kind: 'alternatives', states, breaks };
}

/** Documents with others in between. */
export function join(separator: Doc, docs: readonly Doc[]): Doc[] {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

/** Whether a document has more than one line whatever the width is. */
export function hasHardline(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  if (isList(doc)) return doc.some(hasHardline);
  switch (doc.kind) {
    case 'line':
      return doc.mode === 'hardline';
    case 'indent':
      return hasHardline(doc.content);
    case 'group':
      return doc.breaks || hasHardline(doc.content);
    case 'alternatives':
      return doc.breaks || doc.states.slice(0, 1).some(hasHardline);
    case 'ifBroken':
      return false;
  }
}

interface Command {
  readonly depth: number;
  readonly isFlat: boolean;
  readonly doc: Doc;
}

/** How code is laid out. */
export interface LayoutOptions {
  /** The longest line; default 80. */
  readonly printWidth: number;
  readonly tabWidth: number;
}

/**
 * Lays out a document after Wadler ("A prettier printer", 1998) as the formatters of the language do it, so that they find nothing
 * to change. `depthOfRoot` is how far in it begins.
 */
export function printLayout(
  root: Doc,
  { printWidth, tabWidth }: LayoutOptions,
  depthOfRoot = 0,
): string {
  const commands: Command[] = [{ depth: depthOfRoot, isFlat: false, doc: root }];
  const out: string[] = [];
  let column = depthOfRoot * tabWidth;
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { depth, isFlat, doc } = command;
    if (typeof doc === 'string') {
      out.push(doc);
      column += doc.length;
      continue;
    }
    if (isList(doc)) {
      for (let index = doc.length - 1; index >= 0; index--)
        commands.push({ depth, isFlat, doc: doc[index] ?? '' });
      continue;
    }
    switch (doc.kind) {
      case 'line':
        if (isFlat && doc.mode !== 'hardline') {
          if (doc.mode === 'line') {
            out.push(' ');
            column += 1;
          }
          break;
        }
        trimEnd(out);
        out.push('\n', ' '.repeat(depth * tabWidth));
        column = depth * tabWidth;
        break;
      case 'indent':
        commands.push({ depth: depth + 1, isFlat, doc: doc.content });
        break;
      case 'ifBroken':
        if (!isFlat) {
          out.push(doc.text);
          column += doc.text.length;
        }
        break;
      case 'group': {
        const flat = { depth, isFlat: true, doc: doc.content };
        const fitsFlat = !doc.breaks && (isFlat || fits(flat, commands, printWidth - column));
        commands.push(fitsFlat ? flat : { depth, isFlat: false, doc: doc.content });
        break;
      }
      case 'alternatives':
        commands.push(chooseState(doc, command, commands, printWidth - column));
        break;
    }
  }
  return out.join('');
}

function chooseState(
  { states, breaks }: Alternatives,
  { depth, isFlat }: Command,
  rest: readonly Command[],
  width: number,
): Command {
  const last = { depth, isFlat: false, doc: states.at(-1) ?? '' };
  if (isFlat) return { depth, isFlat, doc: states[0] ?? '' };
  if (breaks) return last;
  for (const [index, doc] of states.entries()) {
    const state = { depth, isFlat: index < states.length - 1, doc };
    if (fits(state, rest, width)) return state;
  }
  return last;
}

/** Whether what comes next fits into the rest of the line, up to the first place where it may be broken. */
function fits(next: Command, rest: readonly Command[], width: number): boolean {
  let left = width;
  let restIndex = rest.length;
  const commands: Command[] = [next];
  while (left >= 0) {
    const command = commands.pop() ?? rest[--restIndex];
    if (command === undefined) return true;
    const { depth, isFlat, doc } = command;
    if (typeof doc === 'string') {
      left -= doc.length;
      continue;
    }
    if (isList(doc)) {
      for (let index = doc.length - 1; index >= 0; index--)
        commands.push({ depth, isFlat, doc: doc[index] ?? '' });
      continue;
    }
    switch (doc.kind) {
      case 'line':
        if (!isFlat || doc.mode === 'hardline') return true;
        if (doc.mode === 'line') left -= 1;
        break;
      case 'indent':
        commands.push({ depth, isFlat, doc: doc.content });
        break;
      case 'ifBroken':
        if (!isFlat) left -= doc.text.length;
        break;
      case 'group':
        commands.push({ depth, isFlat: doc.breaks ? false : isFlat, doc: doc.content });
        break;
      case 'alternatives': {
        const staysFlat = isFlat && !doc.breaks;
        const state = staysFlat ? doc.states[0] : doc.states.at(-1);
        commands.push({ depth, isFlat: staysFlat, doc: state ?? '' });
        break;
      }
    }
  }
  return false;
}

function trimEnd(out: string[]): void {
  const last = out.at(-1);
  if (last !== undefined) out[out.length - 1] = last.replace(/ +$/, '');
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
