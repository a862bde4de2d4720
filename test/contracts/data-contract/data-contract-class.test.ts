import test from 'ava';
import {
  arrayOf,
  compileReader,
  compileWriter,
  lazy,
  nullable,
  xsd,
} from '../../../src/contracts/data-contract/index.js';
import { DataContract, DataMember } from '../../../src/contracts/decorators/index.js';
import { InvalidBindingError, SerializationError } from '../../../src/core/errors/index.js';
import { readerOn, written } from './xml-text.js';

let constructed = 0;

@DataContract({ name: 'Shape', namespace: 'urn:shapes' })
class Shape {
  @DataMember(xsd.string, { name: 'Label' }) label = 'unset';
  @DataMember(xsd.int, { name: 'Z', emitDefaultValue: false }) z = 0;

  constructor() {
    constructed += 1;
  }

  describe(): string {
    return `${this.label} at ${String(this.z)}`;
  }
}

@DataContract({ namespace: 'urn:circles' })
class Circle extends Shape {
  @DataMember(xsd.double, { isRequired: true }) radius = 1;
}

const writeCircle = compileWriter(Circle);
const circle = '<Circle xmlns="urn:circles" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">';

test('Members of the base class come first, in its namespace', (t) => {
  const value = Object.assign(new Circle(), { label: 'a', z: 3, radius: 2 });
  t.is(
    written((writer) => {
      writeCircle(writer, value);
    }),
    `${circle}<Label xmlns="urn:shapes">a</Label><Z xmlns="urn:shapes">3</Z><radius>2</radius></Circle>`,
  );
});

test('emitDefaultValue: false leaves out the default and a member that is not there', (t) => {
  for (const z of [0, undefined]) {
    const value = Object.assign(new Circle(), { label: 'a', z, radius: 2 });
    t.is(
      written((writer) => {
        writeCircle(writer, value);
      }),
      `${circle}<Label xmlns="urn:shapes">a</Label><radius>2</radius></Circle>`,
    );
  }
});

test('An object that is read is of its class, but its constructor did not run', (t) => {
  const before = constructed;
  const value = compileReader(Shape)(
    readerOn('<Shape xmlns="urn:shapes"><Label>a</Label></Shape>'),
  );
  t.true(value instanceof Shape);
  t.is(value.describe(), 'a at 0');
  t.is(constructed, before);
});

test('A required member that is missing or out of order is refused by name', (t) => {
  const read = compileReader(Circle);
  t.throws(() => read(readerOn('<Circle xmlns="urn:circles"/>')), {
    instanceOf: SerializationError,
    message: 'Circle.radius: the required element radius is missing or out of order',
  });
});

test('A derived data contract is refused where its base is declared, on both sides', (t) => {
  t.throws(
    () =>
      written((writer) => {
        compileWriter(Shape)(writer, new Circle());
      }),
    { message: /^Shape: the object is of the class Circle, but the contract says Shape/ },
  );
  const text =
    '<Shape i:type="c:Circle" xmlns="urn:shapes" xmlns:c="urn:circles" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/>';
  t.throws(() => compileReader(Shape)(readerOn(text)), {
    message:
      /^Shape: the element is of the type Circle of the namespace 'urn:circles', which is not known/,
  });
});

test('Names on the wire cannot reach the prototype', (t) => {
  const text =
    '<Shape xmlns="urn:shapes"><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor><Label>a</Label></Shape>';
  const value = compileReader(Shape)(readerOn(text));
  t.is(Object.getPrototypeOf(value), Shape.prototype);
  t.deepEqual(Object.keys(value), ['label', 'z']);
  t.false('polluted' in {});
});

class Plain {
  name = '';
}

@DataContract()
class Impossible extends Plain {
  @DataMember(xsd.string, { name: 'Same' }) one!: string;
  @DataMember(xsd.string, { name: 'Same' }) two!: string;
  @DataMember(xsd.int, { order: -3 }) three!: number;
  @DataMember(Plain) four!: Plain;
  @DataMember(xsd.string, { name: '' }) five!: string;

  @DataMember(xsd.string) get six(): string {
    return this.one;
  }
}

test('Everything that is wrong with a class is told at once, each with a remedy', (t) => {
  const error = t.throws(() => compileWriter(Impossible), { instanceOf: InvalidBindingError });
  const lines = error.message.split('\n');
  t.is(lines[0], 'The type Impossible cannot work:');
  t.deepEqual(lines.slice(1).sort(), [
    '- The class Plain is no data contract: decorate it with @DataContract().',
    '- The member Impossible.five has an empty name; give it one.',
    '- The member Impossible.six has no setter; give it one.',
    '- The member Impossible.three has the order -3; an order is a whole number from 0.',
    '- The member Impossible.two has the wire name Same of another member; set another name.',
  ]);
});

test('A type that is not there, or contains itself without a class between, is refused when it is compiled', (t) => {
  const missing = undefined as unknown as typeof xsd.int;
  t.throws(() => compileWriter(arrayOf(lazy(() => missing))), {
    message: /undefined stands where a type should.*lazy/,
  });
  const endless: typeof xsd.int = arrayOf(lazy(() => endless)) as unknown as typeof xsd.int;
  t.throws(() => compileWriter(endless), { message: /contains itself/ });
});

test('A class may have members of itself', (t) => {
  @DataContract({ namespace: 'urn:tree' })
  class Tree {
    @DataMember(xsd.string) name!: string;
    @DataMember(arrayOf(lazy(() => Tree))) children!: Tree[];
    @DataMember(nullable(lazy(() => Tree))) twin!: Tree | null;
  }
  const leaf = Object.assign(new Tree(), { name: 'leaf', children: [], twin: null });
  const tree = Object.assign(new Tree(), { name: 'root', children: [leaf], twin: leaf });
  const text = written((writer) => {
    compileWriter(Tree)(writer, tree);
  });
  const { children } = compileReader(Tree)(readerOn(text));
  t.deepEqual(
    children.map(({ name }) => name),
    ['leaf'],
  );
});
