import { requestAction } from '../../contracts/description/contract-naming.js';
import type { QualifiedName } from '../../contracts/index.js';
import { messageNamespace, namespaces } from '../namespaces.js';
import type {
  CodeOptions,
  ContractModel,
  OperationModel,
  ParameterModel,
  TypeUse,
} from '../model/type-model.js';
import { anyType } from './built-in-types.js';
import { baseContract, contractNamespace } from './contract-names.js';
import type { DataContractProblems } from './data-contract-problems.js';
import type { DataContractTypes } from './data-contract-types.js';
import { importFaults } from './fault-import.js';
import type { ImportReport } from './import-report.js';
import { MessageClasses } from './message-classes.js';
import type { MessageScope } from './message-classes.js';
import type { MessagePart, OperationMessage, PortOperation } from './operation-messages.js';
import { byteStream, dataContractParts, untypedMessage, xmlParts } from './part-types.js';
import type { PartTypes, PartUse } from './part-types.js';
import type { SchemaIndex } from './schema-index.js';
import { SerializerChooser } from './serializer-choice.js';
import type { SerializerChoice } from './serializer-choice.js';
import { isStreamType, wrappedChildren } from './wrapped-children.js';
import type { WsdlComponent } from './wsdl-index.js';
import { wsdlDocumentation } from './wsdl-index.js';
import type { XmlTypes } from './xml-types.js';

/** What contracts are made with. */
export interface ContractImportContext {
  readonly index: SchemaIndex;
  readonly dataContracts: DataContractTypes;
  readonly problems: DataContractProblems;
  readonly xmlTypes: XmlTypes;
  readonly soapTypes: XmlTypes;
  readonly report: ImportReport;
  readonly serializer: SerializerChoice;
  /** Whether the element of an operation stays an argument of its own, and its children are no parameters. */
  readonly keepsWrappers: boolean;
}

/** Makes a contract of a port type. */
export function importContract(
  portType: WsdlComponent,
  operations: readonly PortOperation[],
  context: ContractImportContext,
): ContractModel {
  return new ContractImport(portType, operations, context).run();
}

/** The parts of an operation that its messages give. */
type OperationSignature = Pick<
  OperationModel,
  'parameters' | 'returns' | 'resultName' | 'resultXml' | 'outputs'
>;

class ContractImport {
  readonly #portType: WsdlComponent;
  readonly #operations: readonly PortOperation[];
  readonly #context: ContractImportContext;
  readonly #serializers: SerializerChooser;
  readonly #messages: MessageClasses;
  readonly #names: QualifiedName;

  constructor(
    portType: WsdlComponent,
    operations: readonly PortOperation[],
    context: ContractImportContext,
  ) {
    this.#portType = portType;
    this.#operations = operations;
    this.#context = context;
    const { name } = portType.name;
    this.#serializers = new SerializerChooser(name, operations, context);
    this.#messages = new MessageClasses(name, context.index, context.keepsWrappers);
    this.#names = { name, namespace: contractNamespace(portType.name, operations) };
  }

