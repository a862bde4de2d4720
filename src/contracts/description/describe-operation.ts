import { encodeXmlName } from '../data-contract/contract-names.js';
import type { SerializerCompiler } from '../data-contract/serializer-compiler.js';
import { graphSettings, settingsProblem } from '../data-contract/serializer-settings.js';
import { faultsKey, formatsKey, operationsKey } from '../decorators/contract-metadata.js';
import type { DataContractSerializerSettings } from '../data-contract/index.js';
import type {
  FaultMetadata,
  FormatMetadata,
  OperationFormat,
  OperationMetadata,
  ServiceContractOptions,
} from '../decorators/contract-metadata.js';
import { ownMetadata } from '../decorators/decorator-metadata.js';
import type { ClassReference } from '../decorators/decorator-metadata.js';
import type { ParameterList } from '../decorators/signature.js';
import { EncodedCompiler } from '../soap-encoding/index.js';
import type { XmlMappingCompiler } from '../xml-serializer/index.js';
import { compileFault, dataContractDetail, xmlSerializerDetail } from './compile-fault.js';
import type {
  FaultDescription,
  OperationDescription,
  SessionMode,
} from './contract-description.js';
import { contractNames, requestAction } from './contract-naming.js';
import type { ContractNames } from './contract-naming.js';
import { compileMessages } from './compile-messages.js';

/** What the types of a contract are compiled by. */
export interface DescribeContext {
  readonly compiler: SerializerCompiler;
  readonly xmlMappings: XmlMappingCompiler;
  /** Settings of data contracts that take the place of those of the contract. */
  readonly settings: DataContractSerializerSettings;
}

/** The types in SOAP encoding, whose names depend on the contract that declares the operation. */
interface EncodedContext {
  readonly encodedTypes: EncodedCompiler;
}

/**
 * Describes the operations that a class itself declares; what is wrong is reported. `sessionMode` is that of the contract
 * described, which may be a derived one.
 */
export function describeOperations(
  type: ClassReference,
  options: ServiceContractOptions,
  sessionMode: SessionMode,
  context: DescribeContext,
): OperationDescription[] {
  const { compiler, xmlMappings } = context;
  const contract = contractNames(type.name, options);
  const encodedTypes = new EncodedCompiler(compiler, xmlMappings, contract.namespace);
  const operations = ownMetadata(operationsKey, type) ?? [];
  const faults = ownMetadata(faultsKey, type) ?? [];
  const formats = ownMetadata(formatsKey, type) ?? [];
  for (const { methodName } of faults) {
    if (!operations.some((operation) => operation.methodName === methodName)) {
      compiler.report(`The method ${methodName} has a @Fault; decorate it with @Operation() too.`);
    }
  }
  return operations.map((operation) => {
    reportProblems(operation, sessionMode, compiler);
    return describeOperation(
      operation,
      contract,
      faultsOf(operation, faults),
      formatOf(operation, formats, context.settings),
      { ...context, encodedTypes },
    );
  });
}

function describeOperation(
  { methodName, options }: OperationMetadata,
  contract: ContractNames,
  faults: readonly FaultMetadata[],
  format: OperationFormat,
  { compiler, xmlMappings, encodedTypes }: DescribeContext & EncodedContext,
): OperationDescription {
  const problem = settingsProblem(format.settings);
  if (problem !== null) compiler.report(`The operation ${methodName}: ${problem}`);
  const name = encodeXmlName(options.name ?? methodName);
  const { namespace } = contract;
  const isOneWay = options.isOneWay ?? false;
  const derivedAction = requestAction(contract, name);
  const action = options.action ?? derivedAction;
  const described = faults.map(({ type, options: fault }) =>
    compileFault({
      type,
      options: fault,
      detail: format.supportFaults
        ? xmlSerializerDetail(xmlMappings, type)
        : dataContractDetail(compiler.serializerOf(type), graphSettings(format.settings)),
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
    isIdempotent: options.isIdempotent ?? false,
    isInitiating: options.isInitiating ?? true,
    isTerminating: options.isTerminating ?? false,
    parameterCount: (options.parameters ?? []).length,
    faults: Object.freeze(described),
    style: format.style,
    use: format.use,
    ...compileMessages(
      { methodName, options },
      {
        operationName: name,
        namespace,
        format,
        compiler,
        xmlMappings,
        encodedTypes,
      },
    ),
  });
}

const dataContractFormat: OperationFormat = {
  serializer: 'DataContractSerializer',
  style: 'Document',
  use: 'Literal',
  supportFaults: false,
  settings: {},
};

/** The format of an operation: its own, or that of its contract. */
function formatOf(
  { methodName }: OperationMetadata,
  formats: readonly FormatMetadata[],
  settings: DataContractSerializerSettings,
): OperationFormat {
  const format =
    formats.find((format) => format.methodName === methodName) ??
    formats.find((format) => format.methodName === null) ??
    dataContractFormat;
  return { ...format, settings: { ...format.settings, ...settings } };
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
    if ((options.outputs ?? []).length > 0) {
      compiler.report(`${method} is one-way, but has outputs; take off 'outputs' or 'isOneWay'.`);
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
  if (options.resultName !== undefined && options.returns === undefined)
    compiler.report(`${method} has a resultName, but no result; take it off, or say 'returns'.`);
  reportNames(method, 'parameter', options.parameters ?? [], [], compiler);
  const result = options.returns === undefined ? [] : ['result'];
  reportNames(method, 'output', options.outputs ?? [], result, compiler);
}

function reportNames(
  method: string,
  what: string,
  list: ParameterList,
  taken: readonly string[],
  compiler: SerializerCompiler,
): void {
  const names = new Set(taken);
  for (const [name] of list) {
    if (name === '') compiler.report(`${method} has a ${what} without name; give it one.`);
    if (names.has(name)) compiler.report(`${method} has two ${what}s named '${name}'; rename one.`);
    names.add(name);
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
