import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { ProtocolError, QuotaExceededError } from '../../../src/core/errors/index.js';
import { decodeBody, isEncodingSupported } from '../../../src/transports/http/http-compression.js';

test('gzip, deflate with and without its zlib header, and identity are decoded', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (array) => {
      const bytes = Buffer.from(array);
      t.deepEqual(decodeBody('gzip', gzipSync(bytes), 2000), bytes);
      t.deepEqual(decodeBody('Deflate', deflateSync(bytes), 2000), bytes);
      t.deepEqual(decodeBody('identity', bytes, 2000), bytes);
    }),
  );
  t.is(decodeBody('deflate', deflateRawSync('text text text'), 100).toString(), 'text text text');
});

test('A body that would become too long is not decoded to its end', (t) => {
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  t.throws(() => decodeBody('gzip', bomb, 65_536), { instanceOf: QuotaExceededError });
});

test('A damaged body is a protocol error', (t) => {
  t.throws(() => decodeBody('gzip', Buffer.from('no gzip'), 100), { instanceOf: ProtocolError });
  t.throws(() => decodeBody('gzip', gzipSync('text').subarray(0, 15), 100), {
    instanceOf: ProtocolError,
  });
});

test('Other codings are known as not supported', (t) => {
  t.true(isEncodingSupported(' x-GZIP '));
  t.false(isEncodingSupported('br'));
  t.false(isEncodingSupported('gzip, gzip'));
});
