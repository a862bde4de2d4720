import test from 'ava';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { TestClient, TestService, hello } from './http-fixture.js';

const messageBytes = 1_000_000;

test('A message of 1 MB is held a small number of times on its way, client and service together', async (t) => {
  const elements = [textEncoding(), httpTransport({ maxReceivedMessageSize: 2_000_000 })];
  let held = 0;
  await using service = await TestService.open(
    { elements },
    'http://localhost:0/svc',
    (exchange) => {
      held = process.memoryUsage().arrayBuffers;
      exchange.settle();
    },
  );
  await using client = await TestClient.open({ elements }, service.uri);
  // What the first exchange sets up once (parsers, pools) is not the message's.
  await client.ask(hello());
  const before = process.memoryUsage().arrayBuffers;
  await client.ask(hello(undefined, 'urn:big', 'x'.repeat(messageBytes)));
  // Encoded chunks and what the socket still has of them; at the service the chunks that came and the whole they make.
  t.true(held - before < 5 * messageBytes);
});
