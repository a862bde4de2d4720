import { readFileSync } from 'node:fs';
import test from 'ava';
import { InvalidOperationError } from '../../../src/core/errors/index.js';
import { XmlTextWriter } from '../../../src/core/xml/index.js';
import type { XmlTextEncoding, XmlWriter } from '../../../src/core/xml/index.js';
import { writeXml } from './xml-events.js';

const fixtures = new URL('../../../../test/fixtures/xml/', import.meta.url);
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/';
const instance = 'http://www.w3.org/2001/XMLSchema-instance';

const { strings } = JSON.parse(readFileSync(new URL('lexical-dotnet.json', fixtures), 'utf8')) as {
  strings: readonly (readonly [name: string, value: string, xml: string])[];
};

for (const [name, value, xml] of strings) {
  test(`the string "${name}" is escaped as .NET does`, (t) => {
    const written = writeXml((writer) => {
      writer.writeStartElement(null, 'string', serialization);
      writer.writeText(value);
      writer.writeEndElement();
    });
    t.is(written, xml);
  });
}

const encodings = JSON.parse(readFileSync(new URL('encodings-dotnet.json', fixtures), 'utf8')) as {
  cases: readonly { readonly encoding: XmlTextEncoding; readonly hex: string }[];
};

for (const { encoding, hex } of encodings.cases) {
  test(`an envelope in ${encoding} has the bytes that .NET writes`, (t) => {
    const writer = new XmlTextWriter({ encoding });
    writer.writeStartElement('s', 'Envelope', soap11);
    writer.writeStartElement('s', 'Header', soap11);
    writer.writeStartElement(
      null,
      'Action',
      'http://schemas.microsoft.com/ws/2005/05/addressing/none',
    );
    writer.writeAttribute('s', 'mustUnderstand', soap11, '1');
    writer.writeText('urn:act');
    writer.writeEndElement();
    writer.writeEndElement();
    writer.writeStartElement('s', 'Body', soap11);
    writer.writeStartElement(null, 'string', serialization);
    writer.writeText('é世');
    for (let i = 0; i < 3; i++) writer.writeEndElement();
    t.is(Buffer.concat(writer.finish()).toString('hex'), hex);
  });
}

test('attributes come in the order written, declarations after them', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('z', 'x', 'urn:z');
    writer.writeNamespace('i', instance);
    writer.writeAttribute('i', 'nil', instance, 'true');
    writer.writeAttribute(null, 'b', '', '2');
    writer.writeAttribute(null, 'a', '', '1');
    writer.writeEndElement();
  });
  t.is(written, `<z:x i:nil="true" b="2" a="1" xmlns:z="urn:z" xmlns:i="${instance}"/>`);
});

test('an attribute value escapes quotes, white space and control characters', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', '');
    writer.writeAttribute(null, 'b', '', `<&>"'\t\n\r\u0001\uFFFE é😀\uD800`);
    writer.writeEndElement();
  });
  t.is(written, `<a b="&lt;&amp;&gt;&quot;'&#x9;&#xA;&#xD;&#x1;&#xFFFE; é😀\uFFFD"/>`);
});

test('an element without content is written short, also after an empty text', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', '');
    writer.writeStartElement(null, 'b', '');
    writer.writeText('');
    writer.writeBase64(new Uint8Array());
    writer.writeEndElement();
    writer.writeEndElement();
  });
  t.is(written, '<a><b/></a>');
});

test('an element without namespace below a default namespace takes it back', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', 'urn:a');
    writer.writeStartElement(null, 'b', '');
    writer.writeStartElement('', 'c', '');
    writer.writeEndElement();
    writer.writeStartElement('', 'd', 'urn:a');
    for (let i = 0; i < 3; i++) writer.writeEndElement();
  });
  t.is(written, '<a xmlns="urn:a"><b xmlns=""><c/><d xmlns="urn:a"/></b></a>');
});

