import { AsyncLocalStorage } from 'node:async_hooks';
import test from 'ava';
import {
  Behaviors,
  ChannelFactory,
  FaultError,
  Operation,
  OperationContext,
  ServiceContract,
  ServiceHost,
  behaviorModule,
  contractOnly,
  defineBehavior,
  xsd,
} from '../../../src/contracts/index.js';
import type { Behavior, BehaviorFactory } from '../../../src/contracts/index.js';
import { stringAttribute } from '../../../src/core/binding/index.js';
import { createContainer } from '../../../src/core/container/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { MessageHeader, actionHeader } from '../../../src/core/message/index.js';
import { ConfigurationRegistry, parseConfiguration } from '../../../src/configuration/index.js';
import '../../../src/default-elements.js';
import { inProcessBinding, newAddress } from './with-host.js';

interface Marked {
  readonly mark: string;
}

const configuration = { attributes: { mark: stringAttribute } };
const tenant = (text: string): MessageHeader => MessageHeader.create('Tenant', 'urn:x', text);

@ServiceContract({ name: 'IEcho', namespace: 'urn:example:echo' })
class Echo {
  @Operation({ name: 'Say', parameters: [['text', xsd.string]], returns: xsd.string })
  say(text: string): Promise<string> {
    return contractOnly(text);
  }

  @Operation({ name: 'Fail', returns: xsd.string })
  fail(): Promise<string> {
    return contractOnly();
  }
}

class EchoService implements Echo {
  readonly #prefix: string;

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  say(text: string): Promise<string> {
    const header = OperationContext.current.incomingMessageHeaders.find('Tenant', 'urn:x');
    return Promise.resolve(`${this.#prefix}${text}${header === null ? '' : ` for ${header.text}`}`);
  }

  fail(): Promise<string> {
    return Promise.reject(new RangeError('secret'));
  }
}

/** What a call gives under an extension of 10 lines, and on which levels it may be. */
interface ExtensionCase {
  readonly kind: BehaviorFactory<Marked>;
  readonly expected: string;
  /** Where a class decorator can have it: on the contract, or only on the service. */
  readonly isForClients?: boolean;
}

const marks = new AsyncLocalStorage<string>();
const seen: string[] = [];

