import {
  DataContract,
  DataMember,
  KnownTypes,
  Operation,
  ServiceContract,
  arrayOf,
  char,
  contractOnly,
  dataSet,
  dateTimeOffset,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  serializationInfo,
  xsd,
} from '../../src/contracts/index.js';
import type {
  Client,
  DataSetXml,
  DateTime,
  DateTimeOffset,
  Decimal,
  Duration,
  Infer,
  QualifiedName,
} from '../../src/contracts/index.js';

// The types of dotnet/Types.cs.

const namespace = 'urn:types';
const clr = 'http://schemas.datacontract.org/2004/07/Channelstack.Interop';
const Color = enumOf('Color', { Red: 0, Green: 5 }, { namespace: clr });
const Rights = enumOf('Rights', { None: 0, Read: 1, Write: 2 }, { namespace: clr, flags: true });

@DataContract({ namespace })
export class AllTypes {
  @DataMember(xsd.boolean, { name: 'Bool' }) bool!: boolean;
  @DataMember(xsd.byte, { name: 'SByte' }) sbyte!: number;
  @DataMember(xsd.unsignedByte, { name: 'Byte' }) byte!: number;
  @DataMember(xsd.short, { name: 'Short' }) short!: number;
  @DataMember(xsd.unsignedShort, { name: 'UShort' }) ushort!: number;
  @DataMember(xsd.int, { name: 'Int' }) int!: number;
  @DataMember(xsd.unsignedInt, { name: 'UInt' }) uint!: number;
  @DataMember(xsd.long, { name: 'Long' }) long!: bigint;
  @DataMember(xsd.unsignedLong, { name: 'ULong' }) ulong!: bigint;
  @DataMember(xsd.float, { name: 'Float' }) float!: number;
  @DataMember(xsd.double, { name: 'Double' }) double!: number;
  @DataMember(xsd.decimal, { name: 'Decimal' }) decimal!: Decimal;
  @DataMember(char, { name: 'Char' }) char!: string;
  @DataMember(nullable(xsd.string), { name: 'String' }) string!: string | null;
  @DataMember(xsd.dateTime, { name: 'Utc' }) utc!: DateTime;
  @DataMember(xsd.dateTime, { name: 'Unspecified' }) unspecified!: DateTime;
  @DataMember(dateTimeOffset, { name: 'Offset' }) offset!: DateTimeOffset;
  @DataMember(xsd.duration, { name: 'Span' }) span!: Duration;
  @DataMember(guid, { name: 'Guid' }) guid!: string;
  @DataMember(nullable(xsd.base64Binary), { name: 'Bytes' }) bytes!: Uint8Array | null;
  @DataMember(nullable(xsd.anyURI), { name: 'Uri' }) uri!: string | null;
  @DataMember(nullable(xsd.QName), { name: 'Name' }) name!: QualifiedName | null;
  @DataMember(nullable(xsd.int), { name: 'Maybe' }) maybe!: number | null;
  @DataMember(Color, { name: 'Color' }) color!: Infer<typeof Color>;
  @DataMember(Rights, { name: 'Rights' }) rights!: Infer<typeof Rights>;
  @DataMember(nullable(xsd.string), { name: 'Left', emitDefaultValue: false }) left!: string | null;
  @DataMember(nullable(arrayOf(xsd.int)), { name: 'Numbers', order: 1, isRequired: true })
  numbers!: number[] | null;
}

@KnownTypes(lazy(() => Circle), lazy(() => Square))
@DataContract({ namespace })
export class Shape {
  @DataMember(nullable(xsd.string), { name: 'Label' })
  label!: string | null;
}

@DataContract({ namespace })
export class Circle extends Shape {
  @DataMember(xsd.double, { name: 'Radius' })
  radius!: number;
}

@DataContract({ namespace: 'urn:squares' })
export class Square extends Shape {
  @DataMember(nullable(Shape), { name: 'Inside' })
  inside!: Shape | null;
}

@DataContract({ namespace, isReference: true })
export class Member {
  @DataMember(nullable(xsd.string), { name: 'Name' })
  name!: string | null;

  @DataMember(nullable(arrayOf(nullable(lazy(() => Member)))), { name: 'Friends' })
  friends!: (Member | null)[] | null;
}

const Shapes = nullable(arrayOf(nullable(Shape)));
const Things = nullable(
  arrayOf(nullable(xsd.string), { name: 'Things', namespace, itemName: 'thing' }),
);
const ShapeMap = nullable(dictionaryOf(xsd.string, nullable(Shape)));

/** A value that is never null. */
@DataContract({ name: 'Point', namespace, isValueType: true })
export class Point {
  @DataMember(xsd.int, { name: 'X' }) x = 0;
  @DataMember(nullable(xsd.string), { name: 'Label' }) label: string | null = null;
}

@DataContract({ name: 'Sketch', namespace })
export class Sketch {
  @DataMember(nullable(xsd.string), { name: 'Title' }) draft: string | null = null;
  @DataMember(Point, { name: 'From' }) from = new Point();
}

