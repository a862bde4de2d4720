import {
  booleanAttribute,
  integerAttribute,
  stringAttribute,
  timeSpanAttribute,
} from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import type { DataContractSerializerSettings } from '../data-contract/index.js';
import { settingsProblem } from '../data-contract/serializer-settings.js';
import { defineBehavior } from './behavior-kind.js';
import type { Authorization, ErrorHandler } from './extension-points.js';
import { createThrottlingSettings } from './service-settings.js';
import type { ServiceThrottlingSettings } from './service-settings.js';

/** What {@link serviceDebug} changes. */
export interface ServiceDebugOptions {
  /** Tell clients what an unexpected error was: for development only. */
  readonly includeExceptionDetailInFaults?: boolean | undefined;
  /** Whether a browser sees the help page at addresses of http. Default true. */
  readonly httpHelpPageEnabled?: boolean | undefined;
  /** The same for https. */
  readonly httpsHelpPageEnabled?: boolean | undefined;
}

/** What a service tells about itself. WCF's ServiceDebugBehavior. */
export const serviceDebug = defineBehavior<ServiceDebugOptions>(
  'serviceDebug',
  ({
    includeExceptionDetailInFaults,
    httpHelpPageEnabled: http = true,
    httpsHelpPageEnabled: https = true,
  }) => ({
    serviceSettings: {
      helpPage: { http, https },
      ...(includeExceptionDetailInFaults === undefined ? {} : { includeExceptionDetailInFaults }),
    },
  }),
  {
    attributes: {
      includeExceptionDetailInFaults: booleanAttribute,
      httpHelpPageEnabled: booleanAttribute,
      httpsHelpPageEnabled: booleanAttribute,
    },
    unsupported: Object.fromEntries(
      ['http', 'https'].flatMap((scheme) =>
        ['Url', 'Binding', 'BindingConfiguration'].map((name) => [
          `${scheme}HelpPage${name}`,
          'the help page is at the addresses of the endpoints of the scheme.',
        ]),
      ),
    ),
  },
);

/** How {@link serviceMetadata} describes a service. */
export interface ServiceMetadataOptions {
  /** Documents are there at addresses of http: `?wsdl`, `?singleWsdl`. Default false, as in WCF. */
  readonly httpGetEnabled?: boolean | undefined;
  /** The same of https. Default false. */
  readonly httpsGetEnabled?: boolean | undefined;
  /**
   * Where they are, absolute or below the base address of http; the addresses of endpoints have them, too. Default: the base address.
   */
  readonly httpGetUrl?: string | URL | undefined;
  /** The same of https. */
  readonly httpsGetUrl?: string | URL | undefined;
  /** The version of WS-Policy that documents are written in. Default `Policy12`, as in WCF. */
  readonly policyVersion?: 'Default' | 'Policy12' | 'Policy15' | undefined;
  /** A WSDL document that somebody else publishes: `?wsdl` leads there. Default: the host describes itself. */
  readonly externalMetadataLocation?: string | URL | undefined;
}

/** Describes the service by WSDL, XML Schema and WS-Policy to whoever asks for it. WCF's ServiceMetadataBehavior. */
export const serviceMetadata = defineBehavior<ServiceMetadataOptions>(
  'serviceMetadata',
  ({
    httpGetEnabled,
    httpsGetEnabled,
    httpGetUrl,
    httpsGetUrl,
    policyVersion,
    externalMetadataLocation,
  }) => {
    const external =
      externalMetadataLocation === undefined ? null : String(externalMetadataLocation);
    if (external !== null && !URL.canParse(external)) {
      throw new InvalidBindingError(
        `serviceMetadata: externalMetadataLocation is '${external}'; it must be an absolute URI, such as https://localhost/calculator.wsdl.`,
      );
    }
    return {
      serviceSettings: {
        metadata: {
          getEnabled: { http: httpGetEnabled ?? false, https: httpsGetEnabled ?? false },
          getUrl: {
            http: metadataUrl('http', httpGetUrl),
            https: metadataUrl('https', httpsGetUrl),
          },
          policyVersion: policyVersion === 'Policy15' ? 'Policy15' : 'Policy12',
          externalLocation: external,
        },
      },
    };
  },
);

/** @throws InvalidBindingError for an absolute address of another scheme */
function metadataUrl(scheme: 'http' | 'https', url: string | URL | undefined): string | null {
  if (url === undefined || String(url) === '') return null;
  const text = String(url);
  if (URL.canParse(text) && new URL(text).protocol !== `${scheme}:`)
    throw new InvalidBindingError(
      `serviceMetadata: ${scheme}GetUrl is '${text}'; it must begin with ${scheme}://, or be below the base address of ${scheme}.`,
    );
  return text;
}

