import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import express from 'express';
import Fastify from 'fastify';
import { request } from 'undici';
import { AddressAlreadyInUseError } from '../../../src/core/errors/index.js';
import { HttpMountParameter, httpMount } from '../../../src/transports/http/index.js';
import type { HttpMount } from '../../../src/transports/http/index.js';
import { TestClient, TestService, bodyText, echo, hello, stack } from './http-fixture.js';

async function withServer(
  listener: RequestListener,
  use: (root: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function mounted(mount: HttpMount, address = 'http://localhost/svc'): Promise<TestService> {
  return TestService.open(
    { elements: stack(), parameters: (parameters) => parameters.set(HttpMountParameter, mount) },
    address,
    echo,
  );
}

async function textOf(uri: string): Promise<string> {
  const response = await request(uri);
  return `${String(response.statusCode)} ${await response.body.text()}`;
}

test('A mount serves endpoints on a plain server, and 404 for the rest', async (t) => {
  const mount = httpMount();
  await using service = await mounted(mount);
  t.is(service.uri, 'http://localhost/svc');
  await withServer(mount.listener, async (root) => {
    await using client = await TestClient.open({ elements: stack() }, `${root}/svc`);
    t.is(bodyText(await client.ask(hello())), 'urn:test/Hello');
    t.regex(await textOf(`${root}/other`), /^404 /);
  });
});

test('A mount is a middleware of Express, at any prefix, and lets the rest pass', async (t) => {
  const mount = httpMount();
  await using service = await mounted(mount, 'http://localhost/api/svc');
  t.is(service.listener.state, 'opened');
  const app = express();
  app.use('/api', mount.middleware);
  app.use((_req, res) => {
    res.send('express');
  });
  await withServer(app, async (root) => {
    await using client = await TestClient.open({ elements: stack() }, `${root}/api/svc`);
    t.is(bodyText(await client.ask(hello())), 'urn:test/Hello');
    t.is(await textOf(`${root}/api/other`), '200 express');
  });
});

test('A mount behind a body parser says where it belongs', async (t) => {
  const mount = httpMount();
  await using service = await mounted(mount);
  t.is(service.listener.state, 'opened');
  const app = express();
  app.use(express.text({ type: '*/*' }));
  app.use(mount.middleware);
  await withServer(app, async (root) => {
    const headers = { 'content-type': 'text/plain' };
    const response = await request(`${root}/svc`, { method: 'POST', body: 'x', headers });
    t.is(response.statusCode, 500);
    t.regex(await response.body.text(), /in front of body parsers/);
  });
});

test('A mount is a plugin of Fastify and lets its routes be', async (t) => {
  const mount = httpMount();
  await using service = await mounted(mount);
  t.is(service.listener.state, 'opened');
  const app = Fastify();
  await app.register(mount.plugin);
  app.get('/other', () => 'fastify');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const root = `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`;
  const client = await TestClient.open({ elements: stack() }, `${root}/svc`);
  t.is(bodyText(await client.ask(hello())), 'urn:test/Hello');
  t.is(await textOf(`${root}/other`), '200 fastify');
  await client.factory.close();
  app.server.closeAllConnections();
  await app.close();
});

test('A mount has one endpoint a path, and forgets those that closed', async (t) => {
  const mount = httpMount();
  const first = await mounted(mount);
  await t.throwsAsync(mounted(mount, 'http://localhost/SVC'), {
    instanceOf: AddressAlreadyInUseError,
  });
  await first.listener.close();
  await using again = await mounted(mount);
  t.is(again.listener.state, 'opened');
});
