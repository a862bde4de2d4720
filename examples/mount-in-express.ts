import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HttpMountParameter, ServiceHost, httpMount } from 'channelstack';
import express from 'express';
import { GreeterService, Greeter, binding, greet } from './greeter.js';

// The host opens no port: its endpoints stand on the mount. Of their addresses only the path counts there.
const mount = httpMount();
const host = new ServiceHost(GreeterService, { parameters: [[HttpMountParameter, mount]] });
host.addEndpoint(Greeter, binding, 'http://localhost/greeter');
await host.open();

const app = express();
app.use(mount.middleware); // in front of any body parser
app.get('/health', (_request, response) => {
  response.send('well');
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

console.log(`GET /health: ${await (await fetch(`${root}/health`)).text()}`);
console.log(`Greet: ${await greet(`${root}/greeter`)}`);

await host.close();
server.closeAllConnections();
server.close();
