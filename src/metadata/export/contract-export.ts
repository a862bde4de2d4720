import type {
  ContractDescription,
  MessageDescription,
  OperationDescription,
} from '../../contracts/index.js';
import type { MessageSchemas } from './message-schemas.js';
import type { PolicyVersion, WsdlDocument } from './wsdl-document.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeNode } from './xml-tree.js';

/** Which way a message goes, as names of messages say it. */
export type MessageDirection = 'Input' | 'Output' | 'OutputCallback' | 'InputCallback';

/** An operation as a port type has it: those of the callback contract stand there, too. */
export interface PortOperation {
  readonly operation: OperationDescription;
  readonly isCallback: boolean;
}

/** The operations of a contract that can be described, callbacks last. */
export function portOperations(
  contract: ContractDescription,
  callback: ContractDescription | null,
): PortOperation[] {
  const own = contract.operations.map((operation) => ({ operation, isCallback: false }));
  const back = (callback?.operations ?? []).map((operation) => ({ operation, isCallback: true }));
  // What takes any action has none to be described by.
  return [...own, ...back].filter(({ operation }) => operation.action !== '*');
}

/** The name of the message of an operation. */
export function messageName(
  contract: ContractDescription,
  operation: OperationDescription,
  message: MessageDescription,
  direction: MessageDirection,
): string {
  return message.contractName ?? `${contract.name}_${operation.name}_${direction}Message`;
}

/** The ways of the request and of the reply. */
export function directionsOf(isCallback: boolean): readonly [MessageDirection, MessageDirection] {
  return isCallback ? ['OutputCallback', 'InputCallback'] : ['Input', 'Output'];
}

/** Writes the messages and the port type of a contract into a document. */
export class ContractExport {
  readonly #document: WsdlDocument;
  readonly #schemas: MessageSchemas;
  readonly #actionPrefix: 'wsaw' | 'wsam';

  constructor(document: WsdlDocument, schemas: MessageSchemas, policyVersion: PolicyVersion) {
    this.#document = document;
    this.#schemas = schemas;
    this.#actionPrefix = policyVersion === 'Policy15' ? 'wsam' : 'wsaw';
  }

  export(contract: ContractDescription, operations: readonly PortOperation[]): void {
    const { sessionMode, name } = contract;
    const children = operations.map((each) => this.#operation(contract, each));
    const usesSession = { Required: 'true', NotAllowed: 'false', Allowed: undefined }[sessionMode];
    this.#document.portTypes.set(
      name,
      node('wsdl:portType', { 'msc:usingSession': usesSession, name }, children),
    );
  }

  #operation(contract: ContractDescription, { operation, isCallback }: PortOperation): TreeNode {
    const { request, reply, action, replyAction } = operation;
    const [requestWay, replyWay] = directionsOf(isCallback);
    const part = (
      element: 'wsdl:input' | 'wsdl:output',
      message: MessageDescription,
      direction: MessageDirection,
      messageAction: string,
    ): TreeNode => {
      const messageId = messageName(contract, operation, message, direction);
      this.#message(messageId, message, operation);
      return node(element, {
        ...this.#action(messageAction),
        name: message.contractName ?? undefined,
        message: this.#own(messageId),
      });
    };
    const [first, second] = isCallback
      ? (['wsdl:output', 'wsdl:input'] as const)
      : (['wsdl:input', 'wsdl:output'] as const);
    const children = [part(first, request, requestWay, action)];
    if (reply !== null) children.push(part(second, reply, replyWay, replyAction));
    return node(
      'wsdl:operation',
      {
        ...sessionAttributes(contract, operation, isCallback),
        name: operation.name,
        parameterOrder: parameterOrder(operation),
      },
      [...children, ...this.#faults(contract, operation)],
    );
  }

  #faults(contract: ContractDescription, operation: OperationDescription): TreeNode[] {
    return operation.faults.map(({ name, action, detail, namesDetail }) => {
      const message = `${contract.name}_${operation.name}_${name}_FaultMessage`;
      this.#schemas.declareDetail(detail, namesDetail);
      const element = new QualifiedValue(detail.namespace, detail.name);
      this.#document.messages.set(
        message,
        node('wsdl:message', { name: message }, [node('wsdl:part', { name: 'detail', element })]),
      );
      return node('wsdl:fault', { ...this.#action(action), name, message: this.#own(message) });
    });
  }

  /** Message contracts are shared by the operations that use them. */
  #message(name: string, message: MessageDescription, operation: OperationDescription): void {
    if (this.#document.messages.has(name)) return;
    this.#document.messages.set(
      name,
      node('wsdl:message', { name }, this.#parts(message, operation)),
    );
    if (message.headers.length === 0) return;
    const headers = message.headers.map((header) => {
      this.#schemas.declareElement(header);
      return elementPart(header.memberName, header.namespace, header.name);
    });
    this.#document.messages.set(
      `${name}_Headers`,
      node('wsdl:message', { name: `${name}_Headers` }, headers),
    );
  }

  #parts(message: MessageDescription, operation: OperationDescription): TreeNode[] {
    const { wrapper, parts } = message;
    if (isWholeMessage(message))
      return parts.map(({ name }) =>
        node('wsdl:part', { name, type: this.#schemas.messageType() }),
      );
    if (operation.style === 'Rpc')
      return parts.map((part) =>
        node('wsdl:part', { name: part.name, type: this.#schemas.typeOf(part, operation) }),
      );
    if (wrapper === null)
      return parts.map((part) => {
        this.#schemas.declareElement(part);
        return elementPart(part.name, part.namespace, part.name);
      });
    this.#schemas.declareWrapper(message);
    return [elementPart('parameters', wrapper.namespace, wrapper.name)];
  }

  #action(action: string): Record<string, AttributeValue> {
    return { [`${this.#actionPrefix}:Action`]: action };
  }

  #own(name: string): QualifiedValue {
    return new QualifiedValue(this.#document.namespace, name);
  }
}

function isWholeMessage({ parts }: MessageDescription): boolean {
  return parts.some(({ content }) => content.kind === 'message');
}

function elementPart(name: string, namespace: string, element: string): TreeNode {
  return node('wsdl:part', { name, element: new QualifiedValue(namespace, element) });
}

/** Where a session is required each operation says whether it begins or ends it. */
function sessionAttributes(
  { sessionMode }: ContractDescription,
  { isInitiating, isTerminating }: OperationDescription,
  isCallback: boolean,
): Record<string, string> {
  if (sessionMode !== 'Required') return {};
  return {
    'msc:isInitiating': String(isCallback || isInitiating),
    'msc:isTerminating': String(!isCallback && isTerminating),
  };
}

function parameterOrder({ style, request, reply }: OperationDescription): string | undefined {
  if (style !== 'Rpc') return undefined;
  const inputs = request.parts.map(({ name }) => name);
  const [, ...outputs] = (reply?.parts ?? []).map(({ name }) => name);
  const names = [...new Set([...inputs, ...outputs])];
  return names.length === 0 ? undefined : names.join(' ');
}
