import type { Exchange } from '../../core/channel/index.js';
import { diagnostics } from '../../core/diagnostics/index.js';
import { TimeoutError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import type { Deadline, Deadlined } from '../../core/time/index.js';
import { contextOf, runInCall } from '../context/index.js';
import type { CallState, OperationContext } from '../context/index.js';
import type { ContractClass, OperationDescription } from '../description/index.js';
import { accessDenied, endpointUnavailable } from './addressing-refusals.js';
import { CallAdmission } from './call-admission.js';
import type { AdmissionEvents } from './call-admission.js';
import type { CallEnvironment } from './call-environment.js';
import { readCorrelation, salvageCorrelation } from './correlation.js';
import type { Correlation } from './correlation.js';
import type { DispatchOperation } from './dispatch-operation.js';
import type { EndpointDispatcher } from './endpoint-dispatcher.js';
import { mapError, tellHandlers } from './error-handling.js';
import { finishReply } from './finish-reply.js';
import { createFaultReply, deserializationFailure, isDeclaredFault } from './fault-reply.js';
import { isThenable } from './service-instance.js';

/**
 * One message to a service, from its arrival to its reply: the operation is found, its turn comes, the method runs. Whatever
 * the method and the extensions do (throw, reject late, never settle, throw in dispose), no error leaves this class: it
 * becomes a fault, an event, or both.
 */
export class ServiceCall implements CallState, Deadlined, AdmissionEvents {
  context: OperationContext | null = null;
  startedAt = 0;
  readonly #environment: CallEnvironment;
  readonly #exchange: Exchange;
  readonly #onEnd: (operation: OperationDescription | null) => void;
  #message: Message;
  #endpoint: EndpointDispatcher | null = null;
  #operation: DispatchOperation | null = null;
  #correlation: Correlation | null = null;
  #instance: object | null = null;
  #admission: CallAdmission | null = null;
  #controller: AbortController | null = null;
  #deadline: Deadline | null = null;
  #isOver = false;
  /** The instance, and the reply that is on its way. */
  #unfinished = 1;

  /** `onEnd` is called once, when the reply is sent and the instance is disposed of. */
  constructor(
    environment: CallEnvironment,
    exchange: Exchange,
    onEnd: (operation: OperationDescription | null) => void,
  ) {
    this.#environment = environment;
    this.#exchange = exchange;
    this.#message = exchange.message;
    this.#onEnd = onEnd;
  }

  get message(): Message {
    return this.#message;
  }

  get operation(): OperationDescription | null {
    return this.#operation?.description ?? null;
  }

  get instance(): object | null {
    return this.#instance;
  }

  get sessionId(): string | null {
    return this.#environment.sessionId;
  }

  get localAddress(): string {
    return this.#environment.address;
  }

  get signal(): AbortSignal {
    if (this.#controller !== null) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = this.#exchange;
    const onAbort = (): void => {
      controller.abort(signal.reason);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    return controller.signal;
  }

  createCallback(contract: ContractClass): object {
    const correlation = this.#correlation ?? salvageCorrelation(this.#exchange.message);
    return this.#environment.createCallback(contract, correlation);
  }

  /** Finds the operation; then the call starts, or waits for its turn. */
  dispatch(): void {
    const { table, session } = this.#environment;
    try {
      const hasSession = session !== null;
      this.#endpoint = table.findEndpoint(this.#message, hasSession);
      const selected = this.#inspect(this.#endpoint);
      const operation = table.findOperation(this.#endpoint, this.#message, selected);
      if (operation === null) {
        this.#handleUnknown(this.#endpoint);
        return;
      }
      this.#correlation = readCorrelation(this.#exchange.message);
      session?.enter(operation.description);
      this.#operation = operation;
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#admission = new CallAdmission(this.#environment.admission, this, this.#exchange);
    this.#admission.advance();
  }

  expire(timeout: number): void {
    const name = this.#operation?.displayName ?? 'unhandledMessage';
    const error = new TimeoutError(
      `The method of ${name} was not done within ${timeout.toString()} ms, the operationTimeout of the service (serviceTimeouts). What it does later has no effect.`,
    );
    this.#controller?.abort(error);
    this.#fail(error);
  }

  callOut<T>(run: () => Promise<T>): Promise<T> {
    return this.#admission?.callOut(run) ?? run();
  }

  /** The call's turn has come. */
  onAdmitted(): void {
    const { replies, isAborted, deadlines } = this.#environment;
    const operation = this.#operation;
    if (isAborted || operation === null) {
      this.#admission?.leave();
      this.onGivenUp();
      return;
    }
    if (operation.description.isOneWay) replies.accept(this.#exchange);
    this.#publish('started', null);
    this.#deadline = deadlines.start(this);
    if (operation.authorizations.length === 0) {
      this.#invoke(operation);
      return;
    }
    runInCall(this, () => this.#authorize(operation)).then(() => {
      this.#invoke(operation);
    }, this.#failing());
  }

  /** Too many calls wait for their turn. */
  onRefused(): void {
    this.#refuse(endpointUnavailable(this.#environment.faults.version));
  }

  /** The caller has gone while the call waited. */
  onGivenUp(): void {
    this.#isOver = true;
    this.#exchange.settle();
    this.#onEnd(this.operation);
  }

  /** The request as the inspectors leave it; returns the operation that a selector chose. */
  #inspect(endpoint: EndpointDispatcher): DispatchOperation | null {
    if (!endpoint.hasInspectors && !endpoint.hasSelector) return null;
    const context = contextOf(this);
    return runInCall(this, () => {
      this.#message = endpoint.inspectRequest(this.#message, context);
      return endpoint.selectOperation(this.#message, context);
    });
  }

  async #authorize({ authorizations }: DispatchOperation): Promise<void> {
    for (const authorize of authorizations)
      if (!(await authorize(contextOf(this)))) throw accessDenied(this.#environment.faults.version);
  }

  /** Calls the method, when as much of the message is there as it needs. */
  #invoke(operation: DispatchOperation): void {
    if (!this.#message.isStreamed || operation.formatter.openRequest !== null) {
      this.#invokeNow(operation);
      return;
    }
    this.#message.load().then(() => {
      this.#invokeNow(operation);
    }, this.#failing());
  }

  #invokeNow(operation: DispatchOperation): void {
    if (this.#isOver) return;
    const { scope } = this.#environment;
    let result: unknown;
    try {
      result = runInCall(this, () => {
        const extensions = this.#endpoint ?? noExtensions;
        const instance = scope.acquire(this, extensions, operation.releaseInstanceMode);
        this.#instance = instance;
        this.#admission?.passInstancePlace();
        return operation.invoke(this, instance, this.#readArguments(operation));
      });
      if (isThenable(result)) {
        result.then((value) => {
          this.#succeed(value);
        }, this.#failing());
        return;
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#succeed(result);
  }

  #readArguments({ formatter, description }: DispatchOperation): unknown[] {
    try {
      return formatter.readRequest(this.#message);
    } catch (error) {
      const failure = deserializationFailure(error, description);
      // The fault says less than the error: the service is told the rest.
      if (failure !== error) this.#report(error);
      throw failure;
    }
  }

  #succeed(result: unknown): void {
    if (this.#isOver) return;
    const operation = this.#operation;
    if (operation === null || operation.description.isOneWay) {
      this.#end(null);
      return;
    }
    const { openReply } = operation.formatter;
    if (openReply === null) {
      this.#reply(operation, result);
      return;
    }
    try {
      const opened = openReply(result, this.#environment.replyStreamLimit);
      if (isThenable(opened)) {
        opened.then((ready) => {
          if (!this.#isOver) this.#reply(operation, ready);
        }, this.#failing());
      } else this.#reply(operation, opened);
    } catch (error) {
      this.#fail(error);
    }
  }

  #reply(operation: DispatchOperation, result: unknown): void {
    const correlation = this.#correlation ?? salvageCorrelation(this.#exchange.message);
    let reply: Message;
    try {
      reply = finishReply(
        this,
        this.#endpoint,
        operation.createReply(result, correlation.messageId),
      );
    } catch (error) {
      this.#fail(error);
      return;
    }
    const { replies } = this.#environment;
    if (operation.formatter.openReply !== null) {
      // Who makes the stream needs its instance until the last byte has left.
      replies.reply(this.#exchange, reply, correlation, () => {
        this.#streamed();
      });
      return;
    }
    this.#unfinished += 1;
    replies.reply(this.#exchange, reply, correlation, this.#partEnding());
    this.#end(null);
  }

  #streamed(): void {
    if (!this.#isOver) this.#end(null);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    const { replies } = this.#environment;
    const description = this.operation;
    const handlers = this.#operation?.errorHandlers ?? [];
    const shown = mapError(error, handlers, ...this.#handling());
    const isOneWay = description?.isOneWay ?? false;
    if (isOneWay || !isDeclaredFault(shown, description)) this.#report(error);
    if (!isOneWay) {
      const correlation = this.#correlation ?? salvageCorrelation(this.#exchange.message);
      const fault = this.#createFault(shown, description);
      this.#unfinished += 1;
      replies.answer(this.#exchange, fault, correlation, this.#partEnding());
    }
    this.#end(error);
    tellHandlers(error, handlers, ...this.#handling());
  }

  /** The message reaches no operation: it is answered with a fault, whatever the method of the contract. */
  #refuse(error: unknown): void {
    const { replies } = this.#environment;
    const handlers = this.#endpoint?.errorHandlers ?? this.#environment.errorHandlers;
    const shown = mapError(error, handlers, ...this.#handling());
    this.#reportAt('service channel', error);
    this.#isOver = true;
    const correlation = this.#correlation ?? salvageCorrelation(this.#exchange.message);
    let fault: Message;
    try {
      fault = this.#createFault(shown, null);
    } catch (failure) {
      this.#exchange.settle(failure);
      this.#onEnd(null);
      return;
    }
    replies.answer(this.#exchange, fault, correlation, () => {
      this.#onEnd(null);
    });
    tellHandlers(error, handlers, ...this.#handling());
  }

  #handleUnknown(endpoint: EndpointDispatcher): void {
    const { table, deadlines, noteUnknown } = this.#environment;
    noteUnknown(this.#message);
    const handler = endpoint.unhandledMessage;
    if (handler === null) throw table.refuseAction(this.#message);
    this.#correlation = readCorrelation(this.#exchange.message);
    this.#deadline = deadlines.start(this);
    runInCall(this, async () => handler(this.#message, contextOf(this)))
      .then((reply) => {
        if (!this.#isOver) this.#answerUnknown(reply);
      })
      .catch((error: unknown) => {
        if (this.#isOver) return;
        deadlines.end(this.#deadline);
        this.#refuse(error);
      });
  }

  #answerUnknown(answer: Message | null): void {
    const { replies } = this.#environment;
    const reply = answer === null ? null : finishReply(this, this.#endpoint, answer);
    if (reply === null) replies.accept(this.#exchange);
    else {
      const correlation = this.#correlation ?? salvageCorrelation(this.#exchange.message);
      this.#unfinished += 1;
      replies.answer(this.#exchange, reply, correlation, this.#partEnding());
    }
    this.#end(null);
  }

  #createFault(error: unknown, description: OperationDescription | null): Message {
    const { faults } = this.#environment;
    const fault = createFaultReply(error, description, faults);
    try {
      return finishReply(this, this.#endpoint, fault);
    } catch (failure) {
      // An inspector failed: the fault leaves as it was.
      this.#report(failure);
      return fault;
    }
  }

  #end(error: unknown): void {
    this.#isOver = true;
    this.#environment.deadlines.end(this.#deadline);
    this.#publish('finished', error);
    const released = this.#release();
    this.#admission?.leave();
    if (released === null) this.#partDone();
    else void released.then(this.#partEnding());
  }

  /** The call has ended when its reply is sent and its instance is given back. */
  #partDone(): void {
    this.#unfinished -= 1;
    if (this.#unfinished === 0) this.#onEnd(this.operation);
  }

  /** Gives the instance back; null when that was done at once. */
  #release(): Promise<void> | null {
    const instance = this.#instance;
    const operation = this.#operation;
    if (instance === null || operation === null) return null;
    try {
      const released = this.#environment.scope.release(instance, operation.releaseInstanceMode);
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
    this.#reportAt(this.#operation?.displayName ?? 'service channel', error);
  }

  /** Made where they are needed: each function costs every call. */
  #failing(): (error: unknown) => void {
    return (error) => {
      this.#fail(error);
    };
  }

  #partEnding(): () => void {
    return () => {
      this.#partDone();
    };
  }

  /** What error handlers work with. */
  #handling(): [() => OperationContext, (failure: unknown) => void] {
    return [
      () => contextOf(this),
      (failure) => {
        this.#report(failure);
      },
    ];
  }

  #reportAt(source: string, error: unknown): void {
    if (!diagnostics.error.hasSubscribers) return;
    const { address } = this.#environment;
    diagnostics.error.publish({ source, error, address });
  }

  #publish(phase: 'started' | 'finished', error: unknown): void {
    if (!diagnostics.call.hasSubscribers || this.#operation === null) return;
    const { action } = this.#operation.description;
    const operation = this.#operation.displayName;
    diagnostics.call.publish({ phase, side: 'service', action, operation, error });
  }
}

const noExtensions = { instanceProvider: null, instanceContextInitializers: [] };
