import assert from 'node:assert/strict';
import { compileReader, compileWriter } from '../../src/contracts/data-contract/index.js';
import type { RootOptions } from '../../src/contracts/data-contract/index.js';
import { ChannelStackError } from '../../src/core/errors/index.js';
import { readerOn, written } from '../contracts/data-contract/xml-text.js';
import { canonical } from './canonical.js';
import { vectorCodec } from './data-contract-types.js';
import type { DataContractVector, RootCodec as VectorCodec } from './data-contract-types.js';

/** Does what a vector says, and throws where the outcome is not .NET's. */
export function runDataContractVector(vector: DataContractVector): void {
  if (vector.kind === 'write') write(vector);
  else read(vector);
}

/** .NET's value as it is written, and what it wrote as the same value. */
function write(vector: DataContractVector): void {
  if (typeof vector.xml !== 'string') {
    refused(() => {
      const codec = vectorCodec(vector.contract);
      writer(vector, codec)(codec.toValue(vector.value));
    });
    return;
  }
  const codec = vectorCodec(vector.contract);
  const isDescribed = !JSON.stringify(vector.value).includes('(not described');
  const from = reader(vector, codec);
  const to = writer(vector, codec);
  const value = isDescribed ? codec.toValue(vector.value) : from(vector.xml);
  assert.equal(canonical(to(value)), canonical(vector.xml));
  if (vector.roundTrips === true)
    assert.equal(canonical(to(from(vector.xml))), canonical(vector.xml));
}

function read(vector: DataContractVector): void {
  if (vector.error !== undefined) {
    refused(() => reader(vector, vectorCodec(vector.contract))(vector.input ?? ''));
    return;
  }
  const codec = vectorCodec(vector.contract);
  const value = reader(vector, codec)(vector.input ?? '');
  const expected = codec.toValue(vector.result ?? null);
  assert.deepEqual(codec.toNotation(value), codec.toNotation(expected));
  if (typeof vector.reserialized === 'string')
    assert.equal(canonical(writer(vector, codec)(value)), canonical(vector.reserialized));
}

function refused(run: () => unknown): void {
  assert.throws(run, (error) => ChannelStackError.is(error));
}

function rootOf({ settings }: DataContractVector, codec: VectorCodec): RootOptions {
  return {
    name: settings?.rootName,
    namespace: settings?.rootNamespace,
    verifyName: settings?.verifyObjectName,
    knownTypes: settings?.knownTypes?.map((known) => codec.typeOf(known)),
    maxItemsInObjectGraph: settings?.maxItemsInObjectGraph,
    preserveObjectReferences: settings?.preserveObjectReferences,
    ignoreExtensionDataObject: settings?.ignoreExtensionDataObject,
  };
}

function reader(vector: DataContractVector, codec: VectorCodec): (xml: string) => unknown {
  const from = compileReader(codec.type, rootOf(vector, codec));
  return (xml) => {
    const source = readerOn(xml);
    const value = from(source);
    while (source.read());
    return value;
  };
}

function writer(vector: DataContractVector, codec: VectorCodec): (value: unknown) => string {
  const to = compileWriter(codec.type, rootOf(vector, codec)) as (...args: unknown[]) => void;
  return (value) =>
    written((target) => {
      to(target, value);
    });
}
