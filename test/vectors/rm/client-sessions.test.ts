import test from 'ava';
import type { ExecutionContext } from 'ava';
import '../../../src/default-elements.js';
import { ChannelFactory, FaultError, channelOf } from '../../../src/contracts/index.js';
import type { Client } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import {
  ClockToken,
  IdGeneratorToken,
  createContainer,
  serviceModule,
} from '../../../src/core/container/index.js';
import {
  CommunicationError,
  CommunicationObjectFaultedError,
} from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { virtualClock } from '../../../src/testing/index.js';
import type { VirtualClock } from '../../../src/testing/index.js';
import { inProcessNetwork } from '../../../src/transports/in-process/in-process-network.js';
import type {
  InProcessDelivery,
  InProcessEndpoint,
} from '../../../src/transports/in-process/in-process-network.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { canonical } from '../canonical.js';
import { RecordedCalculator } from './recorded-calculator.js';
import {
  isReordered,
  readRecordedSessions,
  versionOf,
  withoutReasons,
} from './recorded-session.js';
import type { RecordedSession } from './recorded-session.js';

let servers = 0;
let passed = 0;
const sessions = readRecordedSessions().filter((session) => !isReordered(session));

test.after.always('rm-sessions-dotnet.json as a client › count', () => {
  console.log(
    `rm-sessions-dotnet.json, our client against the recorded server: ${String(passed)} of ${String(sessions.length)} pass`,
  );
});

for (const session of sessions) {
  test(`our client says in ${session.name} what .NET's said: ${session.description}`, async (t) => {
    await replay(t, session);
    passed += 1;
  });
}

/** Does what the recorded program did, against a server that answers as the recorded one did, when it did. */
async function replay(t: ExecutionContext, session: RecordedSession): Promise<void> {
  const clock = virtualClock();
  const server = new RecordedServer(clock, session);
  const address = `inproc://recorded-server-${String((servers += 1))}`;
  inProcessNetwork.listen(address, server);
  const factory = createFactory(clock, session, address);
  const program = runProgram(t, session, factory, clock);
  await clock.runUntil(program);
  await clock.advance(0);
  factory.abort();
  inProcessNetwork.unlisten(address, server);
  const recorded = session.exchanges.map(({ request }) => canonical(withoutReasons(request.body)));
  t.deepEqual(
    server.received.map((body) => canonical(withoutReasons(body))),
    recorded,
  );
}

function createFactory(
  clock: VirtualClock,
  session: RecordedSession,
  via: string,
): ChannelFactory<RecordedCalculator> {
  const option = (name: string): number | undefined => {
    const index = session.options?.indexOf(name) ?? -1;
    return index < 0 ? undefined : Number(session.options?.[index + 1]);
  };
  const timeout = option('--timeout');
  const inactivity = option('--inactivity');
  const binding = new CustomBinding(
    session.binding,
    [
      reliableSession({
        reliableMessagingVersion: versionOf(session),
        maxRetryCount: option('--retries'),
        inactivityTimeout: inactivity === undefined ? undefined : inactivity * 1_000,
        flowControlEnabled: !session.name.includes('no-flow-control'),
      }),
      textEncoding(),
      inProcessTransport(),
    ],
    timeout === undefined ? {} : { openTimeout: timeout * 1_000, sendTimeout: timeout * 1_000 },
  );
  const ids = recordedIds(session);
  const container = createContainer(
    serviceModule(ClockToken, clock),
    serviceModule(IdGeneratorToken, { next: () => ids.shift() ?? 'urn:none-left' }),
  );
  const to = /<a:To[^>]*>([^<]*)</.exec(session.exchanges[0]?.request.body ?? '')?.[1] ?? '';
  return new ChannelFactory(RecordedCalculator, binding, to, { container, via });
}

