import { once } from 'node:events';
import { connect } from 'node:net';
import test from 'ava';
import { request } from 'undici';
import { ChannelFactory, ServiceHost } from '../../../src/contracts/index.js';
import { CustomBinding } from '../../../src/core/binding/index.js';
import { subscribeDiagnostics } from '../../../src/core/diagnostics/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../../src/transports/http/index.js';
import { Calculator, createService } from './calculator.js';

const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const addressing = 'http://www.w3.org/2005/08/addressing';

interface Parts {
  readonly namespace?: string;
  readonly prolog?: string;
  readonly action?: string;
  readonly to?: string;
  readonly header?: string;
  readonly body?: string;
}

function envelope(address: string, parts: Parts = {}): string {
  const { namespace = soap12, prolog = '', header = '', body = '', to = address } = parts;
  const action = parts.action ?? '<a:Action>urn:any</a:Action>';
  return (
    `${prolog}<s:Envelope xmlns:s="${namespace}" xmlns:a="${addressing}"><s:Header>${action}` +
    `<a:MessageID>urn:uuid:1</a:MessageID><a:To>${to}</a:To>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}

interface BadInput {
  readonly title: string;
  readonly content: (address: string) => string;
  readonly method?: 'PUT';
  readonly contentType?: string;
  readonly status: number;
  /** In the answer's body. */
  readonly says?: RegExp;
}

const many = 100_000;
const addAction = '<a:Action>urn:calculator/ICalculator/Add</a:Action>';

function attributes(): string {
  return Array.from({ length: many }, (_, index) => `a${index.toString()}="1"`).join(' ');
}

const inputs: readonly BadInput[] = [
  { title: 'not XML', content: () => 'hello', status: 400 },
  {
    title: 'an envelope of no SOAP version',
    content: (address) => envelope(address, { namespace: 'urn:soap' }),
    status: 500,
    says: /VersionMismatch/,
  },
  {
    title: 'a DTD',
    content: (address) => envelope(address, { prolog: '<!DOCTYPE s:Envelope>' }),
    status: 400,
  },
  {
    title: 'an entity bomb',
    content: (address) =>
      envelope(address, {
        prolog: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        body: '&b;',
      }),
    status: 400,
  },
  {
    title: 'nested headers',
    content: (address) => envelope(address, { header: '<x>'.repeat(many) }),
    status: 400,
  },
  {
    title: 'nested parameters',
    content: (address) =>
      envelope(address, {
        action: addAction,
        body: `<Add xmlns="urn:calculator">${'<x>'.repeat(many)}`,
      }),
    status: 500,
    says: /DeserializationFailed/,
  },
  {
    title: 'attributes of a header',
    content: (address) => envelope(address, { header: `<x ${attributes()}/>` }),
    status: 400,
  },
  {
    title: 'more than maxReceivedMessageSize',
    content: (address) => envelope(address, { body: 'x'.repeat(3_000_000) }),
    status: 413,
  },
  {
    title: 'another content type',
    content: envelope,
    contentType: 'text/html',
    status: 415,
  },
  { title: 'another method', content: envelope, method: 'PUT', status: 405 },
  {
    title: 'an unknown action',
    content: envelope,
    status: 500,
    says: /ActionNotSupported/,
  },
  {
    title: 'an address that nobody has',
    content: (address) => envelope(address, { to: 'http://localhost/calculator/other' }),
    status: 500,
    says: /DestinationUnreachable/,
  },
  {
    title: 'no action',
    content: (address) => envelope(address, { action: '' }),
    status: 500,
    says: /MessageAddressingHeaderRequired/,
  },
  {
    title: 'a header that nobody understands',
    content: (address) =>
      envelope(address, {
        action: addAction,
        header: '<x:Unknown xmlns:x="urn:x" s:mustUnderstand="1"/>',
      }),
    status: 500,
    says: /MustUnderstand/,
  },
];

test.serial(
  'each bad input has its answer, is told to the log, and the service goes on serving',
  async (t) => {
    const { CalculatorService } = createService();
    const binding = new CustomBinding('http', [
      textEncoding(),
      httpTransport({ maxReceivedMessageSize: 3_000_000 }),
    ]);
    const host = new ServiceHost(CalculatorService);
    const endpoint = host.addEndpoint(Calculator, binding, 'http://localhost:0/calculator');
    t.teardown(() => {
      host.abort();
    });
    await host.open();
    const address = endpoint.address.uri;
    const errors: unknown[] = [];
    const stop = subscribeDiagnostics('channelstack:error', (event) => {
      if (event.address === address) errors.push(event.error);
    });
    const factory = new ChannelFactory(Calculator, binding, address);
    const client = await factory.createChannel();
    for (const input of inputs) {
      errors.length = 0;
      const response = await request(address, {
        method: input.method ?? 'POST',
        headers: { 'content-type': input.contentType ?? 'application/soap+xml; charset=utf-8' },
        body: input.content(address),
      });
      const text = await response.body.text();
      t.is(response.statusCode, input.status, `${input.title}: ${text}`);
      t.regex(text, input.says ?? /./, `the answer to: ${input.title}`);
      t.true(
        errors.length > 0 && errors.every((error) => ChannelStackError.is(error)),
        `the log has no typed error for: ${input.title}`,
      );
      t.is(await client.add(1, 2), 3, `a call after: ${input.title}`);
    }
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      'POST /calculator HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\nContent-Length: 5000\r\n\r\n<s:Env',
    );
    socket.destroy();
    t.is(await client.add(1, 2), 3, 'a call after: a broken connection');
    stop();
    await factory.close();
    await host.close();
  },
);
