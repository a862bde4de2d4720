import type { ContractClass, ContractDescription, ServiceClass } from '../contracts/index.js';
import { describeContract, describeServiceBehavior } from '../contracts/index.js';
import { nearestNames } from '../core/container/index.js';
import { ConfigurationError } from '../core/errors/index.js';

/** The classes that configuration files may name, by their configuration names. */
export class ConfigurationRegistry {
  readonly #services = new Map<string, ServiceClass>();
  readonly #contracts = new Map<string, ContractDescription>();

  /** Makes a service class known by the `configurationName` of its `@ServiceBehavior` (by default the name of the class). */
  addService(service: ServiceClass): this {
    const { configurationName } = describeServiceBehavior(service);
    this.#services.set(configurationName, service);
    return this;
  }

  /** Makes a contract known by its `configurationName` (by default its name). Two that differ under one name are refused. */
  addContract(contract: ContractClass): this {
    const description = describeContract(contract);
    const { configurationName, namespace } = description;
    const known = this.#contracts.get(configurationName);
    if (known !== undefined && known.namespace !== namespace) {
      throw new ConfigurationError(
        `Two contracts are registered as '${configurationName}', with the namespaces ${known.namespace} and ${namespace}: their messages do not fit together. ` +
          'Give both sides the same namespace in @ServiceContract, or different configuration names.',
      );
    }
    this.#contracts.set(configurationName, description);
    return this;
  }

  get serviceNames(): string[] {
    return [...this.#services.keys()].sort();
  }

  get contractNames(): string[] {
    return [...this.#contracts.keys()].sort();
  }

  findService(name: string): ServiceClass | null {
    return this.#services.get(name) ?? null;
  }

  findContract(name: string): ContractDescription | null {
    return this.#contracts.get(name) ?? null;
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
}

function explain(
  kind: string,
  name: string,
  known: readonly string[],
  where: string,
  how: string,
): string {
  const last = name.split('.').at(-1) ?? name;
  const sameLast = known.filter((one) => one.split('.').at(-1) === last);
  const near = sameLast.length > 0 ? sameLast : nearestNames(name, known);
  const meant =
    near.length === 0 ? '' : ` Did you mean ${near.map((one) => `'${one}'`).join(' or ')}?`;
  const list =
    known.length === 0
      ? `no ${kind} is registered (registry.${how})`
      : `registered are ${known.map((one) => `'${one}'`).join(', ')}`;
  return `There is no ${kind} '${name}': ${list}.${meant} Names match letter by letter, namespace included; set the one the file uses in ${where}.`;
}