test('an element without prefix takes the nearest one in scope', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('p', 'a', 'urn:1');
    writer.writeNamespace('q', 'urn:1');
    writer.writeStartElement(null, 'b', 'urn:1');
    writer.writeNamespace('', 'urn:1');
    writer.writeStartElement(null, 'c', 'urn:1');
    for (let i = 0; i < 3; i++) writer.writeEndElement();
  });
  t.is(written, '<p:a xmlns:p="urn:1" xmlns:q="urn:1"><q:b xmlns="urn:1"><c/></q:b></p:a>');
});

test('a prefix that an inner element redeclares is not used for the outer namespace there', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('p', 'a', 'urn:1');
    writer.writeStartElement('p', 'b', 'urn:2');
    t.is(writer.lookupPrefix('urn:1'), null);
    writer.writeStartElement(null, 'c', 'urn:1');
    writer.writeAttribute(null, 'x', 'urn:1', '1');
    for (let i = 0; i < 2; i++) writer.writeEndElement();
    t.is(writer.lookupPrefix('urn:1'), 'p');
    writer.writeStartElement(null, 'd', 'urn:1');
    for (let i = 0; i < 2; i++) writer.writeEndElement();
  });
  t.is(
    written,
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><c d3p1:x="1" xmlns="urn:1" xmlns:d3p1="urn:1"/></p:b><p:d/></p:a>',
  );
});

test('an attribute without prefix gets a made one, numbered by depth and place', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', 'urn:a');
    writer.writeStartElement(null, 'b', 'urn:a');
    writer.writeAttribute(null, 'x', 'urn:x', '1');
    writer.writeAttribute(null, 'y', 'urn:y', '2');
    writer.writeAttribute(null, 'z', 'urn:x', '3');
    writer.writeAttribute('', 'w', 'urn:a', '4');
    for (let i = 0; i < 2; i++) writer.writeEndElement();
  });
  t.is(
    written,
    '<a xmlns="urn:a"><b d2p1:x="1" d2p2:y="2" d2p1:z="3" d2p3:w="4" xmlns:d2p1="urn:x" xmlns:d2p2="urn:y" xmlns:d2p3="urn:a"/></a>',
  );
});

test('an attribute whose prefix is taken on its element gets another one', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('p', 'a', 'urn:1');
    writer.writeStartElement('p', 'b', 'urn:1');
    writer.writeAttribute('p', 'x', 'urn:2', '');
    for (let i = 0; i < 2; i++) writer.writeEndElement();
  });
  t.is(written, '<p:a xmlns:p="urn:1"><p:b d2p1:x="" xmlns:d2p1="urn:2"/></p:a>');
});

test('xml:lang needs no declaration, under whatever prefix', (t) => {
  const xml = 'http://www.w3.org/XML/1998/namespace';
  const written = writeXml((writer) => {
    writer.writeStartElement('xml', 'a', xml);
    writer.writeAttribute('xml', 'lang', xml, 'en');
    writer.writeAttribute(null, 'space', xml, 'preserve');
    writer.writeEndElement();
  });
  t.is(written, '<xml:a xml:lang="en" xml:space="preserve"/>');
});

test('writeNamespace without prefix takes what is in scope, else the first free letter', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('a', 'x', 'urn:taken');
    t.is(writer.writeNamespace('i', instance), 'i');
    t.is(writer.writeNamespace(null, instance), 'i');
    t.is(writer.writeNamespace(null, 'urn:1'), 'b');
    t.is(writer.writeNamespace(null, 'urn:1'), 'b');
    for (let n = 2; n < 8; n++) writer.writeNamespace(null, `urn:${String(n)}`);
    t.is(writer.lookupPrefix('urn:7'), 'h');
    t.is(writer.writeNamespace(null, 'urn:8'), 'j');
    t.is(writer.writeNamespace(null, ''), '');
    writer.writeEndElement();
  });
  t.regex(
    written,
    /^<a:x xmlns:a="urn:taken" xmlns:i="[^"]*" xmlns:b="urn:1" .* xmlns:j="urn:8"\/>$/,
  );
});

