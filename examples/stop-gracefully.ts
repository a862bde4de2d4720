import { setTimeout } from 'node:timers/promises';
import {
  ChannelFactory,
  CustomBinding,
  OperationContext,
  ServiceHost,
  httpTransport,
  serviceThrottling,
  textEncoding,
} from 'channelstack';
import { Greeter } from './greeter.js';

/** Takes its time, and stops when nobody waits any more. */
class SlowGreeter implements Greeter {
  async greet(name: string): Promise<string> {
    await setTimeout(300, null, { signal: OperationContext.current.signal });
    return `Hello, ${name}.`;
  }
}

const binding = new CustomBinding('plain', [textEncoding(), httpTransport()]);
const host = new ServiceHost(SlowGreeter, { baseAddresses: ['http://localhost:0/greeter'] });
host.behaviors.add(serviceThrottling({ maxConcurrentCalls: 100 }));
host.addEndpoint(Greeter, binding);
await host.open();
host.state$.subscribe((state) => {
  console.log(`the host is ${state}, ${String(host.health.calls.running)} calls run`);
});

process.once('SIGTERM', () => {
  // Nothing new is accepted. What runs has ten seconds to end; then it is aborted.
  host.close({ timeout: 10_000 }).then(
    () => {
      console.log('drained');
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
});

await using factory = new ChannelFactory(Greeter, binding, host.endpoints[0]?.address ?? '');
await using greeter = await factory.createChannel();
const greeting = greeter.greet('Ada');
while (host.health.calls.running === 0) await setTimeout(5);
process.kill(process.pid, 'SIGTERM');
while (host.state !== 'closed') await setTimeout(5);
console.log('the last caller got', await greeting);
