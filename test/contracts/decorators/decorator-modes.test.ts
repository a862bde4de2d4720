import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import ts from 'typescript';
import { describeContract } from '../../../src/contracts/description/index.js';
import type {
  ContractClass,
  ContractDescription,
} from '../../../src/contracts/description/index.js';
import { requestBody } from '../description/message-text.js';
import { Calculator } from '../../fixtures/standard-decorators/calculator.js';

/** The fixture compiled with standard decorators, beside the one that the build compiled with experimental ones. */
async function standardCalculator(): Promise<ContractClass> {
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
  const module = (await import(target.href)) as { Calculator: ContractClass };
  return module.Calculator;
}

/** What a description says, with the bytes its formatter writes. */
function summary({ operations, ...contract }: ContractDescription): object {
  return {
    ...contract,
    contractType: contract.contractType.name,
    operations: operations.map(({ formatter, faults, ...operation }) => ({
      ...operation,
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
  const standard = describeContract(await standardCalculator());
  t.not(standard.contractType, Calculator);
  t.deepEqual(summary(standard), summary(describeContract(Calculator)));
});
