import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import {
  EndpointAddress,
  Message,
  MessageHeader,
  MessageVersion,
  endpointHeader,
  messageIdHeader,
  randomIds,
  toHeader,
} from '../../src/core/message/index.js';
import type { BodyWriter } from '../../src/core/message/index.js';
import { ChannelStackError } from '../../src/core/errors/index.js';
import { XmlElement } from '../../src/core/xml/index.js';
import type { XmlReaderQuotas } from '../../src/core/xml/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { HttpRequestMessagePropertyKey, httpTransport } from '../../src/transports/http/index.js';
import type {
  HttpRequestMessageProperty,
  HttpTransportOptions,
} from '../../src/transports/http/index.js';
import type { RawRequest, StackOptions } from '../transports/http/http-fixture.js';
import { RawServer, TestClient, openFactory } from '../transports/http/http-fixture.js';

interface VectorError {
  readonly type: string;
  readonly message: string;
  readonly inner?: { readonly type: string } | null;
}
interface RequestVector {
  readonly kind: 'request';
  readonly name: string;
  readonly messageVersion: string;
  readonly call: string;
  readonly requests: readonly {
    readonly requestLine: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: string | undefined;
    readonly bodyBase64?: string;
  }[];
}
interface ResponseVector {
  readonly kind: 'response';
  readonly name: string;
  readonly binding: 'basic' | 's12a10';
  readonly operation: string;
  readonly response: {
    readonly status?: number;
    readonly statusLine?: string;
    readonly contentType?: string | null;
    readonly contentEncoding?: string;
    readonly transferEncoding?: string;
    readonly note?: string;
    readonly body?: string;
  };
  readonly result?: string | number;
  readonly error?: VectorError;
}

const folder = process.env['VECTORS'] ?? 'test/fixtures/vectors';
const file = JSON.parse(readFileSync(join(folder, 'http-dotnet.json'), 'utf8')) as {
  readonly vectors: readonly (RequestVector | ResponseVector)[];
};
const requests = file.vectors.filter((vector) => vector.kind === 'request');
const responses = file.vectors.filter((vector) => vector.kind === 'response');

/** Vectors of parts that are not this transport with text, and how many there are. */
const belongsElsewhere: readonly (readonly [string, RegExp, number])[] = [
  ['the MTOM encoding', /mtom/, 18],
  ['the binary encoding', /binary|nethttp-(?!mtom)/, 12],
  ['streamed transfer', /^(?!.*(?:mtom|binary|nethttp)).*streamed/, 13],
  ['HTTP authentication', /^req-basic-basic-auth$/, 1],
];
const ours = requests.filter(
  (vector) => !belongsElsewhere.some(([, pattern]) => pattern.test(vector.name)),
);

let passed = 0;
test.after.always(() => {
  // The figure that the compatibility notes quote.
  process.stdout.write(
    `http-dotnet.json: ${String(passed)} of ${String(file.vectors.length)} pass\n`,
  );
});

test('The vectors of other elements are known by name and number', (t) => {
  const counted = belongsElsewhere.map(([what, pattern]) => [
    what,
    requests.filter((vector) => pattern.test(vector.name)).length,
  ]);
  t.deepEqual(
    counted,
    belongsElsewhere.map(([what, , count]) => [what, count]),
  );
});

for (const vector of ours) {
  test(`The client sends ${vector.name} as .NET does`, async (t) => {
    await using server = await RawServer.open((socket, _request, count) => {
      const extra =
        vector.name === 'req-basic-redirect-307' && count === 1
          ? { status: '307 Temporary Redirect', header: 'Location: /other\r\n' }
          : { status: '202 Accepted', header: cookieHeader(vector.name) };
      socket.write(`HTTP/1.1 ${extra.status}\r\n${extra.header}Content-Length: 0\r\n\r\n`);
    });
    const version = versionOf(vector.messageVersion);
    await using client = await TestClient.open(
      { elements: elementsOf(vector.name, version) },
      addressOf(vector.name, server.port),
    );
    const first = vector.name.startsWith('req-basic-set-cookie') ? [1, 2] : null;
    if (first !== null) await client.ask(addMessage(version, first[0] ?? 0, first[1] ?? 0));
    const message = messageOf(vector, version);
    if (vector.requests.length === 0) {
      await t.throwsAsync(client.ask(message), { instanceOf: ChannelStackError });
    } else {
      t.is(await client.ask(message), null);
      t.is(server.requests.length, vector.requests.length);
      for (const [index, expected] of vector.requests.entries()) {
        compareRequest(expected, server.requests[index], server.port, t);
      }
    }
    passed += 1;
  });
}

