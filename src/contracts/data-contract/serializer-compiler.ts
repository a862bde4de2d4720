import { InvalidBindingError } from '../../core/errors/index.js';
import { compileClass } from './class-serializer.js';
import { complexSerializer } from './complex-serializer.js';
import { KnownTypes } from './known-types.js';
import type { Serializer } from './serializer.js';
import { show } from './value-error.js';
import type { SerializerResolver, TypeReference } from './wire-type.js';

/** Compiles the types of one contract, each once, and gathers what is wrong with them. */
export class SerializerCompiler implements SerializerResolver {
  readonly #serializers = new Map<TypeReference, Serializer>();
  readonly #inProgress = new Set<TypeReference>();
  readonly #tasks: (() => void)[] = [];
  #depth = 0;
  readonly #problems = new Set<string>();
  readonly knownTypes = new KnownTypes();

  serializerOf(type: TypeReference): Serializer {
    const known = this.#serializers.get(type);
    if (known !== undefined) return known;
    if (typeof type === 'function') return this.#keep(type, () => compileClass(type, this));
    if (!isWireType(type)) return this.#impossible(noType(type));
    if (this.#inProgress.has(type))
      return this.#impossible(`The type ${type.label} contains itself.`);
    this.#inProgress.add(type);
    const serializer = this.#keep(type, () => type.build(this));
    this.#inProgress.delete(type);
    return serializer;
  }

  later(task: () => void): void {
    this.#tasks.push(task);
    if (this.#depth === 0) this.#doTasks();
  }

  report(problem: string): void {
    this.#problems.add(problem);
  }

  /** Throws one error with everything that was reported. @throws InvalidBindingError */
  finish(subject: string): void {
    if (this.#problems.size === 0) return;
    const list = [...this.#problems].map((problem) => `\n- ${problem}`).join('');
    throw new InvalidBindingError(`${subject} cannot work:${list}`);
  }

  #keep(type: TypeReference, build: () => Serializer): Serializer {
    this.#depth += 1;
    const serializer = build();
    this.#serializers.set(type, serializer);
    this.#depth -= 1;
    if (this.#depth === 0) this.#doTasks();
    return serializer;
  }

  #doTasks(): void {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
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
