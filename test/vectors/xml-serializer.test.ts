import assert from 'node:assert/strict';
import { ChannelStackError } from '../../src/core/errors/index.js';
import { compileXmlReader, compileXmlWriter } from '../../src/contracts/xml-serializer/index.js';
import { readerOn, written } from '../contracts/data-contract/xml-text.js';
import { canonical } from './canonical.js';
import { vectorSuite } from './vector-suite.js';
import { XmlVectorTypes } from './xml-serializer-types.js';
import type { XmlVectorContract } from './xml-serializer-types.js';

/** A case of the vectors: what .NET's XmlSerializer wrote for a value, or what it read from a text. */
interface XmlSerializerVector {
  readonly kind: 'write' | 'read';
  readonly name: string;
  readonly contract: XmlVectorContract;
  readonly settings?: {
    readonly rootName?: string;
    readonly defaultNamespace?: string;
    readonly extraTypes?: readonly string[];
  };
  readonly value?: unknown;
  readonly xml?: string | null;
  readonly input?: string;
  readonly result?: unknown;
  readonly roundTrips?: boolean;
  readonly reserialized?: string;
  readonly error?: unknown;
  /** The types in C#. */
  readonly csharp?: string;
}

interface Codec {
  readonly types: XmlVectorTypes;
  readonly write: (value: unknown) => string;
  readonly read: (xml: string) => unknown;
}

function compile({ contract, settings = {}, csharp = '' }: XmlSerializerVector): Codec {
  const types = new XmlVectorTypes(contract, csharp);
  const { type } = types.root;
  const root = {
    name: settings.rootName,
    defaultNamespace: settings.defaultNamespace,
    extraTypes: settings.extraTypes?.map((extra) => types.codecOf(extra).type),
  };
  const to = compileXmlWriter(type, root) as (...args: unknown[]) => void;
  const from = compileXmlReader(type, root);
  return {
    types,
    write: (value) =>
      written((writer) => {
        to(writer, value);
      }),
    read(xml) {
      const reader = readerOn(xml);
      const value = from(reader);
      while (reader.read());
      return value;
    },
  };
}

function write(vector: XmlSerializerVector): void {
  const { xml } = vector;
  if (typeof xml !== 'string') {
    refused(() => {
      const codec = compile(vector);
      codec.write(codec.types.root.toValue(vector.value));
    });
    return;
  }
  const codec = compile(vector);
  assert.equal(canonical(codec.write(codec.types.root.toValue(vector.value))), canonical(xml));
  if (vector.roundTrips === true)
    assert.equal(canonical(codec.write(codec.read(xml))), canonical(xml));
}

function read(vector: XmlSerializerVector): void {
  const { input = '', result = null, reserialized } = vector;
  if (vector.error !== undefined) {
    refused(() => compile(vector).read(input));
    return;
  }
  const codec = compile(vector);
  const value = codec.read(input);
  const { root } = codec.types;
  assert.deepEqual(root.toNotation(value), root.toNotation(root.toValue(result)));
  if (typeof reserialized === 'string')
    assert.equal(canonical(codec.write(value)), canonical(reserialized));
}

function refused(run: () => unknown): void {
  assert.throws(run, (error) => ChannelStackError.is(error));
}

/** What the vectors do not tell in a way that can be run. They are not counted as passed. */
const exceptions: Readonly<Record<string, string>> = {
  'object-member-plain': 'the vector does not tell the type of the value',
  'object-member-int-array': 'int[] and List<int> are one type',
  'object-member-enum': 'a member of an enumeration is a string here, and its type is not told',
  'no-default-ctor': 'the vector does not tell the constructor; xml-serializer.test.ts has it',
  'interface-member': 'there are no interfaces of lists to refuse',
  'read-spec-missing': 'the vector does not tell the initial value; xml-serializer.test.ts has it',
};

vectorSuite<XmlSerializerVector>(
  'xmlserializer-vectors.json',
  {
    write: (t, vector) => {
      t.notThrows(() => {
        write(vector);
      });
    },
    read: (t, vector) => {
      t.notThrows(() => {
        read(vector);
      });
    },
  },
  exceptions,
);
