import type { Binding } from '../../core/binding/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import { EndpointAddress } from '../../core/message/index.js';
import { BehaviorCollection } from '../behaviors/index.js';
import type { ContractDescription } from '../description/index.js';

/** Where a service is reached, how, and with which operations. WCF's ServiceEndpoint. */
export class ServiceEndpoint {
  readonly contract: ContractDescription;
  readonly binding: Binding;
  /** What it is called in metadata; null: by its binding and contract. */
  readonly name: string | null;
  /** The behaviours of the endpoint; they take effect when the host opens. */
  readonly behaviors = new BehaviorCollection('endpoint');
  readonly #operationBehaviors = new Map<string, BehaviorCollection>();
  #address: EndpointAddress;
  #listenUri: string;

  constructor(
    contract: ContractDescription,
    binding: Binding,
    address: EndpointAddress,
    { listenUri, name }: { readonly listenUri: string; readonly name: string | null },
  ) {
    this.contract = contract;
    this.binding = binding;
    this.#address = address;
    this.#listenUri = listenUri;
    this.name = name;
  }

  /** The address that clients use; once the host is open, with the port that the system gave for port 0. */
  get address(): EndpointAddress {
    return this.#address;
  }

  /** Where the endpoint listens; the address, unless another was given. */
  get listenUri(): string {
    return this.#listenUri;
  }

  /** The behaviours of one operation at this endpoint, by the name of its method. @throws InvalidOperationError */
  operationBehaviors(methodName: string): BehaviorCollection {
    const { operations, name } = this.contract;
    if (!operations.some((operation) => operation.methodName === methodName)) {
      throw new InvalidOperationError(
        `The contract ${name} has no method '${methodName}'; it has ${operations.map((one) => one.methodName).join(', ')}.`,
      );
    }
    let behaviors = this.#operationBehaviors.get(methodName);
    if (behaviors === undefined) {
      behaviors = new BehaviorCollection('operation');
      this.#operationBehaviors.set(methodName, behaviors);
    }
    return behaviors;
  }

  /** @internal The listener is open: takes over what only it knows, the port. */
  listensAt(uri: string): void {
    const { uri: address, headers, identity } = this.#address;
    if (address === this.#listenUri || new URL(address).port === '0') {
      const actual = address === this.#listenUri ? uri : withPortOf(address, uri);
      this.#address = new EndpointAddress(actual, { headers, identity: identity ?? undefined });
    }
    this.#listenUri = uri;
  }
}

function withPortOf(address: string, listenUri: string): string {
  const url = new URL(address);
  url.port = new URL(listenUri).port;
  return url.href;
}
