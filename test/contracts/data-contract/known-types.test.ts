import test from 'ava';
import {
  DataContract,
  DataMember,
  KnownTypes,
  OnDeserialized,
  OnDeserializing,
  OnSerialized,
  OnSerializing,
} from '../../../src/contracts/decorators/index.js';
import {
  DateTime,
  DateTimeOffset,
  TypedValue,
  arrayOf,
  compileReader,
  compileWriter,
  dateTimeOffset,
  dictionaryOf,
  lazy,
  nullable,
  surrogate,
  typed,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../../src/contracts/data-contract/index.js';
import { InvalidBindingError, SerializationError } from '../../../src/core/errors/index.js';
import { readerOn, written } from './xml-text.js';

const namespace = 'urn:shapes';

@KnownTypes(lazy(() => Circle), lazy(() => Square))
@DataContract({ namespace })
class Shape {
  @DataMember(xsd.string)
  label = '';
}

@DataContract({ namespace })
class Circle extends Shape {
  @DataMember(xsd.double)
  radius = 0;

  get area(): number {
    return Math.PI * this.radius ** 2;
  }
}

@DataContract({ namespace: 'urn:squares' })
class Square extends Shape {
  @DataMember(xsd.double)
  side = 0;
}

@DataContract({ namespace })
class Triangle extends Shape {}

@KnownTypes(arrayOf(xsd.int))
@DataContract({ namespace })
class Box {
  @DataMember(xsd.anyType)
  content: unknown = null;
}

@DataContract({ namespace, isReference: true })
class Person {
  @DataMember(xsd.string)
  name = '';

  @DataMember(arrayOf(lazy(() => Person)))
  friends: Person[] = [];
}

function write(type: TypeReference, value: unknown): string {
  const to = compileWriter(type) as (...args: unknown[]) => void;
  return written((writer) => {
    to(writer, value);
  });
}

function read(type: TypeReference, xml: string): unknown {
  return compileReader(type)(readerOn(xml));
}

function circle(label: string, radius: number): Circle {
  return Object.assign(new Circle(), { label, radius });
}

test('an object of a known class is written with its type, and read as one of its class', (t) => {
  const list = arrayOf(Shape);
  const square = Object.assign(new Square(), { label: 's', side: 2 });
  const xml = write(list, [circle('c', 1), square, Object.assign(new Shape(), { label: 'x' })]);
  t.regex(xml, /<Shape i:type="Circle"><label>c<\/label><radius>1<\/radius><\/Shape>/);
  t.regex(xml, /<Shape i:type="(\w):Square" xmlns:\1="urn:squares">/);
  const [first, second, third] = read(list, xml) as Shape[];
  t.true(first instanceof Circle && first.area > 3.1);
  t.true(second instanceof Square && second.side === 2);
  t.is(Object.getPrototypeOf(third), Shape.prototype);
});

test('a class that is not known is refused with the remedy, in both directions', (t) => {
  t.throws(() => write(Shape, new Triangle()), {
    instanceOf: SerializationError,
    message: /name it in @KnownTypes\(Triangle\) of Shape/,
  });
  const xml = `<Shape xmlns="${namespace}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="Triangle"/>`;
  t.throws(() => read(Shape, xml), {
    instanceOf: SerializationError,
    message: /Triangle of the namespace 'urn:shapes', which is not known here/,
  });
});

test('a known type that is no derived one may not stand in the place of a class', (t) => {
  const xml = `<Circle xmlns="${namespace}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:q="urn:squares" i:type="q:Square"/>`;
  t.throws(() => read(Circle, xml), { instanceOf: SerializationError, message: /not known here/ });
});

test('anyType tells the type of plain values, and reads them back', (t) => {
  const values = ['text', true, 5, 2.5, 7n, new Uint8Array([1]), { name: 'a', namespace: 'urn:b' }];
  for (const content of values) {
    const xml = write(Box, { content });
    t.deepEqual((read(Box, xml) as Box).content, content);
  }
  t.regex(
    write(Box, { content: 5 }),
    /i:type="\w:int" xmlns:\w="http:\/\/www.w3.org\/2001\/XMLSchema">5</,
  );
  t.regex(write(Box, { content: null }), /nil="true"/);
});

test('anyType takes and gives other types with their type', (t) => {
  const short = write(Box, { content: typed(xsd.short, 5) });
  t.regex(short, /i:type="\w:short"/);
  const { content } = read(Box, short) as Box;
  t.true(content instanceof TypedValue);
  t.like(content, { type: xsd.short, value: 5 });
  t.is(write(Box, { content }), short, 'what was read is written as it was');
  const list = write(Box, { content: typed(arrayOf(xsd.int), [1, 2]) });
  t.deepEqual(((read(Box, list) as Box).content as TypedValue).value as unknown, [1, 2]);
});

test('anyType refuses what does not tell its type, and types that are not known', (t) => {
  t.throws(() => write(Box, { content: [1] }), { message: /typed\(type, value\)/ });
  t.throws(() => write(Box, { content: new Person() }), {
    message: /does not tell its type|not known/,
  });
  t.throws(() => write(Box, { content: typed(arrayOf(xsd.string), ['a']) }), {
    message: /not known here/,
  });
});

test('a base class must be a data contract, as in .NET', (t) => {
  class Undeclared {
    name = '';
  }
  @DataContract({ namespace })
  class Derived extends Undeclared {
    @DataMember(xsd.int)
    n = 0;
  }
  t.throws(() => write(Derived, new Derived()), {
    message: /The class Undeclared is no data contract/,
  });
});

test('a type that a value brings along is checked as those of the contract are', (t) => {
  class Undecorated {
    name = '';
  }
  const twice = (): void => {
    t.throws(() => write(Box, { content: typed(Undecorated, new Undecorated()) }), {
      instanceOf: InvalidBindingError,
      message: /The class Undecorated is no data contract/,
    });
  };
  twice();
  twice();
});

test('known types may be named in several decorators, and are referred to inside of typed values', (t) => {
  @KnownTypes(Person)
  @KnownTypes(Circle)
  @DataContract({ namespace })
  class Pair {
    @DataMember(xsd.anyType)
    first: unknown = null;

    @DataMember(xsd.anyType)
    second: unknown = null;
  }
  const ann = Object.assign(new Person(), { name: 'Ann' });
  const xml = write(Pair, { first: typed(Person, ann), second: typed(Person, ann) });
  const pair = read(Pair, xml) as Pair;
  t.true(pair.first instanceof Person);
  t.is(pair.first, pair.second);
  t.regex(write(Pair, { first: circle('c', 1), second: null }), /type="Circle"/);
});

test('with isReference an object is written once, and a graph may have cycles', (t) => {
  const ann = Object.assign(new Person(), { name: 'Ann' });
  const bob = Object.assign(new Person(), { name: 'Bob', friends: [ann] });
  ann.friends = [bob, ann];
  const xml = write(Person, ann);
  t.is(xml.match(/<name>/g)?.length, 2);
  t.regex(xml, /^<Person z:Id="i1"/);
  const again = read(Person, xml) as Person;
  t.is(again.friends[0]?.name, 'Bob');
  t.is(again.friends[0]?.friends[0], again);
  t.is(again.friends[1], again);
  t.is(write(Person, ann), xml, 'each graph has ids of its own');
});

test('a reference to what did not come before is refused', (t) => {
  const xml = `<Person xmlns="${namespace}" xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/" z:Id="i1"><friends><Person z:Ref="i9"/></friends></Person>`;
  t.throws(() => read(Person, xml), { instanceOf: SerializationError, message: /'i9' \(z:Ref\)/ });
});

test('a reference to an object of another class is refused', (t) => {
  @DataContract({ namespace, isReference: true })
  class Dog {
    @DataMember(nullable(Person))
    owner: Person | null = null;
  }
  const xml = `<Dog xmlns="${namespace}" xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/" z:Id="i1"><owner z:Ref="i1"/></Dog>`;
  t.throws(() => read(Dog, xml), { instanceOf: SerializationError, message: /no Person/ });
});

test('a class and its base class must agree on isReference', (t) => {
  @DataContract({ namespace })
  class Friend extends Person {}
  t.throws(() => compileReader(Friend), {
    instanceOf: InvalidBindingError,
    message: /do not agree on isReference/,
  });
});

test('methods are called before and after their object is written and read', (t) => {
  const log: string[] = [];

  @DataContract({ namespace })
  class Order {
    @DataMember(nullable(xsd.string))
    note: string | null = 'from the field';

    @OnSerializing()
    before(): void {
      log.push('serializing');
    }

    @OnSerialized()
    after(): void {
      log.push('serialized');
    }

    @OnDeserializing()
    begin(): void {
      log.push(`deserializing ${String(this.note)}`);
      this.note = 'default';
    }

    @OnDeserialized()
    end(): void {
      log.push(`deserialized ${String(this.note)}`);
    }
  }
  const xml = write(Order, Object.assign(new Order(), { note: 'n' }));
  t.is((read(Order, xml) as Order).note, 'n');
  t.is((read(Order, `<Order xmlns="${namespace}"/>`) as Order).note, 'default');
  t.deepEqual(log, [
    'serializing',
    'serialized',
    'deserializing null',
    'deserialized n',
    'deserializing null',
    'deserialized default',
  ]);
});

test('what an extensible class does not know is kept, and written back where it came', (t) => {
  @DataContract({ namespace, isExtensible: true })
  class Version1 {
    @DataMember(xsd.int)
    m = 0;
  }
  const xml =
    `<Version1 xmlns="${namespace}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">` +
    '<a>first</a><m>5</m><n x:at="1" xmlns:x="urn:x"><deep/></n><z i:nil="true"/></Version1>';
  const value = read(Version1, xml) as Version1;
  t.is(value.m, 5);
  t.deepEqual(Object.keys(value), ['m']);
  value.m = 6;
  t.is(write(Version1, value), xml.replace('<m>5', '<m>6'));
  t.regex(write(Version1, new Version1()), /<m>0<\/m><\/Version1>$/);
});

test('an abstract class is neither read nor written, but the classes that extend it are', (t) => {
  @KnownTypes(lazy(() => Circle))
  @DataContract({ namespace, isAbstract: true })
  abstract class Shape {
    @DataMember(xsd.string)
    label = '';
  }
  @DataContract({ namespace })
  class Circle extends Shape {
    @DataMember(xsd.double)
    radius = 0;
  }
  const circle = Object.assign(new Circle(), { label: 'l', radius: 2 });
  t.deepEqual(read(Shape, write(Shape, circle)), circle);
  t.throws(() => read(Shape, `<Shape xmlns="${namespace}"><label>l</label></Shape>`), {
    message: /Shape is abstract; the element must say by i:type/,
  });
  t.throws(() => write(Shape, { label: 'l' }), { message: /Shape is abstract; give an object/ });
});

test('a class for a generic type has the name of .NET, with a digest where an argument is no built-in type', (t) => {
  @DataContract({ namespace: 'http://example.org/person' })
  class Person {
    @DataMember(xsd.int)
    n = 0;
  }
  @DataContract({ namespace, typeArguments: [xsd.int, Person] })
  class Pair {
    @DataMember(xsd.int)
    n = 0;
  }
  @DataContract({ namespace, typeArguments: [xsd.int] })
  class Page {
    @DataMember(xsd.int)
    n = 0;
  }
  @DataContract({ namespace, typeArguments: [lazy(() => Person)], name: 'Result_{0}{#}' })
  class PersonResult {
    @DataMember(xsd.int)
    n = 0;
  }
  t.regex(write(Page, new Page()), /^<PageOfint /);
  t.regex(write(Pair, new Pair()), /^<PairOfintPerson[A-Za-z0-9_]{8,} /);
  // The digest that .NET's own name ResultOfPersonuV4klwwc has.
  t.regex(write(PersonResult, new PersonResult()), /^<Result_PersonuV4klwwc /);
});

test('type arguments that make no name are refused', (t) => {
  @DataContract({ typeArguments: [xsd.int], name: 'Pair_{1}' })
  class TooFew {
    @DataMember(xsd.int)
    n = 0;
  }
  @DataContract({ typeArguments: [lazy(() => Endless)] })
  class Endless {
    @DataMember(xsd.int)
    n = 0;
  }
  t.throws(() => write(TooFew, new TooFew()), {
    message: /'Pair_\{1\}'.* there are 1, from \{0\}/,
  });
  t.throws(() => write(Endless, new Endless()), { message: /Endless contains itself/ });
});

test('lists and dictionaries take names of their own', (t) => {
  const things = arrayOf(xsd.int, { name: 'Things', namespace: 'urn:t', itemName: 'thing' });
  t.is(
    write(things, [1]).replace(/ xmlns:i="[^"]*"/, ''),
    '<Things xmlns="urn:t"><thing>1</thing></Things>',
  );
  const prices = dictionaryOf(xsd.string, xsd.int, {
    name: 'Prices',
    namespace: 'urn:t',
    itemName: 'price',
    keyName: 'of',
    valueName: 'is',
  });
  const xml = write(prices, new Map([['tea', 3]]));
  t.is(
    xml.replace(/ xmlns:i="[^"]*"/, ''),
    '<Prices xmlns="urn:t"><price><of>tea</of><is>3</is></price></Prices>',
  );
  t.deepEqual(read(prices, xml), new Map([['tea', 3]]));
});

test('a surrogate stands for a type on the wire, and tells the path when it fails', (t) => {
  const url = surrogate(xsd.string, {
    toWire: (value: URL) => value.href,
    fromWire: (text) => new URL(text),
  });
  const links = arrayOf(nullable(url));
  const xml = write(links, [new URL('https://example.org/a'), null]);
  t.regex(xml, /<string>https:\/\/example.org\/a<\/string><string i:nil="true"\/>/);
  const [first, second] = read(links, xml) as (URL | null)[];
  t.is(first?.host, 'example.org');
  t.is(second, null);
  t.throws(() => read(links, xml.replace('https://example.org/a', 'nowhere')), {
    instanceOf: SerializationError,
    message: /^ArrayOfstring\[0\]: its surrogate failed: Invalid URL/,
  });
});

test('what does not come is null where a surrogate refuses the default value', (t) => {
  const positive = surrogate(xsd.int, {
    toWire: (value: { readonly count: number }) => value.count,
    fromWire: (count) => {
      if (count < 1) throw new RangeError('too small');
      return { count };
    },
  });
  @DataContract({ namespace })
  class Stock {
    @DataMember(positive)
    count = { count: 1 };
  }
  t.deepEqual(
    (read(Stock, `<Stock xmlns="${namespace}"><count>3</count></Stock>`) as Stock).count,
    {
      count: 3,
    },
  );
  t.is((read(Stock, `<Stock xmlns="${namespace}"/>`) as Stock).count, null as never);
});

test('a list with isReference is written once', (t) => {
  const names = arrayOf(xsd.string, { name: 'Names', namespace: 'urn:n', isReference: true });
  @DataContract({ namespace })
  class Pair {
    @DataMember(names)
    a: string[] = [];

    @DataMember(names)
    b: string[] = [];
  }
  const list = ['x'];
  const xml = write(Pair, Object.assign(new Pair(), { a: list, b: list }));
  t.regex(xml, /<a z:Id="i1"[^>]*><(\w+:)?string>x<.*<b z:Ref="i1"/);
  const pair = read(Pair, xml) as Pair;
  t.deepEqual(pair.a, ['x']);
  t.is(pair.a, pair.b);
});

test('a DateTimeOffset keeps its instant and its offset', (t) => {
  const value = new DateTimeOffset(DateTime.parse('2024-02-29T12:00:00Z'), 330);
  const xml = write(dateTimeOffset, value);
  t.regex(xml, /<DateTime>2024-02-29T12:00:00Z<\/DateTime><OffsetMinutes>330<\/OffsetMinutes>/);
  t.true((read(dateTimeOffset, xml) as DateTimeOffset).equals(value));
  t.is(value.clock.toString(), '2024-02-29T17:30:00');
  t.throws(() => new DateTimeOffset(DateTime.parse('2024-02-29T12:00:00Z'), 900), {
    message: /-840 to 840/,
  });
});
