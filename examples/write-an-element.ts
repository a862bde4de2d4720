import {
  ChannelFactory,
  CustomBinding,
  Operation,
  ServiceContract,
  ServiceHost,
  contractOnly,
  createContainer,
  elementModule,
  inProcessTransport,
  messageLayer,
  stringAttribute,
  xsd,
} from 'channelstack';
import { ConfigurationRegistry, parseConfiguration } from 'channelstack/configuration';
import { map, tap } from 'rxjs';

/** A binding element: each message that leaves is stamped, each that comes in must be. */
const stamp = messageLayer(
  'stamp',
  ({ tenant }: { readonly tenant: string }) => ({
    outgoing: map((message) => message.withHeader('urn:example:stamp', 'Tenant', tenant)),
    incoming: tap((message) => message.requireHeader('urn:example:stamp', 'Tenant')),
  }),
  { attributes: { tenant: stringAttribute } },
);

@ServiceContract({ name: 'IGreeter', namespace: 'urn:example:greeter' })
class Greeter {
  @Operation({ name: 'Greet', parameters: [['name', xsd.string]], returns: xsd.string })
  greet(name: string): Promise<string> {
    return contractOnly(name);
  }
}

class GreeterService implements Greeter {
  greet(name: string): Promise<string> {
    return Promise.resolve(`Hello, ${name}.`);
  }
}

// In code: the same element on both sides.
const stamped = new CustomBinding('stamped', [stamp({ tenant: 'acme' }), inProcessTransport()]);
const plain = stamped.without('stamp');
const host = new ServiceHost(GreeterService);
const { address } = host.addEndpoint(Greeter, stamped, 'inproc://greeter');
await host.open();
for (const binding of [stamped, plain]) {
  await using factory = new ChannelFactory(Greeter, binding, address);
  await using greeter = await factory.createChannel();
  const outcome = await greeter.greet('Ada').catch(() => 'refused');
  console.log(`${binding.elements.map(({ name }) => name).join(' > ')}: ${outcome}`);
}
await host.close();

// By name: a module makes the element known to a container, and so to configuration files.
const configuration = parseConfiguration(
  `<configuration>
     <system.serviceModel>
       <bindings>
         <customBinding>
           <binding name="stampedHttp"><stamp tenant="acme" /><httpTransport /></binding>
         </customBinding>
       </bindings>
       <services>
         <service name="GreeterService">
           <endpoint address="http://localhost:0/greeter" binding="customBinding"
                     bindingConfiguration="stampedHttp" contract="IGreeter" />
         </service>
       </services>
       <client>
         <endpoint address="http://localhost/greeter" binding="customBinding"
                   bindingConfiguration="stampedHttp" contract="IGreeter" />
       </client>
     </system.serviceModel>
   </configuration>`,
  {
    registry: new ConfigurationRegistry().addService(GreeterService).addContract(Greeter),
    container: createContainer(elementModule(stamp)),
  },
);
await using configured = configuration.createServiceHost('GreeterService');
await configured.open();
await using factory = configuration.createChannelFactory(Greeter, {
  address: configured.endpoints[0]?.address,
});
await using greeter = await factory.createChannel();
console.log(`configured: ${await greeter.greet('Grace')}`);
