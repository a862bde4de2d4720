import test from 'ava';
import {
  DataContract,
  DataContractFormat,
  DataMember,
  KnownTypeResolver,
  KnownTypes,
  Operation,
  ServiceContract,
  arrayOf,
  contractOnly,
  describeContract,
  nullable,
  plainClass,
  xsd,
} from '../../../src/contracts/index.js';
import { compileReader, compileWriter } from '../../../src/contracts/data-contract/index.js';
import { InvalidBindingError, SerializationError } from '../../../src/core/errors/index.js';
import { withHost } from '../host/with-host.js';
import { messageWith, requestBody } from '../description/message-text.js';
import { readerOn, written } from './xml-text.js';

class Point {
  x = 1;
  y = 2;
  label = 'made';
  notWritten = 3;
}

plainClass(Point, { y: xsd.int, x: xsd.int, label: xsd.string }, { namespace: 'urn:p' });

@DataContract({ namespace: 'urn:s' })
class Shape {
  @DataMember(nullable(xsd.string)) name!: string | null;
}

@DataContract({ namespace: 'urn:s' })
class Circle extends Shape {
  @DataMember(xsd.int) radius!: number;
}

const asked: string[] = [];
const resolver = new KnownTypeResolver({
  resolveName({ name, namespace }) {
    asked.push(`{${namespace}}${name}`);
    return name === 'round' && namespace === 'urn:resolved' ? Circle : null;
  },
  resolveType: (type) => (type === Circle ? { name: 'round', namespace: 'urn:resolved' } : null),
});

@DataContractFormat({ preserveObjectReferences: true, maxItemsInObjectGraph: 8 })
@ServiceContract({ namespace: 'urn:t' })
class Settings {
  @Operation({ parameters: [['texts', arrayOf(xsd.string)]], returns: arrayOf(xsd.string) })
  texts(texts: string[]): Promise<string[]> {
    return contractOnly(texts);
  }

  @DataContractFormat()
  @Operation({ parameters: [['texts', arrayOf(xsd.string)]] })
  plain(texts: string[]): Promise<void> {
    return contractOnly(texts);
  }

  @KnownTypes(resolver)
  @Operation({ parameters: [['shape', Shape]], returns: Shape })
  shape(shape: Shape): Promise<Shape> {
    return contractOnly(shape);
  }
}

class SettingsService implements Settings {
  texts(texts: string[]): Promise<string[]> {
    return Promise.resolve(texts);
  }
  plain(): Promise<void> {
    return Promise.resolve();
  }
  shape(shape: Shape): Promise<Shape> {
    return Promise.resolve(shape);
  }
}

test('A plain class is written by its names, and its constructor is run', (t) => {
  const text = written((writer) => {
    compileWriter(Point)(writer, new Point());
  });
  t.is(
    text,
    '<Point xmlns="urn:p" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><label>made</label><x>1</x><y>2</y></Point>',
  );
  const read = compileReader(Point)(readerOn('<Point xmlns="urn:p"><x>7</x></Point>'));
  t.true(read instanceof Point);
  t.deepEqual([read.x, read.y, read.label, read.notWritten], [7, 2, 'made', 3]);
});

test('The members of a plain class must fit it', (t) => {
  // @ts-expect-error: x is a number
  plainClass(class extends Point {}, { x: xsd.string });
  // @ts-expect-error: there is no such member
  plainClass(class extends Point {}, { z: xsd.int });
  t.is(typeof plainClass, 'function');
});

test('A contract class cannot extend a plain one', (t) => {
  @DataContract()
  class Derived extends Point {
    @DataMember(xsd.int) z!: number;
  }
  t.throws(() => compileWriter(Derived), {
    instanceOf: InvalidBindingError,
    message: /Derived and its base classes are not all declared by plainClass/,
  });
});

test('The settings of a contract are those of its operations, unless they have their own', (t) => {
  const [texts, plain] = describeContract(Settings).operations;
  const z = 'xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/"';
  const body = texts === undefined ? '' : requestBody(texts.formatter, [['a', 'b', 'a']]);
  t.regex(body, /<texts z:Id="1" z:Size="3" .*z:Id="2">a<.*z:Id="3">b<.*z:Ref="2" i:nil="true"/);
  t.true(body.includes(z));
  t.false(plain === undefined || requestBody(plain.formatter, [['a', 'a']]).includes(z));
  t.deepEqual(texts?.formatter.readRequest(messageWith(body)), [['a', 'b', 'a']]);
});

test('A graph of too many items is refused when it is written and when it is read', async (t) => {
  await withHost(SettingsService, Settings, async ({ client }) => {
    const settings = await client();
    t.deepEqual(await settings.texts(Array<string>(8).fill('x')), Array<string>(8).fill('x'));
    await t.throwsAsync(settings.texts(Array<string>(9).fill('x')), {
      message: /more members and items than maxItemsInObjectGraph \(8\) allows/,
    });
  });
  const many = `<ArrayOfint xmlns="http://schemas.microsoft.com/2003/10/Serialization/Arrays">${'<int>1</int>'.repeat(3)}</ArrayOfint>`;
  const read = compileReader(arrayOf(xsd.int), { maxItemsInObjectGraph: 2 });
  t.throws(() => read(readerOn(many)), { name: 'QuotaExceededError' });
  t.throws(() => compileReader(xsd.int, { maxItemsInObjectGraph: 0 }), {
    message: /maxItemsInObjectGraph is 0; it must be a whole number from 1/,
  });
});

test('A resolver finds types by the names that it gives them', async (t) => {
  await withHost(SettingsService, Settings, async ({ client }) => {
    const settings = await client();
    const circle = new Circle();
    circle.name = 'c';
    circle.radius = 2;
    const shape = await settings.shape(circle);
    t.true(shape instanceof Circle && shape.radius === 2);
  });
  t.deepEqual(new Set(asked), new Set(['{urn:resolved}round']));
  const [, , shape] = describeContract(Settings).operations;
  const unknown = `<shape xmlns="urn:t"><shape xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="n:other" xmlns:n="urn:n"/></shape>`;
  t.throws(() => shape?.formatter.readRequest(messageWith(unknown)), {
    instanceOf: SerializationError,
    message: /of the type other of the namespace 'urn:n', which is not known here/,
  });
});

test('What one element refers to must be what may stand there', (t) => {
  @DataContract()
  class Holder {
    @DataMember(arrayOf(xsd.int)) a!: number[];
    @DataMember(nullable(xsd.string)) b!: string | null;
  }
  const refer = (id: string): unknown =>
    compileReader(Holder)(
      readerOn(
        `<Holder xmlns="http://schemas.datacontract.org/2004/07/" xmlns:z="http://schemas.microsoft.com/2003/10/Serialization/"><a z:Id="1"/><b z:Ref="${id}"/></Holder>`,
      ),
    );
  t.throws(() => refer('1'), { message: /^Holder\.b: the element refers to '1' .* and no string/ });
  t.throws(() => refer('2'), { message: /no element before it has that id/ });
});
