import test from 'ava';
import { firstValueFrom } from 'rxjs';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import type { MessageEvent } from '../../../src/core/diagnostics/index.js';
import {
  CommunicationObjectAbortedError,
  InvalidOperationError,
  ProtocolError,
  TimeoutError,
} from '../../../src/core/errors/index.js';
import { EndpointAddress, MessageVersion } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import {
  HttpRequestMessagePropertyKey,
  HttpResponseMessagePropertyKey,
  httpTransport,
} from '../../../src/transports/http/index.js';
import {
  RawServer,
  TestClient,
  TestService,
  bodyText,
  echo,
  hello,
  stack,
} from './http-fixture.js';

const soap11 = MessageVersion.soap11;
const okEnvelope =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Ok>yes</Ok></s:Body></s:Envelope>';

function response(status: string, headers: readonly string[] = [], body = ''): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${String(body.length)}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

test('A request is sent when it is subscribed to, and a second subscription is refused', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    echo,
  );
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  const request$ = client.channel.request(hello());
  t.is(bodyText(await firstValueFrom(request$)), 'urn:test/Hello');
  await t.throwsAsync(firstValueFrom(request$), { instanceOf: InvalidOperationError });
});

test('A channel that is not open yet, or closed, sends nothing', async (t) => {
  await using server = await RawServer.open((socket) => socket.write(response('202 Accepted')));
  const client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const other = client.factory.createChannel(new EndpointAddress('http://127.0.0.1:1/'));
  await t.throwsAsync(firstValueFrom(other.request(hello())), { message: /not open yet/ });
  await client.channel.close();
  await t.throwsAsync(client.ask(hello()), { message: /closed/ });
  t.is(server.requests.length, 0);
  await client.factory.close();
});

test('A call that is given up by its signal ends with the reason and cuts its connection', async (t) => {
  const { promise: closed, resolve } = deferred();
  const { promise: received, resolve: onReceived } = deferred();
  await using server = await RawServer.open((socket) => {
    socket.on('close', resolve);
    onReceived();
  });
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const controller = new AbortController();
  const call = client.ask(hello(), { signal: controller.signal });
  await received;
  controller.abort(new Error('enough'));
  await t.throwsAsync(call, { message: 'enough' });
  await closed;
});

test('Unsubscribing cuts the exchange on the wire', async (t) => {
  const { promise: closed, resolve } = deferred();
  const { promise: received, resolve: onReceived } = deferred();
  await using server = await RawServer.open((socket) => {
    socket.on('close', resolve);
    onReceived();
  });
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const subscription = client.channel.request(hello()).subscribe();
  await received;
  subscription.unsubscribe();
  await t.notThrowsAsync(closed);
});

test('A service that does not answer in time is a TimeoutError, and the channel lives on', async (t) => {
  let answers = false;
  await using server = await RawServer.open((socket) => {
    if (answers) socket.write(response('202 Accepted'));
  });
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  await t.throwsAsync(client.ask(hello(), { timeout: 30 }), { instanceOf: TimeoutError });
  answers = true;
  t.is(await client.ask(hello()), null);
});

test('close() waits for what is under way', async (t) => {
  const { promise: received, resolve: onReceived } = deferred();
  let answer = (): void => undefined;
  await using server = await RawServer.open((socket) => {
    answer = () => socket.write(response('202 Accepted'));
    onReceived();
  });
  const client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const call = client.ask(hello());
  await received;
  const closing = client.channel.close();
  t.is(client.channel.state, 'closing');
  answer();
  t.is(await call, null);
  await closing;
  await client.factory.close();
});

test('abort() fails what is under way', async (t) => {
  const { promise: received, resolve: onReceived } = deferred();
  await using server = await RawServer.open(() => {
    onReceived();
  });
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const call = client.ask(hello());
  await received;
  client.channel.abort();
  await t.throwsAsync(call, { instanceOf: CommunicationObjectAbortedError });
});

