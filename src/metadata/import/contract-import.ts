import { requestAction } from '../../contracts/description/contract-naming.js';
import type { QualifiedName } from '../../contracts/index.js';
import { messageNamespace, namespaces } from '../namespaces.js';
import { anyType, stringType } from './built-in-types.js';
import type { DataContractTypes } from './data-contract-types.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import type { MessagePart, OperationMessage, PortOperation } from './operation-messages.js';
import { contentOf } from './particles.js';
import { occurrence, referenceIn, schemaChildren } from './schema-index.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { isValueType } from '../model/type-model.js';
import type {
  BuiltInType,
  ClassDeclaration,
  CodeOptions,
  ContractModel,
  FaultModel,
  FormatModel,
  MemberDeclaration,
  OperationModel,
  ParameterModel,
  TypeUse,
} from '../model/type-model.js';
import type { WsdlComponent } from './wsdl-index.js';
import { wsdlDocumentation } from './wsdl-index.js';
import type { XmlTypes } from './xml-types.js';

/** Which serialiser a contract gets: `Auto` takes data contracts where they have a word for everything. */
export type SerializerChoice = 'Auto' | 'DataContractSerializer' | 'XmlSerializer';

/** What contracts are made with. */
export interface ContractImportContext {
  readonly index: SchemaIndex;
  readonly dataContracts: DataContractTypes;
  readonly xmlTypes: XmlTypes;
  readonly soapTypes: XmlTypes;
  readonly report: ImportReport;
  readonly serializer: SerializerChoice;
  /** Whether the element of an operation stays an argument of its own, and its children are no parameters. */
  readonly keepsWrappers: boolean;
}

const byteStream: BuiltInType = {
  kind: 'builtIn',
  code: 'byteStream',
  valueType: 'AsyncIterable<Uint8Array>',
  isValueType: false,
};
const untypedMessage: BuiltInType = {
  kind: 'builtIn',
  code: 'untypedMessage',
  valueType: 'Message',
  isValueType: false,
};

/** Makes a contract of a port type. */
export function importContract(
  portType: WsdlComponent,
  operations: readonly PortOperation[],
  context: ContractImportContext,
): ContractModel {
  return new ContractImport(portType, operations, context).run();
}

/** How the children of an element, or a part of its own, become types. */
interface PartTypes {
  readonly serializer: FormatModel['serializer'];
  /** The type of a global element that is a part of its own. */
  element(name: QualifiedName, from: MetadataNode): TypeUse;
  /** The type of a child that is a parameter, or null where no parameter can be like it. */
  parameter(owner: SchemaComponent, child: MetadataNode, wantedName: string): TypeUse | null;
  type(name: QualifiedName, from: MetadataNode): TypeUse;
}

class ContractImport {
  readonly #portType: WsdlComponent;
  readonly #operations: readonly PortOperation[];
  readonly #context: ContractImportContext;
  readonly #messages = new Map<string, ClassDeclaration>();
  #needsXmlSerializer: boolean | null = null;
  /** The contract that declares the operation that is read: this one, or one that it is derived from. */
  #names: QualifiedName;

  constructor(
    portType: WsdlComponent,
    operations: readonly PortOperation[],
    context: ContractImportContext,
  ) {
    this.#portType = portType;
    this.#operations = operations;
    this.#context = context;
    this.#names = { name: portType.name.name, namespace: this.#bodyNamespace() };
  }

