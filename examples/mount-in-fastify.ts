import { HttpMountParameter, ServiceHost, httpMount } from 'channelstack';
import { fastify } from 'fastify';
import { GreeterService, Greeter, binding, greet } from './greeter.js';

// The host opens no port: its endpoints stand on the mount. Of their addresses only the path counts there.
const mount = httpMount();
const host = new ServiceHost(GreeterService, { parameters: [[HttpMountParameter, mount]] });
host.addEndpoint(Greeter, binding, 'http://localhost/greeter');
await host.open();

const app = fastify({ forceCloseConnections: true });
await app.register(mount.plugin);
app.get('/health', () => 'well');
const root = await app.listen({ port: 0, host: '127.0.0.1' });

console.log(`GET /health: ${await (await fetch(`${root}/health`)).text()}`);
console.log(`Greet: ${await greet(`${root}/greeter`)}`);

await host.close();
await app.close();
