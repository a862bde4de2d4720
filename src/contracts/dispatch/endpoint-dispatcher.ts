import type { Message, MessageVersion } from '../../core/message/index.js';
import { brought } from '../behaviors/index.js';
import type {
  Behavior,
  DispatchMessageInspector,
  ErrorHandler,
  InstanceContextInitializer,
  InstanceProvider,
  OperationSelector,
  UnhandledMessageHandler,
} from '../behaviors/index.js';
import type { OperationContext } from '../context/index.js';
import type { ContractDescription, ReleaseInstanceMode } from '../description/index.js';
import type { AddressFilter } from './address-filter.js';
import { DispatchOperation } from './dispatch-operation.js';

/** What an {@link EndpointDispatcher} is made from. */
export interface EndpointDispatcherInit {
  readonly contract: ContractDescription;
  readonly version: MessageVersion;
  readonly address: string;
  /** Whether messages to an address are for the endpoint, unless a behaviour decides it. */
  readonly accepts: AddressFilter;
  /** The behaviours of service, contract and endpoint, in this order. */
  readonly behaviors: readonly Behavior[];
  /** The behaviours of an operation. */
  operationBehaviors(methodName: string): readonly Behavior[];
  releaseInstanceMode(methodName: string): ReleaseInstanceMode;
}

/** One endpoint behind a listener: which messages it takes, its operations, and its extensions. WCF's EndpointDispatcher. */
export class EndpointDispatcher {
  readonly contract: ContractDescription;
  readonly instanceProvider: InstanceProvider | null;
  readonly instanceContextInitializers: readonly InstanceContextInitializer[];
  readonly unhandledMessage: UnhandledMessageHandler | null;
  readonly errorHandlers: readonly ErrorHandler[];
  readonly #accepts: AddressFilter;
  readonly #contractFilter: ((message: Message) => boolean) | null;
  readonly #selector: OperationSelector | null;
  readonly #inspectors: readonly DispatchMessageInspector[];
  /** The same from the last to the first, for replies. */
  readonly #replyInspectors: readonly DispatchMessageInspector[];
  readonly #byAction = new Map<string, DispatchOperation>();
  readonly #byName = new Map<string, DispatchOperation>();

  constructor(init: EndpointDispatcherInit) {
    const { contract, behaviors, version, address } = init;
    this.contract = contract;
    const addressFilter = brought(behaviors, 'addressFilter').at(-1);
    this.#accepts = addressFilter === undefined ? init.accepts : (to) => addressFilter(to, address);
    const filters = brought(behaviors, 'contractFilter');
    this.#contractFilter =
      filters.length === 0 ? null : (message) => filters.every((filter) => filter(message));
    this.#selector = brought(behaviors, 'operationSelector').at(-1) ?? null;
    this.#inspectors = brought(behaviors, 'dispatchMessageInspector');
    this.#replyInspectors = this.#inspectors.toReversed();
    this.unhandledMessage = brought(behaviors, 'unhandledMessage').at(-1) ?? null;
    this.instanceProvider = brought(behaviors, 'instanceProvider').at(-1) ?? null;
    this.instanceContextInitializers = brought(behaviors, 'instanceContextInitializer');
    this.errorHandlers = brought(behaviors, 'errorHandler');
    for (const description of contract.operations) {
      const operation = new DispatchOperation({
        contractName: contract.name,
        description,
        version,
        behaviors: [...behaviors, ...init.operationBehaviors(description.methodName)],
        releaseInstanceMode: init.releaseInstanceMode(description.methodName),
      });
      this.#byAction.set(description.action, operation);
      this.#byName.set(description.name, operation);
    }
  }

  /** Whether the endpoint takes messages to an address. */
  acceptsAddress(address: string): boolean {
    return this.#accepts(address);
  }

  /** Whether it takes a message that has its address. */
  acceptsMessage(message: Message): boolean {
    return this.#contractFilter === null || this.#contractFilter(message);
  }

  /** Whether it has an operation for an action. */
  hasAction(action: string): boolean {
    return this.#byAction.has(action) || this.#byAction.has('*');
  }

  get hasInspectors(): boolean {
    return this.#inspectors.length > 0;
  }

  /** True when only a call's context tells which operation it is for. */
  get hasSelector(): boolean {
    return this.#selector !== null;
  }

  /** The request as the inspectors leave it. */
  inspectRequest(request: Message, context: OperationContext): Message {
    let message = request;
    for (const inspector of this.#inspectors)
      message = inspector.afterReceiveRequest?.(message, context) ?? message;
    return message;
  }

  /** The reply as the inspectors leave it, the last one first. */
  inspectReply(reply: Message, context: OperationContext): Message {
    let message = reply;
    for (const inspector of this.#replyInspectors)
      message = inspector.beforeSendReply?.(message, context) ?? message;
    return message;
  }

  /** The operation for an action, or null. */
  operationFor(action: string): DispatchOperation | null {
    return this.#byAction.get(action) ?? this.#byAction.get('*') ?? null;
  }

  /** The operation that a selector chose, or null for the one of the action. */
  selectOperation(message: Message, context: OperationContext): DispatchOperation | null {
    const name = this.#selector?.(message, context) ?? null;
    return name === null ? null : (this.#byName.get(name) ?? null);
  }
}
