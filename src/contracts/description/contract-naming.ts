import { encodeXmlName } from '../data-contract/contract-names.js';
import type { ServiceContractOptions } from '../decorators/contract-metadata.js';

/** The names of a contract. */
export interface ContractNames {
  readonly name: string;
  readonly namespace: string;
}

/** WCF's namespace for contracts and services that set none. */
export const defaultServiceNamespace = 'http://tempuri.org/';

/** The names of a contract class. */
export function contractNames(className: string, options: ServiceContractOptions): ContractNames {
  return {
    name: encodeXmlName(options.name ?? className),
    namespace: options.namespace ?? defaultServiceNamespace,
  };
}

/** The action of an operation's request: `<namespace>/<contract>/<operation>`, `urn:` in no namespace. */
export function requestAction({ name, namespace }: ContractNames, operation: string): string {
  if (namespace === '') return `urn:${name}/${operation}`;
  return `${namespace}${namespace.endsWith('/') ? '' : '/'}${name}/${operation}`;
}