/** The identifiers that the recorded client chose, in the order in which ours asks for them: each offered sequence, then its CreateSequence's MessageID. */
function recordedIds({ exchanges }: RecordedSession): string[] {
  const ids: string[] = [];
  for (const { request } of exchanges) {
    const offered = /<Offer><Identifier>([^<]*)</.exec(request.body)?.[1];
    const messageId = /<a:MessageID>([^<]*)</.exec(request.body)?.[1];
    for (const id of [offered, messageId]) if (id !== undefined && !ids.includes(id)) ids.push(id);
  }
  return ids;
}

/** Answers the n-th request as the n-th of the recording was answered. */
class RecordedServer implements InProcessEndpoint {
  readonly received: string[] = [];
  readonly #clock: VirtualClock;
  readonly #session: RecordedSession;

  constructor(clock: VirtualClock, session: RecordedSession) {
    this.#clock = clock;
    this.#session = session;
  }

  deliver(delivery: InProcessDelivery): void {
    this.received.push(Buffer.from(delivery.bytes).toString());
    const exchange = this.#session.exchanges[this.received.length - 1];
    if (exchange === undefined) {
      delivery.fail(new CommunicationError('The recorded session is over.'));
      return;
    }
    const { dropped, response, t, responseT = t } = exchange;
    this.#clock.schedule(Math.max(1, responseT - t), () => {
      if (dropped === 'request' || dropped === 'response')
        delivery.fail(new CommunicationError('The connection was reset.'));
      else if (dropped === '500' || response === undefined || response.body === '')
        delivery.answer(null);
      else delivery.answer(Buffer.from(response.body));
    });
  }

  connect(): null {
    return null;
  }
}

/** The recorded program, step by step: `from-to what = outcome`. */
async function runProgram(
  t: ExecutionContext,
  session: RecordedSession,
  factory: ChannelFactory<RecordedCalculator>,
  clock: VirtualClock,
): Promise<void> {
  let calculator: Client<RecordedCalculator> & AsyncDisposable = await factory.createChannel();
  const [, ...steps] = session.client;
  for (const step of steps) {
    const [, what = '', expected = ''] = /^\d+-\d+ (.*?) = (.*)$/s.exec(step) ?? [];
    if (what === 'reopen') {
      await channelOf(calculator).close();
      calculator = await factory.createChannel();
    } else t.is(await outcome(calculator, what, clock), normalize(expected), step);
  }
}

async function outcome(
  calculator: Client<RecordedCalculator>,
  what: string,
  clock: VirtualClock,
): Promise<string> {
  const [operation = '', key = ''] = what.split(':');
  try {
    switch (operation) {
      case 'add':
        return String(await calculator.add(100, 15.99));
      case 'open':
        return 'ok';
      case 'echo':
        return await calculator.echo(key);
      case 'bump':
        return String(await calculator.bump(key));
      case 'next':
        return String(await calculator.next());
      case 'peek':
        return String(await calculator.peek(key));
      case 'fault':
        return await calculator.fault(key);
      case 'slow':
        return await calculator.slow(Number(key), what.split(':')[2] ?? '');
      case 'notify':
        await calculator.notify(key);
        return 'ok';
      case 'sleep':
        await new Promise<void>((resolve) => {
          clock.schedule(Number(key), resolve);
        });
        return 'ok';
      case 'state':
        return channelOf(calculator).state;
      case 'close':
        await channelOf(calculator).close();
        return 'ok';
      case 'abort':
        channelOf(calculator).abort();
        return 'ok';
      default:
        return `unknown step ${what}`;
    }
  } catch (error) {
    if (error instanceof FaultError) return 'FaultException';
    if (error instanceof CommunicationObjectFaultedError)
      return 'CommunicationObjectFaultedException';
    return error instanceof CommunicationError ? 'CommunicationException' : String(error);
  }
}

/** Kinds of errors, not their words; states by our names. */
function normalize(expected: string): string {
  const [, kind] = /^(\w+Exception)(`1)?\(/.exec(expected) ?? [];
  if (kind !== undefined) return kind;
  return /^(Opened|Closed|Faulted)$/.test(expected) ? expected.toLowerCase() : expected;
}