/** One of its members has the name of one of its base class. */
@DataContract({ name: 'Plan', namespace })
export class Plan extends Sketch {
  @DataMember(xsd.int, { name: 'Title' }) number = 0;
  @DataMember(nullable(Point), { name: 'To' }) to: Point | null = null;
  @DataMember(Point, { name: 'Via', emitDefaultValue: false }) via = new Point();
  @DataMember(nullable(arrayOf(Point)), { name: 'Others' }) others: Point[] | null = null;
}

/** Named values. */
const Info = nullable(
  serializationInfo({
    name: 'Info',
    namespace: 'http://schemas.datacontract.org/2004/07/Channelstack.Interop',
  }),
);
type Info = Infer<typeof Info>;

/** Values of all kinds, which the service sends back. */
@KnownTypes(arrayOf(xsd.int), Circle, Color)
@ServiceContract({ name: 'ITypes', namespace })
export class Types {
  @Operation({
    name: 'EchoAll',
    parameters: [['value', nullable(AllTypes)]],
    returns: nullable(AllTypes),
  })
  echoAll(value: AllTypes | null): Promise<AllTypes | null> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoShapes', parameters: [['value', Shapes]], returns: Shapes })
  echoShapes(value: Infer<typeof Shapes>): Promise<Infer<typeof Shapes>> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoAny', parameters: [['value', xsd.anyType]], returns: xsd.anyType })
  echoAny(value: unknown): Promise<unknown> {
    return contractOnly(value);
  }

  @Operation({
    name: 'EchoGraph',
    parameters: [['value', nullable(Member)]],
    returns: nullable(Member),
  })
  echoGraph(value: Member | null): Promise<Member | null> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoThings', parameters: [['value', Things]], returns: Things })
  echoThings(value: Infer<typeof Things>): Promise<Infer<typeof Things>> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoMap', parameters: [['value', ShapeMap]], returns: ShapeMap })
  echoMap(value: Infer<typeof ShapeMap>): Promise<Infer<typeof ShapeMap>> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoPlan', parameters: [['value', nullable(Plan)]], returns: nullable(Plan) })
  echoPlan(value: Plan | null): Promise<Plan | null> {
    return contractOnly(value);
  }

  @Operation({
    name: 'EchoDataSet',
    parameters: [['value', nullable(dataSet)]],
    returns: nullable(dataSet),
  })
  echoDataSet(value: DataSetXml | null): Promise<DataSetXml | null> {
    return contractOnly(value);
  }

  @Operation({ name: 'EchoInfo', parameters: [['value', Info]], returns: Info })
  echoInfo(value: Info): Promise<Info> {
    return contractOnly(value);
  }
}

/** Returns what it gets: read into objects of these classes, and written from them. */
export class TypesService implements Types {
  echoAll(value: AllTypes | null): Promise<AllTypes | null> {
    return Promise.resolve(value);
  }

  echoShapes(value: Infer<typeof Shapes>): Promise<Infer<typeof Shapes>> {
    return Promise.resolve(value);
  }

  echoAny(value: unknown): Promise<unknown> {
    return Promise.resolve(value);
  }

  echoGraph(value: Member | null): Promise<Member | null> {
    return Promise.resolve(value);
  }

  echoThings(value: Infer<typeof Things>): Promise<Infer<typeof Things>> {
    return Promise.resolve(value);
  }

  echoMap(value: Infer<typeof ShapeMap>): Promise<Infer<typeof ShapeMap>> {
    return Promise.resolve(value);
  }

  echoPlan(value: Plan | null): Promise<Plan | null> {
    return Promise.resolve(value);
  }

  echoDataSet(value: DataSetXml | null): Promise<DataSetXml | null> {
    return Promise.resolve(value);
  }

  echoInfo(value: Info): Promise<Info> {
    return Promise.resolve(value);
  }
}

/** Passes on what it gets, by a client of ours. */
export class TypesRelay implements Types {
  static target: Client<Types>;

  echoAll(value: AllTypes | null): Promise<AllTypes | null> {
    return TypesRelay.target.echoAll(value);
  }

  echoShapes(value: Infer<typeof Shapes>): Promise<Infer<typeof Shapes>> {
    return TypesRelay.target.echoShapes(value);
  }

  echoAny(value: unknown): Promise<unknown> {
    return TypesRelay.target.echoAny(value);
  }

  echoGraph(value: Member | null): Promise<Member | null> {
    return TypesRelay.target.echoGraph(value);
  }

  echoThings(value: Infer<typeof Things>): Promise<Infer<typeof Things>> {
    return TypesRelay.target.echoThings(value);
  }

  echoMap(value: Infer<typeof ShapeMap>): Promise<Infer<typeof ShapeMap>> {
    return TypesRelay.target.echoMap(value);
  }

  echoPlan(value: Plan | null): Promise<Plan | null> {
    return TypesRelay.target.echoPlan(value);
  }

  echoDataSet(value: DataSetXml | null): Promise<DataSetXml | null> {
    return TypesRelay.target.echoDataSet(value);
  }

  echoInfo(value: Info): Promise<Info> {
    return TypesRelay.target.echoInfo(value);
  }
}
