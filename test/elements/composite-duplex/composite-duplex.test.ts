import test from 'ava';
import '../../../src/default-elements.js';
import { ChannelFactory, ServiceHost, channelOf } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import type { BindingElement } from '../../../src/core/binding/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import { compositeDuplex } from '../../../src/elements/composite-duplex/index.js';
import { oneWay } from '../../../src/elements/one-way/index.js';
import {
  ReliableSessionState,
  reliableSession,
} from '../../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { channelLaws } from '../../../src/testing/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { Calculator, createService } from '../../contracts/host/calculator.js';

const below = (): BindingElement[] => [
  compositeDuplex(),
  oneWay(),
  textEncoding(),
  httpTransport(),
];

for (const version of ['WSReliableMessagingFebruary2005', 'WSReliableMessaging11'] as const) {
  const element = (): BindingElement =>
    reliableSession({ reliableMessagingVersion: version, maxPendingChannels: 64 });
  channelLaws(test, `${version} over compositeDuplex`, () => ({
    elements: [element(), ...below()],
    listenUri: 'http://localhost:0/laws',
  }));

  test.serial(
    `${version}: a service answers at the client's address, in a session of two sequences`,
    async (t) => {
      const sent: string[] = [];
      const stop = subscribeDiagnostics('channelstack:message', ({ direction, side, message }) => {
        const to = message.headers.to ?? '';
        if (direction === 'sent' && side === 'client' && to.includes('Temporary_Listen_Addresses'))
          sent.push(message.headers.action ?? '');
      });
      t.teardown(stop);
      const binding = new CustomBinding('dual', [element(), ...below()]);
      const host = new ServiceHost(createService().CalculatorService, {
        baseAddresses: ['http://localhost:0/dual'],
      });
      host.addEndpoint(Calculator, binding);
      await host.open();
      t.teardown(() => {
        host.abort();
      });
      const address = host.endpoints[0]?.address ?? '';
      const factory = new ChannelFactory(Calculator, binding, address);
      const calculator = await factory.createChannel();
      const sums = await Promise.all([1, 2, 3, 4, 5].map((one) => calculator.add(one, 1)));
      t.deepEqual(sums, [2, 3, 4, 5, 6]);
      const state = channelOf(calculator).getProperty(ReliableSessionState);
      t.is(state?.outgoing?.highestNumber, 5);
      t.deepEqual(state?.incoming?.ranges, [{ lower: 1, upper: 5 }]);
      await channelOf(calculator).close();
      await factory.close();
      await host.close();
      t.is(sent.filter((action) => action.endsWith('AddResponse')).length, 5);
      t.true(sent.some((action) => action.endsWith('/CreateSequenceResponse')));
    },
  );
}

channelLaws(test, 'compositeDuplex', () => ({
  elements: below(),
  listenUri: 'http://localhost:0/laws',
}));

test('without oneWay below it, compositeDuplex says what is missing', (t) => {
  const binding = new CustomBinding('dual', [compositeDuplex(), textEncoding(), httpTransport()]);
  const error = t.throws(() => new ChannelFactory(Calculator, binding, 'http://localhost/x'), {
    instanceOf: InvalidBindingError,
  });
  t.regex(error.message, /put oneWay\(\) between it and the transport/);
});