  get #namespace(): string {
    return this.#names.namespace;
  }

  run(): ContractModel {
    const { name, namespace } = this.#portType.name;
    const { node } = this.#portType;
    const session = node.attributeOf(namespaces.msc, 'usingSession');
    const own = this.#operations.filter(({ isCallback }) => !isCallback);
    const back = this.#operations.filter(({ isCallback }) => isCallback);
    const read = (operation: PortOperation): OperationModel => {
      const base = baseContract(operation, { name, namespace });
      if (base === null) return this.#operation(operation, session === 'true');
      const names = this.#names;
      this.#names = base;
      const model = this.#operation(operation, session === 'true');
      this.#names = names;
      return { ...model, declaredBy: base };
    };
    return {
      name,
      namespace: this.#namespace,
      configurationName: this.#namespace === namespace ? null : name,
      sessionMode: session === 'true' ? 'Required' : session === 'false' ? 'NotAllowed' : 'Allowed',
      operations: own.map(read),
      callback: back.map(read),
      known: [],
      documentation: wsdlDocumentation(node),
    };
  }

  /** The namespace of the wrappers where all bodies have the same other one: then the contract takes it, and its actions are said. */
  #bodyNamespace(): string {
    const { namespace } = this.#portType.name;
    const found = new Set<string>();
    for (const { style, input, output, isCallback } of this.#operations) {
      if (isCallback) return namespace;
      for (const message of [input, output]) {
        if (message === null) continue;
        if (message.isNamed && message.headers.length > 0) return namespace;
        if (style === 'Rpc') {
          if (message.bodyNamespace !== null) found.add(message.bodyNamespace);
          continue;
        }
        const [only, second] = message.body;
        if (only?.element == null || second !== undefined) return namespace;
        found.add(only.element.namespace);
      }
    }
    const [only, second] = found;
    return only !== undefined && second === undefined ? only : namespace;
  }

  /**
   * Data contracts where they have a word for everything. Where they lack one for an operation, the others are for the XmlSerializer, too,
   * so that each type is one class, unless their schemas are of the kind that .NET writes for data contracts.
   */
  #usesDataContracts(operation: PortOperation): boolean {
    const { serializer } = this.#context;
    if (serializer !== 'Auto') return serializer === 'DataContractSerializer';
    this.#needsXmlSerializer ??= this.#operations.some((one) => !this.#fitsDataContracts(one));
    if (!this.#needsXmlSerializer) return true;
    return this.#fitsDataContracts(operation) && this.#isOfDataContracts(operation);
  }

  #fitsDataContracts(operation: PortOperation): boolean {
    for (const message of [operation.input, operation.output]) {
      if (message === null) continue;
      const problem = this.#dataContractProblem(operation, message);
      if (problem === null) continue;
      this.#context.report.add(
        `${this.#portType.name.name}.${operation.name} is for the XmlSerializer, because data contracts have no word for ${problem.message}.`,
        problem.node,
      );
      return false;
    }
    return true;
  }

  /** .NET writes `maxOccurs` of elements for the XmlSerializer only, and an empty sequence for data contracts only. */
  #isOfDataContracts({ style, input, output }: PortOperation): boolean {
    const { index } = this.#context;
    return (
      style === 'Document' &&
      [input, output].every((message) => {
        const [part] = message?.body ?? [];
        const element = part?.element == null ? null : index.find('element', part.element);
        const type = element?.node.first(namespaces.xs, 'complexType') ?? null;
        const content = type === null ? null : contentOf(type);
        if (type !== null && content === null) return false;
        return (
          content === null ||
          schemaChildren(content).every((child) => child.attribute('maxOccurs') === null)
        );
      })
    );
  }

  /** What in a message is not for data contracts, or null. */
  #dataContractProblem(
    operation: PortOperation,
    message: OperationMessage,
  ): { readonly message: string; readonly node: MetadataNode } | null {
    const { index, dataContracts } = this.#context;
    if (message.isEncoded) return { message: 'SOAP encoding', node: operation.node };
    for (const part of [...message.body, ...message.headers]) {
      if (part.type !== null) {
        if (part.type.namespace === messageNamespace) continue;
        const found = dataContracts.problemOf(part.type);
        if (found !== null) return found;
        continue;
      }
      const element = part.element === null ? null : index.find('element', part.element);
      if (element === null) return { message: 'an element that is not declared', node: part.node };
      const children = wrappedChildren(element, index);
      if (children !== null && message.body.includes(part) && isWrapper(part, message)) {
        for (const child of children.elements) {
          const found = this.#childProblem(children.owner, child);
          if (found !== null) return found;
        }
        continue;
      }
      const found = isStreamElement(element, element.node)
        ? null
        : dataContracts.elementProblem(element, element.node);
      if (found !== null) return found;
    }
    return null;
  }

  #childProblem(
    owner: SchemaComponent,
    child: MetadataNode,
  ): { readonly message: string; readonly node: MetadataNode } | null {
    const { index, dataContracts } = this.#context;
    if (occurrence(child).max !== 1) return { message: 'a parameter that repeats', node: child };
    const ref = referenceIn(owner, child, 'ref');
    if (ref !== null) {
      const target = index.find('element', ref);
      if (target === null) return { message: 'an element that is not declared', node: child };
      return dataContracts.elementProblem(target, target.node);
    }
    return isStreamElement(owner, child) ? null : dataContracts.elementProblem(owner, child);
  }

  #faultsAreDataContracts({ faults }: PortOperation): boolean {
    const { index, dataContracts } = this.#context;
    return faults.every(({ part }) => {
      const element = part.element === null ? null : index.find('element', part.element);
      return element !== null && dataContracts.elementProblem(element, element.node) === null;
    });
  }

  #operation(operation: PortOperation, isSession: boolean): OperationModel {
    const usesDataContracts = this.#usesDataContracts(operation);
    const supportsFaults = !usesDataContracts && !this.#faultsAreDataContracts(operation);
    const { name, node, style, input, output, isCallback } = operation;
    const [request, reply] = isCallback ? [output, input] : [input, output];
    const isEncoded = request?.isEncoded === true || reply?.isEncoded === true;
    const types = usesDataContracts
      ? this.#dataContractParts()
      : this.#xmlParts(isEncoded ? this.#context.soapTypes : this.#context.xmlTypes);
    if (isEncoded && style === 'Document')
      this.#context.report.add(
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
        : this.#documentMessages(operation, request, reply, types);
    const derivedAction = requestAction(this.#names, name);
    const action = request?.action ?? operation.soapAction ?? derivedAction;
    return {
      name,
      action: action === derivedAction ? null : action,
      replyAction: this.#replyAction(reply, derivedAction),
      isOneWay: reply === null,
      isInitiating: !isSession || node.attributeOf(namespaces.msc, 'isInitiating') !== 'false',
      isTerminating: isSession && node.attributeOf(namespaces.msc, 'isTerminating') === 'true',
      ...models,
      faults: reply === null ? [] : this.#faults(operation, derivedAction, supportsFaults),
      format: {
        serializer: types.serializer,
        style: isRpc || hasTypes ? 'Rpc' : 'Document',
        use: isEncoded ? 'Encoded' : 'Literal',
        supportsFaults,
      },
      documentation: wsdlDocumentation(node),
    };
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
  ): Pick<OperationModel, 'parameters' | 'returns' | 'resultName' | 'outputs'> {
    const { report } = this.#context;
    for (const message of [request, reply])
      if ((message?.headers.length ?? 0) > 0)
        report.add(
          `The headers of the operation ${name} are left out: in the style rpc a contract has none.`,
          node,
        );
    const read = (part: MessagePart): ParameterModel => [part.name, this.#rpcPart(part, types)];
    const inputs = request?.body ?? [];
    const outputs = reply?.body ?? [];
    const inputNames = new Set(inputs.map((part) => part.name));
    const isOutput = (part: MessagePart): boolean =>
      inputNames.has(part.name) || parameterOrder.includes(part.name);
    const result = outputs.find((part) => !isOutput(part)) ?? null;
    return {
      parameters: inputs.map(read),
      returns: result === null ? null : read(result)[1],
      resultName: result === null || result.name === `${name}Result` ? null : result.name,
      outputs: outputs.filter((part) => part !== result).map(read),
    };
  }

  #rpcPart({ type, element, node }: MessagePart, types: PartTypes): TypeUse {
    if (type !== null) return isStreamType(type) ? byteStream : types.type(type, node);
    if (element !== null) return types.element(element, node);
    return anyType;
  }

  #documentMessages(
    operation: PortOperation,
    request: OperationMessage | null,
    reply: OperationMessage | null,
    types: PartTypes,
  ): Pick<OperationModel, 'parameters' | 'returns' | 'resultName' | 'outputs'> {
    const { name } = operation;
    const isTyped =
      request?.isNamed === true &&
      reply?.isNamed !== false &&
      (request.headers.length > 0 || reply?.isNamed === true);
    const parameters =
      isTyped || this.#context.keepsWrappers ? null : this.#parameters(request, name, types);
    const results =
      isTyped || this.#context.keepsWrappers
        ? null
        : this.#parameters(reply, `${name}Response`, types);
    if (parameters !== null && results !== null)
      return { parameters, ...this.#results(name, results) };
    const whole = this.#whole(request, `${name}Request`, types);
    const answer = this.#whole(reply, `${name}Response`, types);
    return {
      parameters: whole === null ? [] : [[untypedName(whole, request) ?? 'request', whole]],
      returns: answer,
      resultName: answer === null ? null : resultNameOf(untypedName(answer, reply), name),
      outputs: [],
    };
  }

  #results(
    operation: string,
    parts: readonly ParameterModel[],
  ): Pick<OperationModel, 'returns' | 'resultName' | 'outputs'> {
    const isResult = ([name]: ParameterModel): boolean => name === `${operation}Result`;
    const result = parts.find(isResult) ?? (parts.length === 1 ? parts[0] : undefined);
    // The result is the first of the reply; what follows it are C#'s out parameters.
    if (result === undefined || parts[0] !== result)
      return { returns: null, resultName: null, outputs: parts };
    const [name, type] = result;
    return {
      returns: type,
      resultName: isResult(result) ? null : name,
      outputs: parts.filter((part) => part !== result),
    };
  }

  /** The children of the element that is named after the operation, or null where the message is not of that kind. */
  #parameters(
    message: OperationMessage | null,
    name: string,
    types: PartTypes,
  ): ParameterModel[] | null {
    if (message === null) return [];
    const [only, second] = message.body;
    if (message.headers.length > 0 || only?.element == null || second !== undefined) return null;
    if (only.element.name !== name || only.element.namespace !== this.#namespace) return null;
    const { index } = this.#context;
    const element = index.find('element', only.element);
    const children = element === null ? null : wrappedChildren(element, index);
    if (children === null) return null;
    const { owner } = children;
    const parts: ParameterModel[] = [];
    for (const child of children.elements) {
      const childName = child.attribute('name');
      const isOwn = childName !== null && owner.schema.targetNamespace === this.#namespace;
      const type = isOwn ? types.parameter(owner, child, `${name}${childName}`) : null;
      if (type === null || childName === null) return null;
      parts.push([childName, type]);
    }
    return new Set(parts.map(([own]) => own)).size === parts.length ? parts : null;
  }

  /** A class that is the whole message, or null for an empty one. */
  #whole(message: OperationMessage | null, name: string, types: PartTypes): TypeUse | null {
    if (message === null) return null;
    const { body, headers, isNamed, messageName } = message;
    const [only] = body;
    if (only?.type?.namespace === messageNamespace && only.type.name === 'MessageBody')
      return untypedMessage;
    if (body.length === 0 && headers.length === 0 && !isNamed) return null;
    const wantedName = isNamed ? messageName : name;
    const key = isNamed ? messageName : `${this.#portType.name.name}.${name}`;
    const known = this.#messages.get(key);
    if (known !== undefined) return { kind: 'declared', declaration: known };
    const { members: bodyMembers, options } = this.#bodyMembers(message, wantedName, types);
    const declaration: ClassDeclaration = {
      kind: 'class',
      flavor: 'message',
      wantedName,
      wireName: wantedName,
      namespace: this.#namespace,
      documentation: '',
      options,
      base: null,
      members: [
        ...headers.map((part) => this.#headerMember(part, types)),
        ...bodyMembers.map((member, index) =>
          bodyMembers.length < 2
            ? member
            : { ...member, options: { ...member.options, order: index } },
        ),
      ],
      known: [],
      isAbstract: false,
    };
    this.#messages.set(key, declaration);
    return { kind: 'declared', declaration };
  }

  #bodyMembers(
    message: OperationMessage,
    wantedName: string,
    types: PartTypes,
  ): { readonly members: MemberDeclaration[]; readonly options: CodeOptions } {
    const { index, keepsWrappers } = this.#context;
    const [only, second] = message.body;
    const element =
      only?.element == null || second !== undefined ? null : index.find('element', only.element);
    if (element !== null && only !== undefined && isWrapper(only, message) && !keepsWrappers) {
      const members = this.#wrappedMembers(element, types);
      if (members !== null) {
        const { name, namespace } = element.name;
        return {
          members,
          options: {
            wrapperName: name === wantedName ? undefined : name,
            wrapperNamespace: namespace === this.#namespace ? undefined : namespace,
          },
        };
      }
    }
    const members = message.body.map((part) => this.#bodyPart(part, types));
    return { members, options: { isWrapped: false } };
  }

  #wrappedMembers(element: SchemaComponent, types: PartTypes): MemberDeclaration[] | null {
    const { index } = this.#context;
    const children = wrappedChildren(element, index);
    if (children === null) return null;
    const members: MemberDeclaration[] = [];
    for (const child of children.elements) {
      const ref = referenceIn(children.owner, child, 'ref');
      const target = ref === null ? null : index.find('element', ref);
      const owner = target ?? children.owner;
      const node = target?.node ?? child;
      const type = types.parameter(owner, node, element.name.name);
      const name = node.attribute('name');
      if (type === null || name === null || occurrence(child).max !== 1) return null;
      members.push(
        this.#messageMember('MessageBodyMember', name, owner.schema.targetNamespace, type, name),
      );
    }
    return members;
  }

  #bodyPart(part: MessagePart, types: PartTypes): MemberDeclaration {
    const element = part.element ?? { name: part.name, namespace: this.#namespace };
    return this.#messageMember(
      'MessageBodyMember',
      element.name,
      element.namespace,
      this.#partType(part, types),
      element.name,
    );
  }

  #headerMember(part: MessagePart, types: PartTypes): MemberDeclaration {
    const element = part.element ?? { name: part.name, namespace: this.#namespace };
    const type = this.#partType(part, types);
    return this.#messageMember(
      'MessageHeaderMember',
      element.name,
      element.namespace,
      type,
      part.name,
    );
  }

  #partType(part: MessagePart, types: PartTypes): TypeUse {
    const { element, type, node } = part;
    if (element === null)
      return type === null ? anyType : isStreamType(type) ? byteStream : types.type(type, node);
    const declared = this.#context.index.find('element', element);
    if (declared !== null && isStreamElement(declared, declared.node)) return byteStream;
    return types.element(element, node);
  }

  #messageMember(
    decorator: string,
    name: string,
    namespace: string,
    type: TypeUse,
    memberName: string,
  ): MemberDeclaration {
    return {
      name: memberName,
      decorator,
      type,
      options: {
        name: memberName === name ? undefined : name,
        namespace: namespace === this.#namespace ? undefined : namespace,
      },
      valueType: null,
      isList: false,
      isOptional: false,
      initial: null,
      documentation: '',
    };
  }

  #faults(
    { faults, name }: PortOperation,
    derivedAction: string,
    supportsFaults: boolean,
  ): FaultModel[] {
    const types = supportsFaults
      ? this.#xmlParts(this.#context.xmlTypes)
      : this.#dataContractParts();
    return faults.flatMap((fault) => {
      const { part, action } = fault;
      if (part.element === null) {
        this.#context.report.add(
          `The fault ${fault.name} of the operation ${name} has no element; it is left out.`,
          part.node,
        );
        return [];
      }
      const type = types.element(part.element, part.node);
      const options = this.#faultOptions(fault.name, part.element, type);
      const given = options['name'];
      const derivedName = typeof given === 'string' ? given : fault.name;
      const isDerived = action === null || action === `${derivedAction}${derivedName}`;
      const isNamed = given !== undefined;
      const stem = fault.name.endsWith('Fault') ? fault.name.slice(0, -'Fault'.length) : null;
      return [
        {
          type,
          className: isNamed || !isDeclared(type) ? null : stem,
          options: { ...options, action: isDerived ? undefined : action },
        },
      ];
    });
  }

  /** A fault whose detail is not named after its type says so. */
  #faultOptions(faultName: string, element: QualifiedName, type: TypeUse): CodeOptions {
    const own = type.kind === 'nullable' ? type.inner : type;
    const isOfType =
      own.kind === 'declared' &&
      own.declaration.kind !== 'choice' &&
      own.declaration.wireName === element.name &&
      own.declaration.namespace === element.namespace;
    const isBuiltIn = element.namespace === namespaces.ser;
    const isList =
      own.kind === 'list' && faultName.startsWith('ArrayOf') && faultName !== element.name;
    const isMap = own.kind === 'dictionary' && faultName !== element.name;
    if (isOfType || isBuiltIn || isList || isMap) return {};
    return {
      name: element.name,
      namespace: element.namespace === this.#namespace ? undefined : element.namespace,
    };
  }

  #dataContractParts(): PartTypes {
    const { dataContracts, index, report } = this.#context;
    const orAny = (read: () => TypeUse, what: string, from: MetadataNode): TypeUse => {
      try {
        return read();
      } catch {
        report.add(`${what} is no data contract; it is taken as anyType.`, from);
        return anyType;
      }
    };
    return {
      serializer: 'DataContractSerializer',
      element: (name, from) =>
        orAny(
          () => {
            const element = index.find('element', name);
            if (element === null) throw new Error(name.name);
            if (dataContracts.elementProblem(element, element.node) !== null)
              throw new Error(name.name);
            return dataContracts.elementType(element, element.node);
          },
          `The element ${name.name}`,
          from,
        ),
      parameter: (owner, child) => {
        if (isStreamElement(owner, child)) return byteStream;
        if (occurrence(child).max !== 1) return null;
        if (dataContracts.elementProblem(owner, child) !== null) return null;
        return dataContracts.elementType(owner, child);
      },
      type: (name, from) =>
        orAny(
          () => {
            if (dataContracts.problemOf(name) !== null) throw new Error(name.name);
            return dataContracts.typeOf(name);
          },
          `The type ${name.name}`,
          from,
        ),
    };
  }

  #xmlParts(xmlTypes: XmlTypes): PartTypes {
    const { index, report } = this.#context;
    return {
      serializer: 'XmlSerializer',
      element: (name, from) => {
        const element = index.find('element', name);
        if (element === null) {
          report.add(`The element ${name.name} is not declared; it may hold anything.`, from);
          return anyType;
        }
        return xmlTypes.elementUse(element, element.node, '', false).type;
      },
      parameter: (owner, child, wantedName) => {
        if (isStreamElement(owner, child)) return byteStream;
        const isRepeated = occurrence(child).max !== 1;
        if (isRepeated || child.attribute('ref') !== null) return null;
        const use = xmlTypes.elementUse(owner, child, wantedName, false);
        if (!use.isQualified || needsOptions(use.type)) return null;
        return use.isNillable && isValueType(use.type)
          ? { kind: 'nullable', inner: use.type }
          : use.type;
      },
      type: (name, from) => withoutTextLists(xmlTypes.typeOf(name, from)),
    };
  }
}