  run(): ContractModel {
    const { name, namespace } = this.#portType.name;
    const { node } = this.#portType;
    const session = node.attributeOf(namespaces.msc, 'usingSession');
    const own = this.#operations.filter(({ isCallback }) => !isCallback);
    const back = this.#operations.filter(({ isCallback }) => isCallback);
    const read = (operation: PortOperation): OperationModel => {
      const base = baseContract(operation, { name, namespace });
      const isSession = session === 'true';
      if (base === null) return this.#operation(operation, this.#names, isSession);
      return { ...this.#operation(operation, base, isSession), declaredBy: base };
    };
    return {
      name,
      namespace: this.#names.namespace,
      configurationName: this.#names.namespace === namespace ? null : name,
      sessionMode: session === 'true' ? 'Required' : session === 'false' ? 'NotAllowed' : 'Allowed',
      operations: own.map(read),
      callback: back.map(read),
      known: [],
      documentation: wsdlDocumentation(node),
    };
  }

  /** An operation, by the names of the contract that declares it: this one, or one that it is derived from. */
  #operation(operation: PortOperation, names: QualifiedName, isSession: boolean): OperationModel {
    const { report } = this.#context;
    const usesDataContracts = this.#serializers.usesDataContracts(operation);
    const supportsFaults =
      !usesDataContracts && !this.#serializers.faultsAreDataContracts(operation);
    const { name, node, style, input, output, isCallback } = operation;
    const [request, reply] = isCallback ? [output, input] : [input, output];
    const isEncoded = request?.isEncoded === true || reply?.isEncoded === true;
    const types = this.#parts(usesDataContracts, isEncoded);
    const { namespace } = names;
    if (isEncoded && style === 'Document')
      report.add(
        `The operation ${name} is document/encoded, which nobody can write; it is taken as rpc/encoded.`,
        node,
      );
    const isRpc = style === 'Rpc' || isEncoded;
    const hasTypes = [request, reply].some(
      (message) =>
        message?.body.some(
          ({ element, type }) =>
            element === null && type !== null && type.namespace !== messageNamespace,
        ) === true,
    );
    const models =
      isRpc || hasTypes
        ? this.#rpcMessages(operation, request, reply, types)
        : this.#documentMessages(name, request, reply, { types, namespace });
    const derivedAction = requestAction(names, name);
    const faults = { types: this.#parts(!supportsFaults, false), namespace };
    const action = request?.action ?? operation.soapAction ?? derivedAction;
    return {
      name,
      action: action === derivedAction ? null : action,
      replyAction: this.#replyAction(reply, derivedAction),
      isOneWay: reply === null,
      isInitiating: !isSession || node.attributeOf(namespaces.msc, 'isInitiating') !== 'false',
      isTerminating: isSession && node.attributeOf(namespaces.msc, 'isTerminating') === 'true',
      ...models,
      faults: reply === null ? [] : importFaults(operation, derivedAction, faults, report),
      format: {
        serializer: types.serializer,
        style: isRpc || hasTypes ? 'Rpc' : 'Document',
        use: isEncoded ? 'Encoded' : 'Literal',
        supportsFaults,
      },
      documentation: wsdlDocumentation(node),
    };
  }

  #parts(areDataContracts: boolean, areEncoded: boolean): PartTypes {
    const { index, report, dataContracts, problems, xmlTypes, soapTypes } = this.#context;
    return areDataContracts
      ? dataContractParts(dataContracts, problems, index, report)
      : xmlParts(areEncoded ? soapTypes : xmlTypes, index, report);
  }

