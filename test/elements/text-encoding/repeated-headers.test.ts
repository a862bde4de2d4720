import test from 'ava';
import fc from 'fast-check';
import { readTextEncodingOptions } from '../../../src/elements/text-encoding/text-encoding-options.js';
import { TextMessageEncoder } from '../../../src/elements/text-encoding/text-message-encoder.js';
import type { Message } from '../../../src/core/message/index.js';

const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const addressing = 'http://www.w3.org/2005/08/addressing';
const declared = ` xmlns:a="${addressing}"`;

function newEncoder(): TextMessageEncoder {
  return new TextMessageEncoder(readTextEncodingOptions({}));
}

function envelope(declarations: string, headers: string): string {
  return `<s:Envelope xmlns:s="${soap12}"${declarations}><s:Header>${headers}</s:Header><s:Body><x>1</x></s:Body></s:Envelope>`;
}

function read(encoder: TextMessageEncoder, text: string): Message {
  return encoder.read({ bytes: Buffer.from(text), contentType: encoder.contentType });
}

/** Everything that a message tells of its headers, and its body. */
function describe(message: Message): unknown {
  const headers = [...message.headers].map((header) => ({
    name: header.name,
    namespace: header.namespace,
    mustUnderstand: header.mustUnderstand,
    text: header.text,
    prefix: header.element?.prefix,
    outer: [...(header.element?.outerNamespaces ?? [])],
    address: header.element?.element('Address', addressing)?.text,
  }));
  return { headers, body: message.readBody((reader) => reader.readElementText()) };
}

const header = fc.oneof(
  fc
    .tuple(fc.constantFrom('Action', 'To', 'MessageID'), fc.constantFrom('urn:1', 'urn:12', ' '))
    .map(([name, text]) => `<a:${name} s:mustUnderstand="1">${text}</a:${name}>`),
  fc.constantFrom(
    '<a:ReplyTo><a:Address>urn:me</a:Address></a:ReplyTo>',
    '<a:ReplyTo><a:Address>urn:me</a:Address></a:ReplyTo><!-- mine -->',
    '<a:To/>',
    '<a:To></a:To>',
    '<b:To>urn:1</b:To>',
    '<To xmlns="urn:other">urn:1</To>',
    '\n  ',
  ),
);
const document = fc
  .tuple(
    fc.constantFrom(
      ` xmlns:a="${addressing}" xmlns:b="urn:b"`,
      ` xmlns:a="urn:a" xmlns:b="${addressing}"`,
      ` xmlns:b="${addressing}" xmlns:a="${addressing}" xmlns:c="${'c'.repeat(1_100)}"`,
    ),
    fc.array(header, { maxLength: 5 }),
  )
  .map(([declarations, headers]) => envelope(declarations, headers.join('')));

test('headers that came before are the same as those that are read for the first time', (t) => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 2, maxLength: 12 }), (documents) => {
      const encoder = newEncoder();
      for (const text of documents) {
        t.deepEqual(describe(read(encoder, text)), describe(read(newEncoder(), text)));
      }
    }),
  );
});

test('a header that comes again is the very same object, and counts for itself in its message', (t) => {
  const encoder = newEncoder();
  const to = '<a:To s:mustUnderstand="1">urn:1</a:To>';
  const first = read(encoder, envelope(declared, to));
  t.is(read(encoder, envelope(declared, to)).headers.at(0), first.headers.at(0));
  t.throws(() => read(encoder, envelope(declared, to + to)).headers.to, {
    message: /several headers 'To'/,
  });
});

test('more addresses than are remembered are read as well', (t) => {
  const encoder = newEncoder();
  for (let index = 0; index < 40; index += 1) {
    const to = `urn:to:${String(index % 20)}`;
    t.is(read(encoder, envelope(declared, `<a:To>${to}</a:To>`)).headers.to, to);
  }
});

test('what follows a header that came before is checked as ever', (t) => {
  const encoder = newEncoder();
  const to = '<a:To>urn:1</a:To>';
  read(encoder, envelope(declared, to));
  t.throws(() => read(encoder, envelope(declared, `${to}</a:To>`)), { message: /end tag/ });
});
