import type { DataContractSerializerSettings } from '../data-contract/index.js';
import type {
  AddressFilterExtension,
  Authorization,
  CallContextInitializer,
  ClientMessageInspector,
  ContractFilter,
  DispatchMessageInspector,
  ErrorHandler,
  FormatterExtension,
  InstanceContextInitializer,
  InstanceProvider,
  OperationInvoker,
  OperationSelector,
  ParameterInspector,
  UnhandledMessageHandler,
} from './extension-points.js';
import type { ServiceSettings } from './service-settings.js';

/** What a behaviour may be added to. */
export type BehaviorLevel = 'service' | 'endpoint' | 'contract' | 'operation' | 'client';

/**
 * What changes how a service, an endpoint, a contract, an operation or a client works: a value that holds the extensions it
 * brings. Where a level has no use for one of them, it is refused. WCF's IServiceBehavior, IEndpointBehavior, IContractBehavior
 * and IOperationBehavior.
 */
export interface Behavior {
  /** For error messages and to find it by; the name in configuration, where it can be written there. */
  readonly name: string;
  readonly dispatchMessageInspector?: DispatchMessageInspector | undefined;
  readonly clientMessageInspector?: ClientMessageInspector | undefined;
  readonly parameterInspector?: ParameterInspector | undefined;
  readonly formatter?: FormatterExtension | undefined;
  readonly operationSelector?: OperationSelector | undefined;
  readonly unhandledMessage?: UnhandledMessageHandler | undefined;
  readonly addressFilter?: AddressFilterExtension | undefined;
  readonly contractFilter?: ContractFilter | undefined;
  readonly authorization?: Authorization | undefined;
  readonly instanceProvider?: InstanceProvider | undefined;
  readonly instanceContextInitializer?: InstanceContextInitializer | undefined;
  readonly callContextInitializer?: CallContextInitializer | undefined;
  readonly operationInvoker?: OperationInvoker | undefined;
  readonly errorHandler?: ErrorHandler | undefined;
  /** What it changes of the service's settings. */
  readonly serviceSettings?: Partial<ServiceSettings> | undefined;
  /** How the data contracts of the endpoint are written and read. */
  readonly dataContractSerializer?: DataContractSerializerSettings | undefined;
  /** The first hop of a client's messages. */
  readonly via?: string | undefined;
  /** Whether a client tells the service what an unexpected error of its callback was. */
  readonly includeCallbackExceptionDetail?: boolean | undefined;
}

/** Anything that a behaviour brings. */
export type Extension = Exclude<keyof Behavior, 'name'>;

const everywhere: readonly BehaviorLevel[] = ['service', 'endpoint', 'contract', 'operation'];
const endpoints: readonly BehaviorLevel[] = ['service', 'endpoint', 'contract'];
const clients: readonly BehaviorLevel[] = ['contract', 'client'];

/** Where each extension has an effect. What is on a contract or operation works on the side, or sides, that have a use for it. */
const levels: Readonly<Record<Extension, readonly BehaviorLevel[]>> = {
  dispatchMessageInspector: endpoints,
  clientMessageInspector: clients,
  parameterInspector: [...everywhere, 'client'],
  formatter: [...everywhere, 'client'],
  operationSelector: endpoints,
  unhandledMessage: endpoints,
  addressFilter: endpoints,
  contractFilter: endpoints,
  authorization: everywhere,
  instanceProvider: endpoints,
  instanceContextInitializer: endpoints,
  callContextInitializer: everywhere,
  operationInvoker: everywhere,
  errorHandler: everywhere,
  serviceSettings: ['service'],
  dataContractSerializer: ['service', 'endpoint', 'contract', 'client'],
  via: ['client'],
  includeCallbackExceptionDetail: ['client'],
};

/** What is wrong with a behaviour at a level, or null. */
export function behaviorProblem(behavior: Behavior, level: BehaviorLevel): string | null {
  const brought = extensionsOf(behavior);
  const [unknown] = Object.keys(behavior).filter((key) => key !== 'name' && !(key in levels));
  if (unknown !== undefined) {
    return `The behaviour '${behavior.name}' has '${unknown}', which is no extension; there are ${Object.keys(levels).join(', ')}.`;
  }
  const useless = brought.filter((extension) => !levels[extension].includes(level));
  // One behaviour may have something for both ends: what is for the other end is no mistake.
  const mistaken =
    useless.length === brought.length ? useless : useless.filter((one) => isOfThisEnd(one, level));
  const [first] = mistaken;
  if (first === undefined) {
    return brought.length > 0 ? null : `The behaviour '${behavior.name}' brings no extension.`;
  }
  return `The behaviour '${behavior.name}' brings ${first}, which has no effect on ${levelNames[level]}; add it to ${levels[first].map((one) => levelNames[one]).join(' or ')}.`;
}

function isOfThisEnd(extension: Extension, level: BehaviorLevel): boolean {
  const isForClients = levels[extension].includes('client');
  const isForServices = levels[extension].includes('service');
  switch (level) {
    case 'client':
      return isForClients;
    case 'service':
    case 'endpoint':
      return isForServices;
    case 'contract':
    case 'operation':
      return true;
  }
}

function extensionsOf(behavior: Behavior): Extension[] {
  return (Object.keys(levels) as Extension[]).filter((key) => behavior[key] !== undefined);
}

const levelNames: Readonly<Record<BehaviorLevel, string>> = {
  service: 'a service',
  endpoint: 'an endpoint of a service',
  contract: 'a contract',
  operation: 'an operation',
  client: 'a channel factory',
};
