import { booleanAttribute, stringAttribute } from '../core/binding/index.js';
import type { ServiceBehaviorDescription } from '../contracts/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** A `<behavior>` of `<serviceBehaviors>`: what it changes of a service, and whether it publishes metadata. */
export interface ServiceBehaviorConfiguration {
  readonly changes: Partial<ServiceBehaviorDescription>;
  readonly publishesMetadata: boolean;
}

const none: ServiceBehaviorConfiguration = { changes: {}, publishesMetadata: false };

/** The `<behaviors>` of a file; the nameless behaviour (name '') is the default of .NET 4. */
export class BehaviorSection {
  readonly #services = new Map<string, ServiceBehaviorConfiguration>();

  constructor(node: ConfigurationNode | null) {
    if (node === null) return;
    const section = node.child('serviceBehaviors');
    for (const behavior of section?.all('behavior') ?? []) {
      const name = behavior.text('name') ?? '';
      if (this.#services.has(name))
        throw behavior.error(
          `There is a second service behaviour named '${name}'; give it another name.`,
        );
      this.#services.set(name, readServiceBehavior(behavior));
    }
    section?.finish();
    node.refuseChild(
      'endpointBehaviors',
      'behaviours of endpoints are not read yet; set them in code.',
    );
    node.finish();
  }

  /** The behaviour that a service names, or the nameless one. */
  find(service: ConfigurationNode, name: string): ServiceBehaviorConfiguration {
    const found = this.#services.get(name);
    if (found !== undefined) return found;
    if (name === '') return none;
    const names = [...this.#services.keys()].filter((one) => one !== '').map((one) => `'${one}'`);
    throw service.error(
      `The behaviorConfiguration '${name}' is not defined; add <behaviors><serviceBehaviors><behavior name="${name}"> to the file` +
        `${names.length === 0 ? '' : `, or use ${names.join(', ')}`}.`,
    );
  }

  /** The nameless behaviour, or one that changes nothing. */
  get default(): ServiceBehaviorConfiguration {
    return this.#services.get('') ?? none;
  }
}

function readServiceBehavior(node: ConfigurationNode): ServiceBehaviorConfiguration {
  const debug = node.child('serviceDebug');
  const includeExceptionDetailInFaults = debug?.value(
    'includeExceptionDetailInFaults',
    booleanAttribute,
  );
  debug?.finish();
  const metadata = node.child('serviceMetadata');
  for (const name of ['httpGetEnabled', 'httpsGetEnabled']) metadata?.value(name, booleanAttribute);
  for (const name of ['httpGetUrl', 'httpsGetUrl', 'externalMetadataLocation', 'policyVersion'])
    metadata?.value(name, stringAttribute);
  metadata?.finish();
  node.finish();
  return {
    changes:
      typeof includeExceptionDetailInFaults === 'boolean' ? { includeExceptionDetailInFaults } : {},
    publishesMetadata: metadata !== null,
  };
}
