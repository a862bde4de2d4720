import { createConnection } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { Agent, request } from 'undici';
import { ServicePageParameter } from '../../../src/core/binding/index.js';
import type { PageAnswer } from '../../../src/core/binding/index.js';
import type { Exchange } from '../../../src/core/channel/index.js';
import {
  Message,
  MessageVersion,
  RemoteEndpointKey,
  ViaKey,
  createFaultMessage,
  MessageFault,
  FaultCode,
} from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import {
  HttpReceivedRequestKey,
  HttpResponseMessagePropertyKey,
  httpTransport,
} from '../../../src/transports/http/index.js';
import type { HttpTransportOptions } from '../../../src/transports/http/index.js';
import { TestService, echo, stack } from './http-fixture.js';
import type { StackOptions } from './http-fixture.js';

const soap11Type = 'text/xml; charset=utf-8';
const soap11 = envelope('http://schemas.xmlsoap.org/soap/envelope/');
const soap12 = envelope('http://www.w3.org/2003/05/soap-envelope');

function envelope(namespace: string, header = ''): string {
  return `<s:Envelope xmlns:s="${namespace}">${header}<s:Body><Hello xmlns="urn:test">x</Hello></s:Body></s:Envelope>`;
}

function soap11Service(
  onExchange: (exchange: Exchange) => void = echo,
  options: HttpTransportOptions = {},
  more: Partial<StackOptions> = {},
): Promise<TestService> {
  const elements = [textEncoding({ messageVersion: 'Soap11' }), httpTransport(options)];
  return TestService.open({ elements, ...more }, 'http://localhost:0/svc', onExchange);
}

interface Posted {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

async function send(
  uri: string,
  body: string | Buffer | null = soap11,
  headers: Readonly<Record<string, string>> = {},
  method: 'POST' | 'GET' | 'PUT' | 'HEAD' = 'POST',
): Promise<Posted> {
  const agent = new Agent({ connections: 1 });
  const response = await request(uri, {
    dispatcher: agent,
    method,
    body,
    headers: { 'content-type': soap11Type, soapaction: '"urn:test/Hello"', ...headers },
  });
  const text = await response.body.text();
  await agent.close();
  return { status: response.statusCode, headers: response.headers, text };
}

/** Sends bytes as they are and returns all that comes back until the connection ends. */
function sendRaw(uri: string, bytes: string, endsOutput = false): Promise<string> {
  const { hostname, port } = new URL(uri);
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection({
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port: Number(port),
    });
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(text);
    });
    if (endsOutput) socket.end(bytes);
    else socket.write(bytes);
  });
}

test('A message is answered with 200, its type and its length', async (t) => {
  await using service = await soap11Service();
  const { status, headers, text } = await send(service.uri);
  t.is(status, 200);
  t.is(headers['content-type'], soap11Type);
  t.is(headers['content-length'], String(Buffer.byteLength(text)));
  t.regex(text, /<Echo xmlns="urn:test">urn:test\/Hello<\/Echo>/);
  t.notRegex(text, /Header/);
});

test('A message knows its action, where it came in and whom it is from', async (t) => {
  const seen: (string | null)[] = [];
  await using service = await soap11Service((exchange) => {
    const { message } = exchange;
    const received = message.getProperty(HttpReceivedRequestKey);
    seen.push(
      message.headers.action,
      message.getProperty(ViaKey),
      received?.method ?? null,
      received?.queryString ?? null,
      String(received?.headers['x-test']),
      received?.remoteAddress ?? null,
      received?.clientCertificate === null ? 'no certificate' : 'a certificate',
      message.getProperty(RemoteEndpointKey)?.replace(/\d+$/, 'port') ?? null,
    );
    exchange.settle();
  });
  const { status } = await send(`${service.uri}/more?a=1`, soap11, { 'x-test': 'y' });
  t.is(status, 202);
  t.deepEqual(seen, [
    'urn:test/Hello',
    `${service.uri}/more?a=1`,
    'POST',
    'a=1',
    'y',
    '127.0.0.1',
    'no certificate',
    '127.0.0.1:port',
  ]);
});

