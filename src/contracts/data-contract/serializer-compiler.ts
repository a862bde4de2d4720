import { InvalidBindingError } from '../../core/errors/index.js';
import { compileClass } from './class-serializer.js';
import { anyContent } from './xml-types.js';
import { complexSerializer } from './complex-serializer.js';
import { KnownTypes } from './known-types.js';
import type { Serializer } from './serializer.js';
import { show } from './value-error.js';
import { labelOf } from './wire-type.js';
import type { SerializerResolver, TypeReference } from './wire-type.js';

/** Compiles the types of one contract, each once, and gathers what is wrong with them. */
export class SerializerCompiler implements SerializerResolver {
  // Weak: a value of xsd.anyType may bring a type that was made for it alone.
  readonly #serializers = new WeakMap<TypeReference, Serializer>();
  readonly #inProgress = new Set<TypeReference>();
  readonly #tasks: (() => void)[] = [];
  #depth = 0;
  readonly #problems = new Set<string>();
  #isFinished = false;
  readonly knownTypes = new KnownTypes();

  serializerOf(type: TypeReference): Serializer {
    const known = this.#serializers.get(type);
    if (known !== undefined) return known;
    if (typeof type !== 'function' && !isWireType(type)) return this.#impossible(noType(type));
    if (this.#inProgress.has(type))
      return this.#impossible(`The type ${labelOf(type)} contains itself.`);
    this.#inProgress.add(type);
    try {
      return this.#keep(type, () =>
        typeof type === 'function' ? compileClass(type, this) : type.build(this),
      );
    } finally {
      this.#inProgress.delete(type);
    }
  }

  later(task: () => void): void {
    this.#tasks.push(task);
  }

  /** @throws InvalidBindingError after {@link finish}: then a value has brought the type, and nobody asks again */
  report(problem: string): void {
    if (this.#isFinished) throw new InvalidBindingError(problem);
    this.#problems.add(problem);
  }

  /** Throws one error with everything that was reported. @throws InvalidBindingError */
  finish(subject: string): void {
    this.#isFinished = true;
    if (this.#problems.size === 0) return;
    const list = [...this.#problems].map((problem) => `\n- ${problem}`).join('');
    throw new InvalidBindingError(`${subject} cannot work:${list}`);
  }

  #keep(type: TypeReference, build: () => Serializer): Serializer {
    let serializer: Serializer;
    this.#depth += 1;
    try {
      serializer = build();
      this.#serializers.set(type, serializer);
    } finally {
      this.#depth -= 1;
    }
    if (this.#depth === 0) this.#doTasks(type);
    return serializer;
  }

  #doTasks(type: TypeReference): void {
    try {
      for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
    } catch (error) {
      // What is half done must not be taken for a type later.
      this.#tasks.length = 0;
      this.#serializers.delete(type);
      throw error;
    }
  }

  /** Something to go on with after a report, so that all problems are found. */
  #impossible(problem: string): Serializer {
    this.report(problem);
    return placeholder;
  }
}

const placeholder = complexSerializer({
  typeName: '',
  name: '',
  namespace: '',
  declaration: anyContent,
  writeContent: () => undefined,
  readElement: () => null,
});

/** Types are checked by the compiler; plain JavaScript and import cycles get here with anything. */
function isWireType(type: unknown): boolean {
  return typeof type === 'object' && type !== null && 'build' in type;
}

function noType(type: unknown): string {
  return (
    `${show(type)} stands where a type should: use xsd.*, arrayOf(...) and their like, or a @DataContract class. ` +
    `If it is a class of a module that imports this one back, write lazy(() => TheClass).`
  );
}
