import { InvalidBindingError } from '../../core/errors/index.js';
import { compileClass } from './class-serializer.js';
import type { Serializer } from './serializer.js';
import type { SerializerResolver, TypeReference } from './wire-type.js';

/** Compiles the types of one contract, each once, and gathers what is wrong with them. */
export class SerializerCompiler implements SerializerResolver {
  readonly #serializers = new Map<TypeReference, Serializer>();
  readonly #problems = new Set<string>();

  serializerOf(type: TypeReference): Serializer {
    const known = this.#serializers.get(type);
    if (known !== undefined) return known;
    if (typeof type === 'function') {
      // A class may contain itself: its serialiser has to be known before its members are compiled.
      return compileClass(type, this, (serializer) => this.#serializers.set(type, serializer));
    }
    const serializer = type.build(this);
    this.#serializers.set(type, serializer);
    return serializer;
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
}