test('Nothing to say is 202 without a body', async (t) => {
  await using service = await soap11Service((exchange) => void exchange.reply(null));
  const { status, headers, text } = await send(service.uri);
  t.is(status, 202);
  t.is(headers['content-length'], '0');
  t.is(headers['content-type'], undefined);
  t.is(text, '');
});

test('A fault is sent with 500', async (t) => {
  await using service = await soap11Service((exchange) => {
    const fault = new MessageFault({ code: FaultCode.sender(), reason: 'why' });
    void exchange.reply(createFaultMessage(exchange.message.version, fault));
  });
  const { status, text } = await send(service.uri);
  t.is(status, 500);
  t.regex(text, /<faultstring[^>]*>why</);
});

test('An exchange that is settled with an error is 500 and says nothing of the error', async (t) => {
  await using service = await soap11Service((exchange) => {
    exchange.settle(new Error('secret'));
  });
  const { status, text } = await send(service.uri);
  t.is(status, 500);
  t.is(text, '');
});

test('A reply that cannot be encoded is 500, and its sender is told', async (t) => {
  let told: Promise<void> = Promise.resolve();
  await using service = await soap11Service((exchange) => {
    told = exchange.reply(Message.create(MessageVersion.soap12, 'urn:x'));
  });
  t.is((await send(service.uri)).status, 500);
  await t.throwsAsync(told, { name: 'InvalidOperationError' });
});

test('A second reply is refused', async (t) => {
  let second: Promise<void> = Promise.resolve();
  await using service = await soap11Service((exchange) => {
    void exchange.reply(null);
    second = exchange.reply(null);
  });
  await send(service.uri);
  await t.throwsAsync(second, { name: 'InvalidOperationError' });
});

test('A service decides over status and headers of its reply', async (t) => {
  await using service = await soap11Service((exchange) => {
    const reply = Message.create(MessageVersion.soap11, 'urn:r').setProperty(
      HttpResponseMessagePropertyKey,
      { statusCode: 203, statusDescription: 'Mine', headers: { 'X-Own': ['1', '2'] } },
    );
    void exchange.reply(reply);
  });
  const { status, headers } = await send(service.uri);
  t.is(status, 203);
  t.deepEqual(headers['x-own'], ['1', '2']);
  t.is(headers['content-type'], soap11Type);
});

test('Another method than POST is 405 and names the one that is', async (t) => {
  await using service = await soap11Service();
  for (const method of ['GET', 'HEAD', 'PUT'] as const) {
    const { status, headers } = await send(service.uri, null, {}, method);
    t.is(status, 405);
    t.is(headers['allow'], 'POST');
  }
});

test('A browser is shown the page of the service', async (t) => {
  const page = {
    answer: (uri: string) => ({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: `<html>${uri}</html>`,
    }),
  };
  await using service = await soap11Service(
    echo,
    {},
    {
      parameters: (parameters) => parameters.set(ServicePageParameter, page),
    },
  );
  const { status, headers, text } = await send(`${service.uri}?wsdl`, null, {}, 'GET');
  t.is(status, 200);
  t.is(headers['content-type'], 'text/html; charset=utf-8');
  t.is(text, `<html>${service.uri}?wsdl</html>`);
  t.is((await send(service.uri, null, {}, 'HEAD')).text, '');
  t.is((await send(service.uri, null, {}, 'PUT')).headers['allow'], 'GET, HEAD, POST');
});

test('A page that fails is 500 and harms nobody', async (t) => {
  const page = {
    answer: (): PageAnswer => {
      throw new Error('no page');
    },
  };
  await using service = await soap11Service(
    echo,
    {},
    {
      parameters: (parameters) => parameters.set(ServicePageParameter, page),
    },
  );
  t.is((await send(service.uri, null, {}, 'GET')).status, 500);
  t.is((await send(service.uri)).status, 200);
});

test('An unknown path is 404', async (t) => {
  await using service = await soap11Service();
  t.is((await send(service.uri.replace('/svc', '/other'))).status, 404);
  t.is((await send(service.uri.replace('/svc', '/svcx'))).status, 404);
});

