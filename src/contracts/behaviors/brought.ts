import type { Behavior } from './behavior.js';

/** What behaviours bring of one kind, in their order. */
export function brought<K extends keyof Behavior>(
  behaviors: readonly Behavior[],
  extension: K,
): NonNullable<Behavior[K]>[] {
  return behaviors
    .map((behavior) => behavior[extension])
    .filter((value): value is NonNullable<Behavior[K]> => value !== undefined);
}
