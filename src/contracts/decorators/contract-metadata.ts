import type { TypeReference } from '../data-contract/index.js';
import { metadataKey } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';
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
> {
  /** The name on the wire. Default: the name of the method, as it is; WCF names are usually PascalCase. */
  readonly name?: string | undefined;
  /** Default: none. */
  readonly parameters?: P | undefined;
  /** Default: no result. */
  readonly returns?: R | undefined;
  /** The types of the typed faults; `@Fault` declares one with a name or an action of its own. */
  readonly faults?: readonly TypeReference[] | undefined;
  /** Default `<namespace>/<contract>/<operation>`; `*` takes what no other operation takes. */
  readonly action?: string | undefined;
  /** Default: the action and `Response`. */
  readonly replyAction?: string | undefined;
  /** The caller waits for no reply: no result and no faults. Default false. */
  readonly isOneWay?: boolean | undefined;
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
