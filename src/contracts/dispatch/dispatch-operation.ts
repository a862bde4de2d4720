import { MessageHeaders, actionHeader, relatesToHeader } from '../../core/message/index.js';
import type { Message, MessageHeader, MessageVersion } from '../../core/message/index.js';
import { brought } from '../behaviors/index.js';
import type {
  Authorization,
  Behavior,
  ErrorHandler,
  OperationInvocation,
  ParameterInspector,
} from '../behaviors/index.js';
import { contextOf } from '../context/index.js';
import type { CallState } from '../context/index.js';
import type { OperationDescription, ReleaseInstanceMode } from '../description/index.js';
import type { OperationFormatter } from '../formatters/index.js';
import { invokeMethod, isThenable } from './service-instance.js';

/** What a {@link DispatchOperation} is made from. */
export interface DispatchOperationInit {
  readonly contractName: string;
  readonly description: OperationDescription;
  readonly version: MessageVersion;
  /** Those of service, contract, endpoint and operation, in this order. */
  readonly behaviors: readonly Behavior[];
  readonly releaseInstanceMode: ReleaseInstanceMode;
}

/** Calls a method with its arguments. */
type Invoke = (call: CallState, instance: object, inputs: unknown[]) => unknown;

/** An operation as the dispatcher calls it: what is the same for each call is worked out once. */
export class DispatchOperation {
  readonly description: OperationDescription;
  readonly formatter: OperationFormatter;
  readonly releaseInstanceMode: ReleaseInstanceMode;
  readonly authorizations: readonly Authorization[];
  readonly errorHandlers: readonly ErrorHandler[];
  /** Calls the method, through the extensions of the operation. */
  readonly invoke: Invoke;
  /** For events and error messages, such as `ICalculator.Add`. */
  readonly displayName: string;
  readonly #version: MessageVersion;
  readonly #replyAction: MessageHeader | null;

  constructor({
    contractName,
    description,
    version,
    behaviors,
    releaseInstanceMode,
  }: DispatchOperationInit) {
    this.description = description;
    this.displayName = `${contractName}.${description.name}`;
    this.formatter = brought(behaviors, 'formatter').reduce(
      (formatter, extend) => extend(formatter, description),
      description.formatter,
    );
    this.releaseInstanceMode = releaseInstanceMode;
    this.authorizations = brought(behaviors, 'authorization');
    this.errorHandlers = brought(behaviors, 'errorHandler');
    this.invoke = compileInvoke(description, behaviors);
    this.#version = version;
    // Without addressing no header tells the action of a reply, and no transport asks for it.
    this.#replyAction =
      version.hasAddressing && description.replyAction !== '*'
        ? actionHeader(version, description.replyAction)
        : null;
  }

  /** The reply that carries a result; its body is written when it is sent. Headers stand in .NET's order. */
  createReply(result: unknown, relatesTo: string | null): Message {
    const version = this.#version;
    const reply = this.formatter.writeReply(version, result);
    if (!version.hasAddressing) return reply;
    const isBare = reply.headers.length === 0;
    const headers = isBare ? [] : [...reply.headers];
    if (this.#replyAction !== null && (isBare || reply.headers.action === null))
      headers.unshift(this.#replyAction);
    if (relatesTo !== null && (isBare || reply.headers.relatesTo === null))
      headers.push(relatesToHeader(version, relatesTo));
    return reply.withHeaders(new MessageHeaders(version, headers));
  }
}

/** The way to the method: call-context initialisers around invokers around parameter inspectors around the method itself. */
function compileInvoke(description: OperationDescription, behaviors: readonly Behavior[]): Invoke {
  const { methodName } = description;
  let invoke: Invoke = (_call, instance, inputs) => invokeMethod(instance, methodName, inputs);
  const inspectors = brought(behaviors, 'parameterInspector');
  if (inspectors.length > 0) invoke = inspected(description, inspectors, invoke);
  for (const invoker of brought(behaviors, 'operationInvoker').toReversed()) {
    const next = invoke;
    invoke = (call, instance, inputs) => {
      const invocation: OperationInvocation = { instance, inputs, context: contextOf(call) };
      return invoker(invocation, (others = inputs) => next(call, instance, [...others]));
    };
  }
  for (const initialize of brought(behaviors, 'callContextInitializer').toReversed()) {
    const next = invoke;
    invoke = (call, instance, inputs) =>
      initialize(contextOf(call), () => next(call, instance, inputs));
  }
  return invoke;
}

function inspected(
  description: OperationDescription,
  inspectors: readonly ParameterInspector[],
  invoke: Invoke,
): Invoke {
  return (call, instance, inputs) => {
    const states = inspectors.map((one) => one.beforeCall?.(description, inputs));
    const finish = (result: unknown): unknown => {
      for (let index = inspectors.length - 1; index >= 0; index--)
        inspectors[index]?.afterCall?.(description, result, states[index]);
      return result;
    };
    const result = invoke(call, instance, inputs);
    return isThenable(result) ? result.then(finish) : finish(result);
  };
}
