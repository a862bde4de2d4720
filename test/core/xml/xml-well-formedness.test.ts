import test from 'ava';
import { XmlError } from '../../../src/core/errors/index.js';
import { readEvents } from './xml-events.js';

const refused: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /no root element/],
  ['  ', /no root element/],
  ['<!--only-->', /no root element/],
  ['text', /outside of the root element/],
  ['<a/>x', /outside of the root element/],
  ['x<a/>', /outside of the root element/],
  ['<a/><b/>', /one root element/],
  ['<a/><![CDATA[x]]>', /outside of the root element/],
  ['<a>', /ends before the end tag <\/a>/],
  ['<a', /ends inside a start tag/],
  ['<a x="1', /ends inside a start tag/],
  ['<a x=', /ends inside a start tag/],
  ['<a/', /ends inside a start tag/],
  ['<', /ends inside a start tag/],
  ['<a></b>', /end tag <\/b is wrong, <\/a> is due/],
  ['<a></ab>', /is wrong/],
  ['<ab></a>', /is wrong/],
  ['<a></a', /is wrong/],
  ['<a></ a>', /is wrong/],
  ['<a></a x="1">', /is wrong/],
  ['</a>', /no element is open/],
  ['<a><b></a></b>', /is wrong/],
  ['< a/>', /name is missing/],
  ['<1a/>', /not a name/],
  ['<-a/>', /not a name/],
  ['<a:/>', /not a name/],
  ['<:a/>', /not a name/],
  ['<a:b:c xmlns:a="urn:a"/>', /not a name/],
  ['<a:1 xmlns:a="urn:a"/>', /not a name/],
  ['<a×/>', /not a name/],
  ['<a b/>', /no = after its name/],
  ['<a b=1/>', /not quoted/],
  ['<a b="1"c="2"/>', /White space is missing/],
  ['<a b="<"/>', /contains </],
  ['<a b="1" b="2"/>', /attribute b twice/],
  ['<a xmlns="urn:1" xmlns="urn:2"/>', /twice/],
  ['<a xmlns:p="urn:1" xmlns:p="urn:1"/>', /twice/],
  ['<a xmlns:p="urn:1" xmlns:q="urn:1" p:x="1" q:x="2"/>', /attribute q:x twice/],
  ['<p:a/>', /prefix p is not bound/],
  ['<a p:x="1"/>', /prefix p is not bound/],
  ['<a><b xmlns:p="urn:p"/><p:c/></a>', /prefix p is not bound/],
  ['<a xmlns:p=""/>', /declared with an empty namespace/],
  ['<a xmlns:xml="urn:x"/>', /belong together only/],
  ['<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', /belong together only/],
  ['<a xmlns="http://www.w3.org/XML/1998/namespace"/>', /belong together only/],
  ['<a xmlns:xmlns="urn:x"/>', /cannot be declared/],
  ['<a xmlns="http://www.w3.org/2000/xmlns/"/>', /cannot be declared/],
  ['<xmlns:a/>', /not bound/],
  ['<a>]]></a>', /]]> stands outside/],
  ['<a>&</a>', /no complete reference/],
  ['<a>& b;</a>', /unknown/],
  ['<a>&nbsp;</a>', /reference &nbsp; is unknown/],
  ['<a>&#;</a>', /unknown/],
  ['<a>&#x;</a>', /unknown/],
  ['<a>&#XA;</a>', /unknown/],
  ['<a>&#1x;</a>', /unknown/],
  ['<a>&#xD800;</a>', /names no character/],
  ['<a>&#x110000;</a>', /names no character/],
  ['<a>&#99999999999999999999;</a>', /names no character/],
  ['<a b="&c;"/>', /unknown/],
  ['<a>\u0001</a>', /control character U\+0001/],
  ['<a b="\u0008"/>', /control character U\+0008/],
  ['<a><!--\u0000--></a>', /control character U\+0000/],
  ['<a><![CDATA[\u001F]]></a>', /control character U\+001F/],
  ['<a>\uFFFE</a>', /U\+FFFE or U\+FFFF/],
  ['<a b="\uFFFF"/>', /U\+FFFE or U\+FFFF/],
  ['<a><!-- -- --></a>', /-- stands inside a comment/],
  ['<a><!-- ---></a>', /-- stands inside a comment/],
  ['<a><!--></a>', /ends inside a comment/],
  ['<a><!-- </a>', /ends inside a comment/],
  ['<a><![CDATA[ ]]</a>', /ends inside a CDATA section/],
  ['<a><![cdata[]]></a>', /neither a comment nor a CDATA section/],
  ['<a><!x></a>', /neither a comment nor a CDATA section/],
  ['<!DOCTYPE a><a/>', /DTDs\) are refused in SOAP/],
  ['<?pi x?><a/>', /Processing instructions are refused/],
  ['<a><?pi?></a>', /Processing instructions are refused/],
  ['<a/><?pi?>', /Processing instructions are refused/],
  [' <?xml version="1.0"?><a/>', /Processing instructions are refused/],
  ['<?xml?><a/>', /Processing instructions are refused|declaration is malformed/],
  ['<?xml version="1.1"?><a/>', /declaration is malformed/],
  ['<?xml encoding="utf-8"?><a/>', /declaration is malformed/],
  ['<?xml version="1.0" encoding=utf-8?><a/>', /declaration is malformed/],
  ['<?xml version="1.0" standalone="maybe"?><a/>', /declaration is malformed/],
  ['<?xml version="1.0"', /declaration is malformed/],
];