/**
 * Addresses in metadata follow the Host header of who asks for it: for services behind a proxy, or reached by several names. WCF's
 * UseRequestHeadersForMetadataAddressBehavior.
 */
export const useRequestHeadersForMetadataAddress = defineBehavior(
  'useRequestHeadersForMetadataAddress',
  () => ({ serviceSettings: { metadataUsesRequestHeaders: true } }),
  {
    attributes: {},
    unsupported: { defaultPorts: 'the Host header of who asks has the port.' },
  },
);

const places = integerAttribute(1);

/** How many calls, sessions and instances a service has at once. WCF's ServiceThrottlingBehavior. */
export const serviceThrottling = defineBehavior<Partial<ServiceThrottlingSettings>>(
  'serviceThrottling',
  (options) => ({ serviceSettings: { throttling: createThrottlingSettings(options) } }),
  {
    attributes: {
      maxConcurrentCalls: places,
      maxConcurrentSessions: places,
      maxConcurrentInstances: places,
      maxQueuedCalls: integerAttribute(0),
    },
  },
);

/** What {@link serviceTimeouts} changes. */
export interface ServiceTimeoutsOptions {
  /** Milliseconds that a method may take before its caller gets a fault. Default one hour; Infinity for any time. */
  readonly operationTimeout?: number | undefined;
}

/** How long methods may take. WCF's ServiceTimeoutsBehavior, which has a timeout of transactions only. */
export const serviceTimeouts = defineBehavior<ServiceTimeoutsOptions>(
  'serviceTimeouts',
  ({ operationTimeout }) => {
    if (operationTimeout === undefined) return { serviceSettings: {} };
    if (!(operationTimeout > 0)) {
      throw new InvalidBindingError(
        `serviceTimeouts: operationTimeout is ${String(operationTimeout)}; it must be a number of milliseconds above 0.`,
      );
    }
    return { serviceSettings: { operationTimeout } };
  },
  {
    attributes: { operationTimeout: timeSpanAttribute(1) },
    unsupported: { transactionTimeout: 'there are no transactions.' },
  },
);

/** How data contracts are written and read. WCF's DataContractSerializer behaviour. */
export const dataContractSerializer = defineBehavior<DataContractSerializerSettings>(
  'dataContractSerializer',
  (settings) => {
    const problem = settingsProblem(settings);
    if (problem !== null) throw new InvalidBindingError(`dataContractSerializer: ${problem}`);
    return { dataContractSerializer: settings };
  },
  {
    attributes: {
      maxItemsInObjectGraph: integerAttribute(1),
      ignoreExtensionDataObject: booleanAttribute,
    },
  },
);

/** What {@link clientVia} needs. */
export interface ClientViaOptions {
  readonly viaUri: string | URL;
}

/** Sends the messages of a client by way of another address. WCF's ClientViaBehavior. */
export const clientVia = defineBehavior<ClientViaOptions>(
  'clientVia',
  ({ viaUri }) => {
    const via = String(viaUri);
    if (!URL.canParse(via)) {
      throw new InvalidBindingError(
        `clientVia: viaUri is '${via}'; it must be an absolute URI, such as http://localhost:8080/.`,
      );
    }
    return { via };
  },
  { attributes: { viaUri: stringAttribute } },
);

/** What {@link callbackDebug} changes. */
export interface CallbackDebugOptions {
  readonly includeExceptionDetailInFaults?: boolean | undefined;
}

/** Whether a client tells the service what an unexpected error of its callback was: for development only. WCF's CallbackDebugBehavior. */
export const callbackDebug = defineBehavior<CallbackDebugOptions>(
  'callbackDebug',
  ({ includeExceptionDetailInFaults = false }) => ({
    includeCallbackExceptionDetail: includeExceptionDetailInFaults,
  }),
  { attributes: { includeExceptionDetailInFaults: booleanAttribute } },
);

/** What {@link serviceAuthorization} needs. */
export interface ServiceAuthorizationOptions {
  /** Whether a call is allowed. Who is not allowed gets WCF's "access is denied" fault. */
  readonly authorize: Authorization;
}

/** Asks a function whether a call is allowed, before its body is read. WCF's ServiceAuthorizationBehavior. */
export const serviceAuthorization = defineBehavior<ServiceAuthorizationOptions>(
  'serviceAuthorization',
  ({ authorize }) => ({ authorization: authorize }),
);

/** What {@link errorLogging} needs. */
export interface ErrorLoggingOptions {
  /** Told of each error of a call, also of those that clients are told. */
  readonly log: NonNullable<ErrorHandler['handleError']>;
}

/** Tells a function of each error of a call, with the call's context. */
export const errorLogging = defineBehavior<ErrorLoggingOptions>('errorLogging', ({ log }) => ({
  errorHandler: { handleError: log },
}));
