import { messageNamespace, namespaces } from '../namespaces.js';
import { declarationsIn, identity, reachedTypes, typesOfContract } from '../model/type-parts.js';
import { DataContractProblems } from './data-contract-problems.js';
import { DataContractTypes } from './data-contract-types.js';
import { importContract } from './contract-import.js';
import type { SerializerChoice } from './serializer-choice.js';
import { defaultImportLimits, loadDocuments } from './document-set.js';
import type { DocumentSet, ImportLimits, MetadataSource, ReadMetadata } from './document-set.js';
import { ImportReport } from './import-report.js';
import type { ImportNotice } from './import-report.js';
import { withKnownTypes } from './known-types.js';
import { keyOf } from './metadata-node.js';
import type { MetadataNode } from './metadata-node.js';
import { portOperations, soapChild } from './operation-messages.js';
import { SchemaIndex } from './schema-index.js';
import type { ContractModel, Declaration, TypeUse } from '../model/type-model.js';
import { WsdlIndex } from './wsdl-index.js';
import type { WsdlComponent } from './wsdl-index.js';
import { XmlTypes } from './xml-types.js';

/** How metadata is read. */
export interface ImportOptions {
  /** Gets documents that others refer to. */
  readonly read: ReadMetadata;
  /** Default `Auto`: data contracts where they have a word for everything, else the XmlSerializer. */
  readonly serializer?: SerializerChoice | undefined;
  /** Whether what may be nil says so in its type, text and lists included. Default false, as in C#. */
  readonly nullsInTypes?: boolean | undefined;
  /** Whether the element of an operation stays an argument of its own. Default false. */
  readonly keepsWrappers?: boolean | undefined;
  readonly limits?: Partial<ImportLimits> | undefined;
}

/** An endpoint as a document describes it, before its binding is looked at. */
export interface PortModel {
  readonly name: string;
  readonly contract: ContractModel;
  readonly address: string;
  readonly binding: WsdlComponent;
  readonly port: MetadataNode;
}

/** What documents describe. */
export interface ImportedMetadata {
  readonly contracts: readonly ContractModel[];
  readonly ports: readonly PortModel[];
  /** All types of the schemas, where they are data contracts or classes for the XmlSerializer. */
  readonly types: readonly Declaration[];
  /** The documents that policies stand in. */
  readonly documents: readonly MetadataNode[];
  /** What could not be taken over, and other things that are worth to be known. */
  readonly notices: readonly ImportNotice[];
}

/** Reads WSDL documents, schemas and policies, and all they refer to. @throws MetadataError */
export async function importMetadata(
  sources: readonly MetadataSource[],
  options: ImportOptions,
): Promise<ImportedMetadata> {
  const report = new ImportReport();
  const limits = { ...defaultImportLimits, ...options.limits };
  const documents = await loadDocuments(sources, options.read, report, limits);
  return new MetadataImport(documents, options, report).run();
}

class MetadataImport {
  readonly #documents: DocumentSet;
  readonly #options: ImportOptions;
  readonly #report: ImportReport;
  readonly #wsdl: WsdlIndex;
  readonly #index: SchemaIndex;
  readonly #problems: DataContractProblems;
  readonly #dataContracts: DataContractTypes;
  readonly #xmlTypes: XmlTypes;
  readonly #soapTypes: XmlTypes;
  readonly #contracts = new Map<string, ContractModel>();

