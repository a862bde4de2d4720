import test from 'ava';
import { TransportCapabilitiesKey, CustomBinding } from '../../../src/core/binding/index.js';
import { InvalidBindingError } from '../../../src/core/errors/index.js';
import { httpTransport, httpsTransport } from '../../../src/transports/http/index.js';
import type { HttpTransportOptions } from '../../../src/transports/http/index.js';
import { testContainer } from './http-fixture.js';

test('The defaults are those of WCF', (t) => {
  const binding = new CustomBinding('b', [httpTransport()]);
  t.deepEqual(binding.getProperty(TransportCapabilitiesKey, testContainer()), {
    scheme: 'http',
    transferMode: 'Buffered',
    manualAddressing: false,
    maxReceivedMessageSize: 65_536,
  });
  t.deepEqual(httpTransport().settings, {});
  t.is(httpsTransport().name, 'httpsTransport');
});

test('All attributes that WCF tools write with their default values are accepted', (t) => {
  t.notThrows(() =>
    httpTransport({
      manualAddressing: false,
      maxBufferPoolSize: 524_288,
      maxReceivedMessageSize: 65_536,
      allowCookies: false,
      authenticationScheme: 'Anonymous',
      bypassProxyOnLocal: false,
      decompressionEnabled: true,
      hostNameComparisonMode: 'StrongWildcard',
      keepAliveEnabled: true,
      maxBufferSize: 65_536,
      proxyAuthenticationScheme: 'Anonymous',
      realm: '',
      transferMode: 'Buffered',
      unsafeConnectionNtlmAuthentication: false,
      useDefaultWebProxy: true,
    }),
  );
});

const refused: readonly (readonly [string, object, RegExp])[] = [
  ['an authentication scheme', { authenticationScheme: 'Ntlm' }, /authenticationScheme Ntlm/],
  ['a mode of transfer', { transferMode: 'Chunked' }, /transferMode .* must be one of/],
  ['a proxy', { proxyAddress: 'http://proxy/' }, /proxy/],
  ['a realm', { realm: 'r' }, /realm/],
  ['a size of zero', { maxReceivedMessageSize: 0 }, /whole number from 1 up/],
  ['a size that is no integer', { maxReceivedMessageSize: 1.5 }, /1\.5; it must be/],
  ['text for a boolean', { keepAliveEnabled: 'true' }, /'true'; it must be true or false/],
  ['a negative time', { requestInitializationTimeout: -1 }, /requestInitializationTimeout/],
  [
    'another buffer size',
    { maxReceivedMessageSize: 100_000, maxBufferSize: 65_536 },
    /must be max/,
  ],
  ['an unknown option', { maxRecievedMessageSize: 1 }, /did you mean maxReceivedMessageSize/],
  ['an option of https on http', { requireClientCertificate: true }, /no option/],
];

for (const [what, options, message] of refused) {
  test(`The element refuses ${what} and says why`, (t) => {
    // These are the mistakes of plain JavaScript and of configuration, which no type prevents.
    t.throws(() => httpTransport(options as HttpTransportOptions), {
      instanceOf: InvalidBindingError,
      message,
    });
  });
}

test('The settings that are not defaults are described', (t) => {
  t.deepEqual(httpTransport({ maxReceivedMessageSize: 100_000, keepAliveEnabled: true }).settings, {
    maxReceivedMessageSize: 100_000,
  });
});
