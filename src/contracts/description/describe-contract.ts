import { InvalidBindingError } from '../../core/errors/index.js';
import { knownTypesKey } from '../data-contract/data-contract-metadata.js';
import { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import type { DataContractSerializerSettings } from '../data-contract/index.js';
import { XmlMappingCompiler } from '../xml-serializer/index.js';
import { operationsKey, serviceContractKey } from '../decorators/contract-metadata.js';
import type { ServiceContractOptions } from '../decorators/contract-metadata.js';
import { classChain, ownMetadata } from '../decorators/decorator-metadata.js';
import type {
  ContractClass,
  ContractDescription,
  OperationDescription,
} from './contract-description.js';
import { contractNames } from './contract-naming.js';
import { describeOperations } from './describe-operation.js';

/**
 * Describes a contract class: reads its decorators, finds everything that is wrong with it at once, and compiles its
 * serialisers. The description of a class is made once.
 * @throws InvalidBindingError with one line for each problem
 */
export function describeContract(contract: ContractClass): ContractDescription {
  const known = descriptions.get(contract);
  if (known !== undefined) return known;
  const description = compileContract(contract, contractOptions(contract), {});
  descriptions.set(contract, description);
  return description;
}

/** The same contract with other settings of its data contracts. @throws InvalidBindingError */
export function describeContractWith(
  { contractType }: ContractDescription,
  settings: DataContractSerializerSettings,
): ContractDescription {
  return compileContract(contractType, contractOptions(contractType), settings);
}

function contractOptions(contract: ContractClass): ServiceContractOptions {
  const options = ownMetadata(serviceContractKey, contract);
  if (options === undefined) {
    throw new InvalidBindingError(
      `The class ${contract.name} is no service contract: decorate it with @ServiceContract().`,
    );
  }
  return options;
}

/** The contracts that a service class is, or extends, the most derived one first. @throws InvalidBindingError */
export function describeContractsOf(serviceClass: ContractClass): ContractDescription[] {
  return classChain(serviceClass)
    .filter((type) => ownMetadata(serviceContractKey, type) !== undefined)
    .map(describeContract);
}

/** Whether a class is a service contract itself. */
export function isServiceContract(type: ContractClass): boolean {
  return ownMetadata(serviceContractKey, type) !== undefined;
}

const descriptions = new WeakMap<object, ContractDescription>();

function compileContract(
  contract: ContractClass,
  options: ServiceContractOptions,
  settings: DataContractSerializerSettings,
): ContractDescription {
  const compiler = new SerializerCompiler();
  const xmlMappings = new XmlMappingCompiler(compiler);
  const names = contractNames(contract.name, options);
  const sessionMode = options.sessionMode ?? 'Allowed';
  const chain = [...classChain(contract)].reverse();
  const operations = chain.flatMap((type) => {
    compiler.knownTypes.addFrom(type, compiler);
    const own = ownMetadata(serviceContractKey, type);
    if (own !== undefined)
      return describeOperations(type, own, sessionMode, { compiler, xmlMappings, settings });
    if (ownMetadata(operationsKey, type) !== undefined) {
      compiler.report(
        `The class ${type.name} has operations; decorate it with @ServiceContract().`,
      );
    }
    return [];
  });
  if (names.name === '') compiler.report('The contract has an empty name; give it one.');
  if (operations.length === 0) {
    compiler.report('It has no operations; decorate its methods with @Operation().');
  }
  reportDoubles(operations, compiler);
  const callbackType = options.callback ?? null;
  if (callbackType !== null && ownMetadata(serviceContractKey, callbackType) === undefined) {
    compiler.report(
      `Its callback ${callbackType.name} is no service contract; decorate it with @ServiceContract().`,
    );
  }
  const knownTypes = chain.flatMap((type) =>
    (ownMetadata(knownTypesKey, type) ?? []).map((known) => compiler.serializerOf(known)),
  );
  compiler.finish(`The contract ${names.name} (class ${contract.name})`);
  return Object.freeze({
    ...names,
    configurationName: options.configurationName ?? names.name,
    sessionMode,
    operations: Object.freeze(operations),
    knownTypes: Object.freeze(knownTypes),
    contractType: contract,
    callbackType,
  });
}

function reportDoubles(
  operations: readonly OperationDescription[],
  compiler: SerializerCompiler,
): void {
  const methods = new Map<string, string>();
  for (const { name, action, methodName } of operations) {
    for (const [what, value] of [
      ['operation name', name],
      ['action', action],
    ] as const) {
      const other = methods.get(`${what} ${value}`);
      if (other !== undefined) {
        compiler.report(
          `The methods ${other} and ${methodName} have the same ${what} '${value}'; change one.`,
        );
      }
      methods.set(`${what} ${value}`, methodName);
    }
  }
}
