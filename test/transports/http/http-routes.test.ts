import test from 'ava';
import { AddressAlreadyInUseError } from '../../../src/core/errors/index.js';
import type { HostNameComparisonMode } from '../../../src/transports/http/http-options.js';
import { HttpRoutes } from '../../../src/transports/http/http-routes.js';
import type { HttpRoute } from '../../../src/transports/http/http-routes.js';

function route(
  path: string,
  mode: HostNameComparisonMode = 'StrongWildcard',
  host = 'a.example',
): HttpRoute {
  return {
    uri: `http://${host}${path}`,
    host,
    path,
    hostNameComparisonMode: mode,
    receive: () => undefined,
  };
}

test('The longest path that begins a request by whole segments gets it', (t) => {
  const routes = new HttpRoutes();
  const root = route('');
  const calculator = route('/calc');
  const reliable = route('/calc/rm');
  for (const one of [root, calculator, reliable]) routes.add(one);
  t.is(routes.match('/calc/rm', undefined), reliable);
  t.is(routes.match('/CALC/RM/extra?x=1', undefined), reliable);
  t.is(routes.match('/calc/', undefined), calculator);
  t.is(routes.match('/calc?wsdl', undefined), calculator);
  t.is(routes.match('/calculator', undefined), root);
  t.is(routes.match('http://other.example/calc', undefined), calculator);
});

test('Escapes in a path do not matter, and broken ones do no harm', (t) => {
  const routes = new HttpRoutes();
  const spaced = route('/a%20b');
  routes.add(spaced);
  t.is(routes.match('/a%20b', undefined), spaced);
  t.is(routes.match('/%61%20b', undefined), spaced);
  t.is(routes.match('/%zz', undefined), null);
});

test('The same path twice is refused with both addresses', (t) => {
  const routes = new HttpRoutes();
  routes.add(route('/calc'));
  t.throws(
    () => {
      routes.add(route('/Calc'));
    },
    {
      instanceOf: AddressAlreadyInUseError,
      message: /http:\/\/a\.example\/calc already.*http:\/\/a\.example\/Calc/,
    },
  );
});

test('An exact host name is compared with the Host header; wildcards come before and after it', (t) => {
  const routes = new HttpRoutes();
  const exact = route('/x', 'Exact', 'a.example');
  const weak = route('/x', 'WeakWildcard', 'b.example');
  routes.add(exact);
  routes.add(weak);
  t.is(routes.match('/x', 'A.example:8080'), exact);
  t.is(routes.match('/x', 'c.example'), weak);
  const strong = route('/x', 'StrongWildcard');
  routes.add(strong);
  t.is(routes.match('/x', 'a.example'), strong);
});

test('A route that was taken away is forgotten', (t) => {
  const routes = new HttpRoutes();
  const one = route('/x');
  routes.add(one);
  t.is(routes.match('/x', undefined), one);
  routes.remove(one);
  t.is(routes.match('/x', undefined), null);
  t.true(routes.isEmpty);
});
