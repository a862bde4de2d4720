import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import {
  callbackDebug,
  clientVia,
  dataContractSerializer,
  httpTransport,
  httpsTransport,
  reliableSession,
  retry,
  serviceDebug,
  serviceThrottling,
  serviceTimeouts,
  textEncoding,
} from '../../src/index.js';

const behaviors = [
  callbackDebug,
  clientVia,
  dataContractSerializer,
  serviceDebug,
  serviceThrottling,
  serviceTimeouts,
];

// The tests run from build/test/docs; the repository is three folders up.
const page = readFileSync(
  fileURLToPath(new URL('../../../docs/configuration.md', import.meta.url)),
  'utf8',
);

test('docs/configuration.md names every attribute and child of the elements and behaviours that stand in files', (t) => {
  for (const kind of [
    reliableSession,
    retry,
    textEncoding,
    httpTransport,
    httpsTransport,
    ...behaviors,
  ]) {
    const { attributes = {}, children = {} } = kind.configuration ?? {};
    const names = [kind.name, ...Object.keys(attributes), ...Object.keys(children)];
    for (const child of Object.values(children)) names.push(...Object.keys(child.attributes));
    for (const name of names) t.true(page.includes(`\`${name}\``), `${name} of ${kind.name}`);
  }
});