for (const [text, why] of refused) {
  test(`${JSON.stringify(text)} is refused`, (t) => {
    t.throws(() => readEvents(text), { instanceOf: XmlError, message: why });
  });
}

const accepted: readonly (readonly [text: string, events: readonly string[]])[] = [
  ['<a\n/>', ['element {}a 0 empty']],
  ['<a ></a\t>', ['element {}a 0', 'endElement {}a 0']],
  ['<a b = "1"\r\nc=\'"\' />', ['element {}a 0 empty @b=1 @c="']],
  ['<a b=">"/>', ['element {}a 0 empty @b=>']],
  ['<a>]] > ]>></a>', ['element {}a 0', 'text ]] > ]>> 1', 'endElement {}a 0']],
  ['<a><![CDATA[]]></a>', ['element {}a 0', 'endElement {}a 0']],
  ['<a><![CDATA[]]]]><![CDATA[>]]></a>', ['element {}a 0', 'text ]]> 1', 'endElement {}a 0']],
  ['<!----><a><!-- <b> & --></a>', ['element {}a 0', 'endElement {}a 0']],
  ['<_.-/>', ['element {}_.- 0 empty']],
  ['<xml:a/>', ['element {http://www.w3.org/XML/1998/namespace}xml:a 0 empty']],
  [
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>',
    ['element {}a 0 empty @xmlns:xml=http://www.w3.org/XML/1998/namespace'],
  ],
  ['<a xmlns="&#x41;"/>', ['element {A}a 0 empty @xmlns=A']],
  [
    '<a xmlns="urn:1" xmlns:p="urn:1" x="1" p:x="2"/>',
    ['element {urn:1}a 0 empty @xmlns=urn:1 @xmlns:p=urn:1 @x=1 @p:x=2'],
  ],
  ["<?xml version='1.0'?><a/>", ['element {}a 0 empty']],
];

for (const [text, events] of accepted) {
  test(`${JSON.stringify(text)} is read`, (t) => {
    t.deepEqual(readEvents(text), events);
  });
}

test('errors say line and column', (t) => {
  t.throws(() => readEvents('<a>\n  <b></c>\n</a>'), {
    message: 'The end tag </c is wrong, </b> is due, at line 2, column 6.',
  });
});

test('many attributes with the same expanded name are found as well', (t) => {
  const attributes = Array.from({ length: 30 }, (_, i) => `a${String(i)}="1"`).join(' ');
  t.notThrows(() => readEvents(`<a ${attributes}/>`));
  t.throws(() => readEvents(`<a ${attributes} a7="2"/>`), { message: /attribute a7 twice/ });
});

test('a document cut short anywhere is refused', (t) => {
  const text =
    '<?xml version="1.0"?><a xmlns:p="urn:p"><!--c--><p:b x="1">t&amp;<![CDATA[u]]></p:b></a>';
  for (let length = 0; length < text.length; length++) {
    const cut = text.slice(0, length);
    t.throws(() => readEvents(cut), { instanceOf: XmlError }, `cut to ${cut}`);
  }
});