test('when all letters are taken writeNamespace makes a prefix', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'x', '');
    for (let n = 1; n <= 26; n++) writer.writeNamespace(null, `urn:${String(n)}`);
    t.is(writer.writeNamespace(null, 'urn:27'), 'd1p1');
    writer.writeEndElement();
  });
  t.regex(written, /xmlns:z="urn:26" xmlns:d1p1="urn:27"\/>$/);
});

test('A prefix that was given for a value is not bound anew on the same element', (t) => {
  const writer = new XmlTextWriter();
  writer.writeStartElement('q1', 'a', 'urn:1');
  writer.writeStartElement('', 'b', '');
  t.is(writer.writeNamespace(null, 'urn:1'), 'q1');
  t.throws(() => writer.writeNamespace('q1', 'urn:2'), { instanceOf: InvalidOperationError });
  t.is(writer.writeNamespace(null, 'urn:2'), 'a');
});

test('a declaration is repeated on an inner element when it is asked for', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement('p', 'a', 'urn:p');
    t.is(writer.writeNamespace('p', 'urn:p'), 'p');
    writer.writeStartElement('p', 'b', 'urn:p');
    writer.writeNamespace('p', 'urn:p');
    writer.writeNamespace('p', 'urn:p');
    for (let i = 0; i < 2; i++) writer.writeEndElement();
  });
  t.is(written, '<p:a xmlns:p="urn:p"><p:b xmlns:p="urn:p"/></p:a>');
});

test('an attribute in the xmlns namespace is a declaration', (t) => {
  const xmlns = 'http://www.w3.org/2000/xmlns/';
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', 'urn:a');
    writer.writeAttribute('', 'xmlns', xmlns, 'urn:a');
    writer.writeAttribute('xmlns', 'p', xmlns, 'urn:p');
    writer.writeEndElement();
  });
  t.is(written, '<a xmlns="urn:a" xmlns:p="urn:p"/>');
});

test('values are written in their lexical forms', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', '');
    writer.writeBoolean(true);
    writer.writeText(' ');
    writer.writeInteger(-0);
    writer.writeText(' ');
    writer.writeInteger(-42);
    writer.writeText(' ');
    writer.writeLong(2n ** 63n - 1n);
    writer.writeText(' ');
    writer.writeFloat(0.1);
    writer.writeText(' ');
    writer.writeDouble(1e300);
    writer.writeText(' ');
    writer.writeBoolean(false);
    writer.writeEndElement();
  });
  t.is(written, '<a>true 0 -42 9223372036854775807 0.1 1E+300 false</a>');
});

test('base64 of several calls in a row is one value', (t) => {
  const written = writeXml((writer) => {
    writer.writeStartElement(null, 'a', '');
    for (const byte of [1, 2, 3, 4]) writer.writeBase64(Uint8Array.of(byte));
    writer.writeText('|');
    writer.writeBase64(Uint8Array.of(5, 6));
    writer.writeEndElement();
  });
  t.is(written, '<a>AQIDBA==|BQY=</a>');
});

test('long content comes out whole, in chunks of some 16 KB', (t) => {
  const bytes = Buffer.alloc(100_001, 'abcdefg');
  const text = 'x😀'.repeat(40_000);
  const writer = new XmlTextWriter();
  writer.writeStartElement(null, 'a', '');
  writer.writeText(text);
  writer.writeBase64(bytes);
  writer.writeText(text);
  writer.writeEndElement();
  const chunks = writer.finish();
  t.is(Buffer.concat(chunks).toString(), `<a>${text}${bytes.toString('base64')}${text}</a>`);
  t.true(chunks.every((chunk) => chunk.length <= 4 * 16_385));
  t.true(chunks.length > 10);
});

