import { TypeValue } from '../model/type-model.js';
import type { CodeOptions, CodeValue, TypeUse } from '../model/type-model.js';
import {
  alternatives,
  group,
  hasHardline,
  ifBroken,
  indent,
  join,
  line,
  softline,
} from './layout.js';
import type { Doc } from './layout.js';

/** A text as code, in the quotes that need the fewest escapes; nothing in it can end it. */
export function stringLiteral(text: string, prefersSingle: boolean): string {
  const singles = count(text, "'");
  const doubles = count(text, '"');
  const quote = prefersSingle ? (singles > doubles ? '"' : "'") : doubles > singles ? "'" : '"';
  let out = quote;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote || character === '\\') out += `\\${character}`;
    else if (character === '\n') out += '\\n';
    else if (character === '\r') out += '\\r';
    else if (character === '\t') out += '\\t';
    else if (isInvisible(code)) out += `\\u{${code.toString(16)}}`;
    else out += character;
  }
  return out + quote;
}

/** Controls, separators of lines, marks of direction and halves of pairs: what an editor does not show as it is. */
function isInvisible(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xfeff
  );
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Makes the code of values and types. */
export interface ExpressionContext {
  readonly prefersSingle: boolean;
  readonly tabWidth: number;
  /** The name of something that the package exports, which the file then imports. */
  imported(name: string): string;
  /** The code by which a declared type is named at the place that is written. */
  reference(type: TypeUse & { readonly kind: 'declared' }): Doc;
}

/** The code of a type: `nullable(arrayOf(Order))`. */
export function typeExpression(type: TypeUse, context: ExpressionContext): Doc {
  switch (type.kind) {
    case 'builtIn': {
      const [name = ''] = type.code.split('.');
      context.imported(name);
      if (type.contract === undefined) return type.code;
      return call(type.code, [object({ ...type.contract }, context)]);
    }
    case 'declared':
      return context.reference(type);
    case 'nullable':
      return call(context.imported('nullable'), [typeExpression(type.inner, context)]);
    case 'list':
      return call(context.imported('arrayOf'), [
        typeExpression(type.item, context),
        ...optionsArgument(type.options, context),
      ]);
    case 'dictionary':
      return call(context.imported('dictionaryOf'), [
        typeExpression(type.key, context),
        typeExpression(type.value, context),
        ...optionsArgument(type.options, context),
      ]);
  }
}

/** The options as the last argument, or none when there are none. */
export function optionsArgument(options: CodeOptions, context: ExpressionContext): Doc[] {
  return isEmpty(options) ? [] : [value(options, context)];
}

/** Whether no option is there. */
export function isEmpty(options: CodeOptions): boolean {
  return Object.values(options).every((option) => option === undefined);
}

/** The code of a value. */
export function value(of: CodeValue, context: ExpressionContext): Doc {
  if (typeof of === 'string') return stringLiteral(of, context.prefersSingle);
  if (typeof of === 'number' || typeof of === 'boolean') return String(of);
  if (of instanceof TypeValue) return typeExpression(of.use, context);
  if (isValues(of)) return list(of, context);
  if (isCode(of)) return of.code;
  return object(of, context);
}

function isValues(of: CodeValue): of is readonly CodeValue[] {
  return Array.isArray(of);
}

function isCode(of: CodeValue): of is { readonly code: string } {
  return typeof of === 'object' && 'code' in of && Object.keys(of).length === 1;
}

function list(items: readonly CodeValue[], context: ExpressionContext): Doc {
  // Formatters break a list of lists.
  const isTable = items.length > 1 && items.every((item) => isValues(item) && item.length > 1);
  return listOf(
    items.map((item) => value(item, context)),
    isTable,
  );
}

/** A list literal. */
export function listOf(items: readonly Doc[], breaks = false): Doc {
  return items.length === 0 ? '[]' : bracketed('[', items, ']', softline, breaks);
}

/** An object literal; names that are none are quoted. */
export function object(options: CodeOptions, context: ExpressionContext): Doc {
  const entries = Object.entries(options).flatMap(([name, own]): [string, CodeValue][] =>
    own === undefined ? [] : [[name, own]],
  );
  if (entries.length === 0) return '{}';
  const needsQuotes = entries.some(([name]) => !isIdentifier(name));
  const properties = entries.map(([name, own]): Doc => [
    needsQuotes && !isIdentifier(name) ? stringLiteral(name, context.prefersSingle) : name,
    ':',
    behindColon(name, value(own, context), context),
  ]);
  return bracketed('{', properties, '}', line);
}

/** What cannot be broken stands on a line of its own when it is too long, unless the name is short. */
function behindColon(name: string, own: Doc, { tabWidth }: ExpressionContext): Doc {
  const isShort = name.length < tabWidth + 3;
  return typeof own === 'string' && !isShort ? group(indent(line, own)) : [' ', own];
}

/** Whether a name can stand in code without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

function bracketed(
  open: string,
  parts: readonly Doc[],
  close: string,
  edge: Doc,
  breaks = false,
): Doc {
  return group(
    [open, indent(edge, ...join([',', line], parts)), ifBroken(','), edge, close],
    breaks,
  );
}

/** `lazy(() => Name)`. */
export function lazyCall(callee: string, name: string): Doc {
  const inner = indent(softline, `() => ${name}`);
  return {
    kind: 'group',
    content: [callee, '(', inner, ifBroken(','), softline, ')'],
    breaks: false,
    hasFunction: true,
  };
}

/** A call. With functions in calls among its arguments each has a line of its own. */
export function call(callee: Doc, args: readonly Doc[]): Doc {
  const hasFunction =
    args.length > 1 &&
    args.some(
      (arg) =>
        typeof arg !== 'string' &&
        'kind' in arg &&
        arg.kind === 'group' &&
        arg.hasFunction === true,
    );
  if (!hasFunction) return decoratorCall(callee, args);
  const inner = indent(softline, ...join([',', line], args));
  return group([callee, '(', inner, ifBroken(','), softline, ')'], true);
}

/** A call as decorators have it; an object at its end opens right behind the bracket, as formatters do it. */
export function decoratorCall(callee: Doc, args: readonly Doc[]): Doc {
  if (args.length === 0) return [callee, '()'];
  const inner = indent(softline, ...join([',', line], args));
  const all = [callee, '(', inner, ifBroken(','), softline, ')'];
  const plain = group(all);
  const broken = group(all, true);
  const last = args.at(-1) ?? '';
  const others = args.slice(0, -1);
  if (!isObject(last)) {
    if (args.length === 1 && isListLiteral(last)) return [callee, '(', last, ')'];
    return plain;
  }
  if (args.length === 1) return [callee, '(', last, ')'];
  if (others.some(hasHardline)) return broken;
  // An object behind an object does not open alone.
  if (isObject(others.at(-1) ?? '')) return plain;
  const hugged = (object: Doc): Doc => [callee, '(', ...join(', ', [...others, object]), ')'];
  return alternatives([hugged(last), hugged(opened(last)), broken]);
}

function isObject(doc: Doc): doc is Extract<Doc, { readonly kind: 'group' }> {
  return startsWith(doc, '{');
}

function isListLiteral(doc: Doc): boolean {
  return startsWith(doc, '[');
}

function startsWith(doc: Doc, bracket: string): boolean {
  if (typeof doc === 'string' || !('kind' in doc) || doc.kind !== 'group') return false;
  const { content } = doc;
  return Array.isArray(content) && content[0] === bracket;
}

function opened(doc: Extract<Doc, { readonly kind: 'group' }>): Doc {
  return group(doc.content, true);
}
