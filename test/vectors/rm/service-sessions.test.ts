import test from 'ava';
import type { ExecutionContext } from 'ava';
import '../../../src/default-elements.js';
import { ServiceHost } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ClockToken, createContainer, serviceModule } from '../../../src/core/container/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import type { VirtualClock } from '../../../src/testing/index.js';
import { inProcessNetwork } from '../../../src/transports/in-process/in-process-network.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { canonical } from '../canonical.js';
import { RecordedCalculator, RecordedCalculatorService } from './recorded-calculator.js';
import {
  identifierIn,
  isReordered,
  readRecordedSessions,
  versionOf,
  withoutReasons,
} from './recorded-session.js';
import type { RecordedExchange, RecordedResponse, RecordedSession } from './recorded-session.js';

let services = 0;
let passed = 0;
const sessions = readRecordedSessions();

test.after.always('rm-sessions-dotnet.json as a service › count', () => {
  console.log(
    `rm-sessions-dotnet.json, our service against the recorded client: ${String(passed)} of ${String(sessions.length)} pass`,
  );
});

for (const session of sessions) {
  test(`our service answers ${session.name} as .NET did: ${session.description}`, async (t) => {
    await replay(t, session);
    passed += 1;
  });
}

/** Sends what the recorded client sent, when it sent it, and compares what our service answers. */
async function replay(t: ExecutionContext, session: RecordedSession): Promise<void> {
  const clock = virtualClock();
  const { address, host } = await startService(clock, session);
  const identifiers = new Map<string, string>();
  const answers: Promise<void>[] = [];
  const delay = session.proxyRules?.find(({ do: what }) => what === 'delay')?.ms ?? 0;
  const arrivals = session.exchanges
    .filter(({ dropped }) => dropped !== 'request' && dropped !== '500')
    .map((exchange) => ({ exchange, at: exchange.t + (exchange.dropped === 'delay' ? delay : 0) }))
    .sort((a, b) => a.at - b.at);
  for (const { exchange, at } of arrivals) {
    await clock.advance(at - clock.now());
    answers.push(deliver(t, session, exchange, exchange.response, address, identifiers));
    if (exchange.dropped === 'duplicate') {
      answers.push(deliver(t, session, exchange, exchange.duplicateResponse, address, identifiers));
    }
    await clock.advance(0);
  }
  await clock.runUntil(Promise.all(answers));
  host.abort();
}

async function deliver(
  t: ExecutionContext,
  session: RecordedSession,
  exchange: RecordedExchange,
  expected: RecordedResponse | undefined,
  address: string,
  identifiers: Map<string, string>,
): Promise<void> {
  const body = substitute(exchange.request.body, identifiers);
  const answered = await new Promise<string | null>((resolve, reject) => {
    inProcessNetwork.find(address).deliver({
      bytes: Buffer.from(body),
      contentType: 'application/soap+xml; charset=utf-8',
      onCancel: () => undefined,
      answer: (bytes) => {
        resolve(bytes === null ? null : Buffer.from(bytes).toString());
      },
      fail: reject,
    });
  });
  if (expected === undefined) return;
  learn(expected.body, answered ?? '', identifiers);
  // In reordered sessions .NET's client repeated what its server had dropped: ours has answered already, and may say so differently.
  if (isReordered(session)) {
    t.false(answered?.includes(':Fault>') ?? false);
    return;
  }
  const recorded = substitute(expected.body, identifiers);
  if (recorded === '') t.is(answered, null);
  else t.is(canonical(withoutReasons(answered ?? '<none/>')), canonical(withoutReasons(recorded)));
  t.is(answered?.includes('<s:Fault>') ?? false, expected.status === 500);
}

/** Our service chose another identifier for the sequence than the recorded one did. */
function learn(recorded: string, ours: string, identifiers: Map<string, string>): void {
  const theirs = identifierIn(recorded, 'CreateSequenceResponse');
  const own = identifierIn(ours, 'CreateSequenceResponse');
  if (theirs !== null && own !== null) identifiers.set(theirs, own);
}

function substitute(body: string, identifiers: ReadonlyMap<string, string>): string {
  let text = body;
  for (const [theirs, ours] of identifiers) text = text.replaceAll(theirs, ours);
  return text;
}

async function startService(
  clock: VirtualClock,
  session: RecordedSession,
): Promise<{ readonly address: string; readonly host: ServiceHost }> {
  const path =
    /<a:To[^>]*>http:\/\/[^/]*([^<]*)</.exec(session.exchanges[0]?.request.body ?? '')?.[1] ?? '/';
  const address = `inproc://recorded-${String((services += 1))}${path}`;
  const binding = new CustomBinding(session.binding, [
    reliableSession({
      reliableMessagingVersion: versionOf(session),
      ordered: !session.name.includes('unordered'),
      maxPendingChannels: 64,
      ...(/inactivity|keep-alive/.test(session.name) ? { inactivityTimeout: 4_000 } : {}),
    }),
    textEncoding(),
    inProcessTransport(),
  ]);
  const container = createContainer(serviceModule(ClockToken, clock));
  const counts = new Map<string, number>();
  const logs = new Map<string, number[]>();
  container.inversify
    .bind(RecordedCalculatorService)
    .toDynamicValue(() => new RecordedCalculatorService(clock, counts, logs))
    .inTransientScope();
  const host = new ServiceHost(RecordedCalculatorService, { container });
  host.addEndpoint(RecordedCalculator, binding, address);
  await clock.runUntil(host.open());
  return { address, host };
}
