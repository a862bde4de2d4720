import { parentPort, workerData } from 'node:worker_threads';
import { ChannelFactory, ServiceHost } from '../../src/contracts/index.js';
import type { BlobCall } from './blob-contract.js';
import { Blobs, blobBinding, createBlob, createBlobService } from './blob-contract.js';

// The other side of the wire, in a heap of its own. As a service it tells its address; as a client it calls what it is told to.

const { address } = workerData as { readonly address: string | null };

if (address === null) {
  const host = new ServiceHost(createBlobService(() => undefined));
  const endpoint = host.addEndpoint(Blobs, blobBinding(), 'http://localhost:0/blobs');
  await host.open();
  parentPort?.postMessage(endpoint.address.uri);
} else {
  const client = await new ChannelFactory(Blobs, blobBinding(), address).createChannel();
  const blob = createBlob();
  parentPort?.on('message', ({ operation, length }: BlobCall) => {
    const call = operation === 'put' ? client.put(blob.slice(0, length)) : client.get(length);
    void call.then(
      () => parentPort?.postMessage('done'),
      (error: unknown) => parentPort?.postMessage(String(error)),
    );
  });
  parentPort?.postMessage('ready');
}
