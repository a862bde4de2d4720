import test from 'ava';
import { ClockToken, createContainer, serviceModule } from '../../src/core/container/index.js';
import { virtualClock } from '../../src/testing/index.js';
import { inProcessTransport } from '../../src/transports/in-process/index.js';
import { isFull, oneDay, underFire } from './under-fire.js';

test('in virtual time through 20 % loss each way, duplicates and reordering no call is lost, none runs twice, order is kept', async (t) => {
  t.timeout(isFull ? oneDay : 120_000);
  const fire = isFull ? { sessions: 100, calls: 10_000 } : { sessions: 20, calls: 200 };
  const clock = virtualClock();
  const container = createContainer(serviceModule(ClockToken, clock));
  const running = underFire(t, fire, inProcessTransport(), 'inproc://fire', container);
  await clock.runUntil(running, 1_000 * oneDay);
});
