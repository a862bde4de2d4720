import { readFileSync } from 'node:fs';
import test from 'ava';
import { assert, property, string, webUrl } from 'fast-check';
import { compileReader, compileWriter, xsd } from '../../../src/contracts/data-contract/index.js';
import { canonicalUri } from '../../../src/contracts/data-contract/uri-text.js';
import { XmlTextReader, XmlTextWriter } from '../../../src/core/xml/index.js';

/** What .NET's DataContractSerializer writes for a Uri, or the exception that its Uri class throws. */
interface DotnetUri {
  readonly uri: string;
  readonly xml?: string;
  readonly error?: string;
}

const fixture = new URL('../../../../test/fixtures/dotnet-uris.json', import.meta.url);
const uris = JSON.parse(readFileSync(fixture, 'utf8')) as DotnetUri[];

for (const { uri, xml = null } of uris) {
  test(`The URI ${JSON.stringify(uri)} is written as .NET writes it`, (t) => {
    t.is(canonicalUri(uri), xml);
  });
}

function read(text: string): string {
  const namespace = 'http://schemas.microsoft.com/2003/10/Serialization/';
  const reader = new XmlTextReader(Buffer.from(`<anyURI xmlns="${namespace}">${text}</anyURI>`));
  reader.moveToContent();
  return compileReader(xsd.anyURI)(reader);
}

test('A URI keeps its text when it is read', (t) => {
  t.is(read(' HTTP://Host:80/a b'), ' HTTP://Host:80/a b');
});

test('What is no URI is neither read nor written', (t) => {
  t.throws(() => read('http://a b/'), { message: /URI/ });
  t.throws(
    () => {
      compileWriter(xsd.anyURI)(new XmlTextWriter(), 'http://a b/');
    },
    { message: /URI/ },
  );
});

test('Any text gives a URI of ASCII or is refused, and a URI that was written once is written so again', (t) => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const uri = canonicalUri(text);
      t.is(uri === null ? null : canonicalUri(uri), uri);
    }),
  );
  assert(
    property(webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      t.not(canonicalUri(url), null);
    }),
  );
});
