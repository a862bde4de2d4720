import type { ClassDeclaration, Declaration } from './type-model.js';
import { declarationsIn, partsOfDeclaration } from './type-parts.js';

/**
 * All declarations that some types lead to, each behind what it needs where that can be: what still stands further down, in a
 * circle, is named by `lazy`. A class always stands behind its base.
 */
export function orderDeclarations(roots: readonly Declaration[]): Declaration[] {
  const ordered: Declaration[] = [];
  const seen = new Set<Declaration>();
  // A stack of its own: types may lead to each other a thousand times.
  const pending: { readonly declaration: Declaration; readonly isDone: boolean }[] = roots
    .map((declaration) => ({ declaration, isDone: false }))
    .reverse();
  const placed = new Set<Declaration>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { declaration, isDone } = next;
    if (isDone) {
      place(declaration, placed, ordered);
      continue;
    }
    if (seen.has(declaration)) continue;
    seen.add(declaration);
    pending.push({ declaration, isDone: true });
    for (const needed of partsOfDeclaration(declaration).flatMap(declarationsIn).reverse())
      pending.push({ declaration: needed, isDone: false });
  }
  return ordered;
}

function place(declaration: Declaration, placed: Set<Declaration>, ordered: Declaration[]): void {
  if (placed.has(declaration)) return;
  for (const base of basesOf(declaration).reverse()) {
    if (placed.has(base)) continue;
    placed.add(base);
    ordered.push(base);
  }
  placed.add(declaration);
  ordered.push(declaration);
}

function basesOf(declaration: Declaration): ClassDeclaration[] {
  const bases: ClassDeclaration[] = [];
  let base = declaration.kind === 'class' ? declaration.base : null;
  while (base !== null) {
    bases.push(base);
    ({ base } = base);
  }
  return bases;
}
