import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { echoReply } from '../echo-messages.js';
import { serveParent } from './server-process.js';

// What node:http alone can do: read the body, answer with bytes that are there already.
const reply = Buffer.from(echoReply);
const headers = {
  'Content-Type': 'application/soap+xml; charset=utf-8',
  'Content-Length': String(reply.length),
};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    response.writeHead(200, headers);
    response.end(reply);
  });
});
server.listen(0, '127.0.0.1', () => {
  serveParent((server.address() as AddressInfo).port);
});
