import test from 'ava';
import '../../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import { reliableSession } from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { inProcessTransport } from '../../../src/transports/in-process/index.js';
import { inProcessNetwork } from '../../../src/transports/in-process/in-process-network.js';
import { Counter, CounterService } from '../../testing/counter.js';
import { RawClient, rmNamespaces } from './raw-client.js';

const soap = {
  Soap12: 'http://www.w3.org/2003/05/soap-envelope',
  Soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
};
const addressing = 'http://www.w3.org/2005/08/addressing';
const versions = ['WSReliableMessagingFebruary2005', 'WSReliableMessaging11'] as const;
let addresses = 0;

async function serve(
  version: (typeof versions)[number],
  use: (client: RawClient, service: CounterService, address: string) => Promise<void>,
): Promise<void> {
  const address = `inproc://faults-${String((addresses += 1))}`;
  const service = new CounterService();
  const host = new ServiceHost(service);
  const elements = [
    reliableSession({ reliableMessagingVersion: version }),
    textEncoding(),
    inProcessTransport(),
  ];
  host.addEndpoint(Counter, new CustomBinding('faults', elements), address);
  await host.open();
  try {
    await use(new RawClient(address, version), service, address);
  } finally {
    host.abort();
  }
}

/** The SOAP 1.2 fault of the protocol in an answer: who is to blame, its name, and the sequence in its detail. */
function faultIn(
  answer: string,
): { readonly code: string; readonly name: string; readonly sequence: string } | null {
  const code = /<s:Code><s:Value>s:(\w+)<\/s:Value>/.exec(answer)?.[1];
  const name =
    /<s:Subcode><s:Value xmlns:a="[^"]*">a:(\w+)</.exec(answer)?.[1] ??
    /<s:Subcode><s:Value[^>]*>\w+:(\w+)</.exec(answer)?.[1];
  if (code === undefined || name === undefined) return null;
  return { code, name, sequence: /<(?:r:)?Identifier[^>]*>([^<]*)</.exec(answer)?.[1] ?? '' };
}

for (const version of versions) {
  const is11 = version === 'WSReliableMessaging11';

  test(`${version}: a message of a sequence that nobody created is answered with UnknownSequence`, async (t) => {
    await serve(version, async (client, service) => {
      client.sequence = 'urn:test:nobody';
      const fault = faultIn(await client.next(1));
      t.deepEqual(fault, { code: 'Sender', name: 'UnknownSequence', sequence: 'urn:test:nobody' });
      t.deepEqual(service.calls, []);
    });
  });

  test(`${version}: without an Offer a contract with replies is answered with CreateSequenceRefused`, async (t) => {
    await serve(version, async (client) => {
      const fault = faultIn(await client.create(''));
      t.is(fault?.name, 'CreateSequenceRefused');
      t.is(fault?.code, 'Sender');
    });
  });

  test(`${version}: what belongs to no sequence is not run`, async (t) => {
    await serve(version, async (client, service) => {
      const answer = await client.say(
        'urn:counter/ICounter/Next',
        '',
        '<Next xmlns="urn:counter"><call>1</call></Next>',
      );
      const fault = faultIn(answer);
      t.is(fault?.name, is11 ? 'WsrmRequired' : 'ActionNotSupported');
      t.deepEqual(service.calls, []);
    });
  });

  test(`${version}: acknowledging a reply that was never sent is answered with InvalidAcknowledgement, and ends the session`, async (t) => {
    await serve(version, async (client) => {
      await client.create();
      await client.next(1);
      t.is(faultIn(await client.next(2, 7))?.name, 'InvalidAcknowledgement');
      t.is(faultIn(await client.next(3))?.name, 'UnknownSequence');
    });
  });

  test(`${version}: a number beyond those that can be counted is answered with MessageNumberRollover`, async (t) => {
    await serve(version, async (client, service) => {
      await client.create();
      const fault = faultIn(await client.next('9223372036854775807'));
      t.is(fault?.name, 'MessageNumberRollover');
      t.is(fault?.sequence, client.sequence);
      t.deepEqual(service.calls, []);
    });
  });

  test(`${version}: a sequence that is terminated before it is complete ends with SequenceTerminated`, async (t) => {
    await serve(version, async (client) => {
      await client.create();
      await client.next(1);
      const ended = is11
        ? await client.end('TerminateSequence', 0)
        : await client.end('TerminateSequence', null);
      t.is(faultIn(ended)?.name, 'SequenceTerminated');
      t.is(faultIn(await client.next(2))?.name, 'UnknownSequence');
    });
  });
}

test('WSReliableMessagingFebruary2005: a message after the last one is answered with LastMessageNumberExceeded, and ends the session', async (t) => {
  await serve('WSReliableMessagingFebruary2005', async (client, service) => {
    await client.create();
    await client.next(1, 0, '<r:LastMessage/>');
    const fault = faultIn(await client.next(2, 1));
    t.is(fault?.name, 'LastMessageNumberExceeded');
    t.is(fault?.sequence, client.sequence);
    t.is(faultIn(await client.next(1))?.name, 'UnknownSequence');
    t.deepEqual(service.calls, [7]);
  });
});

