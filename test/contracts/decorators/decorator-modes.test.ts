import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import ts from 'typescript';
import { methodBehaviors, serviceBehaviors } from '../../../src/contracts/behaviors/index.js';
import { formatsKey } from '../../../src/contracts/decorators/contract-metadata.js';
import { ownMetadata } from '../../../src/contracts/decorators/decorator-metadata.js';
import { onOpenKey } from '../../../src/contracts/decorators/on-open.js';
import {
  describeCallbackBehavior,
  describeContract,
  describeReleaseInstanceMode,
  describeServiceBehavior,
} from '../../../src/contracts/description/index.js';
import type {
  ContractClass,
  ContractDescription,
} from '../../../src/contracts/description/index.js';
import { requestBody } from '../description/message-text.js';
import {
  Calculator,
  Formats,
  Listener,
  Service,
} from '../../fixtures/standard-decorators/calculator.js';

/** The fixture compiled with standard decorators, beside the one that the build compiled with experimental ones. */
interface Fixture {
  readonly Calculator: ContractClass;
  readonly Service: ContractClass;
  readonly Listener: ContractClass;
  readonly Formats: ContractClass;
}

async function standardFixture(): Promise<Fixture> {
  const source = new URL(
    '../../../../test/fixtures/standard-decorators/calculator.ts',
    import.meta.url,
  );
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: false,
    },
  });
  const target = new URL(
    '../../fixtures/standard-decorators/calculator.standard.js',
    import.meta.url,
  );
  writeFileSync(target, outputText);
  return (await import(target.href)) as Fixture;
}

/** What a description says, with the bytes its formatter writes. */
function summary({ operations, knownTypes, ...contract }: ContractDescription): object {
  return {
    ...contract,
    knownTypes: knownTypes.map(({ name }) => name),
    contractType: contract.contractType.name,
    operations: operations.map(({ formatter, faults, request, reply, ...operation }) => ({
      ...operation,
      parts: [...request.parts, ...(reply?.parts ?? [])].map(({ name }) => name),
      faults: faults.map(({ action, name, namespace }) => ({ action, name, namespace })),
      request: requests[operation.name]?.map((args) => requestBody(formatter, args)),
    })),
  };
}

const requests: Record<string, readonly (readonly unknown[])[]> = {
  Divide: [[1, 2]],
  totals: [[new Map([['a', [1n]]])]],
  explain: [['Red']],
};

test('Standard and experimental decorators describe the same contract', async (t) => {
  const standard = describeContract((await standardFixture()).Calculator);
  t.not(standard.contractType, Calculator);
  t.deepEqual(summary(standard), summary(describeContract(Calculator)));
});

/** What the decorators say of the service and callback classes of the fixture. */
function behaviors({
  Service: service,
  Listener: listener,
}: Pick<Fixture, 'Service' | 'Listener'>): object {
  return {
    service: describeServiceBehavior(service),
    onService: serviceBehaviors(service).map(({ name }) => name),
    onMethod: methodBehaviors(service, 'ping').map(({ name }) => name),
    releases: describeReleaseInstanceMode(service, 'ping'),
    onOpen: ownMetadata(onOpenKey, service)?.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    callback: describeCallbackBehavior(listener),
  };
}

test('behaviours, initialisers and modes of services and callbacks are the same in both decorator modes', async (t) => {
  const experimental = behaviors({ Service, Listener });
  t.like(experimental, {
    service: { instanceContextMode: 'PerCall' },
    onService: ['quiet'],
    onMethod: ['loud'],
    releases: 'AfterCall',
    onOpen: [
      { name: 'connect', isStatic: true },
      { name: 'prepare', isStatic: false },
    ],
    callback: { concurrencyMode: 'Multiple' },
  });
  t.deepEqual(behaviors(await standardFixture()), experimental);
});

test('formats of a contract and of its operations stand side by side in both decorator modes', async (t) => {
  const formats = (type: ContractClass): unknown =>
    ownMetadata(formatsKey, type)
      ?.map(({ methodName, serializer, style }) => ({ methodName, serializer, style }))
      .toSorted((a, b) => (a.serializer < b.serializer ? -1 : 1));
  t.deepEqual(formats(Formats), [
    { methodName: 'asRpc', serializer: 'DataContractSerializer', style: 'Rpc' },
    { methodName: null, serializer: 'XmlSerializer', style: 'Document' },
  ]);
  t.deepEqual(formats((await standardFixture()).Formats), formats(Formats));
});