  constructor(documents: DocumentSet, options: ImportOptions, report: ImportReport) {
    this.#documents = documents;
    this.#options = options;
    this.#report = report;
    this.#wsdl = new WsdlIndex(documents.definitions);
    this.#index = new SchemaIndex(documents.schemas);
    this.#problems = new DataContractProblems(this.#index);
    this.#dataContracts = new DataContractTypes(
      this.#index,
      this.#problems,
      options.nullsInTypes ?? false,
    );
    this.#xmlTypes = new XmlTypes(this.#index, report, 'xml');
    this.#soapTypes = new XmlTypes(this.#index, report, 'soap');
  }

  run(): ImportedMetadata {
    const bindings = this.#wsdl.all('binding').filter(({ node }) => this.#isSoap(node));
    for (const binding of bindings) this.#contractOf(binding);
    // Port types that no binding has are contracts, too.
    if (bindings.length === 0)
      for (const portType of this.#wsdl.all('portType')) this.#contract(portType, null);
    const ports = this.#wsdl.all('service').flatMap((service) => this.#ports(service));
    const uses = this.#allTypes();
    const found = [...this.#contracts.values()];
    const others = this.#unreached(found);
    const contracts = found.map((contract) => withKnownTypes(contract, others));
    const types = [...new Set(uses.flatMap(declarationsIn))];
    const byName = new Map(contracts.map((contract) => [contract.name, contract]));
    return {
      contracts,
      ports: ports.map((port) => ({
        ...port,
        contract: byName.get(port.contract.name) ?? port.contract,
      })),
      types,
      documents: [...this.#documents.definitions, ...this.#documents.policies],
      notices: this.#report.notices,
    };
  }

  #isSoap(binding: MetadataNode): boolean {
    const isSoap = soapChild(binding, 'binding') !== null;
    if (!isSoap)
      this.#report.add(
        `The binding ${binding.attribute('name') ?? ''} is left out: it is not one of SOAP.`,
        binding,
      );
    return isSoap;
  }

  #contractOf(binding: WsdlComponent): ContractModel | null {
    const name = binding.node.nameIn('type');
    const portType = name === null ? null : this.#wsdl.find('portType', name);
    if (portType === null) {
      this.#report.add(
        `The binding ${binding.name.name} is left out: its port type ${name?.name ?? ''} is not declared.`,
        binding.node,
      );
      return null;
    }
    return this.#contract(portType, binding.node);
  }

  #contract(portType: WsdlComponent, binding: MetadataNode | null): ContractModel {
    const key = keyOf(portType.name);
    const known = this.#contracts.get(key);
    if (known !== undefined) return known;
    const operations = portOperations(portType.node, binding, this.#wsdl, this.#report);
    const contract = importContract(portType, operations, {
      index: this.#index,
      dataContracts: this.#dataContracts,
      problems: this.#problems,
      xmlTypes: this.#xmlTypes,
      soapTypes: this.#soapTypes,
      report: this.#report,
      serializer: this.#options.serializer ?? 'Auto',
      keepsWrappers: this.#options.keepsWrappers ?? false,
    });
    this.#contracts.set(key, contract);
    return contract;
  }

  #ports(service: WsdlComponent): PortModel[] {
    return service.node.all(namespaces.wsdl, 'port').flatMap((port): PortModel[] => {
      const name = port.nameIn('binding');
      const binding = name === null ? null : this.#wsdl.find('binding', name);
      const address = soapChild(port, 'address')?.attribute('location') ?? null;
      if (binding === null || address === null || soapChild(binding.node, 'binding') === null) {
        this.#report.add(
          `The port ${port.attribute('name') ?? ''} is left out: it has no SOAP binding with an address.`,
          port,
        );
        return [];
      }
      const contract = this.#contractOf(binding);
      if (contract === null) return [];
      return [{ name: port.attribute('name') ?? '', contract, address, binding, port }];
    });
  }

  /** Data contracts that no operation leads to, by whichever serialiser. */
  #unreached(contracts: readonly ContractModel[]): TypeUse[] {
    const reached = reachedTypes(contracts.flatMap(typesOfContract));
    const names = new Set([...reached].flatMap(wireNameOf));
    return this.#index.types
      .filter(({ name }) => !everywhere.has(name.namespace) && !names.has(keyOf(name)))
      .filter(({ name }) => this.#problems.of(name) === null)
      .map(({ name }) => this.#dataContracts.typeOf(name))
      .filter((use) => !reached.has(identity(use)));
  }

  /** The types that schemas name, but for those that every document of .NET has. */
  #allTypes(): TypeUse[] {
    const own = this.#index.types.filter(({ name }) => !everywhere.has(name.namespace));
    const usesXml = [...this.#contracts.values()].some((contract) =>
      contract.operations.some(({ format }) => format.serializer === 'XmlSerializer'),
    );
    const isAuto = (this.#options.serializer ?? 'Auto') === 'Auto';
    const isXml =
      this.#options.serializer === 'XmlSerializer' ||
      (isAuto &&
        (this.#contracts.size > 0
          ? usesXml
          : own.some(({ name }) => this.#problems.of(name) !== null)));
    return own.flatMap((component): TypeUse[] => {
      if (isXml) return [this.#xmlTypes.typeOf(component.name, component.node)];
      const problem = this.#problems.of(component.name);
      if (problem === null) return [this.#dataContracts.typeOf(component.name)];
      return [];
    });
  }
}

/** The name on the wire of a type that is declared. */
function wireNameOf(type: TypeUse | Declaration): string[] {
  if (type.kind !== 'class' && type.kind !== 'enum') return [];
  return [keyOf({ name: type.wireName, namespace: type.namespace })];
}

/** Namespaces of types that documents carry along. */
const everywhere: ReadonlySet<string> = new Set([
  messageNamespace,
  namespaces.ser,
  namespaces.xs,
  namespaces.soapenc,
  'http://microsoft.com/wsdl/types/',
]);