for (const vector of responses) {
  test(`The client judges ${vector.name} as .NET does`, async (t) => {
    const expected = vector.error === undefined ? String(vector.result) : classOf(vector.error);
    t.is(await outcomeOf(vector), expected);
    passed += 1;
  });
}

function compareRequest(
  expected: RequestVector['requests'][number],
  request: RawRequest | undefined,
  port: number,
  t: {
    deepEqual(actual: unknown, expected: unknown): unknown;
    is(a: unknown, b: unknown): unknown;
  },
): void {
  const ignored = (name: string): boolean =>
    // undici writes `connection` itself, and does not do `Expect`.
    name === 'connection' || name === 'expect';
  const comparable = (list: readonly (readonly [string, string])[]): string[] => {
    const lines = list
      .filter(([name]) => !ignored(name.toLowerCase()))
      .map(([name, value]) => `${name.toLowerCase()}: ${normalize(value, port)}`);
    // undici always writes Host first.
    return [
      ...lines.filter((line) => line.startsWith('host:')),
      ...lines.filter((line) => !line.startsWith('host:')),
    ];
  };
  t.is(request?.requestLine ?? '', expected.requestLine);
  // The length changes with the number of digits of the port.
  const length = (line: string): boolean => !line.startsWith('content-length');
  t.deepEqual(
    comparable(request?.headers ?? []).filter(length),
    comparable(expected.headers).filter(length),
  );
  const wantsClose = expected.headers.some(
    ([name, value]) => name === 'Connection' && value === 'close',
  );
  const closes = request?.headers.some(
    ([name, value]) => name === 'connection' && value === 'close',
  );
  t.is(closes, wantsClose);
  if (expected.bodyBase64 === undefined) {
    const body = normalize(request?.body.toString() ?? '', port);
    const wanted = expected.body ?? '';
    const isCut = wanted.endsWith('...(cut)');
    const whole = isCut ? wanted.slice(0, -'...(cut)'.length) : wanted;
    t.is(isCut ? body.slice(0, whole.length) : body, whole);
  } else {
    t.is(request?.body.toString('base64'), expected.bodyBase64);
  }
}

