import test from 'ava';
import {
  DataContract,
  Operation,
  ServiceContract,
  XmlAnyAttributeMember,
  XmlAnyElementMember,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlInclude,
  XmlSerializerFormat,
  XmlTextMember,
  XmlType,
  arrayOf,
  choiceOf,
  contractOnly,
  describeContract,
  dictionaryOf,
  lazy,
  mixedOf,
  nullable,
  xsd,
} from '../../../src/contracts/index.js';
import type { ChoiceValue, Infer, TypeReference } from '../../../src/contracts/index.js';
import { compileXmlReader, compileXmlWriter } from '../../../src/contracts/xml-serializer/index.js';
import { InvalidBindingError, SerializationError } from '../../../src/core/errors/index.js';
import type { XmlAttribute, XmlElement } from '../../../src/core/xml/index.js';
import { readerOn, written } from '../data-contract/xml-text.js';

const Payment = choiceOf([
  ['card', xsd.string],
  ['cash', xsd.decimal],
]);

@XmlType()
class Line {
  @XmlAttributeMember(xsd.int) count = 1;
  @XmlTextMember(xsd.string) name!: string;
}

@XmlType({ name: 'Order' })
@XmlInclude(lazy(() => Gift))
class Order {
  @XmlAttributeMember(xsd.int, { isOptional: true }) id?: number;
  @XmlElementMember(xsd.string, { defaultValue: 'nobody' }) customer = 'nobody';
  @XmlElementMember(xsd.int, { isOptional: true }) discount?: number;
  @XmlElementMember(arrayOf(Line), { name: 'line' }) lines!: Line[];
  @XmlArrayMember(xsd.string) tags!: string[];
  @XmlElementMember(nullable(Payment)) payment!: Infer<typeof Payment> | null;
  @XmlAnyElementMember() rest!: XmlElement[];
  @XmlAnyAttributeMember() attributes!: XmlAttribute[];
}

@XmlType()
class Gift extends Order {
  @XmlElementMember(nullable(lazy(() => Order))) inside!: Order | null;
}