/** A list of values in one text is the text where it is no attribute. */
function withoutTextLists(type: TypeUse): TypeUse {
  return type.kind === 'list' && type.options['isText'] === true ? stringType : type;
}

/**
 * The contract that an operation is inherited from, which its action names: `<namespace>/<contract>/<operation>`, with the namespace of
 * its element. Null for an operation of the contract itself.
 */
function baseContract(
  { name, input, isCallback }: PortOperation,
  own: QualifiedName,
): QualifiedName | null {
  const action = input?.action ?? null;
  const [only] = input?.body ?? [];
  const namespace = only?.element?.namespace ?? null;
  if (action === null || namespace === null || isCallback) return null;
  const [, found = ''] = /\/([^/]+)\/[^/]+$/.exec(action) ?? [];
  if (found === '' || (found === own.name && namespace === own.namespace)) return null;
  return action === requestAction({ name: found, namespace }, name)
    ? { name: found, namespace }
    : null;
}

/** The name of a whole message, which only metadata knows; null for one of a message contract. */
function untypedName(type: TypeUse, message: OperationMessage | null): string | null {
  return type === untypedMessage ? (message?.body[0]?.name ?? null) : null;
}

function isDeclared(type: TypeUse): boolean {
  return type.kind === 'nullable' ? isDeclared(type.inner) : type.kind === 'declared';
}

