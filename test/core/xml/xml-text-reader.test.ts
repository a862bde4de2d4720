import test from 'ava';
import { InvalidOperationError, XmlError } from '../../../src/core/errors/index.js';
import { XmlTextReader } from '../../../src/core/xml/index.js';
import { readEvents, readerOf } from './xml-events.js';

test('a document is read as start tags, text and end tags', (t) => {
  t.deepEqual(readEvents('<a><b>x</b><c/></a>'), [
    'element {}a 0',
    'element {}b 1',
    'text x 2',
    'endElement {}b 1',
    'element {}c 1 empty',
    'endElement {}a 0',
  ]);
});

test('before the first read there is no node, after the last there is the end', (t) => {
  const reader = readerOf('<a/>');
  t.is(reader.nodeType, 'none');
  t.is(reader.depth, 0);
  t.true(reader.read());
  t.false(reader.read());
  t.is(reader.nodeType, 'endOfFile');
  t.is(reader.localName, '');
  t.false(reader.read());
});

test('names are resolved against the declarations in scope', (t) => {
  t.deepEqual(
    readEvents(
      '<a xmlns="urn:d" xmlns:p="urn:p"><p:b><c xmlns=""/><d xmlns="urn:e"/><e/></p:b></a>',
    ),
    [
      'element {urn:d}a 0 @xmlns=urn:d @xmlns:p=urn:p',
      'element {urn:p}p:b 1',
      'element {}c 2 empty @xmlns=',
      'element {urn:e}d 2 empty @xmlns=urn:e',
      'element {urn:d}e 2 empty',
      'endElement {urn:p}p:b 1',
      'endElement {urn:d}a 0',
    ],
  );
});

test('an inner declaration hides the outer one until its element ends', (t) => {
  const reader = readerOf('<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c/></p:b><p:d/></p:a>');
  const seen: string[] = [];
  while (reader.read()) seen.push(`${reader.localName} ${reader.namespaceUri}`);
  t.deepEqual(seen, ['a urn:1', 'b urn:2', 'c urn:2', 'b urn:2', 'd urn:1', 'a urn:1']);
});

test('a prefix may be used before its declaration in the same tag', (t) => {
  const reader = readerOf('<p:a p:x="1" xmlns:p="urn:p"/>');
  reader.read();
  t.is(reader.namespaceUri, 'urn:p');
  t.is(reader.getAttribute('x', 'urn:p'), '1');
});

test('attributes show declarations in the xmlns namespace, with the prefixes they were written with', (t) => {
  const reader = readerOf('<a xmlns="urn:d" xmlns:p="urn:p" p:x="1" y="2" xml:lang="en"/>');
  reader.read();
  t.is(reader.attributeCount, 5);
  const xmlns = 'http://www.w3.org/2000/xmlns/';
  t.deepEqual(
    [0, 1, 2, 3, 4].map((i) => reader.attributeAt(i)),
    [
      { prefix: '', localName: 'xmlns', namespaceUri: xmlns, value: 'urn:d' },
      { prefix: 'xmlns', localName: 'p', namespaceUri: xmlns, value: 'urn:p' },
      { prefix: 'p', localName: 'x', namespaceUri: 'urn:p', value: '1' },
      { prefix: '', localName: 'y', namespaceUri: '', value: '2' },
      {
        prefix: 'xml',
        localName: 'lang',
        namespaceUri: 'http://www.w3.org/XML/1998/namespace',
        value: 'en',
      },
    ],
  );
  t.is(reader.getAttribute('y'), '2');
  t.is(reader.getAttribute('x'), null);
  t.throws(() => reader.attributeAt(5), { instanceOf: InvalidOperationError });
});

test('only start tags have attributes', (t) => {
  const reader = readerOf('<a x="1">t</a>');
  reader.read();
  reader.read();
  t.is(reader.attributeCount, 0);
  t.is(reader.getAttribute('x'), null);
});