const cases: readonly ExtensionCase[] = [
  {
    kind: defineBehavior<Marked>(
      'stampRequests',
      ({ mark }) => ({
        dispatchMessageInspector: {
          afterReceiveRequest: (request) => request.withHeader(tenant(mark)),
          beforeSendReply: (reply) => reply.withHeader('urn:x', 'Seen', mark),
        },
      }),
      configuration,
    ),
    expected: 'hello for x',
  },
  {
    kind: defineBehavior<Marked>(
      'changeArguments',
      ({ mark }) => ({
        parameterInspector: {
          beforeCall: (_operation, inputs) => (inputs[0] = `${String(inputs[0])}${mark}`),
          afterCall: (_operation, result, state) => seen.push(`${String(result)} ${String(state)}`),
        },
      }),
      configuration,
    ),
    expected: 'hellox',
  },
  {
    kind: defineBehavior<Marked>(
      'wrapInvoker',
      ({ mark }) => ({
        operationInvoker: async ({ inputs }, next) =>
          `${String(await next([`${String(inputs[0])}!`]))}${mark}`,
      }),
      configuration,
    ),
    expected: 'hello!x',
  },
  {
    kind: defineBehavior<Marked>(
      'callContext',
      ({ mark }) => ({
        callContextInitializer: (_context, next) => marks.run(mark, next),
        operationInvoker: async (_call, next) =>
          `${String(await next())}${String(marks.getStore())}`,
      }),
      configuration,
    ),
    expected: 'hellox',
  },
  {
    kind: defineBehavior<Marked>(
      'ownFormatter',
      ({ mark }) => ({
        formatter: (inner) => ({
          ...inner,
          readRequest: (message) =>
            inner.readRequest(message).map((one) => `${String(one)}${mark}`),
        }),
      }),
      configuration,
    ),
    expected: 'hellox',
  },
  {
    kind: defineBehavior<Marked>(
      'ownInstances',
      ({ mark }) => ({
        instanceProvider: { getInstance: () => new EchoService(mark) },
      }),
      configuration,
    ),
    expected: 'xhello',
  },
  {
    kind: defineBehavior<Marked>(
      'prepareInstances',
      ({ mark }) => ({
        instanceContextInitializer: (instance) => {
          Object.assign(instance, { say: () => Promise.resolve(`prepared ${mark}`) });
        },
      }),
      configuration,
    ),
    expected: 'prepared x',
  },
  {
    kind: defineBehavior<Marked>(
      'selectOperation',
      ({ mark }) => ({
        operationSelector: () => (mark === 'x' ? 'Say' : null),
        dispatchMessageInspector: {
          afterReceiveRequest: (request) => request.withHeader(tenant('selected')),
        },
      }),
      configuration,
    ),
    expected: 'hello for selected',
  },
  {
    kind: defineBehavior<Marked>(
      'mapErrors',
      ({ mark }) => ({
        operationInvoker: () => {
          throw new RangeError('out of range');
        },
        errorHandler: {
          provideFault: (error) => new FaultError(`${mark}: ${(error as Error).message}`),
          handleError: (error, context) =>
            void seen.push(`${(error as Error).message} in ${context.operation?.name ?? ''}`),
        },
      }),
      configuration,
    ),
    expected: 'x: out of range',
  },
  {
    kind: defineBehavior<Marked>(
      'refuse',
      ({ mark }) => ({
        authorization: ({ operation }) => Promise.resolve(operation?.name === mark),
      }),
      configuration,
    ),
    expected: 'Access is denied.',
  },
  {
    kind: defineBehavior<Marked>(
      'filters',
      ({ mark }) => ({
        addressFilter: (address, own) => address === own,
        contractFilter: (message) => message.headers.action?.endsWith(mark) ?? false,
      }),
      configuration,
    ),
    expected: 'No endpoint of this service has the address',
  },
  {
    kind: defineBehavior<Marked>(
      'answerUnknown',
      ({ mark }) => ({
        dispatchMessageInspector: {
          afterReceiveRequest: (request) => {
            const { version, headers } = request;
            const others = headers.without('Action', version.addressing.namespace);
            return request.withHeaders(others.withFirst(actionHeader(version, 'urn:unknown')));
          },
        },
        unhandledMessage: (request) => {
          throw new FaultError(`${mark}: ${request.headers.action ?? ''}`);
        },
      }),
      configuration,
    ),
    expected: 'x: urn:unknown',
  },
  {
    kind: defineBehavior<Marked>(
      'clientArguments',
      ({ mark }) => ({
        parameterInspector: {
          beforeCall: (_operation, inputs) => (inputs[0] = `${String(inputs[0])}${mark}`),
        },
        formatter: (inner) => ({
          ...inner,
          readReply: (message) => `${String(inner.readReply(message))} read`,
        }),
      }),
      configuration,
    ),
    expected: 'hellox',
    isForClients: true,
  },
  {
    kind: defineBehavior<Marked>(
      'clientHeaders',
      ({ mark }) => ({
        clientMessageInspector: {
          beforeSendRequest: (request) => request.withHeader(tenant(mark)),
        },
      }),
      configuration,
    ),
    expected: 'hello for x',
    isForClients: true,
  },
];

interface Place {
  readonly service?: new () => EchoService;
  readonly contract?: typeof Echo;
  readonly prepare?: (host: ServiceHost, factory: ChannelFactory<Echo>) => void;
}

async function call({ service = EchoService, contract = Echo, prepare }: Place): Promise<string> {
  const binding = inProcessBinding();
  const host = new ServiceHost(service);
  const { address } = host.addEndpoint(contract, binding, newAddress());
  const factory = new ChannelFactory(contract, binding, address);
  prepare?.(host, factory);
  try {
    await host.open();
    const client = await factory.createChannel();
    return await client.say('hello');
  } catch (error) {
    return (error as Error).message;
  } finally {
    factory.abort();
    host.abort();
  }
}

