import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from 'soap';
import { echoWsdl } from '../echo-messages.js';
import { serveParent } from './server-process.js';

const server = createServer((_request, response) => {
  response.writeHead(404);
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const service = {
    EchoService: { EchoPort: { Echo: ({ text }: { text: string }) => ({ EchoResult: text }) } },
  };
  listen(server, '/echo', service, echoWsdl);
  serveParent((server.address() as AddressInfo).port);
});
