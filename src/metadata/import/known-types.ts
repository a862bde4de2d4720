import { identity, partsOf, reachedTypes } from '../model/type-parts.js';
import type { ContractModel, TypeUse } from '../model/type-model.js';

/** Data contracts that no message names may come in the place of others: they are told to each contract. */
export function withKnownTypes(contract: ContractModel, others: readonly TypeUse[]): ContractModel {
  const isDataContract = contract.operations.some(
    ({ format }) => format.serializer === 'DataContractSerializer',
  );
  if (!isDataContract) return contract;
  const led = reachedTypes(others.flatMap(partsOf));
  const known = others.filter((use) => !led.has(identity(use)));
  const reached = reachedTypes(known);
  // Types in circles lead to each other: one of each circle.
  for (const use of others)
    if (!reached.has(identity(use))) {
      known.push(use);
      reachedTypes([use], reached);
    }
  return { ...contract, known };
}
