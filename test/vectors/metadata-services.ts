import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DataContractFormat,
  Fault,
  KnownTypes,
  MessageBodyMember,
  MessageContract,
  MessageHeaderArray,
  MessageHeaderMember,
  Operation,
  ServiceContract,
  XmlSerializerFormat,
} from '../../src/contracts/decorators/index.js';
import { describeContract } from '../../src/contracts/description/index.js';
import type { ContractClass, ContractDescription } from '../../src/contracts/description/index.js';
import { byteStream, untypedMessage } from '../../src/contracts/message-contract/index.js';
import type { TypeReference } from '../../src/contracts/data-contract/index.js';
import {
  CustomBinding,
  MessageVersion,
  MessageVersionKey,
  defaultContainer,
  httpTransport,
  httpsTransport,
  reliableSession,
  textEncoding,
} from '../../src/index.js';
import type { BindingElement, DescribedService } from '../../src/index.js';
import { emptyClass, vectorCodec } from './data-contract-types.js';
import { XmlVectorTypes } from './xml-serializer-types.js';
import type { XmlVectorContract } from './xml-serializer-types.js';
import type { VectorContract } from './data-contract-types.js';
import { vectorFolder } from './vector-suite.js';

/** A service whose metadata .NET published. */
export interface MetadataVector {
  readonly id: string;
  readonly kind: string;
  readonly service: { readonly name: string; readonly namespace: string };
  readonly policyVersion: 'Policy12' | 'Policy15';
  readonly endpoints: readonly {
    readonly name: string;
    readonly contract: string;
    readonly address: string;
    readonly binding: VectorBinding;
    readonly bindingName: string;
    readonly bindingNamespace: string;
  }[];
  readonly documents: readonly { readonly query: string; readonly file?: string }[];
  readonly metadataError?: unknown;
}

interface VectorBinding {
  readonly binding: string;
  readonly security?: {
    readonly mode: string;
    readonly transport?: { readonly clientCredentialType?: string };
  };
  readonly messageEncoding?: string;
  readonly transferMode?: string;
  readonly textEncoding?: string;
  readonly reliableSession?: {
    readonly enabled: boolean;
    readonly ordered?: boolean;
    readonly inactivityTimeoutMs?: number;
  };
  readonly elements?: readonly Readonly<Record<string, unknown>>[];
}

interface VectorPart {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly multiple?: boolean;
  readonly attributes?: readonly { readonly elementName: string }[];
}

interface VectorMessage {
  readonly action: string;
  readonly messageContract?: string;
  readonly wrapperName?: string;
  readonly wrapperNamespace?: string;
  readonly parts: readonly VectorPart[];
  readonly headers?: readonly VectorPart[];
  readonly returnValue?: VectorPart;
}

interface VectorOperation {
  readonly name: string;
  readonly isOneWay?: boolean;
  readonly isInitiating?: boolean;
  readonly isTerminating?: boolean;
  readonly callback?: boolean;
  readonly declaredBy?: { readonly name: string; readonly namespace: string };
  readonly serializer: string;
  readonly style?: string;
  readonly use?: string;
  readonly input: VectorMessage;
  readonly output?: VectorMessage;
  readonly knownTypes?: readonly string[];
  readonly faults?: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly action: string;
    readonly detail: string;
  }[];
}

interface VectorServiceContract {
  readonly name: string;
  readonly namespace: string;
  readonly sessionMode: 'Allowed' | 'Required' | 'NotAllowed';
  readonly operations: Readonly<Record<string, VectorOperation>>;
  readonly types: VectorContract['types'];
  readonly xmlTypes?: XmlVectorContract['types'];
}

interface MetadataIndex {
  readonly contracts: Readonly<Record<string, VectorServiceContract>>;
  readonly services: readonly MetadataVector[];
}

export const metadataFolder = join(vectorFolder, 'metadata-dotnet');

export const metadataIndex = JSON.parse(
  readFileSync(join(metadataFolder, 'index.json'), 'utf8'),
) as MetadataIndex;

/** The service of a vector in our terms. @throws Error that says what we have no word for */
export function describedService(vector: MetadataVector): DescribedService {
  return {
    ...vector.service,
    policyVersion: vector.policyVersion,
    endpoints: vector.endpoints.map((endpoint) => {
      const binding = new CustomBinding(endpoint.bindingName, elementsOf(endpoint.binding), {
        namespace: endpoint.bindingNamespace,
      });
      const standard = `${endpoint.bindingName}_${endpoint.contract}`;
      return {
        name: endpoint.name.startsWith(standard) ? null : endpoint.name,
        contract: contractOf(endpoint.contract),
        binding,
        version:
          binding.getProperty(MessageVersionKey, defaultContainer) ??
          MessageVersion.soap12WSAddressing10,
        address: endpoint.address,
      };
    }),
  };
}

