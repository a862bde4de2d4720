import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A private key and its certificate, both PEM. */
export interface DevelopmentCertificate {
  readonly key: string;
  readonly cert: string;
}

const validDays = 90;

/**
 * A self-signed certificate for `localhost` and 127.0.0.1, made on first use and kept in a folder (by default
 * `.channelstack` below the working directory, readable by its owner alone) until a day before it expires. For development
 * only: trust it by giving `cert` to the client as `credentials.trust`, never by switching verification off.
 */
export async function developmentCertificate(
  directory = '.channelstack',
): Promise<DevelopmentCertificate> {
  const keyFile = join(directory, 'localhost.key.pem');
  const certFile = join(directory, 'localhost.cert.pem');
  const kept = await readKept(keyFile, certFile);
  if (kept !== null) return kept;
  const made = await make();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, made.key, { mode: 0o600 });
  // The mode of writeFile counts for new files only.
  await chmod(keyFile, 0o600);
  await writeFile(certFile, made.cert);
  return made;
}

async function readKept(keyFile: string, certFile: string): Promise<DevelopmentCertificate | null> {
  try {
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
    const expires = Date.parse(new X509Certificate(cert).validTo);
    return expires > Date.now() + 86_400_000 ? { key, cert } : null;
  } catch {
    // Nothing is kept, or what is kept cannot be read: make it anew.
    return null;
  }
}

async function make(): Promise<DevelopmentCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    notAfterDate: new Date(Date.now() + validDays * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
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
