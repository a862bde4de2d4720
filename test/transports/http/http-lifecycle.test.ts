import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { Agent, request } from 'undici';
import { CustomBinding } from '../../../src/core/binding/index.js';
import type { Exchange } from '../../../src/core/channel/index.js';
import {
  AddressAlreadyInUseError,
  CommunicationError,
  EndpointNotFoundError,
  InvalidBindingError,
  InvalidOperationError,
  ServerTooBusyError,
} from '../../../src/core/errors/index.js';
import { EndpointAddress } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport, httpsTransport } from '../../../src/transports/http/index.js';
import {
  TestClient,
  TestService,
  bodyText,
  echo,
  hello,
  stack,
  testContainer,
} from './http-fixture.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function named(name: string): (exchange: Exchange) => void {
  return (exchange) => {
    void exchange.reply(hello(exchange.message.version, 'urn:r', name));
  };
}

test('A listener on port 0 tells the port it got', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    echo,
  );
  t.regex(service.uri, /^http:\/\/localhost:[1-9]\d*\/svc$/);
  t.is(service.channel.localAddress.uri, service.uri);
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  t.is(bodyText(await client.ask(hello())), 'urn:test/Hello');
});

test('Several endpoints share a port, and the longest path wins', async (t) => {
  const root = `http://localhost:${String(await freePort())}`;
  await using first = await TestService.open({ elements: stack() }, `${root}/calc`, named('first'));
  await using second = await TestService.open(
    { elements: stack() },
    `${root}/calc/rm`,
    named('second'),
  );
  await using toFirst = await TestClient.open({ elements: stack() }, first.uri);
  await using toSecond = await TestClient.open({ elements: stack() }, second.uri);
  t.is(bodyText(await toFirst.ask(hello())), 'first');
  t.is(bodyText(await toSecond.ask(hello())), 'second');
  await second.listener.close();
  t.is(bodyText(await toSecond.ask(hello())), 'first');
});

test('An endpoint that leaves a shared port leaves the others at work, and the last one frees the port', async (t) => {
  const root = `http://localhost:${String(await freePort())}`;
  const first = await TestService.open({ elements: stack() }, `${root}/a`, named('a'));
  const second = await TestService.open({ elements: stack() }, `${root}/b`, named('b'));
  await first.listener.close();
  await using client = await TestClient.open({ elements: stack() }, second.uri);
  t.is(bodyText(await client.ask(hello())), 'b');
  await second.listener.close();
  await using again = await TestService.open({ elements: stack() }, `${root}/a`, named('again'));
  await using newClient = await TestClient.open({ elements: stack() }, again.uri);
  t.is(bodyText(await newClient.ask(hello())), 'again');
});

test('The same path twice is refused, naming both', async (t) => {
  const root = `http://localhost:${String(await freePort())}`;
  await using first = await TestService.open({ elements: stack() }, `${root}/calc`, echo);
  await t.throwsAsync(TestService.open({ elements: stack() }, `${root}/Calc/`, echo), {
    instanceOf: AddressAlreadyInUseError,
    message: /calc already.*Calc/,
  });
  t.is(first.listener.state, 'opened');
});

test('A port of somebody else is refused', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await t.throwsAsync(
    TestService.open({ elements: stack() }, `http://localhost:${String(port)}/`, echo),
    { instanceOf: AddressAlreadyInUseError },
  );
  await new Promise((resolve) => server.close(resolve));
});

test('An address that is not this machine cannot be listened on', async (t) => {
  await t.throwsAsync(TestService.open({ elements: stack() }, 'http://192.0.2.1:0/svc', echo), {
    instanceOf: CommunicationError,
    message: /cannot be listened on/,
  });
});

test('An address of another scheme is refused when the listener is built', (t) => {
  const binding = new CustomBinding('b', stack());
  t.throws(
    () =>
      binding.buildChannelListener('reply', 'https://localhost/x', { services: testContainer() }),
    { instanceOf: InvalidOperationError, message: /must begin with http:\/\// },
  );
});

test('A listener over TLS without a certificate is refused when it is built', (t) => {
  const binding = new CustomBinding('b', [textEncoding(), httpsTransport()]);
  t.throws(
    () =>
      binding.buildChannelListener('reply', 'https://localhost/x', { services: testContainer() }),
    { instanceOf: InvalidBindingError, message: /credentials\.serverCertificate/ },
  );
});

test('A second accept waits until the listener closes, and the exchanges complete with it', async (t) => {
  const service = await TestService.open({ elements: stack() }, 'http://localhost:0/svc', echo);
  const second = service.listener.accept();
  await service.listener.close();
  t.is(await second, null);
  await service.completed;
});

test('Closing answers what is under way, refuses what comes then and ends idle connections', async (t) => {
  const exchanges: Exchange[] = [];
  let onSeen = (): void => undefined;
  const seen = new Promise<void>((resolve) => (onSeen = resolve));
  const service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    (exchange) => {
      exchanges.push(exchange);
      if (exchange.message.headers.action === 'urn:slow') onSeen();
      else void exchange.reply(null);
    },
  );
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  // A connection that is idle when the listener closes.
  await client.ask(hello());
  const slow = client.ask(hello(undefined, 'urn:slow'));
  await seen;
  const closing = service.listener.close();
  t.is(service.listener.state, 'closing');
  await exchanges[1]?.reply(hello(undefined, 'urn:r', 'done'));
  t.is(bodyText(await slow), 'done');
  await closing;
  await service.completed;
  await t.throwsAsync(client.ask(hello()), { instanceOf: CommunicationError });
});

