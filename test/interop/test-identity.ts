import { generate } from 'selfsigned';

/** A private key and its certificate, both in PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** Makes a self-signed certificate for loopback that is good for this test run. */
export async function createTestIdentity(): Promise<TlsIdentity> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}
