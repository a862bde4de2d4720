import test from 'ava';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { XmlError } from '../../../src/core/errors/index.js';
import { readEvents } from './xml-events.js';

/**
 * Differences that are meant, and therefore not generated: DTDs and processing instructions (refused here), references to
 * control characters (accepted here, as by .NET), XML 1.1, and white space text, CDATA or references outside of the root.
 */
const pieces = fc.constantFrom(
  ...[
    '<a>',
    '</a>',
    '<a/>',
    '<p:b>',
    '</p:b>',
    '<p:b xmlns:p="u">',
    '<p:b xmlns:p="u"/>',
    '<q:c/>',
  ],
  ...['<c x="1">', '</c>', '<c x="1" y=\'2\' />', '<c x="1" x="2"/>', '<c p:x="1" xmlns:p="v"/>'],
  ...[
    '<c xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>',
    '<c xmlns="">',
    '<c xmlns="v">',
    '<c xmlns:p=""/>',
  ],
  ...[
    '<c\n\tx\r=\r\n"1\r\n2\t&lt;&#65;"/>',
    '<c x="a<b"/>',
    '<c x=1/>',
    '<c x/>',
    '<c x="1"y="2"/>',
  ],
  ...[
    '<c xml:lang="e"/>',
    '<xmlns:c/>',
    '<c xmlns:xmlns="u"/>',
    '<c xmlns:xml="u"/>',
    '<:c/>',
    '<c:/>',
  ],
  ...[
    't',
    ' ',
    '\r\n',
    '\r',
    ']]',
    ']]>',
    '&amp;',
    '&lt;',
    '&#x41;',
    '&#65;',
    '&',
    '&x;',
    '&#xD800;',
    ';',
  ],
  ...['<![CDATA[', ']]>', '<![CDATA[x\r\n<&]]>', '<!--', '-->', '<!-- c -->', '<!-- -- -->', '--'],
  ...[
    'é',
    '😀',
    '<é/>',
    '\u0001',
    '\uFFFE',
    '"',
    "'",
    '=',
    '>',
    '<',
    '/',
    '/>',
    '</c >',
    '< a>',
    '<1/>',
  ],
);
const nearDocument = fc
  .array(pieces, { maxLength: 8 })
  .map((parts) => `<r xmlns:q="urn:q">${parts.join('')}</r>`);
const balanced = fc.letrec<{ content: string; element: string }>((tie) => ({
  content: fc
    .array(fc.oneof(pieces, tie('element')), { maxLength: 4 })
    .map((parts) => parts.join('')),
  element: fc
    .tuple(
      fc.constantFrom('a', 'p:a', 'é'),
      fc.constantFrom('', ' xmlns:p="u"', ' x="1"'),
      tie('content'),
    )
    .map(([name, attributes, content]) => `<${name}${attributes}>${content}</${name}>`),
})).element;

test('documents and what is nearly one are read or refused as by saxes', (t) => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(nearDocument, balanced), (text) => {
      const expected = readWithSaxes(text);
      if (expected !== null) accepted++;
      t.deepEqual(readOrNull(text), expected, text);
    }),
    { numRuns: 8_000 },
  );
  t.true(accepted > 500, `only ${String(accepted)} documents were good ones`);
});

function readOrNull(text: string): string[] | null {
  try {
    return readEvents(text);
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

/** The events of saxes in the form of readEvents, null when it refuses the document. */
function readWithSaxes(text: string): string[] | null {
  const events: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  const errors: Error[] = [];
  let depth = 0;
  let characters = '';
  const endText = () => {
    if (characters !== '') events.push(`text ${characters} ${String(depth)}`);
    characters = '';
  };
  parser.on('error', (error) => errors.push(error));
  parser.on('text', (part) => {
    if (depth > 0) characters += part;
  });
  parser.on('cdata', (part) => (characters += part));
  parser.on('opentag', (tag) => {
    endText();
    const attributes = Object.values(tag.attributes).map(({ name, value }) => ` @${name}=${value}`);
    events.push(
      `element {${tag.uri}}${tag.name} ${String(depth)}${tag.isSelfClosing ? ' empty' : ''}${attributes.join('')}`,
    );
    depth++;
  });
  parser.on('closetag', (tag) => {
    endText();
    depth--;
    if (!tag.isSelfClosing) events.push(`endElement {${tag.uri}}${tag.name} ${String(depth)}`);
  });
  parser.write(text).close();
  return errors.length > 0 ? null : events;
}
