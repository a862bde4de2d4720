/** Words that cannot be names of classes, or that would hide what the code needs. */
const taken = [
  'abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger declare default',
  'delete do else enum eval export extends false finally for from function get if implements import in instanceof interface is keyof',
  'let module namespace never new null number object of package private protected public readonly require return set static string',
  'super switch symbol this throw true try type typeof undefined unknown var void while with yield satisfies override infer unique',
  'Array AsyncIterable BigInt Boolean Date Error Function Infinity JSON Map Math NaN Number Object Promise Proxy Record Reflect RegExp',
  'Set String Symbol Uint8Array URL WeakMap globalThis process console Buffer',
].flatMap((words) => words.split(' '));

/** Members that every object has, or that mean something to the language. */
const takenMembers = [
  'constructor prototype __proto__ then toString toLocaleString valueOf toJSON hasOwnProperty isPrototypeOf propertyIsEnumerable',
  '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ arguments caller callee',
].flatMap((words) => words.split(' '));

/** Gives names that are identifiers and different from each other. */
export class NameScope {
  readonly #names: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#names = new Set([...taken, ...reserved]);
  }

  /** A scope for members of a class. */
  static ofMembers(others: Iterable<string> = []): NameScope {
    const scope = new NameScope();
    scope.#names.clear();
    for (const name of [...takenMembers, ...others]) scope.#names.add(name);
    return scope;
  }

  /** A scope for the parameters of a method. */
  static ofParameters(): NameScope {
    return new NameScope();
  }

  /** The wanted name, numbered when it is taken. */
  add(wanted: string): string {
    let name = wanted;
    for (let number = 1; this.#names.has(name); number += 1) name = `${wanted}${String(number)}`;
    this.#names.add(name);
    return name;
  }
}

/** A name as one of a class: `order-line` is `OrderLine`. */
export function pascalCase(text: string): string {
  const words = wordsOf(text).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return startingWithLetter(words.join('') || 'Type', 'T');
}

/** A name as one of a member: `OrderLine` is `orderLine`, `ID` is `id`, `URLText` is `urlText`. */
export function camelCase(text: string): string {
  const [first = 'value', ...rest] = wordsOf(text);
  const head = first.replace(/^[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)|^[A-Z]/, (capitals) =>
    capitals.toLowerCase(),
  );
  const tail = rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return startingWithLetter([head, ...tail].join('') || 'value', 'n');
}

/** A name as one of a file: `OrderLine` is `order-line`. */
export function kebabCase(text: string): string {
  const spaced = text
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2');
  return wordsOf(spaced).join('-').toLowerCase() || 'service';
}

/** Letters and digits of the alphabet: what everybody can type. Others are left out. */
function wordsOf(text: string): string[] {
  const decoded = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const plain = decoded.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return plain.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
}

function startingWithLetter(name: string, prefix: string): string {
  return /^\d/.test(name) ? `${prefix}${name}` : name;
}

/** `ICalculator` is `Calculator`. */
export function contractClassName(name: string): string {
  const own = pascalCase(name);
  return /^I[A-Z][a-z]/.test(own) ? own.slice(1) : own;
}
