import test from 'ava';
import { CookieJar } from '../../../src/transports/http/cookie-jar.js';

const url = new URL('https://shop.example/orders/1');

test('A cookie goes back to its host and below its path only', (t) => {
  const jar = new CookieJar();
  jar.store(url, 'a=1');
  t.is(jar.header(new URL('https://shop.example/orders/2')), 'a=1');
  t.is(jar.header(new URL('https://shop.example/ordersX')), null);
  t.is(jar.header(new URL('https://sub.shop.example/orders/1')), null);
});

test('A cookie of a domain goes to its subdomains, and only a host within may set it', (t) => {
  const jar = new CookieJar();
  jar.store(url, 'a=1; Domain=.shop.example; Path=/');
  jar.store(url, 'b=1; Domain=other.example; Path=/');
  t.is(jar.header(new URL('https://sub.shop.example/')), 'a=1');
  t.is(jar.header(new URL('https://other.example/')), null);
});

test('A secure cookie does not travel in the clear', (t) => {
  const jar = new CookieJar();
  jar.store(url, 'a=1; Secure; Path=/');
  t.is(jar.header(new URL('http://shop.example/')), null);
  t.is(jar.header(new URL('https://shop.example/')), 'a=1');
});

test('A cookie is replaced by a newer one and deleted by one that is over', (t) => {
  const jar = new CookieJar();
  jar.store(url, 'a=1; Path=/');
  jar.store(url, 'a=2; Path=/');
  t.is(jar.header(url), 'a=2');
  jar.store(url, 'a=2; Path=/; Max-Age=0');
  t.is(jar.header(url), null);
  jar.store(url, 'b=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  t.is(jar.header(url), null);
});

test('The number of cookies is bounded', (t) => {
  const jar = new CookieJar();
  for (let index = 0; index < 400; index += 1) jar.store(url, `c${String(index)}=1; Path=/`);
  t.is(jar.header(url)?.split('; ').length, 300);
});