test('A closing that takes too long breaks what is still under way', async (t) => {
  let onSeen = (_exchange: Exchange): void => undefined;
  const seen = new Promise<Exchange>((resolve) => (onSeen = resolve));
  const service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    (exchange) => {
      onSeen(exchange);
    },
  );
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  const call = t.throwsAsync(client.ask(hello()), { instanceOf: CommunicationError });
  const exchange = await seen;
  const { signal } = exchange;
  await t.throwsAsync(service.listener.close({ timeout: 20 }), { name: 'TimeoutError' });
  await call;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener('abort', () => {
        resolve();
      });
  });
});

test('Aborting breaks what is under way at once', async (t) => {
  let onSeen = (): void => undefined;
  const seen = new Promise<void>((resolve) => (onSeen = resolve));
  const service = await TestService.open({ elements: stack() }, 'http://localhost:0/svc', () => {
    onSeen();
  });
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  const call = t.throwsAsync(client.ask(hello()), { instanceOf: CommunicationError });
  await seen;
  service.listener.abort();
  await call;
  await service.completed;
});

test('A channel that was closed is told to clients as a service that is unavailable', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    echo,
  );
  await service.channel.close();
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  await t.throwsAsync(client.ask(hello()), { instanceOf: ServerTooBusyError });
});

test('Messages wait for the channel to be accepted, opened and subscribed to', async (t) => {
  const binding = new CustomBinding('b', stack());
  const listener = binding.buildChannelListener('reply', 'http://localhost:0/svc', {
    services: testContainer(),
  });
  await listener.open();
  await using client = await TestClient.open({ elements: stack() }, listener.uri);
  const call = client.ask(hello());
  const channel = await listener.accept();
  channel?.exchanges$.subscribe(echo);
  await channel?.open();
  t.is(bodyText(await call), 'urn:test/Hello');
  await listener.close();
});

test('No more bodies are read than exchanges may be open, and each settled one lets the next in', async (t) => {
  const open: Exchange[] = [];
  let onChange = (): void => undefined;
  const elements = [textEncoding(), httpTransport({ maxPendingExchanges: 2 })];
  await using service = await TestService.open(
    { elements },
    'http://localhost:0/svc',
    (exchange) => {
      open.push(exchange);
      onChange();
    },
  );
  const reached = (count: number): Promise<void> =>
    new Promise((resolve) => {
      onChange = () => {
        if (open.length >= count) resolve();
      };
      onChange();
    });
  await using client = await TestClient.open({ elements }, service.uri);
  const calls = [1, 2, 3, 4, 5].map(() => client.ask(hello()));
  await reached(2);
  // A request that is refused without its body being read still gets its answer, behind those that wait.
  const agent = new Agent();
  const { statusCode, body } = await request(service.uri, { dispatcher: agent, method: 'GET' });
  await body.dump();
  await agent.close();
  t.is(statusCode, 405);
  t.is(open.length, 2);
  for (let count = 3; count <= 5; count += 1) {
    await open[count - 3]?.reply(null);
    await reached(count);
    t.is(open.length, count);
  }
  await open[3]?.reply(null);
  await open[4]?.reply(null);
  t.deepEqual(await Promise.all(calls), [null, null, null, null, null]);
});

test('A path without an endpoint is an EndpointNotFoundError at the client', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    echo,
  );
  await using client = await TestClient.open(
    { elements: stack() },
    `${new URL(service.uri).origin}/other`,
  );
  await t.throwsAsync(client.ask(hello()), { instanceOf: EndpointNotFoundError });
});

test('A client of an address with port 0 is told where the port is found', async (t) => {
  const binding = new CustomBinding('b', stack());
  const factory = binding.buildChannelFactory('request', { services: testContainer() });
  await factory.open();
  t.throws(() => factory.createChannel(new EndpointAddress('http://localhost:0/x')), {
    instanceOf: InvalidOperationError,
    message: /port 0.*host\.endpoints/,
  });
  await factory.close();
});
