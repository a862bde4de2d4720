import type { Message } from '../../core/message/index.js';
import type { OperationContext } from '../context/index.js';
import type { CallOptions, OperationDescription } from '../description/index.js';
import type { OperationFormatter } from '../formatters/index.js';

/**
 * Sees each request before its operation is chosen, and each reply (a fault, too) before it leaves; replies pass the
 * inspectors in reverse order. An error of `afterReceiveRequest` refuses the call. WCF's IDispatchMessageInspector, whose
 * correlation state is kept in the context's `extensions`.
 */
export interface DispatchMessageInspector {
  /** Returns the message to go on with, or nothing to go on with this one. */
  afterReceiveRequest?(request: Message, context: OperationContext): Message | undefined;
  /** The same for the reply. Not called where nothing is answered. */
  beforeSendReply?(reply: Message, context: OperationContext): Message | undefined;
}

/** A call of a client, as its inspectors see it. */
export interface ClientCallInfo {
  readonly operation: OperationDescription;
  readonly options: CallOptions;
  /** For inspectors that have something to tell each other, or themselves, about this call. */
  readonly extensions: Map<unknown, unknown>;
}

/** Sees each request of a client before it is sent, and each reply (a fault, too) before it is read. WCF's IClientMessageInspector. */
export interface ClientMessageInspector {
  /** Returns the message to send, or nothing to send this one. */
  beforeSendRequest?(request: Message, call: ClientCallInfo): Message | undefined;
  /** The same for the reply. Not called where nothing is answered. */
  afterReceiveReply?(reply: Message, call: ClientCallInfo): Message | undefined;
}

/** Sees arguments and results, on both sides. WCF's IParameterInspector. */
export interface ParameterInspector {
  /** May change the arguments in place, or throw. What it returns is handed to `afterCall`. */
  beforeCall?(operation: OperationDescription, inputs: unknown[]): unknown;
  /** Called when there is a result, not after an error. */
  afterCall?(operation: OperationDescription, result: unknown, state: unknown): void;
}

/** Chooses the operation of a request: returns its name on the wire, or null for the one of its action. WCF's IDispatchOperationSelector. */
export type OperationSelector = (request: Message, context: OperationContext) => string | null;

/** Answers a request that no operation of the endpoint takes; null says nothing (HTTP 202). */
export type UnhandledMessageHandler = (
  request: Message,
  context: OperationContext,
) => Message | null | Promise<Message | null>;

/** Whether an endpoint takes messages to an address. */
export type AddressFilterExtension = (address: string, endpointAddress: string) => boolean;

/** Whether an endpoint takes a message that has its address. WCF's ContractFilter. */
export type ContractFilter = (request: Message) => boolean;

/** Whether a call is allowed; asked before its body is read. WCF's ServiceAuthorizationManager. */
export type Authorization = (context: OperationContext) => boolean | Promise<boolean>;

/** Makes the instances of a service. WCF's IInstanceProvider. */
export interface InstanceProvider {
  /** The instance for a call, or for the session or host whose first call this is. */
  getInstance(context: OperationContext): object;
  /** The instance is not used any more. Default: it is disposed of. */
  releaseInstance?(instance: object): unknown;
}

/** Prepares an instance that was just made. WCF's IInstanceContextInitializer. */
export type InstanceContextInitializer = (instance: object, context: OperationContext) => void;

/** Runs the rest of the call, such as inside an AsyncLocalStorage of its own: `(context, next) => storage.run(value, next)`. WCF's ICallContextInitializer. */
export type CallContextInitializer = (context: OperationContext, next: () => unknown) => unknown;

/** Calls the method, or does not: `next` calls it. WCF's IOperationInvoker. */
export type OperationInvoker = (
  invocation: OperationInvocation,
  next: (inputs?: readonly unknown[]) => unknown,
) => unknown;

/** What an {@link OperationInvoker} is given. */
export interface OperationInvocation {
  readonly instance: object;
  readonly inputs: readonly unknown[];
  readonly context: OperationContext;
}

/** What becomes of errors. WCF's IErrorHandler. */
export interface ErrorHandler {
  /** Returns the error to answer with in the place of this one, such as a FaultError, or nothing. */
  provideFault?(error: unknown, context: OperationContext): Error | undefined;
  /** Told of each error, after the answer was made; what it throws is published and has no effect. */
  handleError?(error: unknown, context: OperationContext): void;
}

/** Puts another formatter in the place of an operation's own, or around it. */
export type FormatterExtension = (
  formatter: OperationFormatter,
  operation: OperationDescription,
) => OperationFormatter;