/** The places in code where a behaviour may be added. */
function placesInCode(behavior: Behavior, isForClients: boolean): Place[] {
  if (isForClients) return [{ prepare: (_host, factory) => factory.behaviors.add(behavior) }];
  return [
    { prepare: (host) => host.behaviors.add(behavior) },
    { prepare: (host) => host.endpoints[0]?.behaviors.add(behavior) },
  ];
}

/** The classes that a decorator can put it on. */
function decorated(behavior: Behavior, isForClients: boolean): Place[] {
  @Behaviors(behavior)
  class DecoratedService extends EchoService {
    override say(text: string): Promise<string> {
      return super.say(text);
    }
  }

  @Behaviors(behavior)
  @ServiceContract({ name: 'IEcho', namespace: 'urn:example:echo' })
  class DecoratedContract extends Echo {
    override say(text: string): Promise<string> {
      return contractOnly(text);
    }
  }
  const contract = { contract: DecoratedContract };
  return isForClients ? [contract] : [contract, { service: DecoratedService }];
}

for (const { kind, expected, isForClients = false } of cases) {
  const behavior = kind({ mark: 'x' });
  test(`${kind.name} observes and changes a call, added in code`, async (t) => {
    for (const place of placesInCode(behavior, isForClients))
      t.true((await call(place)).startsWith(expected));
    t.is(await call({}), 'hello', 'and is felt nowhere else');
  });

  test(`${kind.name} observes and changes a call, put on a class by a decorator`, async (t) => {
    for (const place of decorated(behavior, isForClients))
      t.true((await call(place)).startsWith(expected));
  });

  test(`${kind.name} observes and changes a call, named in configuration`, async (t) => {
    const address = newAddress();
    const registry = new ConfigurationRegistry().addService(EchoService).addContract(Echo);
    const container = createContainer(behaviorModule(kind));
    const level = isForClients ? 'endpointBehaviors' : 'serviceBehaviors';
    const file = parseConfiguration(
      `<configuration><system.serviceModel>
        <extensions><behaviorExtensions><add name="${kind.name}" type="Sample.Extension, Sample"/></behaviorExtensions></extensions>
        <behaviors><${level}><behavior><${kind.name} mark="x"/></behavior></${level}></behaviors>
        <bindings><customBinding><binding><inProcessTransport/></binding></customBinding></bindings>
        <services><service name="EchoService"><endpoint address="${address}" binding="customBinding" contract="IEcho"/></service></services>
        <client><endpoint address="${address}" binding="customBinding" contract="IEcho"/></client>
      </system.serviceModel></configuration>`,
      { registry, container },
    );
    const host = file.createServiceHost('EchoService');
    const factory = file.createChannelFactory(Echo);
    await host.open();
    try {
      const client = await factory.createChannel();
      const result = await client.say('hello').catch((error: unknown) => (error as Error).message);
      t.true(result.startsWith(expected));
    } finally {
      factory.abort();
      host.abort();
    }
  });
}

test('a behaviour of an operation is felt by that operation alone', async (t) => {
  const mark: Behavior = {
    name: 'mark',
    operationInvoker: async (_call, next) => `${String(await next())} marked`,
  };
  t.is(
    await call({
      prepare: (host) => host.endpoints[0]?.operationBehaviors('say').add(mark),
    }),
    'hello marked',
  );
  t.is(
    await call({ prepare: (host) => host.endpoints[0]?.operationBehaviors('fail').add(mark) }),
    'hello',
  );

  class DecoratedService extends EchoService {
    @Behaviors(mark)
    override say(text: string): Promise<string> {
      return super.say(text);
    }
  }
  t.is(await call({ service: DecoratedService }), 'hello marked');
});

test('the behaviours of service, contract, endpoint and operation lie around each other in this order', async (t) => {
  const layer = (name: string): Behavior => ({
    name,
    operationInvoker: async (_call, next) => `${name}(${String(await next())})`,
  });

  @Behaviors(layer('contract'))
  @ServiceContract({ name: 'IEcho', namespace: 'urn:example:echo' })
  class Layered extends Echo {}
  const result = await call({
    contract: Layered,
    prepare: (host) => {
      host.behaviors.add(layer('service'), layer('second'));
      host.endpoints[0]?.behaviors.add(layer('endpoint'));
      host.endpoints[0]?.operationBehaviors('say').add(layer('operation'));
    },
  });
  t.is(result, 'service(second(contract(endpoint(operation(hello)))))');
});

