import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../src/transports/http/index.js';

export const blobLength = 1_000_000;

/** What a peer is told to call, with a text of how many characters. */
export interface BlobCall {
  readonly operation: 'put' | 'get';
  readonly length: number;
}

/** A string of its own of 1 MB, one byte for each character. */
export function createBlob(): string {
  return Buffer.alloc(blobLength, 'x').toString('latin1');
}

@ServiceContract({ name: 'IBlobs', namespace: 'urn:blobs' })
export class Blobs {
  @Operation({ name: 'Put', parameters: [['text', xsd.string]], returns: xsd.int })
  put(text: string): Promise<number> {
    return contractOnly(text);
  }

  @Operation({ name: 'Get', parameters: [['length', xsd.int]], returns: xsd.string })
  get(length: number): Promise<string> {
    return contractOnly(length);
  }
}

/** Calls `probe` while an operation runs, with what it was called with still at hand. */
export function createBlobService(probe: () => void): object {
  const blob = createBlob();

  @ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Multiple' })
  class BlobService implements Blobs {
    put(text: string): Promise<number> {
      probe();
      return Promise.resolve(text.length);
    }

    get(length: number): Promise<string> {
      probe();
      return Promise.resolve(blob.slice(0, length));
    }
  }

  return new BlobService();
}

export function blobBinding(): CustomBinding {
  const readerQuotas = { maxStringContentLength: 2 * blobLength };
  return new CustomBinding('blobs', [
    textEncoding({ readerQuotas }),
    httpTransport({ maxReceivedMessageSize: 2 * blobLength }),
  ]);
}
