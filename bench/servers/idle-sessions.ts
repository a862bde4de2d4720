import {
  CustomBinding,
  ServiceHost,
  inProcessTransport,
  reliableSession,
  serviceThrottling,
  textEncoding,
} from '../../src/index.js';
import { inProcessNetwork } from '../../src/transports/in-process/in-process-network.js';
import { createSequence, requestParts } from '../echo-messages.js';
import { Echo, EchoService } from './echo-contract.js';

// Opens as many sessions as it is told, with one call in each, and says how much heap they hold.
const address = 'inproc://idle/echo';
const host = new ServiceHost(EchoService);
host.addEndpoint(
  Echo,
  new CustomBinding('idle', [
    reliableSession({ maxSessions: 1_000_000 }),
    textEncoding(),
    inProcessTransport(),
  ]),
  address,
);
// One more than the default, for the session that is not counted.
host.behaviors.add(serviceThrottling({ maxConcurrentSessions: 1_000_000 }));
await host.open();

const sessions = Number(process.argv[2] ?? 1_000);
// What every process needs is there before the sessions are counted.
await openSession(-1);
const before = heap();
for (let index = 0; index < sessions; index += 1) await openSession(index);
process.send?.({ sessions, bytesPerSession: (heap() - before) / sessions }, () => {
  process.exit();
});

async function openSession(index: number): Promise<void> {
  const created = await post(createSequence(`urn:idle:${String(index)}`));
  const sequence = /<Identifier>([^<]*)</.exec(created)?.[1] ?? '';
  const header = `<r:Sequence s:mustUnderstand="1"><r:Identifier>${sequence}</r:Identifier><r:MessageNumber>1</r:MessageNumber></r:Sequence>`;
  const answer = await post(
    requestParts[0] + header + requestParts[1] + String(index) + requestParts[2],
  );
  if (!answer.includes('EchoResult')) throw new Error(answer);
}

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function post(envelope: string): Promise<string> {
  return new Promise((resolve, reject) => {
    inProcessNetwork.find(address).deliver({
      bytes: Buffer.from(envelope),
      contentType: 'application/soap+xml; charset=utf-8',
      onCancel: () => undefined,
      answer: (bytes) => {
        resolve(Buffer.from(bytes ?? []).toString());
      },
      fail: reject,
    });
  });
}