test('Another content type is 415 and the reason names both', async (t) => {
  await using service = await soap11Service();
  const { status, text } = await send(service.uri, soap11, { 'content-type': 'text/plain' });
  t.is(status, 415);
  t.regex(text, /'text\/plain'.*'text\/xml; charset=utf-8'/);
  t.is((await send(service.uri, soap12, { 'content-type': 'application/soap+xml' })).status, 415);
});

const malformed: readonly (readonly [string, string])[] = [
  ['no XML', 'hello'],
  ['nothing', ''],
  ['half an envelope', soap11.slice(0, 60)],
  ['a document type', `<!DOCTYPE x>${soap11}`],
  [
    'an envelope without a body',
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
  ],
  ['bytes that are not UTF-8', soap11.replace('x</', '\uD800\uD800</')],
  [
    'an addressing header that never travels',
    envelope(
      'http://schemas.xmlsoap.org/soap/envelope/',
      '<s:Header><To xmlns="http://schemas.microsoft.com/ws/2005/05/addressing/none">http://x/</To></s:Header>',
    ),
  ],
];

for (const [what, body] of malformed.filter(([name]) => name !== 'bytes that are not UTF-8')) {
  test(`A body that is ${what} is 400, and the service lives on`, async (t) => {
    await using service = await soap11Service();
    t.is((await send(service.uri, body)).status, 400);
    t.is((await send(service.uri)).status, 200);
  });
}

test('An envelope of another SOAP version is a VersionMismatch fault in the version of the endpoint', async (t) => {
  await using service = await soap11Service();
  const { status, text } = await send(service.uri, soap12);
  t.is(status, 500);
  t.regex(text, /^<s:Envelope xmlns:s="http:\/\/schemas.xmlsoap.org\/soap\/envelope\/">/);
  t.regex(text, /<faultcode>s:VersionMismatch<\/faultcode>/);
});

test('An action in HTTP that is not that of the message is an ActionMismatch fault', async (t) => {
  await using service = await TestService.open(
    { elements: stack() },
    'http://localhost:0/svc',
    echo,
  );
  const addressed = envelope(
    'http://www.w3.org/2003/05/soap-envelope',
    '<s:Header xmlns:a="http://www.w3.org/2005/08/addressing"><a:Action>urn:one</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header>',
  );
  const type = 'application/soap+xml; charset=utf-8';
  const other = await send(service.uri, addressed, { 'content-type': `${type}; action="urn:two"` });
  t.is(other.status, 500);
  t.regex(other.text, /Sender/);
  t.regex(other.text, /InvalidAddressingHeader.*ActionMismatch/);
  t.regex(other.text, /<a:RelatesTo>urn:uuid:1</);
  const same = await send(service.uri, addressed, { 'content-type': `${type}; action="urn:one"` });
  t.is(same.status, 200);
});

test('A body that says it is too long is refused before it is read', async (t) => {
  await using service = await soap11Service(echo, { maxReceivedMessageSize: 1000 });
  const text = await sendRaw(
    service.uri,
    `POST /svc HTTP/1.1\r\nHost: x\r\nContent-Type: ${soap11Type}\r\nContent-Length: 1001\r\n\r\n`,
    true,
  );
  t.regex(text, /^HTTP\/1\.1 413 /);
  t.regex(text, /Connection: close/i);
});

test('A chunked body that becomes too long is refused while it is read, and its connection closed', async (t) => {
  await using service = await soap11Service(echo, { maxReceivedMessageSize: 1000 });
  const chunk = `200\r\n${'x'.repeat(512)}\r\n`;
  const text = await sendRaw(
    service.uri,
    `POST /svc HTTP/1.1\r\nHost: x\r\nContent-Type: ${soap11Type}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}0\r\n\r\n`,
  );
  t.regex(text, /^HTTP\/1\.1 413 /);
  t.is((await send(service.uri)).status, 200);
});