test('Aborting the factory fails the requests of all its channels', async (t) => {
  const { promise: received, resolve: onReceived } = deferred();
  await using server = await RawServer.open(() => {
    onReceived();
  });
  const client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/`,
  );
  const call = client.ask(hello());
  await received;
  client.factory.abort();
  await t.throwsAsync(call, { instanceOf: CommunicationObjectAbortedError });
});

test('A 302 is followed by a GET without a body, and the page there is no reply', async (t) => {
  await using server = await RawServer.open((socket, _request, count) => {
    socket.write(
      count === 1
        ? response('302 Found', ['Location: /page'])
        : response('200 OK', ['Content-Type: text/html'], '<html/>'),
    );
  });
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  await t.throwsAsync(client.ask(hello()), {
    instanceOf: ProtocolError,
    message: /begins: '<html\/>'/,
  });
  t.is(server.requests[1]?.requestLine, 'GET /page HTTP/1.1');
  t.is(server.requests[1]?.body.length, 0);
});

test('A redirect to another origin takes no credentials along', async (t) => {
  await using other = await RawServer.open((socket) =>
    socket.write(response('200 OK', ['Content-Type: text/xml'], okEnvelope)),
  );
  const location = `Location: http://127.0.0.1:${String(other.port)}/there`;
  await using server = await RawServer.open((socket) =>
    socket.write(response('307 Temporary Redirect', [location])),
  );
  await using client = await TestClient.open(
    { elements: stack(soap11) },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  const message = hello(soap11).setProperty(HttpRequestMessagePropertyKey, {
    headers: { Authorization: 'Bearer secret', 'X-Kept': 'yes' },
  });
  t.is(bodyText(await client.ask(message)), 'yes');
  const names = other.requests[0]?.headers.map(([name]) => name) ?? [];
  t.true(names.includes('X-Kept'));
  t.false(names.includes('Authorization'));
});

test('A redirect that leads round and round is a protocol error', async (t) => {
  await using server = await RawServer.open((socket) =>
    socket.write(response('307 Temporary Redirect', ['Location: /svc'])),
  );
  await using client = await TestClient.open(
    { elements: stack() },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  await t.throwsAsync(client.ask(hello()), {
    instanceOf: ProtocolError,
    message: /more than 50 times/,
  });
});

test('A compressed response that grows beyond the limit is refused', async (t) => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(1_000_000, 32));
  await using server = await RawServer.open((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\nContent-Length: ${String(bomb.length)}\r\n\r\n`,
    );
    socket.write(bomb);
  });
  await using client = await TestClient.open(
    { elements: stack(soap11) },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  const error = await t.throwsAsync(client.ask(hello(soap11)), { name: 'CommunicationError' });
  t.true(error.cause instanceof Error && error.cause.name === 'QuotaExceededError');
});

test('To is left to the application where it addresses by hand', async (t) => {
  await using server = await RawServer.open((socket) => socket.write(response('202 Accepted')));
  const elements = [textEncoding(), httpTransport({ manualAddressing: true })];
  await using client = await TestClient.open(
    { elements },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  await client.ask(hello());
  t.false(server.requests[0]?.body.includes('<a:To'));
});

test('Connections serve one request after another, and a new one each time without keep-alive', async (t) => {
  // undici marks a connection as free a tick after the response, so that a caller in a hurry gets a second one.
  for (const [keepAliveEnabled, least, most] of [
    [true, 1, 2],
    [false, 5, 5],
  ] as const) {
    const sockets = new Set<unknown>();
    await using server = await RawServer.open((socket) => {
      sockets.add(socket);
      socket.write(response('202 Accepted'));
      if (!keepAliveEnabled) socket.end();
    });
    const elements = [textEncoding(), httpTransport({ keepAliveEnabled })];
    await using client = await TestClient.open(
      { elements },
      `http://127.0.0.1:${String(server.port)}/svc`,
    );
    for (let index = 0; index < 5; index += 1) await client.ask(hello());
    t.true(sockets.size >= least && sockets.size <= most);
  }
});

test('A reply knows the status and the headers it came with, and its action where HTTP tells it', async (t) => {
  const soap12 = MessageVersion.soap12;
  const envelope =
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><Ok>yes</Ok></s:Body></s:Envelope>';
  await using server = await RawServer.open((socket) =>
    socket.write(
      response(
        '201 Created',
        ['Content-Type: application/soap+xml; action="urn:done"', 'X-Test: 1'],
        envelope,
      ),
    ),
  );
  await using client = await TestClient.open(
    { elements: stack(soap12) },
    `http://127.0.0.1:${String(server.port)}/svc`,
  );
  const reply = await client.ask(hello(soap12));
  t.is(reply?.headers.action, 'urn:done');
  const property = reply?.getProperty(HttpResponseMessagePropertyKey);
  t.is(property?.statusCode, 201);
  t.is(property?.headers?.['x-test'], '1');
});

test('Messages are published with their bytes to whoever listens', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/published',
    echo,
  );
  await using client = await TestClient.open({ elements: stack() }, service.uri);
  const events: MessageEvent[] = [];
  const stop = subscribeDiagnostics('channelstack:message', (event) => {
    if (event.address.endsWith('/published')) events.push(event);
  });
  await client.ask(hello());
  stop();
  t.deepEqual(
    events.map(({ side, direction }) => `${side} ${direction}`),
    ['client sent', 'service received', 'service sent', 'client received'],
  );
  t.true(events.every(({ bytes }) => Buffer.concat(bytes).includes('urn:test/Hello')));
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
