import { namespaces } from '../namespaces.js';
import type { ImportReport } from './import-report.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import { occurrence, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';

/** An element, or any element, in the content of a type, and how often it may come. */
export interface Particle {
  readonly node: MetadataNode;
  /** Whose names are meant. */
  readonly owner: SchemaComponent;
  readonly isOptional: boolean;
  readonly repeats: boolean;
}

/** What stands in a type, one after the other: single elements, and groups of which one or several come. */
export type ContentPart =
  | { readonly kind: 'single'; readonly particle: Particle }
  | {
      readonly kind: 'choice';
      readonly particles: readonly Particle[];
      readonly isOptional: boolean;
      readonly repeats: boolean;
    };

/** The most groups inside of groups. */
const maxGroupDepth = 64;

/** Flattens the content of a type, as .NET's importer does: what repeats as a whole becomes a list of choices. */
export class ContentReader {
  readonly #index: SchemaIndex;
  readonly #report: ImportReport;

  constructor(index: SchemaIndex, report: ImportReport) {
    this.#index = index;
    this.#report = report;
  }

  /** The parts in a sequence, a choice, a group or `xs:all`. */
  read(owner: SchemaComponent, particle: MetadataNode): ContentPart[] {
    const parts = this.#parts(owner, particle, new Set());
    const names = new Set<string>();
    for (const part of parts)
      for (const { node, owner: from } of part.kind === 'single'
        ? [part.particle]
        : part.particles) {
        if (node.localName !== 'element') continue;
        const ref = referenceIn(from, node, 'ref');
        const name = ref === null ? (node.attribute('name') ?? '') : keyOf(ref);
        // An element that comes at two places: what stands between them can only be told in a list.
        if (names.has(name)) return [asChoice(parts)];
        names.add(name);
      }
    return parts;
  }

  #parts(owner: SchemaComponent, node: MetadataNode, open: Set<MetadataNode>): ContentPart[] {
    if (open.size > maxGroupDepth || open.has(node)) {
      this.#report.add('A group that contains itself is left out.', node);
      return [];
    }
    const { min, max } = occurrence(node);
    if (max === 0) return [];
    switch (node.localName) {
      case 'element':
      case 'any': {
        const particle = { node, owner, isOptional: min === 0, repeats: max > 1 };
        return [{ kind: 'single', particle }];
      }
      case 'sequence':
      case 'all': {
        const parts = this.#children(owner, node, open);
        if (max > 1) return parts.length === 0 ? [] : [asChoice(parts)];
        return min === 0 ? parts.map(optional) : parts;
      }
      case 'choice': {
        const parts = this.#children(owner, node, open);
        if (parts.length === 0) return [];
        const isNested = parts.some(
          ({ kind }, index) => kind === 'choice' && index >= 0 && parts.length > 1,
        );
        const hasSequence = schemaChildren(node).some(
          (child) =>
            (child.localName === 'sequence' || child.localName === 'group') &&
            this.#children(owner, child, new Set([...open, node])).length > 1,
        );
        return [asChoice(parts, max > 1 || hasSequence || isNested, min === 0)];
      }
      case 'group': {
        const ref = referenceIn(owner, node, 'ref');
        const group = ref === null ? null : this.#index.find('group', ref);
        if (group === null) {
          this.#report.add('A group that is not declared is left out.', node);
          return [];
        }
        const parts = this.#children(group, group.node, new Set([...open, node]));
        if (max > 1) return parts.length === 0 ? [] : [asChoice(parts)];
        return min === 0 ? parts.map(optional) : parts;
      }
      default:
        this.#report.add(`xs:${node.localName} is left out of a type.`, node);
        return [];
    }
  }

  #children(owner: SchemaComponent, node: MetadataNode, open: Set<MetadataNode>): ContentPart[] {
    const inner = new Set([...open, node]);
    return schemaChildren(node).flatMap((child) => this.#parts(owner, child, inner));
  }
}

/** Any of the parts, in any order: one of them, or as many as come. */
function asChoice(parts: readonly ContentPart[], repeats = true, isOptional = true): ContentPart {
  const all = parts.flatMap((part) =>
    part.kind === 'single' ? [part.particle] : [...part.particles],
  );
  const seen = new Set<string>();
  const particles = all.filter(({ node, owner }) => {
    const ref = referenceIn(owner, node, 'ref');
    const name = ref === null ? (node.attribute('name') ?? node.localName) : keyOf(ref);
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
  return {
    kind: 'choice',
    particles,
    isOptional: isOptional || particles.every((one) => one.isOptional),
    repeats: repeats || particles.some((one) => one.repeats),
  };
}

function optional(part: ContentPart): ContentPart {
  return part.kind === 'choice'
    ? { ...part, isOptional: true }
    : { kind: 'single', particle: { ...part.particle, isOptional: true } };
}

/** The content of a type, or of its extension: the one particle among its children, or null. */
export function contentOf(node: MetadataNode): MetadataNode | null {
  return (
    schemaChildren(node).find(({ localName }) =>
      ['sequence', 'choice', 'all', 'group'].includes(localName),
    ) ?? null
  );
}

/** The attributes of a type, those of its groups included. */
export function attributesOf(
  owner: SchemaComponent,
  node: MetadataNode,
  index: SchemaIndex,
  depth = 0,
): { readonly node: MetadataNode; readonly owner: SchemaComponent }[] {
  return schemaChildren(node).flatMap((child) => {
    if (child.is(namespaces.xs, 'attribute') || child.is(namespaces.xs, 'anyAttribute'))
      return [{ node: child, owner }];
    if (!child.is(namespaces.xs, 'attributeGroup') || depth > maxGroupDepth) return [];
    const ref = referenceIn(owner, child, 'ref');
    const group = ref === null ? null : index.find('attributeGroup', ref);
    return group === null ? [] : attributesOf(group, group.node, index, depth + 1);
  });
}
