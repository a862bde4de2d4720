import test from 'ava';
import fc from 'fast-check';
import { XmlElementReader, XmlTextReader } from '../../../src/core/xml/index.js';
import type { XmlReader } from '../../../src/core/xml/index.js';

const text = `<a:x xmlns:a="urn:a" p="1" a:q="2"><b/><c xmlns="urn:c">one<d/>two</c> <e> </e></a:x>`;

function readerOn(xml: string): XmlTextReader {
  const reader = new XmlTextReader(Buffer.from(xml));
  reader.moveToContent();
  return reader;
}

/** What a reader shows of its document, node by node. */
function shown(reader: XmlReader): unknown[] {
  const nodes: unknown[] = [];
  do {
    const { nodeType, depth, prefix, localName, namespaceUri, attributeCount } = reader;
    const attributes = Array.from({ length: attributeCount }, (_, at) => reader.attributeAt(at));
    const a = reader.lookupNamespace('a');
    nodes.push([nodeType, depth, prefix, localName, namespaceUri, reader.text, attributes, a]);
  } while (reader.read() && reader.nodeType !== 'endOfFile');
  return nodes;
}

test('A tree is shown as the text it was read from', (t) => {
  const reader = new XmlElementReader(readerOn(text).readElement());
  t.is(reader.nodeType, 'none');
  t.is(reader.moveToContent(), 'element');
  t.deepEqual(shown(reader), shown(readerOn(text)));
  t.false(reader.read());
  t.is(reader.nodeType, 'endOfFile');
});

test('Text, base64, attributes and subtrees are read as from text', (t) => {
  const root = readerOn('<r><s>ab</s><n/><b>AQID</b><t z="9"><u/></t></r>').readElement();
  const reader = new XmlElementReader(root);
  reader.readStartElement('r', '');
  t.is(reader.readElementText(), 'ab');
  t.true(reader.isEmptyElement);
  t.is(reader.readElementText(), '');
  t.deepEqual([...reader.readElementBase64()], [1, 2, 3]);
  t.is(reader.getAttribute('z'), '9');
  t.is(reader.getAttribute('y'), null);
  t.is<unknown, unknown>(reader.readElement(), root.elements[3]);
  t.throws(() => reader.readElement(), { message: /Expected a start tag but found the end tag/ });
  reader.readEndElement();
  t.is(reader.nodeType, 'endOfFile');
  t.throws(() => reader.attributeAt(0), { name: 'XmlError' });
  t.is(reader.getAttribute('z'), null);
});

test('Skipping leaves the reader behind any element', (t) => {
  const tree = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .array(fc.oneof({ maxDepth: 4 }, fc.constantFrom('text', '<leaf/>'), tie('element')), {
        maxLength: 4,
      })
      .map((children) => `<e>${children.join('')}</e>`),
  })).element;
  t.notThrows(() => {
    fc.assert(
      fc.property(tree, (xml) => {
        const reader = new XmlElementReader(readerOn(`<r>${xml}<last/></r>`).readElement());
        reader.readStartElement('r');
        reader.skip();
        return reader.localName === 'last' && reader.depth === 1;
      }),
    );
  });
});