  /** Null where it follows from the contract; `*` where the document does not say. */
  #replyAction(reply: OperationMessage | null, derivedAction: string): string | null {
    if (reply === null || reply.action === `${derivedAction}Response`) return null;
    return reply.action ?? '*';
  }

  #rpcMessages(
    { name, parameterOrder, node }: PortOperation,
    request: OperationMessage | null,
    reply: OperationMessage | null,
    types: PartTypes,
  ): OperationSignature {
    const { report } = this.#context;
    for (const message of [request, reply])
      if ((message?.headers.length ?? 0) > 0)
        report.add(
          `The headers of the operation ${name} are left out: in the style rpc a contract has none.`,
          node,
        );
    const read = (part: MessagePart): ParameterModel => {
      const { type, xml } = this.#rpcPart(part, types);
      return [part.name, type, xml];
    };
    const inputs = request?.body ?? [];
    const outputs = reply?.body ?? [];
    const inputNames = new Set(inputs.map((part) => part.name));
    const isOutput = (part: MessagePart): boolean =>
      inputNames.has(part.name) || parameterOrder.includes(part.name);
    const result = outputs.find((part) => !isOutput(part)) ?? null;
    const parameters = inputs.map(read);
    const [, returns, resultXml = null] = result === null ? [null, null] : read(result);
    return {
      parameters,
      returns,
      resultName: result === null || result.name === `${name}Result` ? null : result.name,
      resultXml,
      outputs: outputs.filter((part) => part !== result).map(read),
    };
  }

  #rpcPart({ type, element, node }: MessagePart, types: PartTypes): Pick<PartUse, 'type' | 'xml'> {
    if (type !== null && !isStreamType(type)) return types.type(type, node);
    if (type !== null) return { type: byteStream, xml: null };
    return { type: element === null ? anyType : types.element(element, node), xml: null };
  }

  #documentMessages(
    name: string,
    request: OperationMessage | null,
    reply: OperationMessage | null,
    scope: MessageScope,
  ): OperationSignature {
    const isTyped =
      request?.isNamed === true &&
      reply?.isNamed !== false &&
      (request.headers.length > 0 || reply?.isNamed === true);
    if (!isTyped && !this.#context.keepsWrappers) {
      const parameters = this.#parameters(request, name, scope);
      const results = this.#parameters(reply, `${name}Response`, scope);
      if (parameters !== null && results !== null)
        return { parameters, ...this.#results(name, results) };
    }
    const whole = this.#messages.classOf(request, `${name}Request`, scope);
    const answer = this.#messages.classOf(reply, `${name}Response`, scope);
    return {
      parameters: whole === null ? [] : [[untypedName(whole, request) ?? 'request', whole]],
      returns: answer,
      resultName: answer === null ? null : resultNameOf(untypedName(answer, reply), name),
      resultXml: null,
      outputs: [],
    };
  }

  #results(
    operation: string,
    parts: readonly ParameterModel[],
  ): Omit<OperationSignature, 'parameters'> {
    const isResult = ([name]: ParameterModel): boolean => name === `${operation}Result`;
    const result = parts.find(isResult) ?? (parts.length === 1 ? parts[0] : undefined);
    // The result is the first of the reply; what follows it are C#'s out parameters.
    if (result === undefined || parts[0] !== result)
      return { returns: null, resultName: null, resultXml: null, outputs: parts };
    const [name, type, xml = null] = result;
    return {
      returns: type,
      resultName: isResult(result) ? null : name,
      resultXml: xml,
      outputs: parts.filter((part) => part !== result),
    };
  }

  /** The children of the element that is named after the operation, or null where the message is not of that kind. */
  #parameters(
    message: OperationMessage | null,
    name: string,
    { types, namespace }: MessageScope,
  ): ParameterModel[] | null {
    if (message === null) return [];
    const [only, second] = message.body;
    if (message.headers.length > 0 || only?.element == null || second !== undefined) return null;
    if (only.element.name !== name || only.element.namespace !== namespace) return null;
    const { index } = this.#context;
    const element = index.find('element', only.element);
    const children = element === null ? null : wrappedChildren(element, index);
    if (children === null) return null;
    const { owner } = children;
    const parts: ParameterModel[] = [];
    for (const child of children.elements) {
      const use = types.child(owner, child, `${name}${child.attribute('name') ?? ''}`);
      if (use === null) return null;
      if (use.namespace === namespace) parts.push([use.name, use.type, use.xml]);
      else if (types.serializer === 'DataContractSerializer') return null;
      else parts.push([use.name, use.type, placedXml(use)]);
    }
    return new Set(parts.map(([own]) => own)).size === parts.length ? parts : null;
  }
}

/** What the XmlSerializer has to be told of an element that is not in the namespace of the contract. */
function placedXml({ namespace, xml }: PartUse): CodeOptions {
  const { kind, ...options } = xml ?? {};
  const place = namespace === '' ? { form: 'Unqualified' } : { namespace };
  return { kind, ...place, ...options };
}

/** The name of a whole message, which only metadata knows; null for one of a message contract. */
function untypedName(type: TypeUse, message: OperationMessage | null): string | null {
  return type === untypedMessage ? (message?.body[0]?.name ?? null) : null;
}

function resultNameOf(name: string | null, operation: string): string | null {
  return name === `${operation}Result` ? null : name;
}
