import test from 'ava';
import {
  arrayOf,
  compileReader,
  compileWriter,
  dataSet,
  dataTable,
  lazy,
  nullable,
  serializationInfo,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { DataContract, DataMember } from '../../../src/contracts/decorators/index.js';
import { SerializationError } from '../../../src/core/errors/index.js';
import { readerOn, written } from './xml-text.js';

@DataContract({ namespace: 'urn:p', isValueType: true })
class Point {
  @DataMember(xsd.int) x = 0;
  @DataMember(nullable(xsd.string)) label: string | null = null;
}

@DataContract({ namespace: 'urn:p' })
class Line {
  @DataMember(Point) from = new Point();
  @DataMember(nullable(Point)) to: Point | null = null;
  @DataMember(Point, { emitDefaultValue: false }) via = new Point();
  @DataMember(arrayOf(Point)) others: Point[] = [];
}

const instance = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

function xmlOf(type: TypeReference, value: unknown): string {
  return written((writer) => {
    compileWriter(type)(writer, value as never);
  });
}

test('A struct is never null, and is left out where all of it has its default', (t) => {
  t.is(
    xmlOf(Line, Object.assign(new Line(), { from: { x: 1, label: 'a' } })),
    `<Line xmlns="urn:p" ${instance}><from><label>a</label><x>1</x></from><others/><to i:nil="true"/></Line>`,
  );
  t.throws(() => xmlOf(Line, Object.assign(new Line(), { from: null })), {
    instanceOf: SerializationError,
    message:
      'Line.from: null is not of the type Point; give a value, or declare the type as nullable(...)',
  });
  const via = Object.assign(new Line(), { via: { x: 0, label: '' } });
  t.regex(xmlOf(Line, via), /<via><label\/?>/);
});

test('A struct that does not come is one of defaults, which cannot be changed; nil is refused', (t) => {
  const read = compileReader(Line);
  const line = read(readerOn('<Line xmlns="urn:p"><to><x>3</x></to></Line>'));
  t.true(line.from instanceof Point);
  t.like(line.from, { x: 0, label: null });
  t.true(Object.isFrozen(line.from));
  t.is(line.to?.x, 3);
  t.throws(() => read(readerOn(`<Line xmlns="urn:p" ${instance}><from i:nil="true"/></Line>`)), {
    instanceOf: SerializationError,
  });
});

test('What no struct of .NET can be is refused', (t) => {
  @DataContract({ isValueType: true })
  class Loop {
    @DataMember(lazy(() => Loop)) next!: Loop;
  }
  @DataContract({ isValueType: true })
  class Derived extends Line {}
  @DataContract({ isValueType: true, isReference: true })
  class Shared {
    @DataMember(xsd.int) x = 0;
  }
  for (const [type, reason] of [
    [Loop, /Loop has isValueType.*has a member of its own type/],
    [Derived, /Derived has isValueType.*extends another class/],
    [Shared, /Shared has isValueType.*isReference or isAbstract/],
  ] as const)
    t.throws(() => compileWriter(type), { message: reason });
});

test('What is ISerializable in .NET is a map of names and values', (t) => {
  const type = serializationInfo({ name: 'Info', namespace: 'urn:info' });
  const values = new Map<string, unknown>([
    ['a b', 5],
    ['text', null],
  ]);
  const xml = xmlOf(type, values);
  t.regex(xml, /^<Info xmlns="urn:info"[^>]*>.*<\/Info>$/);
  t.regex(xml, /<a_x0020_b i:type="x:int" xmlns="">5<\/a_x0020_b>/);
  t.deepEqual([...compileReader(type)(readerOn(xml))], [...values]);
  for (const wrong of [{}, new Map([[1, 2]]), new Map([['', 2]])])
    t.throws(() => xmlOf(type, wrong), { instanceOf: SerializationError });
});

const schema = '<xs:schema id="Orders" xmlns:xs="http://www.w3.org/2001/XMLSchema"/>';
const diffgram =
  '<diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><Orders xmlns=""><Order diffgr:id="Order1"><Id>7</Id></Order></Orders></diffgr:diffgram>';

test('A DataSet is its schema and its rows; what else comes is passed over', (t) => {
  const value = compileReader(dataSet)(readerOn(`<DataSet>${schema}<other/>${diffgram}</DataSet>`));
  t.is(value.schema?.attribute('id'), 'Orders');
  const [orders] = value.diffgram?.elements ?? [];
  t.is(orders?.elements[0]?.elements[0]?.text, '7');
  t.is(xmlOf(dataSet, value), `<DataSet>${schema}${diffgram}</DataSet>`);
  t.is(
    xmlOf(dataTable, { schema: null, diffgram: value.diffgram }),
    `<DataTable xmlns="http://schemas.datacontract.org/2004/07/System.Data">${diffgram}</DataTable>`,
  );
  for (const wrong of [5, { schema: 'x' }])
    t.throws(() => xmlOf(dataSet, wrong), { instanceOf: SerializationError });
});
