import { AsyncLocalStorage } from 'node:async_hooks';
import type { Message, MessageHeader } from '../../core/message/index.js';

/** What the calls of a client in one piece of code share. WCF's OperationContextScope. */
export interface OperationScope {
  /** Headers of each request that is made in the scope, beside those of the call itself. */
  readonly outgoingMessageHeaders: MessageHeader[];
  /** The reply that came last in the scope, or null: its headers and properties can be read, its body was. */
  readonly incomingMessage: Message | null;
}

/** The same, where the runtime notes the reply. */
export interface MutableOperationScope extends OperationScope {
  incomingMessage: Message | null;
}

const storage = new AsyncLocalStorage<MutableOperationScope>();

/**
 * Runs code whose calls, of any client, all get the headers of the scope, also behind `await`. A scope inside another one
 * begins with the headers of that one.
 */
export function operationScope<T>(run: (scope: OperationScope) => T): T {
  const scope: MutableOperationScope = {
    outgoingMessageHeaders: [...(storage.getStore()?.outgoingMessageHeaders ?? [])],
    incomingMessage: null,
  };
  return storage.run(scope, () => run(scope));
}

/** The scope that the running code is in. */
export function currentScope(): MutableOperationScope | undefined {
  return storage.getStore();
}
