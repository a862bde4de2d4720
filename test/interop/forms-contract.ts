import {
  DataContract,
  DataMember,
  KnownTypes,
  Operation,
  ServiceContract,
  arrayOf,
  char,
  dataSet,
  dateTimeOffset,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  xmlElement,
  xsd,
} from '../../src/contracts/index.js';
import type { DateTime, Infer, TypeReference } from '../../src/contracts/index.js';

const namespace = 'http://example.org/forms/types';

export const Color = enumOf('Color', { Red: 0, Green: 1, Blue: 4 }, { namespace });
export const Rights = enumOf('Rights', { Read: 1, Write: 2, Own: 4 }, { namespace, flags: true });

@DataContract({ namespace })
export class Address {
  @DataMember(xsd.string, { isRequired: true }) street!: string;
  @DataMember(xsd.int, { name: 'house no' }) houseNumber!: number;
}

@DataContract({ namespace, name: 'Person' })
export class Person {
  @DataMember(xsd.string, { order: 1 }) name!: string;
  @DataMember(xsd.int) age!: number;
  @DataMember(nullable(Address)) home!: Address | null;
  @DataMember(nullable(xsd.dateTime), { emitDefaultValue: false }) born!: DateTime | null;
  @DataMember(nullable(arrayOf(lazy(() => Person)))) friends!: Person[] | null;
}

@DataContract({ namespace })
@KnownTypes(lazy(() => Circle))
export class Shape {
  @DataMember(Color) color!: Infer<typeof Color>;
}

@DataContract({ namespace })
export class Circle extends Shape {
  @DataMember(xsd.double) radius!: number;
}

@DataContract({ namespace, isReference: true })
export class Node {
  @DataMember(xsd.string) label!: string;
  @DataMember(nullable(lazy(() => Node))) next!: Node | null;
}

@DataContract({ namespace, typeArguments: [Person] })
export class Page {
  @DataMember(arrayOf(Person)) items!: Person[];
  @DataMember(xsd.int) total!: number;
}

@DataContract({ namespace, isValueType: true })
export class Point {
  @DataMember(xsd.int) x = 0;
  @DataMember(xsd.int) y = 0;
}

/** A type of each form, by the name of the operation that sends it back. */
export const forms: Readonly<Record<string, TypeReference>> = {
  Boolean: xsd.boolean,
  SByte: xsd.byte,
  Byte: xsd.unsignedByte,
  Int16: xsd.short,
  UInt16: xsd.unsignedShort,
  Int32: xsd.int,
  UInt32: xsd.unsignedInt,
  Int64: xsd.long,
  UInt64: xsd.unsignedLong,
  Single: xsd.float,
  Double: xsd.double,
  Decimal: xsd.decimal,
  String: xsd.string,
  DateTime: xsd.dateTime,
  Duration: xsd.duration,
  Bytes: xsd.base64Binary,
  Uri: xsd.anyURI,
  Point,
  NullablePoint: nullable(Point),
  Points: arrayOf(Point),
  Element: xmlElement,
  DataSet: dataSet,
  Guid: guid,
  Char: char,
  Anything: xsd.anyType,
  DateTimeOffset: dateTimeOffset,
  NullableInt: nullable(xsd.int),
  NullableGuid: nullable(guid),
  Color,
  NullableColor: nullable(Color),
  Rights,
  Ints: arrayOf(xsd.int),
  Strings: arrayOf(xsd.string),
  IntLists: arrayOf(arrayOf(xsd.int)),
  NullableInts: arrayOf(nullable(xsd.int)),
  Named: arrayOf(xsd.string, { name: 'Tags', namespace, itemName: 'tag' }),
  Person,
  People: arrayOf(Person),
  Shape,
  Shapes: arrayOf(Shape),
  Node,
  Page,
  Counts: dictionaryOf(xsd.string, xsd.int),
  PeopleByName: dictionaryOf(xsd.string, Person),
  Table: dictionaryOf(xsd.int, arrayOf(xsd.string), {
    name: 'Table',
    namespace,
    itemName: 'row',
    keyName: 'number',
    valueName: 'cells',
  }),
};

/** One operation for each form: it sends back what it gets. */
@ServiceContract({ name: 'IForms', namespace: 'http://example.org/forms' })
export class Forms {
  readonly [echo: string]: unknown;
}

/** Sends everything back. */
export class FormsService extends Forms {}

for (const [name, type] of Object.entries(forms)) {
  const methodName = `echo${name}`;
  Object.defineProperty(Forms.prototype, methodName, {
    value: (value: unknown) => Promise.resolve(value),
  });
  const decorate: unknown = Operation({
    name: `Echo${name}`,
    parameters: [['value', type]],
    returns: type,
  });
  Reflect.apply(decorate as () => void, undefined, [Forms.prototype, methodName]);
}