test('Compressed bodies are decoded, within the limit, where decompression is enabled', async (t) => {
  await using service = await soap11Service(echo, { maxReceivedMessageSize: 1000 });
  t.is((await send(service.uri, gzipSync(soap11), { 'content-encoding': 'gzip' })).status, 200);
  t.is(
    (await send(service.uri, deflateSync(soap11), { 'content-encoding': 'deflate' })).status,
    200,
  );
  const bomb = gzipSync(Buffer.alloc(100_000));
  t.is((await send(service.uri, bomb, { 'content-encoding': 'gzip' })).status, 413);
  t.is((await send(service.uri, Buffer.from('bad'), { 'content-encoding': 'gzip' })).status, 400);
  t.is((await send(service.uri, soap11, { 'content-encoding': 'br' })).status, 415);
  await using plain = await soap11Service(echo, { decompressionEnabled: false });
  t.is((await send(plain.uri, gzipSync(soap11), { 'content-encoding': 'gzip' })).status, 415);
});

test('HTTP/1.0 is answered and the connection closed', async (t) => {
  await using service = await soap11Service();
  const text = await sendRaw(
    service.uri,
    `POST /svc HTTP/1.0\r\nContent-Type: ${soap11Type}\r\nSOAPAction: "urn:a"\r\nContent-Length: ${String(soap11.length)}\r\n\r\n${soap11}`,
  );
  t.regex(text, /^HTTP\/1\.1 200 OK/);
  t.regex(text, />urn:a<\/Echo>/);
});

test('A client that waits for "100 Continue" is told to go on, or refused at once', async (t) => {
  await using service = await soap11Service(echo, { maxReceivedMessageSize: 1000 });
  const head = (length: number): string =>
    `POST /svc HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: ${soap11Type}\r\nContent-Length: ${String(length)}\r\n\r\n`;
  const taken = await sendRaw(service.uri, head(soap11.length) + soap11);
  t.regex(taken, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  const refused = await sendRaw(service.uri, head(2000), true);
  t.regex(refused, /^HTTP\/1\.1 413 /);
});

test('What is not HTTP is answered with 400 by the server, and the service lives on', async (t) => {
  await using service = await soap11Service();
  t.regex(await sendRaw(service.uri, 'GARBAGE\r\n\r\n'), /^HTTP\/1\.1 400 /);
  t.is((await send(service.uri)).status, 200);
});

test('A client that sends its request too slowly is cut off', async (t) => {
  await using service = await soap11Service(echo, { requestInitializationTimeout: 60 });
  const text = await sendRaw(
    service.uri,
    `POST /svc HTTP/1.1\r\nHost: x\r\nContent-Type: ${soap11Type}\r\nContent-Length: 100\r\n\r\n<s:Env`,
  );
  t.regex(text, /^HTTP\/1\.1 408 /);
});

test('A client that goes away while it sends leaves nothing behind', async (t) => {
  await using service = await soap11Service(echo, { maxPendingExchanges: 1 });
  await sendRaw(
    service.uri,
    `POST /svc HTTP/1.1\r\nHost: x\r\nContent-Type: ${soap11Type}\r\nContent-Length: 100\r\n\r\n<s:Env`,
    true,
  );
  t.is((await send(service.uri)).status, 200);
});

test('A service hears that its client has gone', async (t) => {
  let onSeen = (_exchange: Exchange): void => undefined;
  const seen = new Promise<Exchange>((resolve) => (onSeen = resolve));
  await using service = await soap11Service((exchange) => {
    onSeen(exchange);
  });
  const controller = new AbortController();
  const call = request(service.uri, {
    method: 'POST',
    body: soap11,
    headers: { 'content-type': soap11Type },
    signal: controller.signal,
  });
  const exchange = await seen;
  const { signal } = exchange;
  t.false(signal.aborted);
  controller.abort();
  await t.throwsAsync(call, { any: true });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener('abort', () => {
        resolve();
      });
  });
  await t.notThrowsAsync(exchange.reply(null));
});

test('Responses end their connection where keep-alive is off', async (t) => {
  await using service = await soap11Service(echo, { keepAliveEnabled: false });
  t.is((await send(service.uri)).headers['connection'], 'close');
});