test('a behaviour is refused where it has no effect, and where it is too late', async (t) => {
  const host = new ServiceHost(EchoService);
  const client: Behavior = { name: 'client', clientMessageInspector: {} };
  t.throws(() => host.behaviors.add(client), {
    instanceOf: InvalidBindingError,
    message: /has no effect on a service; add it to a contract or a channel factory/,
  });
  const settings: Behavior = { name: 'settings', serviceSettings: {}, errorHandler: {} };
  const endpoint = host.addEndpoint(Echo, inProcessBinding(), newAddress());
  t.throws(() => endpoint.behaviors.add(settings), { message: /brings serviceSettings, which/ });
  endpoint.behaviors.add({ ...client, name: 'both', dispatchMessageInspector: {} });
  t.throws(() => host.behaviors.add({ name: 'empty' }), { message: /brings no extension/ });
  const misspelt = { name: 'misspelt', operationInvoke: () => undefined };
  t.throws(() => host.behaviors.add(misspelt), { message: /'operationInvoke', which is no/ });
  await host.open();
  t.throws(() => host.behaviors.add({ name: 'late', authorization: () => true }), {
    message: /before open/,
  });
  host.abort();
});

test('a message that no operation takes is told to the host, and answered by a behaviour that wants to', async (t) => {
  const binding = inProcessBinding();
  const address = newAddress();
  const host = new ServiceHost(EchoService);
  host.addEndpoint(Echo, binding, address);
  host.behaviors.add({
    name: 'unknown',
    unhandledMessage: (request) => {
      if (request.headers.action === 'urn:example:other/IEcho/Say')
        throw new FaultError('not even I know it');
      return null;
    },
  });
  const unknown: (string | null)[] = [];
  host.unknownMessages$.subscribe((message) => unknown.push(message.headers.action));
  await host.open();

  @ServiceContract({ name: 'IEcho', namespace: 'urn:example:other' })
  class OtherEcho extends Echo {
    @Operation({ name: 'Other', isOneWay: true })
    other(): Promise<void> {
      return contractOnly();
    }
  }
  const factory = new ChannelFactory(OtherEcho, binding, address);
  const client = await factory.createChannel();
  t.is(await client.say('known'), 'known');
  await client.other();
  t.deepEqual(unknown, ['urn:example:other/IEcho/Other']);
  factory.abort();
  host.abort();
});

test('inspectors of a client see the reply, a fault too, and those of a service may refuse with a fault of their own', async (t) => {
  const binding = inProcessBinding();
  const host = new ServiceHost(EchoService);
  const { address } = host.addEndpoint(Echo, binding, newAddress());
  host.behaviors.add({
    name: 'gate',
    dispatchMessageInspector: {
      afterReceiveRequest: (request) => {
        if (request.headers.find('Blocked', 'urn:x') !== null) throw new FaultError('blocked');
        return undefined;
      },
    },
  });
  await host.open();
  const factory = new ChannelFactory(Echo, binding, address);
  const replies: boolean[] = [];
  factory.behaviors.add({
    name: 'watch',
    clientMessageInspector: {
      afterReceiveReply: (reply, { extensions, operation }) => {
        extensions.set('seen', operation.name);
        replies.push(reply.isFault);
        return undefined;
      },
    },
  });
  const client = await factory.createChannel();
  const headers = [MessageHeader.create('Blocked', 'urn:x', 'yes')];
  await t.throwsAsync(client.say('x', { headers }), { instanceOf: FaultError, message: 'blocked' });
  await t.throwsAsync(client.fail(), { instanceOf: FaultError });
  t.is(await client.say('y'), 'y');
  t.deepEqual(replies, [true, true, false]);
  factory.abort();
  host.abort();
});
