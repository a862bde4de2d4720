import { messageNamespace, namespaces } from '../namespaces.js';
import type { DataContractProblem, DataContractProblems } from './data-contract-problems.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import type { OperationMessage, PortOperation } from './operation-messages.js';
import { contentOf } from './particles.js';
import { occurrence, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { isStreamElement, isWrapper, wrappedChildren } from './wrapped-children.js';

/** Which serialiser a contract gets: `Auto` takes data contracts where they have a word for everything. */
export type SerializerChoice = 'Auto' | 'DataContractSerializer' | 'XmlSerializer';

/** What the choice is made with. */
export interface SerializerChooserParts {
  readonly index: SchemaIndex;
  readonly problems: DataContractProblems;
  readonly report: ImportReport;
  readonly serializer: SerializerChoice;
}

/** Chooses the serialiser of each operation of a contract. */
export class SerializerChooser {
  readonly #contract: string;
  readonly #operations: readonly PortOperation[];
  readonly #index: SchemaIndex;
  readonly #problems: DataContractProblems;
  readonly #report: ImportReport;
  readonly #serializer: SerializerChoice;
  #needsXmlSerializer: boolean | null = null;

  constructor(
    contract: string,
    operations: readonly PortOperation[],
    { index, problems, report, serializer }: SerializerChooserParts,
  ) {
    this.#contract = contract;
    this.#operations = operations;
    this.#index = index;
    this.#problems = problems;
    this.#report = report;
    this.#serializer = serializer;
  }

  /**
   * Data contracts where they have a word for everything. Where they lack one for an operation, the others are for the XmlSerializer, too,
   * so that each type is one class, unless their schemas are of the kind that .NET writes for data contracts.
   */
  usesDataContracts(operation: PortOperation): boolean {
    if (this.#serializer !== 'Auto') return this.#serializer === 'DataContractSerializer';
    this.#needsXmlSerializer ??= this.#operations.some((one) => !this.#fitsDataContracts(one));
    if (!this.#needsXmlSerializer) return true;
    return this.#fitsDataContracts(operation) && this.#isOfDataContracts(operation);
  }

  #fitsDataContracts(operation: PortOperation): boolean {
    for (const message of [operation.input, operation.output]) {
      if (message === null) continue;
      const problem = this.#dataContractProblem(operation, message);
      if (problem === null) continue;
      this.#report.add(
        `${this.#contract}.${operation.name} is for the XmlSerializer, because data contracts have no word for ${problem.message}.`,
        problem.node ?? operation.node,
      );
      return false;
    }
    return true;
  }

  /** .NET writes `maxOccurs` of elements for the XmlSerializer only, and an empty sequence for data contracts only. */
  #isOfDataContracts({ style, input, output }: PortOperation): boolean {
    return (
      style === 'Document' &&
      [input, output].every((message) => {
        const [part] = message?.body ?? [];
        const element = part?.element == null ? null : this.#index.find('element', part.element);
        const type = element?.node.first(namespaces.xs, 'complexType') ?? null;
        const content = type === null ? null : contentOf(type);
        if (type !== null && content === null) return false;
        return (
          content === null ||
          schemaChildren(content).every((child) => child.attribute('maxOccurs') === null)
        );
      })
    );
  }

  /** What in a message is not for data contracts, or null. */
  #dataContractProblem(
    operation: PortOperation,
    message: OperationMessage,
  ): DataContractProblem | null {
    if (message.isEncoded) return { message: 'SOAP encoding', node: operation.node };
    for (const part of [...message.body, ...message.headers]) {
      if (part.type !== null) {
        if (part.type.namespace === messageNamespace) continue;
        const found = this.#problems.of(part.type);
        if (found !== null) return found;
        continue;
      }
      const element = part.element === null ? null : this.#index.find('element', part.element);
      if (element === null) return { message: 'an element that is not declared', node: part.node };
      const children = wrappedChildren(element, this.#index);
      if (children !== null && message.body.includes(part) && isWrapper(part, message)) {
        for (const child of children.elements) {
          const found = this.#childProblem(children.owner, child);
          if (found !== null) return found;
        }
        continue;
      }
      const found = isStreamElement(element, element.node)
        ? null
        : this.#problems.ofElement(element, element.node);
      if (found !== null) return found;
    }
    return null;
  }

  #childProblem(owner: SchemaComponent, child: MetadataNode): DataContractProblem | null {
    if (occurrence(child).max !== 1) return { message: 'a parameter that repeats', node: child };
    const ref = referenceIn(owner, child, 'ref');
    if (ref !== null) {
      const target = this.#index.find('element', ref);
      if (target === null) return { message: 'an element that is not declared', node: child };
      return this.#problems.ofElement(target, target.node);
    }
    return isStreamElement(owner, child) ? null : this.#problems.ofElement(owner, child);
  }

  faultsAreDataContracts({ faults }: PortOperation): boolean {
    return faults.every(({ part }) => {
      const element = part.element === null ? null : this.#index.find('element', part.element);
      return element !== null && this.#problems.ofElement(element, element.node) === null;
    });
  }
}