function elementsOf(binding: VectorBinding): BindingElement[] {
  const { security, messageEncoding = 'Text', reliableSession: session } = binding;
  if (binding.binding === 'customBinding') return (binding.elements ?? []).map(elementOf);
  if (messageEncoding !== 'Text') throw new Error(`the encoding ${messageEncoding}`);
  const mode = security?.mode ?? 'None';
  const credential = security?.transport?.clientCredentialType ?? 'None';
  const isSecure = mode === 'Transport';
  if (!isSecure && mode !== 'None') throw new Error(`the security mode ${mode}`);
  if (credential !== 'None' && credential !== 'Certificate')
    throw new Error(`the credential ${credential}`);
  const isBasic = binding.binding === 'basicHttpBinding';
  if (!isBasic && binding.binding !== 'wsHttpBinding' && binding.binding !== 'ws2007HttpBinding')
    throw new Error(`the binding ${binding.binding}`);
  return [
    ...(session?.enabled === true
      ? [
          reliableSession({
            ordered: session.ordered ?? true,
            inactivityTimeout: session.inactivityTimeoutMs ?? 600_000,
          }),
        ]
      : []),
    textEncoding({ messageVersion: isBasic ? 'Soap11' : 'Soap12WSAddressing10' }),
    isSecure
      ? httpsTransport({
          requireClientCertificate: credential === 'Certificate',
          securityPolicyVersion:
            binding.binding === 'ws2007HttpBinding' ? 'WSSecurityPolicy12' : undefined,
        })
      : httpTransport(),
  ];
}

function elementOf({ element, ...options }: Readonly<Record<string, unknown>>): BindingElement {
  const times = Object.fromEntries(
    Object.entries(options).map(([name, value]) =>
      name.endsWith('Ms') ? [name.slice(0, -2), value] : [name, value],
    ),
  );
  switch (element) {
    case 'reliableSession':
      return reliableSession(times);
    case 'textMessageEncoding':
      return textEncoding(times);
    case 'httpTransport':
      return httpTransport(times);
    case 'httpsTransport':
      return httpsTransport(times);
    default:
      throw new Error(`the element ${String(element)}`);
  }
}

const contracts = new Map<string, ContractDescription>();

function contractOf(key: string): ContractDescription {
  const known = contracts.get(key);
  if (known !== undefined) return known;
  const contract = metadataIndex.contracts[key];
  if (contract === undefined) throw new Error(`no contract ${key}`);
  const described = describeContract(new ContractBuilder(contract).build());
  contracts.set(key, described);
  return described;
}

/** The members whose headers have other names, which the index does not tell. */
const memberNames: Readonly<Record<string, string>> = { head: 'Header' };

/** Classes that extend lists, whose items the index does not tell; the schemas do. */
const listClasses = 'class MyListX : List<double>';

/** Declares a contract as its .NET source did. */
class ContractBuilder {
  readonly #contract: VectorServiceContract;
  readonly #messages = new Map<string, ContractClass>();
  readonly #codecOf: (reference: string) => { readonly type: TypeReference };
  readonly #xmlTypeOf: (reference: string) => TypeReference;

  constructor(contract: VectorServiceContract) {
    this.#contract = contract;
    const codecs = vectorCodec({ root: 'string', types: contract.types });
    this.#codecOf = (reference) => codecs.codecOf(reference);
    const xmlTypes = new XmlVectorTypes(
      { root: 'string', types: contract.xmlTypes ?? {} },
      listClasses,
    );
    this.#xmlTypeOf = (reference) => xmlTypes.codecOf(reference).type;
  }

