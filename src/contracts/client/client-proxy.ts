import { diagnostics } from '../../core/diagnostics/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import type { CallOptions, Client } from '../description/index.js';
import type { ClientChannel } from './client-channel.js';
import type { ClientOperation } from './client-operation.js';

/** A typed client that can be disposed of by `await using`. */
export type ClosableClient<C extends object> = Client<C> & AsyncDisposable;

/** What the methods of a typed client call. */
export interface ProxyTarget {
  /** The channel that the calls go over. */
  readonly channel: ClientChannel;
  call(
    operation: ClientOperation,
    args: readonly unknown[],
    options: CallOptions | undefined,
  ): Promise<unknown>;
}

/** Makes the typed clients of one contract: objects with one method for each operation. */
export type ClientProxyFactory = (target: ProxyTarget) => object;

const targets = new WeakMap<object, ProxyTarget>();

/**
 * The channel below a typed client: its state, its session, `close()` and `abort()`.
 * @throws InvalidOperationError for anything that is no client
 */
export function channelOf(client: object): ClientChannel {
  return targetOf(client).channel;
}

function targetOf(client: object): ProxyTarget {
  const target = targets.get(client);
  if (target !== undefined) return target;
  throw new InvalidOperationError(
    'This is no client as ChannelFactory.createChannel() or getCallbackChannel() makes it. Were its methods taken off it?',
  );
}

/** The methods are made once for the contract and shared by all its clients. */
export function createProxyFactory(operations: readonly ClientOperation[]): ClientProxyFactory {
  const prototype = Object.create(null) as object;
  for (const operation of operations) {
    const { methodName } = operation.description;
    // A client with a `then` would be taken for a promise by whoever awaits the client.
    if (methodName === 'then') {
      throw new InvalidOperationError(
        `The operation ${operation.displayName} has the method 'then', which await calls by itself. Name the method otherwise, and give the operation its name on the wire.`,
      );
    }
    define(prototype, methodName, createMethod(operation));
  }
  define(prototype, Symbol.asyncDispose, async function (this: object): Promise<void> {
    await disposeChannel(channelOf(this));
  });
  return (target) => {
    const proxy = Object.create(prototype) as object;
    targets.set(proxy, target);
    return proxy;
  };
}

function createMethod(operation: ClientOperation): (this: object, ...args: unknown[]) => unknown {
  const { parameterCount } = operation.description;
  return function (this: object, ...args) {
    // What stands behind the parameters are the options of the call, which the type of the client says.
    const options = args.length > parameterCount ? (args.pop() as CallOptions) : undefined;
    return targetOf(this).call(operation, args, options);
  };
}

function define(prototype: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(prototype, name, { value, enumerable: false });
}

/**
 * Closes in good order, or aborts what is faulted. It does not throw: the error that made a block end is the one its
 * caller has to see, and not that the channel could not be closed after it. Whoever wants to know calls `close()`.
 */
async function disposeChannel(channel: ClientChannel): Promise<void> {
  if (channel.state === 'faulted') {
    channel.abort();
    return;
  }
  try {
    await channel.close();
  } catch (error) {
    channel.abort();
    if (diagnostics.error.hasSubscribers) {
      const address = channel.remoteAddress.uri;
      diagnostics.error.publish({ source: 'client channel', error, address });
    }
  }
}
