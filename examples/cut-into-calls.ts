import {
  ChannelFactory,
  CustomBinding,
  FaultError,
  MessageHeader,
  OperationContext,
  ServiceHost,
  behaviorModule,
  createContainer,
  defineBehavior,
  inProcessTransport,
  serviceAuthorization,
  stringAttribute,
} from 'channelstack';
import { ConfigurationRegistry, parseConfiguration } from 'channelstack/configuration';
import { Greeter } from './greeter.js';

const tenantNamespace = 'urn:example:tenant';

/** Clients say on whose behalf they call, and services find it in the call's context. */
const tenant = defineBehavior<{ readonly name: string }>(
  'tenant',
  ({ name }) => ({
    clientMessageInspector: {
      beforeSendRequest: (request) =>
        request.withHeader(MessageHeader.create('Tenant', tenantNamespace, name)),
    },
  }),
  { attributes: { name: stringAttribute } },
);

/** What goes wrong in a way that nobody foresaw is told to clients in words of our own. */
const polite = defineBehavior('polite', () => ({
  errorHandler: {
    provideFault: (error) =>
      error instanceof RangeError ? new FaultError('We do not know the name.') : undefined,
  },
}));

class GreeterService implements Greeter {
  greet(name: string): Promise<string> {
    if (name === '') throw new RangeError('The name is empty.');
    const header = OperationContext.current.incomingMessageHeaders.find('Tenant', tenantNamespace);
    return Promise.resolve(`Hello, ${name} of ${header?.text ?? 'nobody'}.`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

const isKnown = ({ incomingMessageHeaders }: OperationContext): boolean =>
  incomingMessageHeaders.find('Tenant', tenantNamespace)?.text !== 'stranger';

const binding = new CustomBinding('inProcess', [inProcessTransport()]);
const address = 'inproc://greeter';
await using host = new ServiceHost(GreeterService);
host.addEndpoint(Greeter, binding, address);
host.behaviors.add(polite(), serviceAuthorization({ authorize: isKnown }));
await host.open();

// In code.
await using acme = new ChannelFactory(Greeter, binding, address);
acme.behaviors.add(tenant({ name: 'acme' }));
await using greeter = await acme.createChannel();
console.log(await greeter.greet('Ada'));
console.log(await greeter.greet('').catch(messageOf));

// By name in configuration.
const file = parseConfiguration(
  `<configuration><system.serviceModel>
    <behaviors><endpointBehaviors><behavior name="b"><tenant name="stranger"/></behavior></endpointBehaviors></behaviors>
    <bindings><customBinding><binding><inProcessTransport/></binding></customBinding></bindings>
    <client><endpoint address="${address}" binding="customBinding" behaviorConfiguration="b" contract="IGreeter"/></client>
  </system.serviceModel></configuration>`,
  {
    registry: new ConfigurationRegistry().addContract(Greeter),
    container: createContainer(behaviorModule(tenant)),
  },
);
await using stranger = file.createChannelFactory(Greeter);
await using other = await stranger.createChannel();
console.log(await other.greet('Eve').catch(messageOf));
