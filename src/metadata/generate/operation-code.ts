import { TypeValue } from '../model/type-model.js';
import type {
  CodeOptions,
  CodeValue,
  FaultModel,
  OperationModel,
  ParameterModel,
} from '../model/type-model.js';
import { comment } from './code-file.js';
import type { CodeFile } from './code-file.js';
import {
  call,
  decoratorCall,
  isEmpty,
  object,
  optionsArgument,
  typeExpression,
} from './expressions.js';
import { group, hardline, ifBroken, indent, join, line, softline } from './layout.js';
import type { Doc } from './layout.js';
import { NameScope, camelCase } from './names.js';
import { generic, objectType, valueType } from './type-code.js';

/** Writes an operation as a method that only describes. */
export function operationCode(
  file: CodeFile,
  operation: OperationModel,
  method: string,
  ownFormat: Doc | null,
): Doc {
  const { name, parameters, faults, documentation } = operation;
  const scope = NameScope.ofParameters();
  const names = parameters.map(([parameter]) => scope.add(camelCase(parameter)));
  const plainFaults = faults.filter(({ options }) => isEmpty(options));
  const { returns, outputs, resultName, resultXml } = resultOf(operation);
  const options: CodeOptions = {
    name: name === method ? undefined : name,
    action: operation.action ?? undefined,
    replyAction: operation.replyAction ?? undefined,
    parameters: parameters.length === 0 ? undefined : parameters.map(parameterValue),
    returns: returns === null ? undefined : new TypeValue(returns),
    resultName: resultName ?? undefined,
    resultXml: resultXml ?? undefined,
    outputs: outputs.length === 0 ? undefined : outputs.map(parameterValue),
    faults:
      plainFaults.length === 0 ? undefined : plainFaults.map(({ type }) => new TypeValue(type)),
    isOneWay: operation.isOneWay || undefined,
    isInitiating: operation.isInitiating ? undefined : false,
    isTerminating: operation.isTerminating || undefined,
  };
  const decorators: Doc[] = [
    ...(ownFormat === null ? [] : [ownFormat]),
    ['@', decoratorCall(file.imported('Operation'), [object(options, file)])],
    ...faults.flatMap((fault) => faultCode(file, fault)),
  ];
  const list = parameters.map(([, type], index): Doc => [
    `${names[index] ?? ''}: `,
    valueType(type, file),
  ]);
  const broken = ['(', indent(softline, ...join([',', line], list)), ifBroken(','), softline, ')'];
  // Formatters keep a lone parameter on its line where the object of the result is on several.
  const isKept = list.length === 1 && outputs.length > 0;
  const signature: Doc = list.length === 0 ? '()' : isKept ? group(broken) : broken;
  return [
    ...comment(documentation, file.printWidth - 2),
    ...join(hardline, decorators),
    hardline,
    method,
    group([signature, ': ', resultType(operation, file)]),
    ' {',
    indent(hardline, 'return ', call(file.imported('contractOnly'), names), ';'),
    hardline,
    '}',
  ];
}

function parameterValue([name, type, xml = null]: ParameterModel): CodeValue {
  const part = [name, new TypeValue(type)];
  return xml === null ? part : [...part, xml];
}

function faultCode(file: CodeFile, { type, options }: FaultModel): Doc[] {
  if (isEmpty(options)) return [];
  return [
    [
      '@',
      decoratorCall(file.imported('Fault'), [typeExpression(type, file), object(options, file)]),
    ],
  ];
}

/** An output that is called `result` leaves no place for the result. */
function resultOf({
  returns,
  outputs,
  resultName,
  resultXml,
  name,
}: OperationModel): Pick<OperationModel, 'returns' | 'outputs' | 'resultName' | 'resultXml'> {
  if (returns === null || !outputs.some(([output]) => output === 'result'))
    return { returns, outputs, resultName, resultXml };
  return {
    returns: null,
    outputs: [[resultName ?? `${name}Result`, returns, resultXml], ...outputs],
    resultName: null,
    resultXml: null,
  };
}

function resultType(operation: OperationModel, file: CodeFile): Doc {
  const { returns, outputs } = resultOf(operation);
  if (outputs.length === 0)
    return generic('Promise', [returns === null ? 'void' : valueType(returns, file)]);
  const result = returns === null ? [] : [['result', valueType(returns, file)] as const];
  const others = outputs.map(([name, type]) => [name, valueType(type, file)] as const);
  return generic('Promise', [objectType([...result, ...others], file)]);
}

/** The decorator that all operations have in common: '' where they need none, null where they differ. */
export function commonFormat(
  operations: readonly OperationModel[],
): ((file: CodeFile) => Doc) | null {
  // To an operation without faults it is all the same who writes their details.
  const supportsFaults = operations.some(
    ({ format, faults }) => faults.length > 0 && format.supportsFaults,
  );
  const alike = operations.map((operation) =>
    operation.faults.length > 0 || operation.format.serializer !== 'XmlSerializer'
      ? operation
      : { ...operation, format: { ...operation.format, supportsFaults } },
  );
  const formats = new Set(alike.map(({ format }) => JSON.stringify(format)));
  const [first] = alike;
  if (first === undefined || formats.size > 1) return null;
  return (file) => formatDecorator(file, first) ?? '';
}

/** The decorator of an operation's serialiser, or null where it needs none. */
export function formatDecorator(file: CodeFile, { format }: OperationModel): Doc | null {
  const { serializer, style, use, supportsFaults } = format;
  const styles: CodeOptions = {
    style: style === 'Rpc' ? 'Rpc' : undefined,
    use: use === 'Encoded' ? 'Encoded' : undefined,
  };
  if (serializer === 'XmlSerializer') {
    const options = { ...styles, supportFaults: supportsFaults || undefined };
    return [
      '@',
      decoratorCall(file.imported('XmlSerializerFormat'), optionsArgument(options, file)),
    ];
  }
  if (isEmpty(styles)) return null;
  return ['@', decoratorCall(file.imported('DataContractFormat'), optionsArgument(styles, file))];
}