for (const encoding of ['utf-8', 'utf-16LE', 'utf-16BE'] as const) {
  test(`head room is left in the buffer before the first chunk of ${encoding}`, (t) => {
    const [plain] = writeChunks(new XmlTextWriter({ encoding }));
    const [first] = writeChunks(new XmlTextWriter({ encoding, headRoom: 6 }));
    if (first === undefined || plain === undefined) throw new Error('No chunk.');
    t.deepEqual(first, plain);
    const framed = new Uint8Array(first.buffer, first.byteOffset - 6, first.length + 6);
    framed.set([1, 2, 3, 4, 5, 6]);
    t.deepEqual(Buffer.from(framed.subarray(6)), plain);
  });
}

test('a document without any element has no bytes', (t) => {
  t.deepEqual(new XmlTextWriter().finish(), []);
});

const misuses: Readonly<Record<string, (writer: XmlWriter & { finish(): Uint8Array[] }) => void>> =
  {
    'an attribute after content': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeText('x');
      writer.writeAttribute(null, 'b', '', '');
    },
    'a declaration after content': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeText('x');
      writer.writeNamespace('p', 'urn:p');
    },
    'an attribute outside of any element': (writer) => {
      writer.writeAttribute(null, 'b', '', '');
    },
    'an end without a start': (writer) => {
      writer.writeEndElement();
    },
    'an unfinished document': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.finish();
    },
    'a second root': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeEndElement();
      writer.writeStartElement(null, 'b', '');
    },
    'an element after the end': (writer) => {
      writer.finish();
      writer.writeStartElement(null, 'b', '');
    },
    'text outside of any element': (writer) => {
      writer.writeText('x');
    },
    'an invalid element name': (writer) => {
      writer.writeStartElement(null, 'a b', '');
    },
    'an element name with a colon': (writer) => {
      writer.writeStartElement(null, 'a:b', '');
    },
    'an empty element name': (writer) => {
      writer.writeStartElement(null, '', '');
    },
    'an invalid attribute name': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeAttribute(null, '1', '', '');
    },
    'an invalid prefix': (writer) => {
      writer.writeStartElement('a b', 'a', 'urn:a');
    },
    'a prefix without namespace': (writer) => {
      writer.writeStartElement('p', 'a', '');
    },
    'an attribute prefix without namespace': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeAttribute('p', 'b', '', '');
    },
    'an attribute twice': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeAttribute(null, 'b', '', '1');
      writer.writeAttribute(null, 'b', '', '2');
    },
    'an attribute twice under two prefixes': (writer) => {
      writer.writeStartElement('p', 'a', 'urn:1');
      writer.writeNamespace('q', 'urn:1');
      writer.writeAttribute('p', 'b', 'urn:1', '1');
      writer.writeAttribute('q', 'b', 'urn:1', '2');
    },
    'a declaration written as a plain attribute': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeAttribute(null, 'xmlns', '', 'urn:a');
    },
    'the prefix of its own element bound anew': (writer) => {
      writer.writeStartElement('p', 'a', 'urn:1');
      writer.writeNamespace('p', 'urn:2');
    },
    'the prefix of its own element bound anew below': (writer) => {
      writer.writeStartElement('p', 'a', 'urn:1');
      writer.writeStartElement('p', 'b', 'urn:1');
      writer.writeNamespace('p', 'urn:2');
    },
    'a default namespace for an element without one': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeNamespace('', 'urn:1');
    },
    'the prefix xmlns': (writer) => {
      writer.writeStartElement('xmlns', 'a', 'urn:1');
    },
    'the prefix xml for another namespace': (writer) => {
      writer.writeStartElement('xml', 'a', 'urn:1');
    },
    'an integer that is none': (writer) => {
      writer.writeStartElement(null, 'a', '');
      writer.writeInteger(1.5);
    },
  };

for (const [what, misuse] of Object.entries(misuses)) {
  test(`${what} is refused`, (t) => {
    t.throws(
      () => {
        misuse(new XmlTextWriter());
      },
      { instanceOf: InvalidOperationError },
    );
  });
}

function writeChunks(writer: XmlTextWriter): Uint8Array[] {
  writer.writeStartElement(null, 'a', '');
  writer.writeText('é');
  writer.writeEndElement();
  return writer.finish();
}
