import { encodeXmlName } from '../data-contract/contract-names.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { faultsKey, operationsKey } from '../decorators/contract-metadata.js';
import type {
  FaultMetadata,
  OperationMetadata,
  ServiceContractOptions,
} from '../decorators/contract-metadata.js';
import { ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import { compileFault } from './compile-fault.js';
import type {
  FaultDescription,
  OperationDescription,
  SessionMode,
} from './contract-description.js';
import { contractNames, requestAction } from './contract-naming.js';
import type { ContractNames } from './contract-naming.js';
import { compileFormatter } from './operation-formatter.js';

/**
 * Describes the operations that a class itself declares; what is wrong is reported. `sessionMode` is that of the contract
 * described, which may be a derived one.
 */
export function describeOperations(
  type: ClassReference,
  options: ServiceContractOptions,
  sessionMode: SessionMode,
  compiler: SerializerCompiler,
): OperationDescription[] {
  const contract = contractNames(type.name, options);
  const operations = ownMetadata(operationsKey, type) ?? [];
  const faults = ownMetadata(faultsKey, type) ?? [];
  for (const { methodName } of faults) {
    if (!operations.some((operation) => operation.methodName === methodName)) {
      compiler.report(`The method ${methodName} has a @Fault; decorate it with @Operation() too.`);
    }
  }
  return operations.map((operation) => {
    reportProblems(operation, sessionMode, compiler);
    return describeOperation(operation, contract, faultsOf(operation, faults), compiler);
  });
}

function describeOperation(
  { methodName, options }: OperationMetadata,
  contract: ContractNames,
  faults: readonly FaultMetadata[],
  compiler: SerializerCompiler,
): OperationDescription {
  const name = encodeXmlName(options.name ?? methodName);
  const { namespace } = contract;
  const isOneWay = options.isOneWay ?? false;
  const derivedAction = requestAction(contract, name);
  const action = options.action ?? derivedAction;
  const parameters = (options.parameters ?? []).map(([parameter, type]) => ({
    name: encodeXmlName(parameter),
    serializer: compiler.serializerOf(type),
  }));
  const result = options.returns === undefined ? null : compiler.serializerOf(options.returns);
  const described = faults.map(({ type, options: fault }) =>
    compileFault({
      type,
      options: fault,
      serializer: compiler.serializerOf(type),
      namespace,
      actionPrefix: derivedAction,
    }),
  );
  reportDoubleFaults(methodName, described, compiler);
  return Object.freeze({
    name,
    methodName,
    action,
    replyAction: isOneWay ? '' : (options.replyAction ?? `${derivedAction}Response`),
    isOneWay,
    isInitiating: options.isInitiating ?? true,
    isTerminating: options.isTerminating ?? false,
    parameterCount: parameters.length,
    faults: Object.freeze(described),
    formatter: compileFormatter({
      methodName,
      operationName: name,
      namespace,
      parameters,
      result,
      isOneWay,
    }),
  });
}

/** The faults of an operation's own list, then those of its `@Fault`s in the order they are read. */
function faultsOf(
  { methodName, options }: OperationMetadata,
  faults: readonly FaultMetadata[],
): FaultMetadata[] {
  const listed = (options.faults ?? []).map((type) => ({ methodName, type, options: {} }));
  // Decorators of one method run from the last to the first.
  const decorated = faults.filter((fault) => fault.methodName === methodName).reverse();
  return [...listed, ...decorated];
}

function reportProblems(
  { methodName, options }: OperationMetadata,
  sessionMode: SessionMode,
  compiler: SerializerCompiler,
): void {
  const method = `The operation ${methodName}`;
  if (options.name === '') compiler.report(`${method} has an empty name; give it one.`);
  if (options.isOneWay === true) {
    if (options.returns !== undefined) {
      compiler.report(`${method} is one-way, but has a result; take off 'returns' or 'isOneWay'.`);
    }
    if ((options.faults ?? []).length > 0) {
      compiler.report(`${method} is one-way, but has faults; take off 'faults' or 'isOneWay'.`);
    }
    if (options.replyAction !== undefined) {
      compiler.report(`${method} is one-way; take off 'replyAction' or 'isOneWay'.`);
    }
  }
  if (sessionMode !== 'Required') {
    for (const [option, isSet] of [
      ['isInitiating: false', options.isInitiating === false],
      ['isTerminating: true', options.isTerminating === true],
    ] as const) {
      if (isSet) {
        compiler.report(
          `${method} has ${option}, which needs a session; set sessionMode: 'Required' on the contract.`,
        );
      }
    }
  }
  const names = new Set<string>();
  for (const [parameter] of options.parameters ?? []) {
    if (parameter === '') compiler.report(`${method} has a parameter without name; give it one.`);
    if (names.has(parameter)) {
      compiler.report(`${method} has two parameters named '${parameter}'; rename one.`);
    }
    names.add(parameter);
  }
}

function reportDoubleFaults(
  methodName: string,
  faults: readonly FaultDescription[],
  compiler: SerializerCompiler,
): void {
  const actions = new Set<string>();
  for (const { action } of faults) {
    if (actions.has(action)) {
      compiler.report(
        `The operation ${methodName} has two faults with the action '${action}'; take one off, or give it a name.`,
      );
    }
    actions.add(action);
  }
}
