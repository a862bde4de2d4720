import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  ChannelFactory,
  DataContract,
  DataMember,
  Fault,
  FaultError,
  Operation,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../../src/contracts/index.js';
import { defaultContainer } from '../../../src/core/container/index.js';
import type { Message, MessageVersionName } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { inProcessBinding, newAddress } from '../host/with-host.js';

@DataContract({ name: 'Problem', namespace: 'http://example.org/faults' })
class Problem {
  @DataMember(xsd.int, { name: 'Code' }) code!: number;
  @DataMember(xsd.string, { name: 'Text' }) text!: string;
}

@DataContract({ name: 'Other', namespace: 'urn:other' })
class OtherProblem {
  @DataMember(xsd.string, { name: 'Why' }) why!: string;
}

@ServiceContract({ name: 'IOps', namespace: 'http://example.org/ops' })
class Ops {
  @Operation({
    name: 'Add',
    parameters: [
      ['a', xsd.int],
      ['b', xsd.int],
    ],
    returns: xsd.int,
  })
  add(a: number, b: number): Promise<number> {
    return contractOnly(a, b);
  }

  @Operation({ name: 'Ping' })
  ping(): Promise<void> {
    return contractOnly();
  }

  @Fault(OtherProblem, { name: 'OtherDetail', namespace: 'urn:od', action: 'urn:fault:other' })
  @Operation({ name: 'MayFail', parameters: [['x', xsd.int]], faults: [Problem, xsd.string] })
  mayFail(x: number): Promise<void> {
    return contractOnly(x);
  }
}

interface ReplyVector {
  readonly name: string;
  readonly version: MessageVersionName;
  readonly operation: 'Add' | 'Ping' | 'MayFail';
  readonly contentType: string;
  readonly body: string;
  readonly result?: number | null;
  readonly error?: {
    readonly type: string;
    readonly action?: string | null;
    readonly reason?: string;
    readonly code?: string;
    readonly detail?: unknown;
  };
}

const { vectors } = JSON.parse(
  readFileSync(
    new URL('../../../../test/contracts/client/replies-dotnet.json', import.meta.url),
    'utf8',
  ),
) as { readonly vectors: readonly ReplyVector[] };

for (const vector of vectors) {
  test(`a reply is taken as by .NET: ${vector.name}`, async (t) => {
    t.deepEqual(await outcomeOf(vector), expectedOutcome(vector));
  });
}

/** What a call came to, as the vectors tell it. */
async function outcomeOf(vector: ReplyVector): Promise<unknown> {
  try {
    return { result: await callWithReply(vector) };
  } catch (error) {
    if (!(error instanceof FaultError)) return { error: (error as Error).name };
    const { message, fault, detail, detailType } = error as FaultError<unknown>;
    return {
      error: detailType === null ? 'FaultError' : 'FaultError with a detail',
      reason: message,
      code: (fault.code.subCode ?? fault.code).name,
      detail: toDotnetNames(detail) ?? null,
    };
  }
}

function expectedOutcome(vector: ReplyVector): unknown {
  const { error, result = null } = vector;
  if (error === undefined) return { result };
  if (!error.type.startsWith('FaultException')) {
    // A fault that is not valid SOAP is the more exact ProtocolError here, which is a CommunicationError too.
    const isInvalidFault =
      vector.name.includes('-fault-') && error.type === 'CommunicationException';
    return { error: isInvalidFault ? 'ProtocolError' : errorNames.get(error.type) };
  }
  return {
    error: error.type.includes('<') ? 'FaultError with a detail' : 'FaultError',
    reason: error.reason,
    code: subCodeOf(vector),
    detail: error.detail ?? null,
  };
}

const errorNames = new Map([
  ['CommunicationException', 'CommunicationError'],
  ['ProtocolException', 'ProtocolError'],
  ['MessageHeaderException', 'MessageHeaderError'],
  ['ActionNotSupportedException', 'ActionNotSupportedError'],
  ['EndpointNotFoundException', 'EndpointNotFoundError'],
  // .NET's own type of error comes through there; here all that is wrong with a fault is an error of the protocol.
  ['System.FormatException', 'ProtocolError'],
]);

function subCodeOf({ name, error }: ReplyVector): string | undefined {
  if (name.includes('subcode')) return 'Sub';
  if (name.includes('dispatcher-internal')) return 'InternalServiceFault';
  if (name.includes('action-not-supported')) return 'ActionNotSupported';
  if (name.includes('destination-unreachable')) return 'DestinationUnreachable';
  if (name.includes('endpoint-unavailable')) return 'EndpointUnavailable';
  return error?.code;
}

function toDotnetNames(detail: unknown): unknown {
  if (typeof detail !== 'object' || detail === null) return detail;
  const entries = Object.entries(detail as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([key, value]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, value]),
  );
}

/** Calls the operation against a service that answers with the very reply. */
async function callWithReply({
  version,
  operation,
  contentType,
  body,
}: ReplyVector): Promise<unknown> {
  const binding = inProcessBinding(version);
  const encoder = textEncoding({ messageVersion: version }).createEncoder();
  const reply = encoder.read({ bytes: Buffer.from(body), contentType });
  const address = newAddress();
  const stop = await answerAll(binding, address, reply);
  const factory = new ChannelFactory(Ops, binding, address);
  try {
    const client = await factory.createChannel();
    if (operation === 'Add') return await client.add(3, 4);
    await (operation === 'Ping' ? client.ping() : client.mayFail(1));
    return null;
  } finally {
    factory.abort();
    stop();
  }
}

async function answerAll(
  binding: ReturnType<typeof inProcessBinding>,
  address: string,
  reply: Message,
): Promise<() => void> {
  const listener = binding.buildChannelListener('reply', address, { services: defaultContainer });
  await listener.open();
  const channel = await listener.accept();
  await channel?.open();
  const subscription = channel?.exchanges$.subscribe((exchange) => {
    void exchange.reply(reply);
  });
  return () => {
    subscription?.unsubscribe();
    channel?.abort();
    listener.abort();
  };
}
