import type { Exchange } from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import type { Message } from '../../core/message/index.js';
import type { Correlation } from './correlation.js';
import type { DispatchOperation } from './dispatch-operation.js';
import { createFaultReply, deserializationFailure, isDeclaredFault } from './fault-reply.js';
import type { FaultReplySettings } from './fault-reply.js';
import type { InstanceScope } from './instance-scope.js';
import type { ReplyPath } from './reply-path.js';
import { invokeMethod, isThenable } from './service-instance.js';

/** What the calls of one channel share. */
export interface CallEnvironment {
  readonly scope: InstanceScope;
  readonly replies: ReplyPath;
  readonly faults: FaultReplySettings;
  readonly address: string;
  /** True when the channel was aborted: calls that have not started do not start any more. */
  readonly isAborted: boolean;
}

/**
 * One call of a service method, from its turn to its reply. Whatever the method does (throw, reject late, never settle,
 * throw in dispose), no error leaves this class: it becomes a fault, an event, or both.
 */
export class ServiceCall {
  readonly #environment: CallEnvironment;
  readonly #exchange: Exchange;
  readonly #operation: DispatchOperation;
  readonly #correlation: Correlation;
  readonly #onEnd: () => void;
  #instance: object | null = null;
  #isOver = false;

  /** `onEnd` is called once, when the reply is sent and the instance is disposed of. */
  constructor(
    environment: CallEnvironment,
    exchange: Exchange,
    operation: DispatchOperation,
    correlation: Correlation,
    onEnd: () => void,
  ) {
    this.#environment = environment;
    this.#exchange = exchange;
    this.#operation = operation;
    this.#correlation = correlation;
    this.#onEnd = onEnd;
  }

  /** Starts when its instance is free. */
  start(): void {
    const { gate } = this.#environment.scope;
    if (gate === null) this.#run();
    else gate.enter(this.#run);
  }

  readonly #run = (): void => {
    const { scope, replies, isAborted } = this.#environment;
    if (isAborted) {
      this.#exchange.settle();
      scope.gate?.leave();
      this.#onEnd();
      return;
    }
    const { description } = this.#operation;
    if (description.isOneWay) replies.accept(this.#exchange);
    this.#publish('started', null);
    let result: unknown;
    try {
      this.#instance = scope.acquire();
      result = invokeMethod(this.#instance, description.methodName, this.#readArguments());
      if (isThenable(result)) {
        result.then(this.#succeed, this.#fail);
        return;
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#succeed(result);
  };

  #readArguments(): readonly unknown[] {
    const { description } = this.#operation;
    const { formatter } = description;
    try {
      return formatter.readRequest(this.#exchange.message);
    } catch (error) {
      const failure = deserializationFailure(error, description);
      // The fault says less than the error: the service is told the rest.
      if (failure !== error) this.#report(error);
      throw failure;
    }
  }

  readonly #succeed = (result: unknown): void => {
    if (this.#isOver) return;
    if (this.#operation.description.isOneWay) {
      this.#end(null, null);
      return;
    }
    let reply: Message;
    try {
      reply = this.#operation.createReply(result, this.#correlation.messageId);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const { replies } = this.#environment;
    this.#end(null, replies.reply(this.#exchange, reply, this.#correlation));
  };

  readonly #fail = (error: unknown): void => {
    if (this.#isOver) return;
    const { replies, faults } = this.#environment;
    const { description } = this.#operation;
    if (description.isOneWay || !isDeclaredFault(error, description)) this.#report(error);
    if (description.isOneWay) {
      this.#end(error, null);
      return;
    }
    const fault = createFaultReply(error, description, faults);
    this.#end(error, replies.fault(this.#exchange, fault, this.#correlation));
  };

  #end(error: unknown, sent: Promise<void> | null): void {
    this.#isOver = true;
    this.#publish('finished', error);
    const { scope } = this.#environment;
    const released = this.#release();
    scope.gate?.leave();
    if (released !== null) void Promise.all([sent, released]).then(this.#onEnd);
    else if (sent !== null) void sent.then(this.#onEnd);
    else this.#onEnd();
  }

  /** Gives the instance back; null when that was done at once. */
  #release(): Promise<void> | null {
    const instance = this.#instance;
    if (instance === null) return null;
    try {
      const released = this.#environment.scope.release(instance);
      if (!isThenable(released)) return null;
      return Promise.resolve(released).then(
        () => undefined,
        (error: unknown) => {
          this.#report(error);
        },
      );
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  #report(error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    const { address } = this.#environment;
    diagnostics.error.publish({ source: this.#operation.displayName, error, address });
  }

  #publish(phase: 'started' | 'finished', error: unknown): void {
    if (!diagnostics.call.hasSubscribers) return;
    const { action } = this.#operation.description;
    const operation = this.#operation.displayName;
    diagnostics.call.publish({ phase, side: 'service', action, operation, error });
  }
}
