import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { compileReader, compileWriter } from '../src/contracts/data-contract/index.js';
import { XmlTextReader, XmlTextWriter } from '../src/core/xml/index.js';
import { DataContract, DataMember, arrayOf, xsd } from '../src/index.js';
import { unlimited } from './xml-documents.js';
import { compare } from './xml-measure.js';
import type { XmlBenchResult } from './xml-measure.js';

@DataContract({ namespace: 'urn:bench' })
class Line {
  @DataMember(xsd.double)
  price = 0;

  @DataMember(xsd.int)
  quantity = 0;

  @DataMember(xsd.string)
  sku = '';
}

@DataContract({ namespace: 'urn:bench' })
class Order {
  @DataMember(xsd.string)
  customer = '';

  @DataMember(xsd.boolean)
  isOpen = false;

  @DataMember(arrayOf(Line))
  lines: Line[] = [];

  @DataMember(arrayOf(xsd.string))
  tags: string[] = [];
}

const write = compileWriter(Order);
const read = compileReader(Order);
// eslint-disable-next-line @typescript-eslint/no-deprecated -- it is the builder that comes with the parser
const builder = new XMLBuilder({});
const parser = new XMLParser();

function order(lines: number): Order {
  return Object.assign(new Order(), {
    customer: 'Müller & Söhne',
    isOpen: true,
    lines: Array.from({ length: lines }, (_, index) =>
      Object.assign(new Line(), {
        price: index * 1.25,
        quantity: index,
        sku: `article ${String(index)}`,
      }),
    ),
    tags: ['urgent', 'export', 'fragile'],
  });
}

function toXml(value: Order): Buffer {
  const writer = new XmlTextWriter();
  write(writer, value);
  return Buffer.concat(writer.finish());
}

function fromXml(bytes: Buffer): Order {
  const reader = new XmlTextReader(bytes, { quotas: unlimited });
  reader.moveToContent();
  return read(reader);
}

/** Objects to and from text: as data contracts, by fast-xml-parser as the same document, and as JSON. */
export function measureSerialization(): XmlBenchResult[] {
  return [
    ['1 KB', 8],
    ['1 MB', 9_500],
  ].flatMap(([name, lines]) => {
    const value = order(Number(lines));
    const xml = toXml(value);
    const json = Buffer.from(JSON.stringify(value));
    return [
      ...compare(`write ${String(name)}`, xml.length, writers, value),
      ...compare(`read ${String(name)}`, xml.length, readers, { xml, json }),
      ...compare(`write and read ${String(name)}`, xml.length, roundTrips, value),
    ];
  });
}

const writers = {
  'data contract': (value: Order) => toXml(value).length,
  'fast-xml-parser': (value: Order) => Buffer.from(builder.build({ Order: value })).length,
  JSON: (value: Order) => Buffer.from(JSON.stringify(value)).length,
};

const readers = {
  'data contract': ({ xml }: { readonly xml: Buffer }) => fromXml(xml).lines.length,
  'fast-xml-parser': ({ xml }: { readonly xml: Buffer }) =>
    Object.keys(parser.parse(xml) as object).length,
  JSON: ({ json }: { readonly json: Buffer }) =>
    (JSON.parse(json.toString('utf8')) as Order).lines.length,
};

const roundTrips = {
  'data contract': (value: Order) => fromXml(toXml(value)).lines.length,
  'fast-xml-parser': (value: Order) =>
    Object.keys(parser.parse(Buffer.from(builder.build({ Order: value }))) as object).length,
  JSON: (value: Order) =>
    (JSON.parse(Buffer.from(JSON.stringify(value)).toString('utf8')) as Order).lines.length,
};

/** Microseconds for an item of a list when it is written and read, for lists of two lengths. */
export function measureLists(): { readonly items: number; readonly microseconds: number }[] {
  return [1_000, 10_000, 100_000].map((items) => {
    const value = order(items);
    const runs = Math.max(3, Math.ceil(100_000 / items));
    const times = Array.from({ length: runs }, () => {
      const started = performance.now();
      fromXml(toXml(value));
      return performance.now() - started;
    }).sort((a, b) => a - b);
    return { items, microseconds: ((times[Math.floor(runs / 2)] ?? NaN) * 1_000) / items };
  });
}
