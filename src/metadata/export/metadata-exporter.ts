import { describeContract } from '../../contracts/index.js';
import type {
  ContractDescription,
  DescribedEndpoint,
  DescribedService,
  MetadataExporter,
  ServiceMetadata,
} from '../../contracts/index.js';
import { encodeXmlName } from '../../contracts/data-contract/contract-names.js';
import { exportBinding, portOf } from './binding-export.js';
import { ContractExport, portOperations } from './contract-export.js';
import { DataContractSchemas } from './data-contract-schemas.js';
import { MessageSchemas } from './message-schemas.js';
import { MetadataDocuments } from './metadata-documents.js';
import { MetadataError } from '../metadata-error.js';
import { SchemaSet } from './schema-set.js';
import { WsdlDocument } from './wsdl-document.js';
import { XmlSchemas } from './xml-schemas.js';

/** Describes services by WSDL 1.1, XML Schema and WS-Policy, laid out as .NET does. */
export const wsdlExporter: MetadataExporter = Object.freeze({
  export: (service: DescribedService): ServiceMetadata => new ServiceExport(service).export(),
});

/** One description, while it is made. */
class ServiceExport {
  readonly #service: DescribedService;
  readonly #wsdls = new Map<string, WsdlDocument>();
  readonly #schemas = new SchemaSet();
  readonly #types = new DataContractSchemas(this.#schemas);
  readonly #messages = new MessageSchemas(
    this.#schemas,
    this.#types,
    new XmlSchemas(this.#schemas),
  );
  readonly #contracts = new Set<string>();
  readonly #names = new Set<string>();

  constructor(service: DescribedService) {
    this.#service = service;
  }

  export(): ServiceMetadata {
    const { name, namespace, endpoints, policyVersion } = this.#service;
    const described = endpoints.filter((endpoint) => transportUriOf(endpoint) !== null);
    if (described.length === 0) {
      throw new MetadataError(
        `The service ${name} has no endpoint that a WSDL document can describe: none of its transports has a name there.`,
      );
    }
    const ports = described.map((endpoint) => this.#exportEndpoint(endpoint));
    const service = this.#wsdl(namespace);
    for (const { endpoint, port } of ports) {
      service.refersTo(endpoint.binding.namespace);
      service.ports.push(portOf(endpoint, port, endpoint.binding.namespace));
    }
    return new MetadataDocuments({
      serviceName: encodeXmlName(name),
      wsdls: [...this.#wsdls.values()],
      service,
      schemas: this.#schemas.documents,
      contractNamespaces: described.map(({ contract }) => contract.namespace),
      policyVersion,
    });
  }

  #exportEndpoint(endpoint: DescribedEndpoint): {
    readonly endpoint: DescribedEndpoint;
    readonly port: string;
  } {
    const { contract, binding } = endpoint;
    const { callbackType } = contract;
    const callback = callbackType === null ? null : describeContract(callbackType);
    const operations = portOperations(contract, callback);
    const document = this.#wsdl(contract.namespace);
    if (!this.#contracts.has(contractKey(contract))) {
      this.#contracts.add(contractKey(contract));
      for (const known of contract.knownTypes) this.#types.declare(known);
      new ContractExport(document, this.#messages, this.#service.policyVersion).export(
        contract,
        operations,
      );
      for (const schema of this.#schemas.documents) document.schemaImports.add(schema.namespace);
    }
    const port = this.#uniqueName(
      encodeXmlName(endpoint.name ?? `${binding.name}_${contract.name}`),
    );
    exportBinding(
      endpoint,
      operations,
      {
        name: port,
        document: this.#wsdl(binding.namespace),
        contractNamespace: contract.namespace,
        transportUri: transportUriOf(endpoint) ?? '',
      },
      this.#service.policyVersion,
    );
    return { endpoint, port };
  }

  #wsdl(namespace: string): WsdlDocument {
    let document = this.#wsdls.get(namespace);
    if (document === undefined) {
      document = new WsdlDocument(namespace);
      this.#wsdls.set(namespace, document);
    }
    return document;
  }

  /** Endpoints that would be called alike are numbered, as .NET does. */
  #uniqueName(wanted: string): string {
    let name = wanted;
    for (let number = 1; this.#names.has(name); number += 1) name = `${wanted}${String(number)}`;
    this.#names.add(name);
    return name;
  }
}

/** What WSDL calls the transport of an endpoint, or null when it has no word for it. */
function transportUriOf({ binding }: DescribedEndpoint): string | null {
  return binding.elements.at(-1)?.metadata?.transportUri ?? null;
}

function contractKey({ name, namespace }: ContractDescription): string {
  return `{${namespace}}${name}`;
}
