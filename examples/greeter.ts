import {
  ChannelFactory,
  CustomBinding,
  Operation,
  ServiceContract,
  contractOnly,
  httpTransport,
  textEncoding,
  xsd,
} from 'channelstack';

/** The contract of the examples that mount a service. */
@ServiceContract({ name: 'IGreeter', namespace: 'urn:example:greeter' })
export class Greeter {
  @Operation({ name: 'Greet', parameters: [['name', xsd.string]], returns: xsd.string })
  greet(name: string): Promise<string> {
    return contractOnly(name);
  }
}

/** Its service. */
export class GreeterService implements Greeter {
  greet(name: string): Promise<string> {
    return Promise.resolve(`Hello, ${name}.`);
  }
}

/** The binding of service and client. */
export const binding = new CustomBinding('soapOverHttp', [textEncoding(), httpTransport()]);

/** Calls the service once. */
export async function greet(address: string): Promise<string> {
  await using factory = new ChannelFactory(Greeter, binding, address);
  await using greeter = await factory.createChannel();
  return await greeter.greet('Ada');
}
