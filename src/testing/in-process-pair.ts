import { ChannelFactory, ServiceHost } from '../contracts/index.js';
import type { ClosableClient, ContractClass } from '../contracts/index.js';
import { CustomBinding } from '../core/binding/index.js';
import type { BindingElement, CustomBindingOptions } from '../core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../core/container/index.js';
import type { ServiceContainer } from '../core/container/index.js';
import type { Clock } from '../core/time/index.js';

/** What a pair is made with beside service, contract and elements. */
export interface InProcessOptions extends CustomBindingOptions {
  /** The clock of both sides; default the one of the container. */
  readonly clock?: Clock | undefined;
  /** Where both sides find their services; default the container of the package. */
  readonly container?: ServiceContainer | undefined;
  /** The object that the service calls back, where the contract names a callback. */
  readonly callback?: object | undefined;
}

/** A service and a client of it, in this process. */
export interface InProcessPair<C extends object> extends AsyncDisposable {
  readonly client: ClosableClient<C>;
  readonly host: ServiceHost;
  readonly address: string;
}

/**
 * Opens a service and a client of it over the elements, of which the last is `inProcessTransport()`. Disposing of the pair
 * aborts both: what a test wants to see of a close, it closes itself.
 */
export async function inProcess<C extends object>(
  service: ConstructorParameters<typeof ServiceHost>[0],
  contract: ContractClass<C>,
  elements: readonly BindingElement[],
  { clock, container, callback, ...timeouts }: InProcessOptions = {},
): Promise<InProcessPair<C>> {
  const given = container ?? createContainer();
  if (clock !== undefined) given.load(serviceModule(ClockToken, clock));
  const address = `inproc://pair-${String((pairs += 1))}`;
  const binding = new CustomBinding('inProcess', elements, timeouts);
  const host = new ServiceHost(service, { container: given });
  host.addEndpoint(contract, binding, address);
  const factory = new ChannelFactory(contract, binding, address, { container: given, callback });
  const dispose = (): Promise<void> => {
    factory.abort();
    host.abort();
    return Promise.resolve();
  };
  try {
    await host.open();
    const client = await factory.createChannel();
    return { client, host, address, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

let pairs = 0;
