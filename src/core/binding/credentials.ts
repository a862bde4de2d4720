import { bindingParameter } from './binding-parameters.js';

/** A certificate with its private key: PEM texts, or a PFX file. */
export type CertificateWithKey =
  | {
      readonly cert: string | Uint8Array;
      readonly key: string | Uint8Array;
      readonly passphrase?: string | undefined;
    }
  | { readonly pfx: Uint8Array; readonly passphrase?: string | undefined };

/** Who one is, and whom one trusts. Given to hosts and factories, never to elements, so that a binding can be printed and shared. */
export interface Credentials {
  /** What a service shows to its clients over TLS. */
  readonly serverCertificate?: CertificateWithKey | undefined;
  /** What a client shows to services that ask for it. */
  readonly clientCertificate?: CertificateWithKey | undefined;
  /** Certificate authorities (or self-signed certificates) to trust, PEM; instead of the system's when given. */
  readonly trust?: readonly (string | Uint8Array)[] | undefined;
}

/** The binding parameter that carries the credentials. */
export const CredentialsParameter = bindingParameter<Credentials>('credentials');
