import type { ContractClass, ContractDescription, ServiceClass } from '../contracts/index.js';
import {
  describeContract,
  describeContractsOf,
  describeServiceBehavior,
} from '../contracts/index.js';
import { nearestNames } from '../core/container/index.js';
import { ConfigurationError } from '../core/errors/index.js';

/** The classes that configuration files may name, by their configuration names. */
export class ConfigurationRegistry {
  readonly #services = new Map<string, ServiceClass>();
  readonly #contracts = new Map<string, ContractDescription>();

  /**
   * Makes a service class known by the `configurationName` of its `@ServiceBehavior` (by default the name of the class), and
   * the contracts that it is or extends.
   */
  addService(service: ServiceClass): this {
    const { configurationName } = describeServiceBehavior(service);
    const known = this.#services.get(configurationName);
    if (known !== undefined && known !== service) {
      throw new ConfigurationError(
        `Two service classes are registered as '${configurationName}', ${known.name} and ${service.name}; give them different names in @ServiceBehavior({ configurationName }).`,
      );
    }
    this.#services.set(configurationName, service);
    for (const contract of describeContractsOf(service)) this.#addDescription(contract);
    return this;
  }

  /** Makes a contract known by its `configurationName` (by default its name). Two that differ under one name are refused. */
  addContract(contract: ContractClass): this {
    this.#addDescription(describeContract(contract));
    return this;
  }

  get serviceNames(): string[] {
    return [...this.#services.keys()].sort();
  }

  get contractNames(): string[] {
    return [...this.#contracts.keys()].sort();
  }

  /** The contracts in the order of their names. */
  get contracts(): ContractDescription[] {
    return [...this.#contracts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }

  findService(name: string): ServiceClass | null {
    return this.#services.get(name) ?? null;
  }

  findContract(name: string): ContractDescription | null {
    return this.#contracts.get(name) ?? null;
  }

  /** What to say when a registered contract of the same configuration name has another namespace; null when none has. */
  explainNamespace({ configurationName, namespace }: ContractDescription): string | null {
    const known = this.#contracts.get(configurationName);
    if (known === undefined || known.namespace === namespace) return null;
    const isDefault = [known.namespace, namespace].includes(defaultNamespace);
    return (
      `Two contracts are known as '${configurationName}', with the namespaces ${known.namespace} and ${namespace}: their messages do not fit together. ` +
      (isDefault
        ? `${defaultNamespace} is the namespace of a contract that sets none: give it that of the other side in @ServiceContract({ namespace }).`
        : 'Give both the same namespace in @ServiceContract, or different configuration names.')
    );
  }

  /** What to say when a service name is not known: the names there are, and the mistake that is usually behind it. */
  explainService(name: string): string {
    return explain(
      'service',
      name,
      this.serviceNames,
      '@ServiceBehavior({ configurationName })',
      'addService',
    );
  }

  /** What to say when a contract name is not known. */
  explainContract(name: string): string {
    return explain(
      'contract',
      name,
      this.contractNames,
      '@ServiceContract({ configurationName })',
      'addContract',
    );
  }

  #addDescription(contract: ContractDescription): void {
    const problem = this.explainNamespace(contract);
    if (problem !== null) throw new ConfigurationError(problem);
    this.#contracts.set(contract.configurationName, contract);
  }
}

/** WCF's namespace for contracts that set none. */
const defaultNamespace = 'http://tempuri.org/';

/** The names with the same last part (`Samples.X` and `X`), or else the nearest ones. */
export function likeNames(name: string, known: readonly string[]): string[] {
  const last = name.split('.').at(-1) ?? name;
  const sameLast = known.filter((one) => one.split('.').at(-1) === last);
  return sameLast.length > 0 ? sameLast : nearestNames(name, known);
}

function explain(
  kind: string,
  name: string,
  known: readonly string[],
  where: string,
  how: string,
): string {
  const near = likeNames(name, known);
  const meant =
    near.length === 0 ? '' : ` Did you mean ${near.map((one) => `'${one}'`).join(' or ')}?`;
  const list =
    known.length === 0
      ? `no ${kind} is registered (registry.${how})`
      : `registered are ${known.map((one) => `'${one}'`).join(', ')}`;
  return `There is no ${kind} '${name}': ${list}.${meant} Names match letter by letter, namespace included; set the one the file uses in ${where}.`;
}
