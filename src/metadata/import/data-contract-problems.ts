import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { describeName } from '../model/type-model.js';
import { dataContractBuiltIn } from './built-in-types.js';
import {
  actualTypeName,
  entryParts,
  isAnyElement,
  isDictionaryType,
  isNamedValues,
  isReferenceAttribute,
  repeatedElement,
} from './data-contract-shapes.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import {
  baseOf,
  derivationOf,
  isQualified,
  occurrence,
  referenceIn,
  schemaChildren,
} from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';

/** Why a schema is not one of data contracts. */
export interface DataContractProblem {
  readonly message: string;
  /** Where it stands; null for what is not there. */
  readonly node: MetadataNode | null;
}

/** Tells what in schemas data contracts have no word for, by the rules of .NET's importer. */
export class DataContractProblems {
  readonly #index: SchemaIndex;
  readonly #problems = new Map<string, DataContractProblem | null>();

  constructor(index: SchemaIndex) {
    this.#index = index;
  }

  /** Why a type, or one that it is made of, is no data contract; null for one that is. */
  of(name: QualifiedName): DataContractProblem | null {
    const visited = new Map<string, null>();
    const pending: QualifiedName[] = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const key = keyOf(next);
      if (visited.has(key) || dataContractBuiltIn(next) !== null) continue;
      const known = this.#problems.get(key);
      if (known === null) continue;
      const found = known ?? this.#ownProblem(next, pending);
      if (found !== null) {
        this.#problems.set(key, found);
        return found;
      }
      visited.set(key, null);
    }
    for (const key of visited.keys()) this.#problems.set(key, null);
    return null;
  }

  /** Why an element of a message cannot be a member, or null. */
  ofElement(owner: SchemaComponent, element: MetadataNode): DataContractProblem | null {
    const pending: QualifiedName[] = [];
    const problem = this.#elementProblem(owner, element, pending);
    if (problem !== null) return problem;
    for (const name of pending) {
      const found = this.of(name);
      if (found !== null) return found;
    }
    return null;
  }

  #ownProblem(name: QualifiedName, pending: QualifiedName[]): DataContractProblem | null {
    const component = this.#index.find('type', name);
    if (component === null)
      return { message: `the type ${describeName(name)} is not declared`, node: null };
    const { node } = component;
    if (node.localName === 'simpleType') return simpleTypeProblem(component);
    return this.#complexProblem(component, node, pending);
  }

  #complexProblem(
    component: SchemaComponent,
    node: MetadataNode,
    pending: QualifiedName[],
  ): DataContractProblem | null {
    const problem = (message: string, at: MetadataNode = node): DataContractProblem => ({
      message,
      node: at,
    });
    if (isNamedValues(node)) return null;
    if (node.attribute('mixed') === 'true') return problem('text between elements');
    if (node.attribute('abstract') === 'true') return problem('an abstract type');
    let content = schemaChildren(node);
    const derivation = derivationOf(node);
    if (derivation !== null) {
      if (derivation.parent?.localName === 'simpleContent')
        return problem('attributes beside text');
      if (derivation.localName === 'restriction')
        return problem('the restriction of a type', derivation);
      const base = referenceIn(component, derivation, 'base');
      if (base === null || dataContractBuiltIn(base) !== null)
        return problem('the extension of a built-in type', derivation);
      const baseType = this.#index.find('type', base);
      if (baseType !== null && repeatedElement(baseType.node) !== null)
        return problem('the extension of a list', derivation);
      if (extendsItself(this.#index, component)) return problem('a type that extends itself');
      pending.push(base);
      content = schemaChildren(derivation);
    }
    for (const child of content) {
      if (child.localName === 'attribute' && isReferenceAttribute(child)) continue;
      if (child.localName !== 'sequence') return problem(`xs:${child.localName} in a type`, child);
      const { min, max } = occurrence(child);
      if (min !== 1 || max !== 1) return problem('a sequence that repeats', child);
      const found = this.#sequenceProblem(component, child, pending, derivation !== null);
      if (found !== null) return found;
    }
    return null;
  }

  #sequenceProblem(
    component: SchemaComponent,
    sequence: MetadataNode,
    pending: QualifiedName[],
    isDerived: boolean,
  ): DataContractProblem | null {
    const elements = schemaChildren(sequence);
    const names = new Set<string>();
    for (const element of elements) {
      if (element.localName !== 'element')
        return { message: `xs:${element.localName} in a sequence`, node: element };
      const own = element.attribute('name') ?? '';
      if (names.has(own)) return { message: `two elements ${own}`, node: element };
      names.add(own);
      const { max } = occurrence(element);
      if (max !== 1 && (elements.length > 1 || isDerived || max !== Infinity))
        return { message: 'an element that repeats among others', node: element };
      const parts =
        max === Infinity && isDictionaryType(component.node) ? entryParts(element) : null;
      for (const member of parts ?? [element]) {
        const found = this.#elementProblem(component, member, pending);
        if (found !== null) return found;
      }
    }
    return null;
  }

  #elementProblem(
    component: Pick<SchemaComponent, 'schema'>,
    element: MetadataNode,
    pending: QualifiedName[],
  ): DataContractProblem | null {
    const problem = (message: string): DataContractProblem => ({ message, node: element });
    if (element.attribute('ref') !== null) return problem('a reference to an element');
    if (element.attribute('default') !== null || element.attribute('fixed') !== null)
      return problem('an element with a default');
    const isGlobal = element.parent?.localName === 'schema';
    if (!isGlobal && !isQualified(component, element, 'element'))
      return problem('an element without namespace');
    const type = actualTypeName(element) ?? referenceIn(component, element, 'type');
    if (type !== null) {
      pending.push(type);
      return null;
    }
    if (schemaChildren(element).length === 0 || isAnyElement(element)) return null;
    return problem('a type without a name');
  }
}

/** The deepest inheritance. */
const maxBases = 100;

function extendsItself(index: SchemaIndex, component: SchemaComponent): boolean {
  let at: SchemaComponent | null = component;
  for (let depth = 0; depth < maxBases; depth += 1) {
    const base: QualifiedName | null = baseOf(at);
    at = base === null ? null : index.find('type', base);
    if (at === null) return false;
  }
  return true;
}

function simpleTypeProblem(component: SchemaComponent): DataContractProblem | null {
  const { node } = component;
  const list = node.first(namespaces.xs, 'list');
  const inner = list === null ? node : list.first(namespaces.xs, 'simpleType');
  const restriction = inner?.first(namespaces.xs, 'restriction') ?? null;
  if (restriction === null) return { message: 'a simple type that is no enumeration', node };
  const base = referenceIn(component, restriction, 'base');
  const isString = base?.name === 'string' && base.namespace === namespaces.xs;
  const facets = schemaChildren(restriction);
  const isEnum = facets.length > 0 && facets.every(({ localName }) => localName === 'enumeration');
  if (isString && isEnum) return null;
  return { message: 'a simple type with bounds that is no enumeration', node };
}