  build(): ContractClass {
    const { name, namespace, sessionMode, operations } = this.#contract;
    const all = Object.entries(operations);
    const back = all.filter(([, { callback }]) => callback === true);
    const callback = back.length === 0 ? undefined : this.#declare(back);
    if (callback !== undefined) ServiceContract({ name: 'ICallback', namespace })(callback);
    const forth = all.filter(([, operation]) => operation.callback !== true);
    const inherited = forth.filter(([, { declaredBy }]) => declaredBy !== undefined);
    let Base: ContractClass | null = null;
    if (inherited.length > 0) {
      Base = this.#declare(inherited);
      ServiceContract({ ...inherited[0]?.[1].declaredBy })(Base);
    }
    const own = this.#declare(
      forth.filter(([, { declaredBy }]) => declaredBy === undefined),
      Base,
    );
    ServiceContract({ name, namespace, sessionMode, callback })(own);
    return own;
  }

  #declare(
    operations: readonly (readonly [string, VectorOperation])[],
    Base: ContractClass | null = null,
  ): ContractClass {
    const Contract = Base === null ? emptyClass() : derivedClass(Base);
    const known = new Set<TypeReference>();
    for (const [key, operation] of operations) {
      this.#declareOperation(Contract, key, operation);
      for (const type of operation.knownTypes ?? []) known.add(this.#codecOf(type).type);
    }
    if (known.size > 0) KnownTypes(...known)(Contract);
    return Contract;
  }

  #declareOperation(Contract: ContractClass, key: string, operation: VectorOperation): void {
    const { input, output, name, isOneWay = false, faults = [] } = operation;
    const isXml = operation.serializer === 'XmlSerializer';
    const returned = output?.returnValue;
    const isVoid = returned === undefined || returned.type === 'void';
    const reply = output === undefined ? null : this.#wholeOf(output, isXml);
    decorate(
      Operation({
        name,
        action: input.action,
        ...(output === undefined ? {} : { replyAction: output.action }),
        isOneWay,
        ...(operation.isInitiating === false ? { isInitiating: false } : {}),
        ...(operation.isTerminating === true ? { isTerminating: true } : {}),
        parameters: this.#parametersOf(input, isXml),
        returns: reply ?? (isVoid ? undefined : this.#typeOf(returned, isXml)),
        resultName: reply !== null || isVoid ? undefined : returned.name,
        outputs:
          reply === null
            ? (output?.parts ?? []).map((part) => [part.name, this.#typeOf(part, isXml)] as const)
            : [],
      }),
      Contract,
      key,
    );
    // Decorators of one method run from the last to the first.
    for (const fault of [...faults].reverse()) {
      const isDerived =
        fault.namespace === (operation.declaredBy?.namespace ?? this.#contract.namespace) &&
        fault.name.endsWith('Fault');
      const { type } = this.#codecOf(fault.detail);
      const options = isDerived ? {} : { name: fault.name, namespace: fault.namespace };
      decorate(Fault(type, { ...options, action: fault.action }), Contract, key);
    }
    const style = operation.style === 'rpc' ? 'Rpc' : 'Document';
    const use = operation.use === 'encoded' ? 'Encoded' : 'Literal';
    if (isXml) decorate(XmlSerializerFormat({ style, use }), Contract, key);
    else if (style === 'Rpc') decorate(DataContractFormat({ style }), Contract, key);
  }

  #parametersOf(message: VectorMessage, isXml: boolean): (readonly [string, TypeReference])[] {
    const whole = this.#wholeOf(message, isXml);
    if (whole !== null) return [['request', whole]];
    return message.parts.map((part) => [part.name, this.#typeOf(part, isXml)] as const);
  }

  /** The class of a typed message, or null. */
  #wholeOf(message: VectorMessage, isXml: boolean): ContractClass | null {
    const { messageContract: name } = message;
    if (name === undefined) return null;
    const known = this.#messages.get(name);
    if (known !== undefined) return known;
    const Whole = emptyClass();
    Object.defineProperty(Whole, 'name', { value: name });
    this.#messages.set(name, Whole);
    for (const [order, part] of message.parts.entries()) {
      const [element] = part.attributes ?? [];
      // The only ones of the index are XmlElement; the items of a list have the namespace of the wrapper.
      const isList = part.type.startsWith('array<');
      const options = {
        name: element?.elementName ?? part.name,
        namespace: element !== undefined && isList ? message.wrapperNamespace : part.namespace,
        order,
        xml: element === undefined ? undefined : {},
      };
      decorate(
        MessageBodyMember(this.#typeOf(part, isXml), options),
        Whole,
        `body${String(order)}`,
      );
    }
    for (const header of message.headers ?? []) {
      const member = header.multiple === true ? MessageHeaderArray : MessageHeaderMember;
      const options = { name: header.name, namespace: header.namespace };
      decorate(
        member(this.#typeOf(header, isXml), options),
        Whole,
        memberNames[header.name] ?? header.name,
      );
    }
    const { wrapperName, wrapperNamespace } = message;
    MessageContract(
      wrapperName === undefined ? { isWrapped: false } : { wrapperName, wrapperNamespace },
    )(Whole);
    return Whole;
  }

  /** .NET passes over the attributes of parameters. */
  #typeOf({ type }: VectorPart, isXml = false): TypeReference {
    if (isXml) return this.#xmlTypeOf(type.replace(/^xml:/, '@'));
    if (type === 'message') return untypedMessage;
    if (type === 'stream') return byteStream;
    return this.#codecOf(type).type;
  }
}

function decorate(decorator: unknown, Class: ContractClass, member: string): void {
  Reflect.apply(decorator as () => void, undefined, [Class.prototype, member]);
}

function derivedClass(Base: ContractClass): ContractClass {
  const Extended = Base as new () => object;
  return class extends Extended {};
}
