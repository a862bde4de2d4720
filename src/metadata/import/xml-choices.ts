import { capitalized } from '../../contracts/xml-serializer/capitalized.js';
import type { ChoiceDeclaration } from '../model/type-model.js';
import type { XmlTypeReader } from './element-use.js';
import type { MetadataNode } from './metadata-node.js';
import type { Particle } from './particles.js';
import { referenceIn } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';

/** Makes choices of elements that stand in one place: alternatives, and the members of substitution groups. */
export class XmlChoices {
  readonly #index: SchemaIndex;
  readonly #types: XmlTypeReader;

  constructor(index: SchemaIndex, types: XmlTypeReader) {
    this.#index = index;
    this.#types = types;
  }

  /** A choice of the elements among some particles; a mixed one has text, too. */
  choiceOf(particles: readonly Particle[], name: string, isMixed: boolean): ChoiceDeclaration {
    const alternatives = particles
      .filter(({ node }) => node.localName === 'element')
      .flatMap(({ owner, node }) => this.#alternatives(owner, node, name));
    const [first] = particles;
    return {
      kind: 'choice',
      wantedName: capitalized(name),
      namespace: first?.owner.schema.targetNamespace ?? '',
      documentation: '',
      isMixed,
      alternatives,
    };
  }

  #alternatives(
    owner: SchemaComponent,
    element: MetadataNode,
    name: string,
  ): ChoiceDeclaration['alternatives'] {
    const uses = this.substitutesOf(owner, element).map((one) =>
      this.#types.elementUse(one.owner, one.element, name, false),
    );
    const context = owner.schema.targetNamespace;
    return uses.map((use) => ({
      name: use.name,
      namespace: use.namespace === context ? null : use.namespace,
      type: use.type,
    }));
  }

  /** The elements that may stand where one is declared. */
  substitutesOf(
    owner: SchemaComponent,
    element: MetadataNode,
  ): readonly { readonly owner: SchemaComponent; readonly element: MetadataNode }[] {
    const ref = referenceIn(owner, element, 'ref');
    const head = ref === null ? null : this.#index.find('element', ref);
    if (head === null || ref === null) return [{ owner, element }];
    const others = this.#index
      .substitutesOf(ref)
      .filter(({ node }) => node.attribute('abstract') !== 'true')
      .map((one) => ({ owner: one, element: one.node }));
    if (others.length === 0) return [{ owner, element }];
    const isAbstract = head.node.attribute('abstract') === 'true';
    return isAbstract ? others : [{ owner: head, element: head.node }, ...others];
  }
}
