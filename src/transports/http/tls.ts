import type { PeerCertificate, TlsOptions } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import type { CertificateWithKey, Credentials } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { EndpointIdentity } from '../../core/message/index.js';

/** What of Node's TLS options both sides share. */
export type CertificateOptions = Pick<TlsOptions, 'cert' | 'key' | 'pfx' | 'passphrase' | 'ca'>;

/** A client's part of a TLS handshake. */
export interface ClientTlsOptions extends CertificateOptions {
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
}

/** How a service shows itself over TLS. Throws InvalidBindingError when there is no certificate for it. */
export function serverTlsOptions(
  credentials: Credentials | null,
  uri: string,
  requireClientCertificate: boolean,
): TlsOptions {
  if (credentials?.serverCertificate === undefined) {
    throw new InvalidBindingError(
      `No certificate is given for ${uri}; set credentials.serverCertificate of the host ({ cert, key } or { pfx }).`,
    );
  }
  return {
    ...ownCertificate(credentials.serverCertificate),
    ...trusted(credentials),
    requestCert: requireClientCertificate,
    // A client without an accepted certificate is told so by HTTP; a broken handshake would tell it nothing.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  };
}

/** How a client looks at the service, and shows itself. The service's name is the identity's, or else the host's. */
export function clientTlsOptions(
  credentials: Credentials | null,
  identity: EndpointIdentity | null,
): ClientTlsOptions {
  const certificate = credentials?.clientCertificate;
  return {
    ...(certificate === undefined ? {} : ownCertificate(certificate)),
    ...trusted(credentials),
    checkServerIdentity: (host, shown) => checkIdentity(host, shown, identity),
  };
}

function checkIdentity(
  host: string,
  shown: PeerCertificate,
  identity: EndpointIdentity | null,
): Error | undefined {
  if (identity?.certificate !== undefined) {
    if (shown.raw.equals(identity.certificate)) return undefined;
    return new Error('the service shows another certificate than the identity of its address says');
  }
  return checkServerIdentity(identity?.dns ?? host, shown);
}

function ownCertificate(certificate: CertificateWithKey): CertificateOptions {
  const { passphrase } = certificate;
  const secret = passphrase === undefined ? {} : { passphrase };
  return 'pfx' in certificate
    ? { pfx: Buffer.from(certificate.pfx), ...secret }
    : { cert: toPem(certificate.cert), key: toPem(certificate.key), ...secret };
}

function trusted(credentials: Credentials | null): CertificateOptions {
  return credentials?.trust === undefined ? {} : { ca: credentials.trust.map(toPem) };
}

function toPem(value: string | Uint8Array): string | Buffer {
  return typeof value === 'string' ? value : Buffer.from(value);
}