test('lookupNamespace knows what is in scope, xml and xmlns', (t) => {
  const reader = readerOf('<a xmlns="urn:d" xmlns:p="urn:p"><b xmlns=""/></a>');
  reader.read();
  t.is(reader.lookupNamespace(''), 'urn:d');
  t.is(reader.lookupNamespace('p'), 'urn:p');
  t.is(reader.lookupNamespace('q'), null);
  t.is(reader.lookupNamespace('xml'), 'http://www.w3.org/XML/1998/namespace');
  t.is(reader.lookupNamespace('xmlns'), 'http://www.w3.org/2000/xmlns/');
  reader.read();
  t.is(reader.lookupNamespace(''), '');
  reader.read();
  t.is(reader.lookupNamespace(''), 'urn:d');
  reader.read();
  t.is(reader.lookupNamespace('p'), null);
});

test('references, CDATA and text make one text, comments none', (t) => {
  const reader = readerOf(
    '<a>1 &lt;&amp;&gt;&quot;&apos; <![CDATA[<&]]]>&#x41;<!-- no -->&#66;</a>',
  );
  reader.read();
  t.is(reader.readElementText(), `1 <&>"' <&]AB`);
});

test('line ends become LF in text and CDATA, spaces in attribute values', (t) => {
  const reader = readerOf('<a x="1\r\n2\r3\n4\t5&#xA;6&#13;">\r\n1\r2\n<![CDATA[\r\n]]>&#xD;</a>');
  reader.read();
  t.is(reader.getAttribute('x'), '1 2 3 4 5\n6\r');
  t.is(reader.readElementText(), '\n1\n2\n\n\r');
});

test('control characters and U+FFFE are read from references, as .NET writes them', (t) => {
  const reader = readerOf('<a x="&#x1;">&#x0;&#x1F;&#xFFFE;&#xFFFF;&#x1F600;</a>');
  reader.read();
  t.is(reader.getAttribute('x'), '\u0001');
  t.is(reader.readElementText(), '\u0000\u001F\uFFFE\uFFFF\u{1F600}');
});

test('characters beyond ASCII are read in names, values and text', (t) => {
  t.deepEqual(readEvents('<é:ñ xmlns:é="urn:ü" 世="界">😀 ½</é:ñ>'), [
    'element {urn:ü}é:ñ 0 @xmlns:é=urn:ü @世=界',
    'text 😀 ½ 1',
    'endElement {urn:ü}é:ñ 0',
  ]);
});

test('the XML declaration, comments and white space around the root are passed over', (t) => {
  const text = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<!--a-->\n<a/>\n<!--b--> ';
  t.deepEqual(readEvents(text), ['element {}a 0 empty']);
});

test('moveToContent passes white space and stays on content', (t) => {
  const reader = readerOf('<a> \n<!--c--> <b/> text</a>');
  t.is(reader.moveToContent(), 'element');
  t.is(reader.localName, 'a');
  reader.read();
  t.is(reader.moveToContent(), 'element');
  t.is(reader.localName, 'b');
  reader.read();
  t.is(reader.moveToContent(), 'text');
  t.is(reader.text, ' text');
});

test('isStartElement moves to content and compares names', (t) => {
  const reader = readerOf('<a xmlns="urn:a"> <b/></a>');
  t.true(reader.isStartElement());
  t.true(reader.isStartElement('a'));
  t.true(reader.isStartElement('a', 'urn:a'));
  t.false(reader.isStartElement('a', 'urn:b'));
  t.false(reader.isStartElement('b', 'urn:a'));
});

test('a tree is walked with readStartElement and readEndElement', (t) => {
  const reader = readerOf('<a xmlns="urn:a">\n <b>1</b>\n</a>');
  reader.readStartElement('a', 'urn:a');
  t.true(reader.isStartElement('b', 'urn:a'));
  t.is(reader.readElementText(), '1');
  reader.readEndElement();
  t.is(reader.nodeType, 'endOfFile');
});

test('a wrong start tag is refused with what was expected, what was found and where', (t) => {
  const reader = readerOf('<a xmlns="urn:a">\n  <p:b xmlns:p="urn:b"/></a>');
  reader.readStartElement();
  t.throws(
    () => {
      reader.readStartElement('c', 'urn:c');
    },
    {
      instanceOf: XmlError,
      message:
        'Expected the start tag <c> of namespace "urn:c" but found the start tag <p:b> of namespace "urn:b" at line 2, column 3.',
    },
  );
});