function resultNameOf(name: string | null, operation: string): string | null {
  return name === `${operation}Result` ? null : name;
}

/** Whether a type is written in a way that only a member can say. */
function needsOptions(type: TypeUse): boolean {
  switch (type.kind) {
    case 'builtIn':
      return type.dataType !== undefined;
    case 'nullable':
      return needsOptions(type.inner);
    case 'list':
      return needsOptions(type.item);
    case 'declared':
    case 'dictionary':
      return false;
  }
}

/** The part of a message whose element holds the parameters: .NET calls it so, others call the element after the operation. */
function isWrapper(part: MessagePart, { body, wrapperName }: OperationMessage): boolean {
  return body.length === 1 && (part.name === 'parameters' || part.element?.name === wrapperName);
}

/** The elements in the type of an element that has nothing else in it, or null. */
function wrappedChildren(
  element: SchemaComponent,
  index: SchemaIndex,
): { readonly owner: SchemaComponent; readonly elements: readonly MetadataNode[] } | null {
  const { node } = element;
  if (node.attribute('nillable') === 'true') return null;
  const typeName = referenceIn(element, node, 'type');
  const named = typeName === null ? null : index.find('type', typeName);
  const type = typeName === null ? node.first(namespaces.xs, 'complexType') : (named?.node ?? null);
  if (type?.localName !== 'complexType' || type.attribute('mixed') === 'true') return null;
  const owner = named ?? element;
  const children = schemaChildren(type);
  const content = contentOf(type);
  if (children.length === 0) return { owner, elements: [] };
  if (content === null || children.length > 1 || content.localName !== 'sequence') return null;
  if (occurrence(content).max !== 1) return null;
  const elements = schemaChildren(content);
  return elements.every(({ localName }) => localName === 'element') ? { owner, elements } : null;
}

function isStreamElement(owner: Pick<SchemaComponent, 'schema'>, element: MetadataNode): boolean {
  const type = referenceIn(owner, element, 'type');
  return type !== null && isStreamType(type);
}

function isStreamType({ name, namespace }: QualifiedName): boolean {
  return namespace === messageNamespace && name === 'StreamBody';
}