function normalize(text: string, port: number): string {
  return text
    .replaceAll(`:${String(port)}`, ':12345')
    .replace(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:{guid}');
}

function cookieHeader(name: string): string {
  return name.startsWith('req-basic-set-cookie') ? 'Set-Cookie: k=v\r\n' : '';
}

function versionOf(text: string): MessageVersion {
  const addressing = text.includes('AddressingNone')
    ? ''
    : text.includes('Addressing10')
      ? 'WSAddressing10'
      : 'WSAddressingAugust2004';
  return MessageVersion.parse(`${text.startsWith('Soap11') ? 'Soap11' : 'Soap12'}${addressing}`);
}

function elementsOf(name: string, version: MessageVersion): StackOptions['elements'] {
  const options: HttpTransportOptions = {
    ...(name.includes('nokeepalive') ? { keepAliveEnabled: false } : {}),
    ...(name.includes('nodecompression') ? { decompressionEnabled: false } : {}),
    ...(name.includes('cookies') ? { allowCookies: true } : {}),
  };
  if (name === 'req-no-encoding-element-add') return [httpTransport(options)];
  return [
    textEncoding({
      messageVersion: version,
      ...(name.includes('utf16') ? { writeEncoding: 'utf-16' } : {}),
    }),
    httpTransport(options),
  ];
}

function addressOf(name: string, port: number): EndpointAddress {
  const root = `http://127.0.0.1:${String(port)}`;
  if (name.endsWith('root-url')) return new EndpointAddress(root);
  if (name.endsWith('query-url')) return new EndpointAddress(`${root}/a%20b/c?x=1&y=A#frag`);
  if (!name.endsWith('address-headers')) return new EndpointAddress(`${root}/svc`);
  const header = new XmlElement({ localName: 'ah', namespaceUri: 'urn:ah', children: ['5'] });
  return new EndpointAddress(`${root}/svc`, { headers: [header] });
}

const ops = 'http://example.org/ops';

function addMessage(version: MessageVersion, a: number, b: number): Message {
  return Message.create(version, `${ops}/IOps/Add`, (writer) => {
    writer.writeStartElement('', 'Add', ops);
    for (const [name, value] of [
      ['a', a],
      ['b', b],
    ] as const) {
      writer.writeStartElement('', name, ops);
      writer.writeText(String(value));
      writer.writeEndElement();
    }
    writer.writeEndElement();
  });
}

function wrapped(operation: string, part: string, write: BodyWriter): BodyWriter {
  return (writer) => {
    writer.writeStartElement('', operation, ops);
    writer.writeStartElement('', part, ops);
    write(writer);
    writer.writeEndElement();
    writer.writeEndElement();
  };
}

function plainMessage(call: string, version: MessageVersion): Message {
  const text =
    (value: string): BodyWriter =>
    (writer) => {
      writer.writeText(value);
    };
  if (call.startsWith('IOps.Fire'))
    return Message.create(version, `${ops}/IOps/Fire`, wrapped('Fire', 's', text('x')));
  if (call.startsWith('IOps.EmptyAction'))
    return Message.create(version, '', wrapped('EmptyAction', 's', text('x')));
  if (call.startsWith('IOps.Bytes')) {
    const bytes = Uint8Array.from({ length: 2000 }, (_, index) => index % 256);
    const body = wrapped('Bytes', 'b', (writer) => {
      writer.writeBase64(bytes);
    });
    return Message.create(version, `${ops}/IOps/Bytes`, body);
  }
  if (call.startsWith('IAnyMsg.Any')) {
    const action = call.includes('quote') ? 'urn:quote"d;action' : 'urn:é世 x';
    return Message.create(version, action, (writer) => {
      writer.writeStartElement('', 'int', 'http://schemas.microsoft.com/2003/10/Serialization/');
      writer.writeText('1');
      writer.writeEndElement();
    });
  }
  return addMessage(version, 3, 4);
}

function messageOf(vector: RequestVector, version: MessageVersion): Message {
  const { call, name } = vector;
  let message = plainMessage(call, version);
  if (name.endsWith('out-headers')) {
    message = message.withHeader(
      MessageHeader.create('oh', 'urn:oh', 'v', { mustUnderstand: true }),
    );
  }
  if (name.endsWith('to-header')) {
    message = message.withHeader(toHeader(version, 'http://other.example/'));
  }
  if (version.hasAddressing && !call.includes('one-way')) {
    message = message
      .withHeader(messageIdHeader(version, randomIds.next()))
      .withHeader(endpointHeader('ReplyTo', version, EndpointAddress.anonymous));
  }
  const property = propertyOf(name);
  if (property !== null) message.setProperty(HttpRequestMessagePropertyKey, property);
  return message;
}

function propertyOf(name: string): HttpRequestMessageProperty | null {
  const headers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'custom-header': { 'X-Test': 'v 1' },
    soapaction: { SOAPAction: '"urn:mine"' },
    'content-type': { 'Content-Type': 'text/plain' },
    'user-agent': { 'User-Agent': 'me/1.0' },
    accept: { Accept: 'text/xml' },
    expect: { Expect: '100-continue' },
    host: { Host: 'other.example' },
    cookie: { Cookie: 'a=b' },
    authorization: { Authorization: 'Bearer x' },
    'connection-close': { Connection: 'close' },
  };
  const which = /-prop-(.*)$/.exec(name)?.[1];
  if (which === undefined) return null;
  if (which === 'method-put') return { method: 'PUT' };
  if (which === 'method-get-suppress') return { method: 'GET', suppressEntityBody: true };
  if (which === 'querystring') return { queryString: 'a=1&b=2' };
  return { headers: headers[which] ?? {} };
}

/** The class of ours that stands for an exception of .NET. */
function classOf(error: VectorError): string {
  const name = error.type.split('.').at(-1) ?? '';
  const classes: Readonly<Record<string, string>> = {
    ArgumentException: 'InvalidOperationError',
    CommunicationException: 'CommunicationError',
    EndpointNotFoundException: 'EndpointNotFoundError',
    FaultException: 'Fault',
    HttpIOException: 'CommunicationError',
    MessageSecurityException: 'MessageSecurityError',
    ProtocolException: 'ProtocolError',
    ServerTooBusyException: 'ServerTooBusyError',
    TimeoutException: 'TimeoutError',
  };
  const found = classes[name] ?? name;
  return error.inner?.type.endsWith('QuotaExceededException') === true
    ? `${found} < QuotaExceededError`
    : found;
}

