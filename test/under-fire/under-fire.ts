import type { ExecutionContext } from 'ava';
import '../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import type { BindingElement } from '../../src/core/binding/index.js';
import type { ServiceContainer } from '../../src/core/container/index.js';
import { reliableSession } from '../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { faultInjection } from '../../src/testing/index.js';
import type { FaultInjectionOptions } from '../../src/testing/index.js';
import { SessionCounter, SessionCounterService, runsOf } from './session-counter.js';

// Continuous integration runs a short form; UNDER_FIRE=full runs 100 sessions of 1,000 calls over sockets, and a million calls
// in virtual time.
export const isFull = process.env['UNDER_FIRE'] === 'full';
export const oneDay = 86_400_000;

/** Sessions at once, each with so many calls, through 20 % loss each way, duplicates and reordering. */
export interface Fire {
  readonly sessions: number;
  readonly calls: number;
}

function isControl(action: string): boolean {
  return /(Create|Close|Terminate)Sequence(Response)?$/.test(action);
}

/** Calls from many sessions at once, and checks that each call ran once, in order, and was answered. */
export async function underFire(
  t: ExecutionContext,
  { sessions, calls }: Fire,
  transport: BindingElement,
  address: string,
  container: ServiceContainer,
): Promise<void> {
  const above = reliableSession({
    maxRetryCount: 30,
    maxTransferWindowSize: 32,
    maxPendingChannels: sessions,
  });
  const timeouts = {
    sendTimeout: oneDay,
    openTimeout: oneDay,
    closeTimeout: oneDay,
    receiveTimeout: Infinity,
  };
  const serviceBinding = new CustomBinding('fire', [above, textEncoding(), transport], timeouts);
  const host = new ServiceHost(SessionCounterService, { container });
  host.addEndpoint(SessionCounter, serviceBinding, address);
  await host.open();
  const listening = host.endpoints[0]?.address.uri ?? '';
  const runs = await Promise.all(
    Array.from({ length: sessions }, async (_, session) => {
      const faults: FaultInjectionOptions = {
        seed: session,
        drop: 0.2,
        duplicate: 0.05,
        reorder: 0.05,
        delayUpTo: 20,
        // What opens and ends a session is repeated every ten seconds, as by .NET: that would be all there is to see.
        when: ({ message }) => (isControl(message.headers.action ?? '') ? null : undefined),
      };
      const binding = serviceBinding.insertBefore('textMessageEncoding', faultInjection(faults));
      const factory = new ChannelFactory(SessionCounter, binding, listening, { container });
      const client = await factory.createChannel();
      const numbers = Array.from({ length: calls }, (_none, index) => index + 1);
      const name = `${address} ${String(session)}`;
      const answers: number[] = [];
      const left = numbers.values();
      // Calls are given to the session in order, two windows of them at a time.
      const caller = async (): Promise<void> => {
        for (const number of left) answers[number - 1] = await client.count(name, number);
      };
      await Promise.all(Array.from({ length: 64 }, caller));
      await channelOf(client).close();
      await factory.close();
      return { name, numbers, answers };
    }),
  );
  await host.close();
  for (const { name, numbers, answers } of runs) {
    t.deepEqual(answers, numbers);
    t.deepEqual(runsOf(name), numbers);
  }
}
