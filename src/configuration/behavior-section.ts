import { booleanAttribute, enumAttribute, stringAttribute } from '../core/binding/index.js';
import { nearestNames } from '../core/container/index.js';
import { behaviorProblem, serviceMetadata } from '../contracts/index.js';
import type { Behavior, BehaviorKind } from '../contracts/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { createFromNode } from './element-options.js';
import { absoluteUriAttribute } from './uri-attribute.js';

/** A `<behavior>` of `<serviceBehaviors>`: what it changes of a service, and whether it publishes metadata. */
export interface ServiceBehaviorConfiguration {
  readonly behaviors: readonly Behavior[];
  readonly publishesMetadata: boolean;
}

const none: ServiceBehaviorConfiguration = { behaviors: [], publishesMetadata: false };

/** Behaviours of WCF that are known and not there, and what to do instead. */
const unreadBehaviors: Readonly<Record<string, string>> = {
  callbackTimeouts: 'there are no transactions.',
  clientCredentials: 'give the credentials to the channel factory.',
  dispatcherSynchronization: 'operations are asynchronous.',
  enableWebScript: 'it is about HTTP without SOAP.',
  persistenceProvider: 'there are no durable services.',
  routing: 'there is no routing service.',
  serviceAuthenticationManager: 'there is none; look at the request in a behaviour of your own.',
  serviceAuthorization: 'host.behaviors.add(serviceAuthorization({ authorize })) takes a function.',
  serviceCredentials: 'give the credentials to the host.',
  serviceHealth: 'host.health tells it.',
  serviceSecurityAudit: 'subscribe to the diagnostics, or add errorLogging({ log }).',
  soapProcessing: 'there is no routing service.',
  synchronousReceive: 'messages are received asynchronously.',
  transactedBatching: 'there are no transactions.',
  webHttp: 'it is about HTTP without SOAP.',
  workflowRuntime: 'there are no workflows.',
};

/** The `<behaviors>` of a file; the nameless behaviour (name '') is the default of .NET 4. */
export class BehaviorSection {
  readonly #kinds: ReadonlyMap<string, BehaviorKind<never>>;
  readonly #services = new Map<string, ServiceBehaviorConfiguration>();
  readonly #endpoints = new Map<string, readonly Behavior[]>();

  constructor(node: ConfigurationNode | null, kinds: readonly BehaviorKind<never>[]) {
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    if (node === null) return;
    const services = node.child('serviceBehaviors');
    for (const [name, behavior] of namedBehaviors(services, 'service')) {
      const metadata = behavior.child('serviceMetadata');
      const described = metadata === null ? [] : readMetadata(metadata);
      this.#services.set(name, {
        behaviors: [...described, ...this.#read(behavior)],
        publishesMetadata: metadata !== null,
      });
    }
    services?.finish();
    const endpoints = node.child('endpointBehaviors');
    for (const [name, behavior] of namedBehaviors(endpoints, 'endpoint'))
      this.#endpoints.set(name, this.#read(behavior));
    endpoints?.finish();
    node.finish();
  }

  /** The behaviour that a service names, or the nameless one. */
  find(service: ConfigurationNode, name: string): ServiceBehaviorConfiguration {
    const found = this.#services.get(name);
    if (found !== undefined) return found;
    if (name === '') return none;
    throw undefinedBehavior(service, 'serviceBehaviors', name, [...this.#services.keys()]);
  }

  /** The nameless behaviour, or one that changes nothing. */
  get default(): ServiceBehaviorConfiguration {
    return this.#services.get('') ?? none;
  }

  /**
   * The behaviours of the `<behavior>` that an endpoint of a service or client names; of the nameless one, which is for both, those
   * that have an effect there.
   */
  findEndpoint(
    endpoint: ConfigurationNode,
    name: string,
    level: 'endpoint' | 'client',
  ): readonly Behavior[] {
    const found = this.#endpoints.get(name);
    if (name === '')
      return (found ?? []).filter((behavior) => behaviorProblem(behavior, level) === null);
    if (found !== undefined) return found;
    throw undefinedBehavior(endpoint, 'endpointBehaviors', name, [...this.#endpoints.keys()]);
  }

  /** Makes the behaviours of a `<behavior>`, each by the kind that is registered under its name. */
  #read(node: ConfigurationNode): Behavior[] {
    const behaviors = node.children
      .filter(({ name }) => name !== 'serviceMetadata')
      .map((child) => {
        node.all(child.name);
        const kind = this.#kinds.get(child.name);
        if (kind !== undefined) return createFromNode(child, () => kind);
        const reason = unreadBehaviors[child.name];
        if (reason !== undefined) throw child.error(`<${child.name}> is not read: ${reason}`);
        throw child.error(this.#unknown(child.name));
      });
    node.finish();
    return behaviors;
  }

  #unknown(name: string): string {
    const known = [...this.#kinds.keys(), 'serviceMetadata'].sort();
    const near = nearestNames(name, known).map((one) => `'${one}'`);
    return (
      `There is no behaviour <${name}>${near.length === 0 ? '.' : `; did you mean ${near.join(' or ')}?`} ` +
      `Known: ${known.join(', ')}. A behaviour of your own must be loaded with behaviorModule().`
    );
  }
}

function* namedBehaviors(
  section: ConfigurationNode | null,
  kind: string,
): Generator<readonly [name: string, behavior: ConfigurationNode]> {
  const names = new Set<string>();
  for (const behavior of section?.all('behavior') ?? []) {
    const name = behavior.text('name') ?? '';
    if (names.has(name))
      throw behavior.error(
        `There is a second ${kind} behaviour ${name === '' ? 'without a name' : `named '${name}'`}; give it another name.`,
      );
    names.add(name);
    yield [name, behavior];
  }
}

function undefinedBehavior(
  node: ConfigurationNode,
  section: string,
  name: string,
  known: readonly string[],
): Error {
  const others = known.filter((one) => one !== '').map((one) => `'${one}'`);
  return node.attributeError(
    'behaviorConfiguration',
    `The behaviorConfiguration '${name}' is not defined; add <behaviors><${section}><behavior name="${name}"> to the file` +
      `${others.length === 0 ? '' : `, or use ${others.join(', ')}`}.`,
  );
}

/** How `<serviceMetadata>` stands in a file; others of its attributes are refused with the reason. */
export const metadataBehavior = {
  name: 'serviceMetadata',
  configuration: {
    attributes: {
      httpGetEnabled: booleanAttribute,
      httpsGetEnabled: booleanAttribute,
      httpGetUrl: stringAttribute,
      httpsGetUrl: stringAttribute,
      externalMetadataLocation: absoluteUriAttribute,
      policyVersion: enumAttribute(['Default', 'Policy12', 'Policy15']),
    },
    unsupported: Object.fromEntries(
      ['http', 'https'].flatMap((scheme) =>
        ['GetBinding', 'GetBindingConfiguration'].map((name) => [
          `${scheme}${name}`,
          'documents are served as the endpoints of the scheme are.',
        ]),
      ),
    ),
  },
};

function readMetadata(node: ConfigurationNode): Behavior[] {
  const { configuration } = metadataBehavior;
  return [createFromNode(node, () => ({ configuration, create: serviceMetadata }))];
}
