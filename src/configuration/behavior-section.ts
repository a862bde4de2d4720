import { enumAttribute, stringAttribute } from '../core/binding/index.js';
import type { ServiceBehaviorDescription } from '../contracts/index.js';
import type { ConfigurationNode } from './configuration-node.js';
import { absoluteUriAttribute } from './uri-attribute.js';

/** A `<behavior>` of `<serviceBehaviors>`: what it changes of a service, and whether it publishes metadata. */
export interface ServiceBehaviorConfiguration {
  readonly changes: Partial<ServiceBehaviorDescription>;
  readonly publishesMetadata: boolean;
  /** The schemes whose addresses show no help page. */
  readonly schemesWithoutHelpPage: ReadonlySet<string>;
}

const none: ServiceBehaviorConfiguration = {
  changes: {},
  publishesMetadata: false,
  schemesWithoutHelpPage: new Set(),
};

/** Behaviours of WCF that are known and not read. */
const unreadBehaviors = [
  'dataContractSerializer',
  'routing',
  'serviceAuthenticationManager',
  'serviceAuthorization',
  'serviceCredentials',
  'serviceHealth',
  'serviceSecurityAudit',
  'serviceThrottling',
  'serviceTimeouts',
  'useRequestHeadersForMetadataAddress',
] as const;

/** The `<behaviors>` of a file; the nameless behaviour (name '') is the default of .NET 4. */
export class BehaviorSection {
  readonly #services = new Map<string, ServiceBehaviorConfiguration>();
  readonly #endpoints = new Set<string>();

  constructor(node: ConfigurationNode | null) {
    if (node === null) return;
    const services = node.child('serviceBehaviors');
    for (const [name, behavior] of namedBehaviors(services, 'service'))
      this.#services.set(name, readServiceBehavior(behavior));
    services?.finish();
    const endpoints = node.child('endpointBehaviors');
    for (const [name, behavior] of namedBehaviors(endpoints, 'endpoint')) {
      for (const child of behavior.children)
        behavior.refuseChild(child.name, 'behaviours of endpoints are not read; set it in code.');
      behavior.finish();
      this.#endpoints.add(name);
    }
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

  /** Checks that the behaviour which an endpoint names is defined; none has an effect. */
  checkEndpoint(endpoint: ConfigurationNode, name: string): void {
    if (name === '' || this.#endpoints.has(name)) return;
    throw undefinedBehavior(endpoint, 'endpointBehaviors', name, [...this.#endpoints]);
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

function readServiceBehavior(node: ConfigurationNode): ServiceBehaviorConfiguration {
  for (const name of unreadBehaviors)
    node.refuseChild(name, 'it is not read; set the same in code.');
  const publishesMetadata = readMetadata(node.child('serviceMetadata'));
  const debug = readDebug(node.child('serviceDebug'));
  node.finish();
  return { ...none, ...debug, publishesMetadata };
}

function readMetadata(node: ConfigurationNode | null): boolean {
  if (node === null) return false;
  for (const scheme of ['http', 'https']) {
    node.boolean(`${scheme}GetEnabled`);
    for (const name of ['GetUrl', 'GetBinding', 'GetBindingConfiguration'])
      node.value(`${scheme}${name}`, stringAttribute);
  }
  node.value('externalMetadataLocation', absoluteUriAttribute);
  node.value('policyVersion', enumAttribute(['Default', 'Policy12', 'Policy15']));
  node.finish();
  node.notice(
    '<serviceMetadata> and the mex endpoints of its services are recognised, but metadata is not published yet.',
  );
  return true;
}

function readDebug(node: ConfigurationNode | null): Partial<ServiceBehaviorConfiguration> {
  if (node === null) return {};
  const includeExceptionDetailInFaults = node.boolean('includeExceptionDetailInFaults');
  const schemesWithoutHelpPage = new Set<string>();
  for (const scheme of ['http', 'https']) {
    if (node.boolean(`${scheme}HelpPageEnabled`) === false) schemesWithoutHelpPage.add(scheme);
    for (const name of ['Url', 'Binding', 'BindingConfiguration'])
      node.refuseAttribute(
        `${scheme}HelpPage${name}`,
        'the help page is shown at the addresses of the service.',
      );
  }
  node.finish();
  return {
    schemesWithoutHelpPage,
    ...(includeExceptionDetailInFaults === undefined
      ? {}
      : { changes: { includeExceptionDetailInFaults } }),
  };
}
