import { map } from 'rxjs';
import { ChannelFactory, ServiceHost } from '../../../src/contracts/index.js';
import type {
  ChannelFactoryOptions,
  ClosableClient,
  ContractClass,
  ServiceHostOptions,
} from '../../../src/contracts/index.js';
import { CustomBinding, messageLayer } from '../../../src/core/binding/index.js';
import type { Binding } from '../../../src/core/binding/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import type { ErrorEvent } from '../../../src/core/diagnostics/index.js';
import { actionHeader } from '../../../src/core/message/index.js';
import type { MessageVersionName } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';

let addresses = 0;

/** An address that no other test has. */
export function newAddress(): string {
  addresses += 1;
  return `inproc://test${String(addresses)}/service`;
}

/** Does what HTTP transports do for versions without addressing: the action travels outside of the message. */
const carryAction = messageLayer('carryAction', () => ({
  incoming: map((message) => {
    const { namespace } = message.version.addressing;
    const [action] = message.headers.findAll('Action', namespace);
    if (message.version.hasAddressing || action === undefined) return message;
    const others = message.headers.without('Action', namespace);
    return message.withHeaders(others.withFirst(actionHeader(message.version, action.text)));
  }),
}));

export function inProcessBinding(
  messageVersion: MessageVersionName = 'Soap12WSAddressing10',
  timeouts: { sendTimeout?: number; receiveTimeout?: number } = {},
): CustomBinding {
  return new CustomBinding(
    'inProcess',
    [carryAction(), textEncoding({ messageVersion }), inProcessTransport()],
    timeouts,
  );
}

/** Runs a host with one endpoint for the time of a test, and aborts it if it is not closed then. */
export async function withHost<C extends object, R>(
  service: ConstructorParameters<typeof ServiceHost>[0],
  contract: ContractClass<C>,
  run: (parts: {
    readonly host: ServiceHost;
    readonly address: string;
    readonly binding: Binding;
    readonly client: (options?: ChannelFactoryOptions) => Promise<ClosableClient<C>>;
    readonly errors: readonly ErrorEvent[];
  }) => Promise<R>,
  {
    binding = inProcessBinding(),
    ...options
  }: ServiceHostOptions & { readonly binding?: Binding } = {},
): Promise<R> {
  const address = newAddress();
  const errors: ErrorEvent[] = [];
  const stop = subscribeDiagnostics('channelstack:error', (event) => {
    if (event.address === address) errors.push(event);
  });
  const host = new ServiceHost(service, options);
  host.addEndpoint(contract, binding, address);
  await host.open();
  const factories: ChannelFactory<C>[] = [];
  try {
    return await run({
      host,
      address,
      binding,
      client: (factoryOptions) => {
        const factory = new ChannelFactory(contract, binding, address, factoryOptions);
        factories.push(factory);
        return factory.createChannel();
      },
      errors,
    });
  } finally {
    stop();
    for (const factory of factories) factory.abort();
    host.abort();
  }
}
