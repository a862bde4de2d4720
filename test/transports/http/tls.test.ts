import test from 'ava';
import { generate } from 'selfsigned';
import type { Credentials } from '../../../src/core/binding/index.js';
import { AddressAlreadyInUseError, MessageSecurityError } from '../../../src/core/errors/index.js';
import { EndpointAddress } from '../../../src/core/message/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { HttpReceivedRequestKey, httpsTransport } from '../../../src/transports/http/index.js';
import type { HttpsTransportOptions } from '../../../src/transports/http/index.js';
import type { StackOptions } from './http-fixture.js';
import { TestClient, TestService, bodyText, echo, hello } from './http-fixture.js';

interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

async function certificateFor(name: string): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    ],
  });
  return { cert: made.cert, key: made.private };
}

const localhost = await certificateFor('localhost');
const other = await certificateFor('service.example');
const alice = await certificateFor('alice');

function tls(credentials: Credentials, options: HttpsTransportOptions = {}): StackOptions {
  return { elements: [textEncoding(), httpsTransport(options)], credentials };
}

function secureService(
  serverCertificate: KeyPair = localhost,
  options: HttpsTransportOptions = {},
  trust?: readonly string[],
): Promise<TestService> {
  return TestService.open(
    tls({ serverCertificate, trust }, options),
    'https://localhost:0/svc',
    (exchange) => {
      const request = exchange.message.getProperty(HttpReceivedRequestKey);
      const name = request?.clientCertificate?.subject.CN ?? 'nobody';
      void exchange.reply(hello(undefined, 'urn:r', String(name)));
    },
  );
}

test('A certificate that the client trusts is accepted', async (t) => {
  await using service = await secureService();
  await using client = await TestClient.open(tls({ trust: [localhost.cert] }), service.uri);
  t.is(bodyText(await client.ask(hello())), 'nobody');
});

test('A certificate that the client does not trust is refused, and it is said how to trust it', async (t) => {
  await using service = await secureService();
  for (const credentials of [{}, { trust: [other.cert] }]) {
    await using client = await TestClient.open(tls(credentials), service.uri);
    await t.throwsAsync(client.ask(hello()), {
      instanceOf: MessageSecurityError,
      message: /credentials\.trust/,
    });
  }
});

test('A certificate of another name is refused, unless the address says that name or that certificate', async (t) => {
  await using service = await secureService(other);
  const credentials = tls({ trust: [other.cert] });
  await using strict = await TestClient.open(credentials, service.uri);
  await t.throwsAsync(strict.ask(hello()), { instanceOf: MessageSecurityError });
  const byName = new EndpointAddress(service.uri, { identity: { dns: 'service.example' } });
  await using named = await TestClient.open(credentials, byName);
  t.is(bodyText(await named.ask(hello())), 'nobody');
  const raw = Buffer.from(other.cert.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const byCertificate = new EndpointAddress(service.uri, { identity: { certificate: raw } });
  await using pinned = await TestClient.open(credentials, byCertificate);
  t.is(bodyText(await pinned.ask(hello())), 'nobody');
  const wrong = new EndpointAddress(service.uri, { identity: { certificate: raw.subarray(1) } });
  await using unlucky = await TestClient.open(credentials, wrong);
  await t.throwsAsync(unlucky.ask(hello()), { instanceOf: MessageSecurityError });
});

test('A required client certificate is verified and handed to the service', async (t) => {
  await using service = await secureService(localhost, { requireClientCertificate: true }, [
    alice.cert,
  ]);
  await using client = await TestClient.open(
    tls({ trust: [localhost.cert], clientCertificate: alice }),
    service.uri,
  );
  t.is(bodyText(await client.ask(hello())), 'alice');
});

test('A client without a required certificate, or with one that is not trusted, is forbidden', async (t) => {
  await using service = await secureService(localhost, { requireClientCertificate: true }, [
    alice.cert,
  ]);
  for (const clientCertificate of [undefined, other]) {
    await using client = await TestClient.open(
      tls({ trust: [localhost.cert], clientCertificate }),
      service.uri,
    );
    await t.throwsAsync(client.ask(hello()), { instanceOf: MessageSecurityError, message: /403/ });
  }
});

test('Endpoints share a port over TLS when they show the same certificate, and only then', async (t) => {
  await using probe = await secureService();
  const root = new URL(probe.uri).origin;
  await probe.listener.close();
  const own = tls({ serverCertificate: localhost });
  await using first = await TestService.open(own, `${root}/first`, echo);
  await using second = await TestService.open(own, `${root}/second`, echo);
  await using client = await TestClient.open(tls({ trust: [localhost.cert] }), second.uri);
  t.is(bodyText(await client.ask(hello())), 'urn:test/Hello');
  await t.throwsAsync(TestService.open(tls({ serverCertificate: other }), `${root}/third`, echo), {
    instanceOf: AddressAlreadyInUseError,
    message: /certificate/,
  });
  t.is(first.listener.state, 'opened');
});