test('a missing end tag is refused', (t) => {
  const reader = readerOf('<a><b/></a>');
  reader.readStartElement();
  t.throws(
    () => {
      reader.readEndElement();
    },
    { instanceOf: XmlError, message: /Expected an end tag but found the start tag <b>/ },
  );
});

test('readElementText of an empty element is empty and moves on', (t) => {
  const reader = readerOf('<a><b/><c></c>!</a>');
  reader.readStartElement();
  t.is(reader.readElementText(), '');
  t.is(reader.localName, 'c');
  t.is(reader.readElementText(), '');
  t.is(reader.text, '!');
});

test('readElementText refuses a child element', (t) => {
  const reader = readerOf('<a>x<b/></a>');
  reader.read();
  t.throws(() => reader.readElementText(), {
    instanceOf: XmlError,
    message: /text only inside the element a/,
  });
});

test('readElementText is for start tags only', (t) => {
  const reader = readerOf('<a>x</a>');
  t.throws(() => reader.readElementText(), { instanceOf: XmlError });
});

test('readElementBase64 decodes, with white space anywhere', (t) => {
  const reader = readerOf('<a><b>AQ ID\n\tBA==</b><c/><d><![CDATA[/+8=]]></d><e>A&#x51;==</e></a>');
  reader.readStartElement();
  t.deepEqual(reader.readElementBase64(), Uint8Array.of(1, 2, 3, 4));
  t.deepEqual(reader.readElementBase64(), new Uint8Array());
  t.deepEqual(reader.readElementBase64(), Uint8Array.of(0xff, 0xef));
  t.deepEqual(reader.readElementBase64(), Uint8Array.of(1));
  t.is(reader.nodeType, 'endElement');
});

for (const text of ['A', 'AQ', 'AQ=', 'AQI', 'AQ===', '=AQI', 'AQ==AQ==', 'A-_=', 'AQ*=', 'AQé=']) {
  test(`${text} is not base64`, (t) => {
    const reader = readerOf(`<a>${text}</a>`);
    reader.read();
    t.throws(() => reader.readElementBase64(), { instanceOf: XmlError, message: /not base64/ });
  });
}

test('skip passes a whole element', (t) => {
  const reader = readerOf('<a><b><c><b/></c>x</b><d/><e/></a>');
  reader.readStartElement();
  reader.skip();
  t.is(reader.localName, 'd');
  reader.skip();
  t.is(reader.localName, 'e');
  reader.skip();
  t.is(reader.nodeType, 'endElement');
  reader.skip();
  t.is(reader.nodeType, 'endOfFile');
});

test('the position counts lines and characters, not bytes', (t) => {
  const reader = readerOf('\uFEFF<a>\r\n\r\n\n😀é<b/></a>');
  reader.read();
  t.is(reader.position, 'line 1, column 1');
  reader.read();
  reader.read();
  t.is(reader.position, 'line 4, column 3');
});

test('a plain Uint8Array is read, also one that is a part of a larger buffer', (t) => {
  const bytes = new TextEncoder().encode('xx<a>é</a>yy');
  const reader = new XmlTextReader(bytes.subarray(2, bytes.length - 2));
  reader.read();
  t.is(reader.readElementText(), 'é');
});

test('values longer than the decoding window are read whole', (t) => {
  const long = 'x'.repeat(5_000);
  const reader = readerOf(`<a y="${long}">${long}<b>${long}</b></a>`, { maxBytesPerRead: 10_000 });
  reader.read();
  t.is(reader.getAttribute('y'), long);
  reader.read();
  t.is(reader.text, long);
  reader.read();
  t.is(reader.readElementText(), long);
});

test('names of an element that look like members of Object.prototype are names like any other', (t) => {
  const text = '<__proto__ constructor="1" xmlns:toString="urn:t" toString:hasOwnProperty="2"/>';
  t.deepEqual(readEvents(text), [
    'element {}__proto__ 0 empty @constructor=1 @xmlns:toString=urn:t @toString:hasOwnProperty=2',
  ]);
  t.is(Object.keys(Object.prototype).length, 0);
});