test('WSReliableMessaging11: a message after CloseSequence is answered with SequenceClosed and what has come, and the session can still be ended', async (t) => {
  await serve('WSReliableMessaging11', async (client, service) => {
    await client.create();
    await client.next(1);
    await client.end('CloseSequence', 1);
    const answer = await client.next(2, 1);
    t.is(faultIn(answer)?.name, 'SequenceClosed');
    t.regex(answer, /Lower="1" Upper="1"/);
    t.regex(answer, /Final/);
    t.deepEqual(service.calls, [7]);
    t.regex(await client.end('TerminateSequence', 1), /TerminateSequenceResponse/);
  });
});

// ---- what our client makes of faults: answers written by the specification (WS-ReliableMessaging 1.1, section 4)

const faults = [
  'SequenceTerminated',
  'UnknownSequence',
  'InvalidAcknowledgement',
  'MessageNumberRollover',
  'LastMessageNumberExceeded',
  'SequenceClosed',
  'WSRMRequired',
] as const;

/** SOAP 1.2 tells the fault by its sub code, SOAP 1.1 by a header. */
function faultEnvelope(
  envelope: keyof typeof soap,
  rm: string,
  name: string,
  sequence: string,
): string {
  const identifier = `<r:Identifier>${sequence}</r:Identifier>`;
  const isFebruary = rm === rmNamespaces.WSReliableMessagingFebruary2005;
  const action = isFebruary ? `${addressing}/fault` : `${rm}/fault`;
  const inHeader = isFebruary ? identifier : `<r:Detail>${identifier}</r:Detail>`;
  const header =
    envelope === 'Soap12'
      ? ''
      : `<r:SequenceFault><r:FaultCode>r:${name}</r:FaultCode>${inHeader}</r:SequenceFault>`;
  const fault =
    envelope === 'Soap12'
      ? `<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>r:${name}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">so it is</s:Text></s:Reason><s:Detail>${identifier}</s:Detail>`
      : '<faultcode>s:Client</faultcode><faultstring xml:lang="en">so it is</faultstring>';
  return (
    `<s:Envelope xmlns:s="${soap[envelope]}" xmlns:a="${addressing}" xmlns:r="${rm}"><s:Header><a:Action>${action}</a:Action>${header}</s:Header>` +
    `<s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`
  );
}

/** A service that creates a session, or refuses it, and answers everything else with a fault. */
function scripted(
  envelope: keyof typeof soap,
  rm: string,
  name: string,
  refuses: boolean,
): { readonly address: string; readonly said: string[]; readonly stop: () => void } {
  const address = `inproc://scripted-${String((addresses += 1))}`;
  const said: string[] = [];
  const endpoint = {
    connect: () => null,
    deliver: (delivery: Parameters<ReturnType<typeof inProcessNetwork.find>['deliver']>[0]) => {
      const request = Buffer.from(delivery.bytes).toString();
      said.push(request);
      const id = /MessageID>([^<]*)</.exec(request)?.[1] ?? '';
      const created =
        `<s:Envelope xmlns:s="${soap[envelope]}" xmlns:a="${addressing}"><s:Header><a:Action>${rm}/CreateSequenceResponse</a:Action><a:RelatesTo>${id}</a:RelatesTo></s:Header>` +
        `<s:Body><CreateSequenceResponse xmlns="${rm}"><Identifier>urn:test:created</Identifier><Accept><AcksTo><a:Address>${address}</a:Address></AcksTo></Accept></CreateSequenceResponse></s:Body></s:Envelope>`;
      const isCreation = request.includes(`${rm}/CreateSequence`);
      const answer =
        isCreation && !refuses ? created : faultEnvelope(envelope, rm, name, 'urn:test:created');
      delivery.answer(Buffer.from(answer));
    },
  };
  inProcessNetwork.listen(address, endpoint);
  return {
    address,
    said,
    stop: () => {
      inProcessNetwork.unlisten(address, endpoint);
    },
  };
}

for (const version of versions) {
  const rm = rmNamespaces[version];
  for (const envelope of ['Soap11', 'Soap12'] as const) {
    const binding = new CustomBinding('scripted', [
      reliableSession({ reliableMessagingVersion: version }),
      textEncoding({ messageVersion: `${envelope}WSAddressing10` }),
      inProcessTransport(),
    ]);

    for (const written of faults) {
      const name = written === 'WSRMRequired' ? 'WsrmRequired' : written;
      test(`${version}, ${envelope}: ${name} from the service ends the session with an error that says so`, async (t) => {
        const { address, said, stop } = scripted(envelope, rm, written, false);
        const factory = new ChannelFactory(Counter, binding, address);
        const client = await factory.createChannel();
        const error = await t.throwsAsync(client.next(1), { instanceOf: ChannelStackError });
        t.is(error.code, name);
        t.regex(error.message, /urn:test:created/);
        t.regex(error.message, /make a new channel/);
        t.is(channelOf(client).state, 'faulted');
        const again = await t.throwsAsync(client.next(2));
        t.truthy(again);
        t.is(said.length, 2, 'nothing is said to a service that has ended the session');
        factory.abort();
        stop();
      });
    }

    test(`${version}, ${envelope}: CreateSequenceRefused fails the opening of the channel, and says why`, async (t) => {
      const { address, stop } = scripted(envelope, rm, 'CreateSequenceRefused', true);
      const factory = new ChannelFactory(Counter, binding, address);
      const error = await t.throwsAsync(factory.createChannel(), { instanceOf: ChannelStackError });
      t.regex(error.message, /so it is/);
      factory.abort();
      stop();
    });
  }
}
