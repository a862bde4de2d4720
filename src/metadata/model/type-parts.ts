import type { ContractModel, Declaration, TypeUse } from './type-model.js';

/** The declared types that a type names. */
export function declarationsIn(type: TypeUse): Declaration[] {
  switch (type.kind) {
    case 'builtIn':
      return [];
    case 'declared':
      return [type.declaration];
    case 'nullable':
      return declarationsIn(type.inner);
    case 'list':
      return declarationsIn(type.item);
    case 'dictionary':
      return [...declarationsIn(type.key), ...declarationsIn(type.value)];
  }
}

/** The types that the messages of a contract are made of. */
export function typesOfContract({ operations, callback }: ContractModel): TypeUse[] {
  return [...operations, ...callback].flatMap(({ parameters, returns, outputs, faults }) => [
    ...parameters.map(([, type]) => type),
    ...(returns === null ? [] : [returns]),
    ...outputs.map(([, type]) => type),
    ...faults.map(({ type }) => type),
  ]);
}

/** What a type is the same by: lists are made once, and so are declarations. */
export function identity(use: TypeUse): TypeUse | Declaration {
  if (use.kind === 'declared') return use.declaration;
  return use.kind === 'nullable' ? identity(use.inner) : use;
}

/** All that some types lead to, and they themselves. */
export function reachedTypes(
  roots: readonly TypeUse[],
  reached = new Set<TypeUse | Declaration>(),
): Set<TypeUse | Declaration> {
  const pending = [...roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const key = identity(next);
    if (reached.has(key)) continue;
    reached.add(key);
    pending.push(...partsOf(next));
  }
  return reached;
}

/** The types that a type is made of. */
export function partsOf(use: TypeUse): TypeUse[] {
  switch (use.kind) {
    case 'builtIn':
      return [];
    case 'nullable':
      return partsOf(use.inner);
    case 'list':
      return [use.item];
    case 'dictionary':
      return [use.key, use.value];
    case 'declared':
      return partsOfDeclaration(use.declaration);
  }
}

/** The types that a declaration names: its base first, the classes in its place last. */
export function partsOfDeclaration(declaration: Declaration): TypeUse[] {
  switch (declaration.kind) {
    case 'enum':
      return [];
    case 'choice':
      return declaration.alternatives.map(({ type }) => type);
    case 'class': {
      const { base, members, known } = declaration;
      return [
        ...(base === null ? [] : [{ kind: 'declared', declaration: base } as const]),
        ...members.flatMap(({ type }) => (type === null ? [] : [type])),
        ...known,
      ];
    }
  }
}
