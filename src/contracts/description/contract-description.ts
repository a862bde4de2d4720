import type { Serializer } from '../data-contract/serializer.js';
import type { XmlElement, XmlWriter } from '../../core/xml/index.js';
import type { TypeReference } from '../data-contract/index.js';
import type {
  MessageDescription,
  OperationFormatter,
  PartDescription,
} from '../formatters/index.js';

/** Whether a contract needs, allows or refuses a session. WCF's SessionMode. */
export type SessionMode = 'Allowed' | 'Required' | 'NotAllowed';

/** A contract class: its methods are the operations, its instances are never needed. */
export type ContractClass<C extends object = object> = abstract new (...args: never[]) => C;

/** A contract as its decorators describe it; made by {@link describeContract}. WCF's ContractDescription. */
export interface ContractDescription {
  /** The name on the wire and in metadata (WCF: `ICalculator`). */
  readonly name: string;
  readonly namespace: string;
  /** What the `contract` attribute of a configured endpoint matches. */
  readonly configurationName: string;
  readonly sessionMode: SessionMode;
  /** Own and inherited operations; an inherited one keeps the namespace and action of the contract that declares it. */
  readonly operations: readonly OperationDescription[];
  /** The types that `@KnownTypes` names on the contract. */
  readonly knownTypes: readonly Serializer[];
  readonly contractType: ContractClass;
  /** The contract that the service may call back on, or null. */
  readonly callbackType: ContractClass | null;
}

/** One operation of a contract. WCF's OperationDescription. */
export interface OperationDescription {
  /** The name on the wire. */
  readonly name: string;
  /** The name of the method in the contract class. */
  readonly methodName: string;
  readonly action: string;
  /** The action of the reply; '' for a one-way operation. */
  readonly replyAction: string;
  readonly isOneWay: boolean;
  /** Whether a request may be sent again that may have been processed. */
  readonly isIdempotent: boolean;
  /** Whether a session may begin with this operation. */
  readonly isInitiating: boolean;
  /** Whether the session ends after this operation. */
  readonly isTerminating: boolean;
  readonly parameterCount: number;
  readonly faults: readonly FaultDescription[];
  /** Whether the body is one element, or a call with parts of types (WSDL 1.1, section 3.5). */
  readonly style: 'Document' | 'Rpc';
  readonly use: 'Literal' | 'Encoded';
  /** What the request consists of. */
  readonly request: MessageDescription;
  /** The same of the reply; null for a one-way operation. */
  readonly reply: MessageDescription | null;
  readonly formatter: OperationFormatter;
}

/** A typed fault that an operation declares. WCF's FaultDescription. */
export interface FaultDescription {
  /** The action of the fault message. */
  readonly action: string;
  /** The name of the fault in metadata (`MathFaultFault`); the element of the detail is named by its type. */
  readonly name: string;
  readonly namespace: string;
  /** What the fault was declared with: the class of the detail, or its wire type. */
  readonly detailType: TypeReference;
  /** What metadata says of the detail: its element, and what is in it. */
  readonly detail: PartDescription;
  /** Whether the detail's element was named by the fault, and not by its type. */
  readonly namesDetail: boolean;
  /** Whether a received detail has the element name of this fault's type. */
  matches(detail: XmlElement): boolean;
  /** Writes a detail of the type as the one child of the Detail element. */
  write(detail: unknown): (writer: XmlWriter) => void;
  /** Reads a detail that {@link matches}. @throws SerializationError */
  read(detail: XmlElement): unknown;
}
