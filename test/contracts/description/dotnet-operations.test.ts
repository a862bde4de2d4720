import { readFileSync } from 'node:fs';
import test from 'ava';
import { Operation, ServiceContract } from '../../../src/contracts/decorators/index.js';
import { describeContract } from '../../../src/contracts/description/index.js';
import type { OperationDescription } from '../../../src/contracts/description/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import type { XmlReader } from '../../../src/core/xml/index.js';
import { emptyClass, vectorCodec } from '../../vectors/data-contract-types.js';
import type { VectorCodec, VectorContract } from '../../vectors/data-contract-types.js';
import { readerOn, written } from '../data-contract/xml-text.js';

interface VectorOperation {
  readonly name: string;
  readonly namespace: string;
  readonly action: string;
  readonly replyAction?: string;
  readonly parameters: readonly (readonly [name: string, type: string])[];
  readonly returns: string;
  readonly isOneWay: boolean;
}

interface OperationVector {
  readonly name: string;
  readonly contract: string;
  readonly operation: string;
  readonly args?: readonly unknown[];
  readonly request?: string;
  readonly reply?: string;
  readonly result?: unknown;
  readonly error?: string;
}

interface OperationVectors {
  readonly types: VectorContract['types'];
  readonly contracts: Readonly<
    Record<
      string,
      { readonly name: string; readonly operations: Readonly<Record<string, VectorOperation>> }
    >
  >;
  readonly vectors: readonly OperationVector[];
}

const { types, contracts, vectors } = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/vectors-operations-part.json', import.meta.url),
    'utf8',
  ),
) as OperationVectors;

interface Described {
  readonly operation: OperationDescription;
  readonly expected: VectorOperation;
  readonly parameters: readonly VectorCodec[];
  readonly result: VectorCodec | null;
}

/** A contract of one operation, as the vector's. */
function describe(vector: OperationVector): Described {
  const contract = contracts[vector.contract];
  const expected = contract?.operations[vector.operation];
  if (contract === undefined || expected === undefined) throw new Error(vector.name);
  const codecOf = (root: string): VectorCodec => vectorCodec({ root, types });
  const parameters = expected.parameters.map(([, type]) => codecOf(type));
  const result = expected.returns === 'void' ? null : codecOf(expected.returns);
  const Contract = emptyClass();
  const decorate = Operation({
    name: expected.name,
    parameters: expected.parameters.map(
      ([name], index) => [name, parameters[index]?.type ?? Contract] as const,
    ),
    returns: result?.type,
    isOneWay: expected.isOneWay,
  });
  Reflect.apply(decorate, undefined, [Contract.prototype, vector.operation]);
  ServiceContract({ name: contract.name, namespace: expected.namespace })(Contract);
  const [operation] = describeContract(Contract).operations;
  if (operation === undefined) throw new Error(vector.name);
  return { operation, expected, parameters, result };
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

function bodyReader(envelope: string): XmlReader {
  const reader = readerOn(envelope);
  reader.readStartElement('Envelope', soap);
  reader.readStartElement('Body', soap);
  reader.moveToContent();
  return reader;
}

test('Requests have the bytes of the .NET client, and a value it refuses is refused', (t) => {
  for (const vector of vectors) {
    if (vector.args === undefined) continue;
    const { operation, parameters } = describe(vector);
    const args = vector.args.map((arg, index) => parameters[index]?.toValue(arg));
    const run = (): string =>
      written((writer) => {
        writer.writeStartElement('s', 'Envelope', soap);
        writer.writeStartElement('s', 'Body', soap);
        operation.formatter.writeRequest(args)(writer);
        writer.writeEndElement();
        writer.writeEndElement();
      });
    if (vector.request === undefined)
      t.throws(run, { instanceOf: ChannelStackError }, `in ${vector.name}`);
    else t.is(run(), vector.request, `in ${vector.name}`);
  }
});

test('A request is read back as the arguments it was written from', (t) => {
  for (const vector of vectors) {
    if (vector.args === undefined || vector.request === undefined) continue;
    const { operation, parameters } = describe(vector);
    const read = operation.formatter.readRequest(bodyReader(vector.request));
    t.deepEqual(
      read.map((value, index) => parameters[index]?.toNotation(value)),
      vector.args.map((arg, index) => {
        const parameter = parameters[index];
        return parameter?.toNotation(parameter.toValue(arg));
      }),
      `in ${vector.name}`,
    );
  }
});

test('Replies are understood as by the .NET client, its leniency included', (t) => {
  for (const vector of vectors) {
    if (vector.reply === undefined) continue;
    const { operation, result, expected } = describe(vector);
    if (expected.isOneWay) continue;
    const reply = vector.reply;
    const run = (): unknown => {
      const value = operation.formatter.readReply(bodyReader(reply));
      return result === null ? null : result.toNotation(value);
    };
    if (vector.error !== undefined)
      t.throws(run, { instanceOf: ChannelStackError }, `in ${vector.name}`);
    else {
      const notation = result?.toNotation(result.toValue(vector.result ?? null)) ?? null;
      t.deepEqual(run(), notation, `in ${vector.name}`);
    }
  }
});

test('Actions are derived as .NET derives them', (t) => {
  // Apart from operations that set their action, and one that is inherited from another contract.
  const derived = vectors.filter(
    ({ contract, operation }) =>
      !/^(Custom|Empty)Action$/.test(operation) && contract !== 'IDerived',
  );
  for (const vector of derived) {
    const { operation, expected } = describe(vector);
    t.is(operation.action, expected.action, `in ${vector.name}`);
    t.is(operation.replyAction, expected.replyAction ?? '', `in ${vector.name}`);
  }
});
