import { generate } from 'selfsigned';

import type { TlsIdentity } from './scripted-rm-server.js';

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
