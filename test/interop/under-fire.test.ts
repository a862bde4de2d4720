import test from 'ava';
import { createContainer } from '../../src/core/container/index.js';
import { httpTransport } from '../../src/transports/http/index.js';
import { isFull, oneDay, underFire } from '../under-fire/under-fire.js';

test('over sockets through 20 % loss each way, duplicates and reordering no call is lost, none runs twice, order is kept', async (t) => {
  t.timeout(isFull ? oneDay : 240_000);
  const fire = isFull ? { sessions: 100, calls: 1_000 } : { sessions: 20, calls: 20 };
  await underFire(t, fire, httpTransport(), 'http://localhost:0/fire', createContainer());
});
