import test from 'ava';
import {
  Operation,
  ServiceContract,
  SoapType,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlInclude,
  XmlSerializerFormat,
  XmlType,
  arrayOf,
  contractOnly,
  describeContract,
  lazy,
  nullable,
  xsd,
} from '../../../src/contracts/index.js';
import { InvalidBindingError, SerializationError } from '../../../src/core/errors/index.js';
import { textEncoding } from '../../../src/elements/text-encoding/index.js';
import { inProcessBinding, withHost } from '../host/with-host.js';

@SoapType({ namespace: 'urn:people' })
@XmlType()
@XmlInclude(lazy(() => Pupil))
class Person {
  @XmlElementMember(xsd.string) name!: string;
  @XmlElementMember(nullable(lazy(() => Person))) friend!: Person | null;
  @XmlArrayMember(nullable(lazy(() => Person))) children!: (Person | null)[];
}

@SoapType({ namespace: 'urn:people' })
class Pupil extends Person {
  @XmlElementMember(xsd.int) grade!: number;
}

@XmlSerializerFormat({ style: 'Rpc', use: 'Encoded' })
@ServiceContract({ namespace: 'urn:encoded' })
class Encoded {
  @Operation({ parameters: [['person', nullable(Person)]], returns: nullable(Person) })
  echo(person: Person | null): Promise<Person | null> {
    return contractOnly(person);
  }

  @Operation({
    parameters: [
      ['numbers', arrayOf(arrayOf(xsd.int))],
      ['texts', arrayOf(nullable(xsd.string))],
    ],
    returns: xsd.int,
    outputs: [['texts', arrayOf(nullable(xsd.string))]],
  })
  sum(
    numbers: number[][],
    texts: (string | null)[],
  ): Promise<{ result: number; texts: (string | null)[] }> {
    return contractOnly(numbers, texts);
  }
}

class EncodedService implements Encoded {
  echo(person: Person | null): Promise<Person | null> {
    return Promise.resolve(person);
  }

  sum(
    numbers: number[][],
    texts: (string | null)[],
  ): Promise<{ result: number; texts: (string | null)[] }> {
    const result = numbers.flat().reduce((total, one) => total + one, 0);
    return Promise.resolve({ result, texts });
  }
}

for (const version of ['Soap11', 'Soap12WSAddressing10'] as const) {
  test(`Graphs, derived classes and lists go there and back in SOAP encoding, ${version}`, async (t) => {
    await withHost(
      EncodedService,
      Encoded,
      async ({ client }) => {
        const encoded = await client();
        const pupil = Object.assign(new Pupil(), { name: 'Bob', grade: 3, children: [] });
        const ann = Object.assign(new Person(), { name: 'Ann', children: [pupil, null, pupil] });
        pupil.friend = ann;
        const read = await encoded.echo(ann);
        t.true(read instanceof Person);
        const [first, second, third] = read?.children ?? [];
        t.true(first instanceof Pupil);
        t.is((first as Pupil).grade, 3);
        t.is(second, null);
        t.is(third, first);
        t.is(first?.friend, read);
        t.is(await encoded.echo(null), null);
        t.deepEqual(await encoded.sum([[1, 2], [], [3]], ['a', null, '']), {
          result: 6,
          texts: ['a', null, ''],
        });
      },
      { binding: inProcessBinding(version) },
    );
  });
}

const { formatter } = describeContract(Encoded).operations[0] ?? { formatter: null };
const encoder = textEncoding({ messageVersion: 'Soap11' }).createEncoder();

/** The parameter of a request with that body. */
function read(body: string): unknown {
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
  const message = encoder.read({ bytes: Buffer.from(envelope), contentType: encoder.contentType });
  return formatter?.readRequest(message)[0];
}

test('Values stand where they are needed, or are referred to, and types of other names are taken', (t) => {
  const body = `<e:echo xmlns:e="urn:encoded"><person xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="z:Person" xmlns:z="urn:theirs"><friend href="#1"/><name>Ann</name></person></e:echo><multiRef id="1"><name>Bob</name></multiRef>`;
  const person = read(body) as Person;
  t.is(person.name, 'Ann');
  t.is(person.friend?.name, 'Bob');
});

test('A reference to an element that refers to another one is followed', (t) => {
  const body =
    '<e:echo xmlns:e="urn:encoded"><person><name>Ann</name><friend href="#1"/></person></e:echo>' +
    '<a id="1" href="#2"/><b id="2"><name>Bob</name><friend href="#1"/></b>';
  const bob = (read(body) as Person).friend;
  t.is(bob?.name, 'Bob');
  t.is(bob?.friend, bob);
});

test('References that lead nowhere, or in a circle, are refused', (t) => {
  const call = (inside: string, behind = ''): unknown =>
    read(`<e:echo xmlns:e="urn:encoded">${inside}</e:echo>${behind}`);
  t.throws(() => call('<person href="#1"/>'), {
    instanceOf: SerializationError,
    message: /^echo\.person: .*no element has that id/,
  });
  t.throws(() => call('<person href="#1"/>', '<a id="1" href="#2"/><b id="2" href="#1"/>'), {
    message: /^echo\.person: .*refers to itself/,
  });
  t.throws(() => call('<person><grade>1</grade><name><b/></name></person>'), {
    message: /^echo\.person\.name: /,
  });
  t.throws(() => read('<other xmlns="urn:encoded"/>'), {
    message: /should hold the element echo/,
  });
  t.is(call(''), null);
});

test('What SOAP encoding has no place for is refused when the contract is described', (t) => {
  @XmlType()
  class Wrong {
    @XmlAttributeMember(xsd.int) a!: number;
    @XmlElementMember(xsd.anyType) b!: unknown;
  }
  @ServiceContract()
  class Contract {
    @XmlSerializerFormat({ use: 'Encoded' })
    @Operation({ parameters: [['wrong', Wrong]] })
    call(wrong: Wrong): Promise<void> {
      return contractOnly(wrong);
    }
  }
  const error = t.throws(() => describeContract(Contract), { instanceOf: InvalidBindingError });
  for (const problem of [
    'The member Wrong.a has no place in SOAP encoding',
    'The type xsd.anyType has no place in SOAP encoding',
    "has use: 'Encoded' with the style Document",
  ])
    t.true(error.message.includes(problem), `${problem}\n${error.message}`);
});
