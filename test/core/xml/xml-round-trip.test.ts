import test from 'ava';
import fc from 'fast-check';
import { QuotaExceededError, XmlError } from '../../../src/core/errors/index.js';
import { XmlElement, XmlTextReader, XmlTextWriter } from '../../../src/core/xml/index.js';
import type { XmlAttribute, XmlNode, XmlTextEncoding } from '../../../src/core/xml/index.js';
import { eventsOf } from './xml-events.js';

const quotas = { maxDepth: 100, maxBytesPerRead: 1e6, maxStringContentLength: 1e6 };

/** Every character that .NET writes and reads back, with those that need an escape well represented. */
const characters = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from('&<>"\'\r\n\t ]-\u0000\u0001\u001F\u0080\u2028\uFFFE\uFFFF')),
      fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const name = fc.constantFrom('a', 'b', 'Header', '_x.y-1', 'é', '世界', '__proto__', 'xmlns');
const prefix = fc.constantFrom('', '', 'p', 'q', 'd2p1', 'a');
const namespace = fc.constantFrom('', 'urn:a', 'urn:b', 'http://x/?a=1&b="<>\'');

const { element } = fc.letrec<{ element: XmlElement; node: XmlNode }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, characters, tie('element')),
  element: fc
    .record({
      prefix,
      localName: name,
      namespaceUri: namespace,
      attributes: fc.uniqueArray(
        fc.record({ prefix, localName: name, namespaceUri: namespace, value: characters }),
        { selector: (it) => `${it.localName} ${it.namespaceUri}`, maxLength: 4 },
      ),
      children: fc.array(tie('node'), { maxLength: 4 }),
    })
    .map(
      (init) =>
        new XmlElement({
          ...init,
          prefix: init.namespaceUri === '' ? '' : init.prefix,
          attributes: init.attributes.filter(isWritable).map(withoutLonePrefix),
        }),
    ),
}));

for (const encoding of ['utf-8', 'utf-16LE', 'utf-16BE'] as const) {
  test(`what is written in ${encoding} is read back: names, namespaces, values and text`, (t) => {
    fc.assert(
      fc.property(element, (tree) => {
        t.deepEqual(namesAndTextOf(readTree(write(tree, encoding))), namesAndTextOf(tree));
      }),
      { numRuns: 300 },
    );
  });
}

test('an element that was read is written and read again without change', (t) => {
  fc.assert(
    fc.property(element, (tree) => {
      const once = write(readTree(write(tree)));
      t.is(write(readTree(once)).toString(), once.toString());
    }),
    { numRuns: 300 },
  );
});

test('base64 is read back, in whatever pieces it was written', (t) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
      const writer = new XmlTextWriter();
      writer.writeStartElement(null, 'a', '');
      for (const piece of pieces) writer.writeBase64(piece);
      writer.writeEndElement();
      const reader = new XmlTextReader(Buffer.concat(writer.finish()));
      reader.read();
      t.deepEqual(Buffer.from(reader.readElementBase64()), Buffer.concat(pieces));
    }),
  );
});

test('bytes that are no document end in an XmlError or a quota, never in anything else', (t) => {
  const markup = fc.constantFrom(
    ...['<', '>', '</', '/>', '<a', '<p:a', ' x="', '"', "'", '=', '<!--', '-->', '<![CDATA['],
    ...[
      ']]>',
      '&',
      '&lt;',
      '&#',
      ';',
      'a',
      ' ',
      '\r\n',
      ' xmlns="',
      ' xmlns:p="u"',
      '<?xml ',
      '?>',
    ],
    ...['\u0000', 'é', '😀', '\uFFFF', '<!DOCTYPE', '<a>', '</a>'],
  );
  const document = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(markup, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    fc.array(markup, { maxLength: 40 }).map((parts) => Buffer.from(`<a>${parts.join('')}</a>`)),
    fc
      .array(markup, { maxLength: 20 })
      .map((parts) => Buffer.from(`<a>${parts.join('')}</a>`, 'utf16le')),
  );
  t.notThrows(() => {
    fc.assert(
      fc.property(document, (bytes) => {
        try {
          eventsOf(new XmlTextReader(bytes));
        } catch (error) {
          if (!(error instanceof XmlError || error instanceof QuotaExceededError)) throw error;
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

function isWritable(attribute: XmlAttribute): boolean {
  return attribute.localName !== 'xmlns' || attribute.namespaceUri !== '';
}

function withoutLonePrefix(attribute: XmlAttribute): XmlAttribute {
  return attribute.namespaceUri === '' ? { ...attribute, prefix: '' } : attribute;
}

function write(tree: XmlElement, encoding?: XmlTextEncoding): Buffer {
  const writer = new XmlTextWriter({ encoding });
  writer.writeElement(tree);
  return Buffer.concat(writer.finish());
}

function readTree(bytes: Buffer): XmlElement {
  const reader = new XmlTextReader(bytes, { quotas });
  reader.moveToContent();
  const tree = reader.readElement();
  if (reader.nodeType !== 'endOfFile') throw new Error('The document goes on behind its root.');
  return tree;
}

/** A tree without prefixes and declarations, adjacent texts joined. */
function namesAndTextOf(tree: XmlElement): unknown {
  const children: unknown[] = [];
  let text = '';
  for (const child of tree.children) {
    if (typeof child === 'string') {
      text += child;
      continue;
    }
    if (text !== '') children.push(text);
    text = '';
    children.push(namesAndTextOf(child));
  }
  if (text !== '') children.push(text);
  const attributes = tree.attributes
    .filter(({ namespaceUri }) => namespaceUri !== 'http://www.w3.org/2000/xmlns/')
    .map(({ namespaceUri, localName, value }) => [namespaceUri, localName, value]);
  return [tree.namespaceUri, tree.localName, attributes, children];
}
