import { InvalidBindingError } from '../../core/errors/index.js';
import type { MetadataOwner } from './decorator-metadata.js';

/** The member that a decorator stands on, in either decorator mode. */
export interface DecoratedMember {
  readonly owner: MetadataOwner;
  readonly name: string;
}

/**
 * The member that a decorator was called for. Standard decorators pass the value and a context, experimental ones the
 * prototype (or, for a static member, the class) and the key.
 * @throws InvalidBindingError for static, private and symbol members, which cannot be part of a contract
 */
export function decoratedMember(
  decorator: string,
  target: unknown,
  second: unknown,
): DecoratedMember {
  if (isContext(second)) {
    if (second.static || second.private) throw notPossible(decorator, second.name);
    return {
      owner: requireMetadata(decorator, second),
      name: requireString(decorator, second.name),
    };
  }
  const key = second as string | symbol;
  if (typeof target !== 'object' || target === null) throw notPossible(decorator, key);
  return { owner: target.constructor, name: requireString(decorator, key) };
}

/**
 * Where a decorator that may stand on classes and on members keeps what it says of the class: where those of its members do, so
 * that they make one list.
 */
export function decoratedClass(decorator: string, target: unknown, second: unknown): MetadataOwner {
  return isContext(second) ? requireMetadata(decorator, second) : (target as object);
}

/** Whether a decorator that may stand on classes and on members was called for a member. */
export function isMethodDecoration(target: unknown, second: unknown): boolean {
  if (typeof second !== 'object' || second === null) return typeof target !== 'function';
  return Reflect.get(second, 'kind') !== 'class';
}

function isContext(second: unknown): second is ClassMemberDecoratorContext {
  return typeof second === 'object' && second !== null;
}

function requireMetadata(decorator: string, context: ClassMemberDecoratorContext): MetadataOwner {
  // Typed as always there; a class that was evaluated before Symbol.metadata was set has none.
  const { metadata } = context as { readonly metadata?: MetadataOwner };
  if (metadata !== undefined) return metadata;
  throw new InvalidBindingError(
    `@${decorator} on ${String(context.name)} finds no decorator metadata: Symbol.metadata was not set when the class ` +
      `was evaluated; import channelstack before any module that defines it in another way`,
  );
}

function requireString(decorator: string, name: string | symbol): string {
  if (typeof name === 'string') return name;
  throw notPossible(decorator, name);
}

function notPossible(decorator: string, name: string | symbol): InvalidBindingError {
  return new InvalidBindingError(
    `@${decorator} stands on ${String(name)}, which is static, private or named by a symbol; a contract has public ` +
      `members of its instances only`,
  );
}
