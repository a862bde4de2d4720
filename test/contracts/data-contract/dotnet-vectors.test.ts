import { readFileSync } from 'node:fs';
import test from 'ava';
import { compileReader, compileWriter } from '../../../src/contracts/data-contract/index.js';
import { ChannelStackError } from '../../../src/core/errors/index.js';
import { readerOn, written } from './xml-text.js';
import { vectorCodec } from './vector-types.js';
import type { DataContractVector } from './vector-types.js';

const { vectors } = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/vectors-datacontract-part.json', import.meta.url),
    'utf8',
  ),
) as { readonly vectors: readonly DataContractVector[] };

/** Root elements other than the type's own. */
function rootOf({ settings }: DataContractVector): { name?: string; namespace?: string } {
  return {
    ...(settings?.rootName === undefined ? {} : { name: settings.rootName }),
    ...(settings?.rootNamespace === undefined ? {} : { namespace: settings.rootNamespace }),
  };
}

test('Values are written byte for byte as .NET writes them, or refused where it refuses them', (t) => {
  for (const vector of vectors.filter(({ kind }) => kind === 'write')) {
    const codec = vectorCodec(vector.contract);
    const write = compileWriter(codec.type, rootOf(vector)) as (...args: unknown[]) => void;
    const run = (): string =>
      written((writer) => {
        write(writer, codec.toValue(vector.value));
      });
    if (typeof vector.xml !== 'string')
      t.throws(run, { instanceOf: ChannelStackError }, `in ${vector.name}`);
    else t.is(run(), vector.xml, `in ${vector.name}`);
  }
});

test('Texts are read as .NET reads them, its leniency included, or refused where it refuses them', (t) => {
  for (const vector of vectors.filter(({ kind }) => kind === 'read')) {
    const codec = vectorCodec(vector.contract);
    const read = compileReader(codec.type, rootOf(vector));
    const run = (): unknown => {
      const reader = readerOn(vector.input ?? '');
      const value = read(reader);
      while (reader.read());
      return codec.toNotation(value);
    };
    if (vector.error !== undefined) {
      t.throws(run, { instanceOf: ChannelStackError }, `in ${vector.name}`);
    } else {
      t.deepEqual(
        run(),
        codec.toNotation(codec.toValue(vector.result ?? null)),
        `in ${vector.name}`,
      );
    }
  }
});
