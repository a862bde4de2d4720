import test from 'ava';
import { XmlElement } from '../../../src/core/xml/index.js';
import { readerOf, writeXml } from './xml-events.js';

test('readElement returns the element as a tree and moves past its end tag', (t) => {
  const reader = readerOf('<a><b x="1">t<![CDATA[u]]><!--c-->v<c/></b><d/></a>');
  reader.readStartElement();
  const element = reader.readElement();
  t.is(element.localName, 'b');
  t.is(element.attribute('x'), '1');
  t.is(element.attribute('y'), null);
  t.is(element.children.length, 2);
  t.is(element.children[0], 'tuv');
  t.is(element.text, 'tuv');
  t.true(element.element('c', '')?.is('c', ''));
  t.is(element.element('d', ''), null);
  t.is(reader.localName, 'd');
  t.deepEqual(reader.readElement().children, []);
  t.is(reader.nodeType, 'endElement');
});

test('readElement is for start tags only', (t) => {
  const reader = readerOf('<a>x</a>');
  reader.readStartElement();
  t.throws(() => reader.readElement(), { message: /Expected a start tag but found text/ });
});

test('prefixes are looked up on the element first, then around it, level by level', (t) => {
  const reader = readerOf(
    '<a xmlns="urn:d" xmlns:p="urn:1" xmlns:q="urn:q"><b xmlns:p="urn:2"><c xmlns=""><d xmlns:q="urn:3"/></c></b><e/></a>',
  );
  reader.readStartElement();
  const b = reader.readElement();
  const c = b.element('c', '');
  const d = c?.element('d', '');
  t.deepEqual(
    [b.lookupNamespace('p'), b.lookupNamespace('q'), b.lookupNamespace(''), b.lookupNamespace('x')],
    ['urn:2', 'urn:q', 'urn:d', null],
  );
  t.deepEqual(
    ['p', 'q', ''].map((prefix) => d?.lookupNamespace(prefix)),
    ['urn:2', 'urn:3', ''],
  );
  t.deepEqual(
    [...b.outerNamespaces],
    [
      ['', 'urn:d'],
      ['p', 'urn:1'],
      ['q', 'urn:q'],
    ],
  );
  t.deepEqual(
    [...(d?.outerNamespaces ?? [])],
    [
      ['', ''],
      ['p', 'urn:2'],
      ['q', 'urn:q'],
    ],
  );
  t.is(reader.readElement().lookupNamespace('p'), 'urn:1');
});

test('elements side by side share the bindings around them', (t) => {
  const reader = readerOf('<a xmlns:p="urn:p"><b xmlns:q="urn:q"/><c/></a>');
  reader.readStartElement();
  const [b, c] = [reader.readElement(), reader.readElement()];
  t.is(b.outerNamespaces, c.outerNamespaces);
});

test('an element is written as it was read', (t) => {
  const text =
    '<p:a x="1" p:y="&lt;" i:z="" xmlns:p="urn:p" xmlns="urn:d" xmlns:q="urn:q" xmlns:i="urn:i"><b>t &amp; u</b><c xmlns=""/><p:d xmlns:p="urn:q"/></p:a>';
  const reader = readerOf(text);
  reader.read();
  const element = reader.readElement();
  t.is(
    writeXml((writer) => {
      writer.writeElement(element);
    }),
    text,
  );
});

test('an element moved elsewhere takes along the prefixes that its names and content use', (t) => {
  const reader = readerOf(
    '<a xmlns="urn:d" xmlns:p="urn:p" xmlns:x="urn:x" xmlns:y="urn:y" xmlns:z="urn:z"><p:b t="x:Order"><c> y:w </c><d>urn:z</d></p:b></a>',
  );
  reader.readStartElement();
  const element = reader.readElement();
  t.is(
    writeXml((writer) => {
      writer.writeElement(element);
    }),
    '<p:b t="x:Order" xmlns:p="urn:p" xmlns:x="urn:x" xmlns:y="urn:y"><c xmlns="urn:d"> y:w </c><d xmlns="urn:d">urn:z</d></p:b>',
  );
  t.is(
    writeXml((writer) => {
      writer.writeStartElement('x', 'root', 'urn:x');
      writer.writeNamespace('y', 'urn:other');
      writer.writeElement(element);
      writer.writeEndElement();
    }),
    '<x:root xmlns:x="urn:x" xmlns:y="urn:other"><p:b t="x:Order" xmlns:p="urn:p" xmlns:y="urn:y"><c xmlns="urn:d"> y:w </c><d xmlns="urn:d">urn:z</d></p:b></x:root>',
  );
});

test('an element made by hand finds the prefixes given for its surroundings', (t) => {
  const element = new XmlElement({
    localName: 'a',
    namespaceUri: 'urn:a',
    children: ['t', new XmlElement({ localName: 'b', namespaceUri: '', children: ['u'] })],
    outerNamespaces: new Map([['p', 'urn:p']]),
  });
  t.is(element.text, 'tu');
  t.is(element.lookupNamespace('p'), 'urn:p');
  t.is(element.lookupNamespace('q'), null);
  t.is(element.elements.length, 1);
  t.is(
    writeXml((writer) => {
      writer.writeElement(element);
    }),
    '<a xmlns="urn:a">t<b xmlns="">u</b></a>',
  );
});
