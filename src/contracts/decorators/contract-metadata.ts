import type { DataContractSerializerSettings, TypeReference } from '../data-contract/index.js';
import { metadataKey } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';
import type { XmlPartOptions } from '../xml-serializer/xml-type-metadata.js';
import type { ParameterList } from './signature.js';

/** What `@ServiceContract` says of a class. WCF's ServiceContractAttribute. */
export interface ServiceContractOptions {
  /** Default: the name of the class, as it is. */
  readonly name?: string | undefined;
  /** Default `http://tempuri.org/`; '' gives `urn:` actions. */
  readonly namespace?: string | undefined;
  /** What the `contract` attribute of a configured endpoint matches. Default: the contract's name. */
  readonly configurationName?: string | undefined;
  /** Default `Allowed`. */
  readonly sessionMode?: 'Allowed' | 'Required' | 'NotAllowed' | undefined;
  /** The contract that the service may call back on. */
  readonly callback?: ClassReference | undefined;
}

/** What `@Operation` says of a method. WCF's OperationContractAttribute. */
export interface OperationOptions<
  P extends ParameterList = ParameterList,
  R extends TypeReference | undefined = TypeReference | undefined,
  O extends ParameterList = ParameterList,
> {
  /** The name on the wire. Default: the name of the method, as it is; WCF names are usually PascalCase. */
  readonly name?: string | undefined;
  /**
   * Names and types of the arguments. A message contract class, or {@link untypedMessage}, stands alone: it is the whole
   * message. Default: none.
   */
  readonly parameters?: P | undefined;
  /** Default: no result. */
  readonly returns?: R | undefined;
  /**
   * What the reply holds behind the result: C#'s `ref` and `out` parameters. The method then resolves to an object with these
   * names, and the result, where there is one, under `result`. A `ref` parameter stands in `parameters` too. Default: none.
   */
  readonly outputs?: O | undefined;
  /** The name of the result's element. WCF's MessageParameter on a return value. Default: the operation's name and `Result`. */
  readonly resultName?: string | undefined;
  /** How the XmlSerializer writes the result. .NET's XmlElementAttribute and XmlArrayAttribute on a return value. */
  readonly resultXml?: XmlPartOptions | undefined;
  /** The types of the typed faults; `@Fault` declares one with a name or an action of its own. */
  readonly faults?: readonly TypeReference[] | undefined;
  /** Default `<namespace>/<contract>/<operation>`; `*` takes what no other operation takes. */
  readonly action?: string | undefined;
  /** Default: the action and `Response`. */
  readonly replyAction?: string | undefined;
  /** The caller waits for no reply: no result and no faults. Default false. */
  readonly isOneWay?: boolean | undefined;
  /** Whether it may run twice without harm, so that the element `retry` may send a request again. Default false. */
  readonly isIdempotent?: boolean | undefined;
  /** Whether a session may begin with it. Default true. */
  readonly isInitiating?: boolean | undefined;
  /** Whether the session ends after it. Default false. */
  readonly isTerminating?: boolean | undefined;
}

/** What `@Fault` may say beside the type of the detail. WCF's FaultContractAttribute. */
export interface FaultOptions {
  /** Default: the name of the type and `Fault`. */
  readonly name?: string | undefined;
  /** The namespace of the name. Default: that of the contract. */
  readonly namespace?: string | undefined;
  /** Default `<namespace>/<contract>/<operation><name>`. */
  readonly action?: string | undefined;
}

/** How messages are laid out. WCF's OperationFormatStyle. */
export type OperationFormatStyle =
  /** The elements of the body are those of a schema. */
  | 'Document'
  /** The parts of the body have names without namespace. */
  | 'Rpc';

/** Whether the schema says what stands on the wire, or an encoding of types. WCF's OperationFormatUse. */
export type OperationFormatUse = 'Literal' | 'Encoded';

/**
 * What `@DataContractFormat` says of a contract, or of an operation. WCF's DataContractFormatAttribute, and what its
 * DataContractSerializerOperationBehavior sets.
 */
export interface DataContractFormatOptions extends DataContractSerializerSettings {
  /** Default `Document`. */
  readonly style?: OperationFormatStyle | undefined;
}

/** What `@XmlSerializerFormat` says of a contract, or of an operation. WCF's XmlSerializerFormatAttribute. */
export interface XmlSerializerFormatOptions {
  /** Default `Document`. */
  readonly style?: OperationFormatStyle | undefined;
  /** `Encoded`, with the style Rpc: values in SOAP encoding, with types and references. Default `Literal`. */
  readonly use?: OperationFormatUse | undefined;
  /** Whether the XmlSerializer writes the details of faults too. Default false: they are data contracts. */
  readonly supportFaults?: boolean | undefined;
}

/** How an operation's messages are made. */
export interface OperationFormat {
  readonly serializer: 'DataContractSerializer' | 'XmlSerializer';
  readonly style: OperationFormatStyle;
  readonly use: OperationFormatUse;
  readonly supportFaults: boolean;
  /** Of data contracts, those of faults too. */
  readonly settings: DataContractSerializerSettings;
}

/** A format as a decorator describes it, of all operations of a class or of one. */
export interface FormatMetadata extends OperationFormat {
  /** Null for the class. */
  readonly methodName: string | null;
}

/** An operation as its decorator describes it. */
export interface OperationMetadata {
  readonly methodName: string;
  readonly options: OperationOptions;
}

/** A fault as `@Fault` describes it. */
export interface FaultMetadata {
  readonly methodName: string;
  readonly type: TypeReference;
  readonly options: FaultOptions;
}

/** Where `@ServiceContract` keeps its options. */
export const serviceContractKey = metadataKey<ServiceContractOptions>('service-contract');

/** Where `@Operation` keeps the operations, in the order of their declaration. */
export const operationsKey = metadataKey<readonly OperationMetadata[]>('operations');

/** Where `@Fault` keeps the faults of all operations. */
export const faultsKey = metadataKey<readonly FaultMetadata[]>('faults');

/** Where `@DataContractFormat` keeps the formats of a contract and of its operations. */
export const formatsKey = metadataKey<readonly FormatMetadata[]>('formats');