/** What a call ends with: the result, or the class of the error. */
async function outcomeOf(vector: ResponseVector): Promise<string> {
  await using server = await RawServer.open((socket) => {
    answerWith(vector, socket);
  });
  const version =
    vector.binding === 'basic' ? MessageVersion.soap11 : MessageVersion.soap12WSAddressing10;
  const isOneWay = vector.operation.includes('one-way');
  const message = isOneWay ? plainMessage('IOps.Fire', version) : addMessage(version, 3, 4);
  try {
    const address = await addressFor(vector, server.port);
    await using client = await TestClient.open({ elements: elementsFor(vector, version) }, address);
    const timeout = vector.name.endsWith('timeout') ? 60 : undefined;
    return meaningOf(await client.ask(message, { timeout }), isOneWay);
  } catch (error) {
    if (!ChannelStackError.is(error)) throw error;
    const isQuota = ChannelStackError.is(error.cause) && error.cause.name === 'QuotaExceededError';
    const isSize = isQuota && vector.response.note?.includes('MaxReceivedMessageSize') === true;
    return isSize ? `${error.name} < QuotaExceededError` : error.name;
  }
}

/** What the client runtime, above the channel, makes of a reply. */
function meaningOf(reply: Message | null, isOneWay: boolean): string {
  if (isOneWay) return reply === null ? 'completes' : 'ProtocolError';
  if (reply === null) return 'CommunicationError';
  if (reply.isFault) return 'Fault';
  try {
    return reply.getReaderAtBodyContents().readElement().text.trim();
  } catch {
    return 'CommunicationError';
  }
}

function elementsFor(vector: ResponseVector, version: MessageVersion): StackOptions['elements'] {
  const note = vector.response.note ?? '';
  const quota = /quota-\w+ Max(\w+) (\d+)$/.exec(note);
  const name = `max${quota?.[1] ?? ''}` as keyof XmlReaderQuotas;
  return [
    textEncoding({
      messageVersion: version,
      ...(quota === null ? {} : { readerQuotas: { [name]: Number(quota[2]) } }),
    }),
    httpTransport(note === 'MaxReceivedMessageSize = 100' ? { maxReceivedMessageSize: 100 } : {}),
  ];
}

async function addressFor(vector: ResponseVector, port: number): Promise<string> {
  switch (vector.response.note ?? '') {
    case 'unknown-host':
      return 'http://no-such-host.invalid/svc';
    case 'connection-refused': {
      const other = await RawServer.open(() => undefined);
      await other[Symbol.asyncDispose]();
      return `http://127.0.0.1:${String(other.port)}/svc`;
    }
    case 'https-scheme':
      return `https://127.0.0.1:${String(port)}/svc`;
    case 'nettcp-scheme':
      return `net.tcp://127.0.0.1:${String(port)}/svc`;
    default:
      return `http://127.0.0.1:${String(port)}/svc`;
  }
}

function answerWith(vector: ResponseVector, socket: Socket): void {
  const { response, name, binding } = vector;
  if (name.endsWith('-timeout')) return;
  if (name.endsWith('-closed-without-response')) {
    socket.destroy();
    return;
  }
  if (name.endsWith('-garbage-response')) {
    socket.end('GARBAGE\r\n\r\n');
    return;
  }
  const type =
    response.contentType === undefined
      ? binding === 'basic'
        ? 'text/xml; charset=utf-8'
        : 'application/soap+xml; charset=utf-8'
      : response.contentType;
  const text = (response.body ?? '').replaceAll(
    'MID',
    'urn:uuid:00112233-4455-6677-8899-aabbccddeeff',
  );
  const body = response.contentEncoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
  const status = response.status ?? 200;
  const protocol = name.endsWith('-http10') ? 'HTTP/1.0' : 'HTTP/1.1';
  const head = [
    response.statusLine ?? `${protocol} ${String(status)} ${STATUS_CODES[status] ?? 'Status'}`,
  ];
  if (type !== null && body.length + (response.contentType?.length ?? 0) > 0)
    head.push(`Content-Type: ${type}`);
  if (response.contentEncoding !== undefined)
    head.push(`Content-Encoding: ${response.contentEncoding}`);
  if (response.transferEncoding === 'chunked') {
    head.push('Transfer-Encoding: chunked');
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    for (let at = 0; at < body.length; at += 50) {
      const part = body.subarray(at, at + 50);
      socket.write(`${part.length.toString(16)}\r\n${part.toString('latin1')}\r\n`, 'latin1');
    }
    socket.write('0\r\n\r\n');
    return;
  }
  const isOpenEnded = response.note?.startsWith('no length') === true || name.endsWith('-http10');
  const length = name.endsWith('-truncated-body') ? 5000 : body.length;
  if (!isOpenEnded && status !== 204) head.push(`Content-Length: ${String(length)}`);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(body);
  if (isOpenEnded || length !== body.length) socket.end();
}

test('A factory refuses an address that is no URI', async (t) => {
  const factory = await openFactory({ elements: [textEncoding(), httpTransport()] });
  t.throws(() => factory.createChannel(new EndpointAddress('nowhere')), {
    name: 'InvalidOperationError',
  });
  await factory.close();
});