function writeWith(type: TypeReference, value: unknown): string {
  const write = compileXmlWriter(type) as (...args: unknown[]) => void;
  return written((writer) => {
    write(writer, value);
  })
    .replace(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', '')
    .replace(' xmlns:xsd="http://www.w3.org/2001/XMLSchema"', '');
}

function readWith<R extends TypeReference>(type: R, xml: string): Infer<R> | null {
  return compileXmlReader(type)(readerOn(xml));
}

test('The constructor is run, and what it says stays where nothing comes', (t) => {
  const order = readWith(Order, '<Order/>');
  t.true(order instanceof Order);
  t.is(order?.customer, 'nobody');
  t.deepEqual(order?.tags, []);
  t.deepEqual(order?.lines, []);
  t.is(order?.id, undefined);
  t.is(order?.payment, null);
  t.is(readWith(Line, '<Line>tea</Line>')?.count, 1);
});

test('Optional members and default values are left out', (t) => {
  const order = new Order();
  t.is(writeWith(Order, order), '<Order/>');
  Object.assign(order, { id: 7, customer: 'Ann', discount: 0, tags: [], lines: [] });
  t.is(
    writeWith(Order, order),
    '<Order id="7"><customer>Ann</customer><discount>0</discount><tags/></Order>',
  );
});

test('A choice is told by the name of its element', (t) => {
  const order = Object.assign(new Order(), { payment: { name: 'card', value: '4711' } });
  t.is(writeWith(Order, order), '<Order><card>4711</card></Order>');
  const read = readWith(Order, '<Order><cash>1.50</cash></Order>')?.payment;
  t.is(read?.name, 'cash');
  t.is(read?.name === 'cash' ? String(read.value) : '', '1.50');
  for (const [payment, problem] of [
    [{ name: 'cheque', value: 1 }, /^Order\.payment: .*no \{ name, value \} of the choice/],
    [{ name: 'card', value: 5 }, /^Order\.payment\.card: 5 is not a string/],
    ['card', /^Order\.payment: 'card' is no/],
  ] as const) {
    const wrong = Object.assign(new Order(), { payment });
    t.throws(() => writeWith(Order, wrong), { instanceOf: SerializationError, message: problem });
  }
});

test('Elements come in any order, and what nobody knows goes to the members for it', (t) => {
  const order = readWith(
    Order,
    '<Order x="1"><z:else xmlns:z="urn:z"/><line count="2">tea</line><customer>Ann</customer><line/></Order>',
  );
  t.is(order?.customer, 'Ann');
  t.deepEqual(
    order?.lines.map(({ count, name }) => [count, name]),
    [
      [2, 'tea'],
      [1, null as never],
    ],
  );
  t.deepEqual(
    order?.rest.map(({ localName, namespaceUri }) => [localName, namespaceUri]),
    [['else', 'urn:z']],
  );
  t.deepEqual(
    order?.attributes.map(({ localName, value }) => [localName, value]),
    [['x', '1']],
  );
  t.regex(writeWith(Order, order), /^<Order x="1"><customer>Ann<\/customer>.*<z:else/);
});

test('A derived class says which it is, and is read as that', (t) => {
  const gift = Object.assign(new Gift(), { inside: new Gift() });
  const text = writeWith(Order, gift);
  t.is(text, '<Order xsi:type="Gift"><inside xsi:type="Gift"/></Order>');
  const read = readWith(
    Order,
    text.replace('<Order', '<Order xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'),
  );
  t.true(read instanceof Gift);
  t.true((read as Gift).inside instanceof Gift);
  class Stranger extends Order {
    @XmlElementMember(xsd.int) other!: number;
  }
  t.throws(() => writeWith(Order, new Stranger()), {
    message: /of the class Stranger, but the contract says Order; name it in @XmlInclude/,
  });
  t.throws(
    () =>
      readWith(
        Order,
        '<Order xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="Stranger"/>',
      ),
    { message: /is of the type Stranger .* not known here/ },
  );
});

test('Errors say where the value stands', (t) => {
  const line = Object.assign(new Line(), { count: 'x' });
  const wrong = Object.assign(new Order(), { lines: [new Line(), line] });
  t.throws(() => writeWith(Order, wrong), {
    message: /^Order\.lines\[1\]\.count: 'x' is not a whole number/,
  });
  t.throws(() => readWith(Order, '<Order><discount>x</discount></Order>'), {
    message: /^Order\.discount: /,
  });
  t.throws(() => readWith(Order, '<Order><line count="x"/></Order>'), {
    message: /^Order\.lines\.count: /,
  });
  t.throws(() => readWith(Order, '<Other/>'), { message: /the element Other .* where Order/ });
  t.throws(() => writeWith(Order, Object.assign(new Order(), { tags: 'x' })), {
    message: /^Order\.tags: 'x' is not an array/,
  });
  t.throws(() => writeWith(Order, 5), { message: /^Order: 5 is not an object of the class Order/ });
  const cycle = new Gift();
  cycle.inside = cycle;
  t.throws(() => writeWith(Order, cycle), { message: /nested too deeply, or contains itself/ });
});

test('Mixed content keeps text, known elements and others in their order', (t) => {
  @XmlType()
  class Page {
    @XmlElementMember(arrayOf(mixedOf([['b', xsd.string]]))) content!: (
      string | XmlElement | ChoiceValue<readonly [readonly ['b', typeof xsd.string]]>
    )[];
  }
  const text = '<Page>Read <b>this</b> and <i>that</i>.</Page>';
  const page = readWith(Page, text);
  t.is(page?.content.length, 5);
  t.deepEqual(page?.content[1], { name: 'b', value: 'this' });
  t.is(writeWith(Page, page), text);
});

test('What is wrong with the classes of a contract is found when it is described, all at once', (t) => {
  class Bare {
    x = 1;
  }
  class WithArguments {
    @XmlElementMember(xsd.int) a!: number;
    constructor(a: number) {
      this.a = a;
    }
  }
  @XmlType()
  class Wrong {
    @XmlElementMember(xsd.int, { order: 1 }) a!: number;
    @XmlElementMember(xsd.string, { name: 'a' }) b!: string;
    @XmlAttributeMember(xsd.int, { name: 'x' }) c!: number;
    @XmlAttributeMember(xsd.int, { name: 'x' }) d!: number;
    @XmlAttributeMember(Bare) e!: Bare;
    @XmlElementMember(dictionaryOf(xsd.string, xsd.int)) f!: Map<string, number>;
    @XmlElementMember(xsd.int, { dataType: 'date' }) g!: number;
    @XmlElementMember(WithArguments) h!: WithArguments;
    @XmlTextMember(xsd.string) i!: string;
    @XmlTextMember(xsd.string) j!: string;
    @XmlElementMember(choiceOf([])) k!: never;
    @XmlElementMember(xsd.string, { defaultValue: JSON.parse('{}') as string }) l!: string;
  }
  @XmlSerializerFormat()
  @ServiceContract()
  class Contract {
    @Operation({ parameters: [['wrong', Wrong]] })
    call(wrong: Wrong): Promise<void> {
      return contractOnly(wrong);
    }
  }
  const error = t.throws(() => describeContract(Contract), { instanceOf: InvalidBindingError });
  for (const problem of [
    'The class Bare has nothing for the XmlSerializer',
    'its constructor has parameters',
    'elements with an order and others without',
    'The member Wrong.a has the element {http://tempuri.org/}a of the member b',
    'The member Wrong.d has the attribute x of another member',
    'The member Wrong.e cannot be an attribute',
    'dictionaryOf(xsd.string, xsd.int) has no place of its own',
    'The member Wrong.g has the dataType date',
    'The class Wrong has two members for its text',
    'The choice choiceOf() has no alternatives',
    'The member Wrong.l has an object as defaultValue',
  ])
    t.true(error.message.includes(problem), `${problem}\n${error.message}`);
});

test('A class of data contracts has no choices, and says so', (t) => {
  @DataContract()
  class Plain {
    x = 1;
  }
  @ServiceContract()
  class Contract {
    @Operation({
      parameters: [
        ['choice', Payment],
        ['plain', Plain],
      ],
    })
    call(choice: Infer<typeof Payment>, plain: Plain): Promise<void> {
      return contractOnly(choice, plain);
    }
  }
  t.throws(() => describeContract(Contract), { message: /data contracts have no choices/ });
});

test('Decimal values keep their digits', (t) => {
  const order = readWith(Order, '<Order><cash>1.50</cash></Order>');
  t.is(String(order?.payment?.value), '1.50');
});
