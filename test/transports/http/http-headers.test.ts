import test from 'ava';
import fc from 'fast-check';
import { MessageVersion } from '../../../src/core/message/index.js';
import { contentTypeParameter } from '../../../src/transports/http/content-type.js';
import {
  actionOfHttp,
  escapeAction,
  readRequestHead,
  toReasonPhrase,
  unescapeAction,
} from '../../../src/transports/http/http-headers.js';

test('An action is escaped to visible ASCII as .NET does it', (t) => {
  t.is(escapeAction('urn:é世 x'), 'urn:%c3%a9%e4%b8%96%20x');
  t.is(escapeAction('urn:quote"d;action'), 'urn:quote"d;action');
  t.is(escapeAction('a\r\nb'), 'a%0d%0ab');
});

test('Any action without a percent sign comes back from its escaped form', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const action = text.replaceAll('%', '');
      const escaped = escapeAction(action);
      t.regex(escaped, /^[\x21-\x7e]*$/);
      t.is(unescapeAction(`"${escaped}"`), action);
    }),
  );
});

test('The action comes from SOAPAction in SOAP 1.1 and from the Content-Type in SOAP 1.2', (t) => {
  const type = 'application/soap+xml; charset=utf-8; action="urn:%20b"';
  t.is(actionOfHttp(MessageVersion.soap11, 'text/xml', '"urn:a"'), 'urn:a');
  t.is(actionOfHttp(MessageVersion.soap11, 'text/xml', 'urn:a'), 'urn:a');
  t.is(actionOfHttp(MessageVersion.soap11, 'text/xml', '""'), '');
  t.is(actionOfHttp(MessageVersion.soap11, 'text/xml', null), null);
  t.is(actionOfHttp(MessageVersion.soap12, type, '"ignored"'), 'urn: b');
  t.is(actionOfHttp(MessageVersion.soap12, 'application/soap+xml', '"ignored"'), null);
  t.is(unescapeAction('urn:%zz'), 'urn:%zz');
});

test('A parameter is found behind others, quoted or not, and not inside their values', (t) => {
  t.is(contentTypeParameter('a/b; x="; action=no" ;ACTION = "y\\"es"; z=1', 'action'), 'y"es');
  t.is(contentTypeParameter('a/b;action=plain', 'action'), 'plain');
  t.is(contentTypeParameter('a/b', 'action'), null);
  t.is(contentTypeParameter('a/b; broken', 'action'), null);
});

test('No text makes the parameter reader fail or run long', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(';', '=', '"', '\\', 'a', ' ') }), (text) => {
      const found = contentTypeParameter(text, 'a');
      t.true(found === null || found.length <= text.length);
    }),
  );
});

test('The head of a request is read whatever the case of its names', (t) => {
  t.deepEqual(
    readRequestHead([
      'content-TYPE',
      'text/xml',
      'soapaction',
      '"a"',
      'CONTENT-LENGTH',
      '12',
      'Content-Encoding',
      'gzip',
      'X-Same-Len-16',
      'no',
    ]),
    { contentType: 'text/xml', contentEncoding: 'gzip', soapAction: '"a"', contentLength: 12 },
  );
  t.deepEqual(readRequestHead([]), {
    contentType: '',
    contentEncoding: '',
    soapAction: null,
    contentLength: -1,
  });
});

test('A reason phrase cannot break out of its line', (t) => {
  t.is(toReasonPhrase('a\r\nSet-Cookie: é'), 'a Set-Cookie:  ');
});
