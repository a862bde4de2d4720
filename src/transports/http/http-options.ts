import { inspect } from 'node:util';
import {
  booleanAttribute,
  enumAttribute,
  integerAttribute,
  stringAttribute,
  timeSpanAttribute,
} from '../../core/binding/index.js';
import type { ElementConfiguration, TransferMode } from '../../core/binding/index.js';
import { nearestNames } from '../../core/container/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';

/** Which Host headers a service takes requests for, and in which order services on one port are tried. */
export type HostNameComparisonMode = 'StrongWildcard' | 'Exact' | 'WeakWildcard';

/** WCF's names of HTTP authentication schemes; only Anonymous is supported. */
export type AuthenticationScheme =
  | 'None'
  | 'Anonymous'
  | 'Basic'
  | 'Digest'
  | 'Negotiate'
  | 'Ntlm'
  | 'IntegratedWindowsAuthentication';

/** The version of WS-SecurityPolicy in which a description tells of https. WCF's SecurityPolicyVersion. */
export type SecurityPolicyVersion = 'WSSecurityPolicy11' | 'WSSecurityPolicy12';

/** Whether credentials are bound to the connection. WCF's ExtendedProtectionPolicy. */
export interface ExtendedProtectionPolicyOptions {
  /** Only Never is supported. */
  readonly policyEnforcement?: 'Never' | 'WhenSupported' | 'Always' | undefined;
  /** Without meaning where nothing is bound. */
  readonly protectionScenario?: 'TransportSelected' | 'TrustedProxy' | undefined;
}

/** Options of {@link httpTransport}; the names are those of `<httpTransport>`. */
export interface HttpTransportOptions {
  /** True: the application sets To itself. Default false. */
  readonly manualAddressing?: boolean | undefined;
  /** Longest message taken, in bytes, before and after decompression. Default 65,536. */
  readonly maxReceivedMessageSize?: number | undefined;
  /** The same number as maxReceivedMessageSize, as WCF demands for buffered transfer. */
  readonly maxBufferSize?: number | undefined;
  /** A size for WCF's pool of buffers; checked, and without a meaning here, where buffers are not pooled. Default 524,288. */
  readonly maxBufferPoolSize?: number | undefined;
  /** Client: keeps cookies of responses and sends them back. Default false. */
  readonly allowCookies?: boolean | undefined;
  /** Service: how long a client may take to send its request, in milliseconds; 0 (the default): headers 60 s, all 300 s. */
  readonly requestInitializationTimeout?: number | undefined;
  /** Whether gzip and deflate bodies are asked for and decoded. Default true. */
  readonly decompressionEnabled?: boolean | undefined;
  /** Service: default StrongWildcard, which takes any host name. */
  readonly hostNameComparisonMode?: HostNameComparisonMode | undefined;
  /** Whether connections are used for more than one request. Default true. */
  readonly keepAliveEnabled?: boolean | undefined;
  /** Service: how many connections the system holds that are not accepted yet; 0 (the default) leaves it to Node. */
  readonly maxPendingAccepts?: number | undefined;
  /** Service: requests in work at one time; beyond it no more request bodies are read. Default 1,024. Not an attribute of WCF. */
  readonly maxPendingExchanges?: number | undefined;
  /** Only Buffered is supported. */
  readonly transferMode?: TransferMode | undefined;
  /** Only Anonymous is supported. */
  readonly authenticationScheme?: AuthenticationScheme | undefined;
  /** Only Anonymous is supported. */
  readonly proxyAuthenticationScheme?: AuthenticationScheme | undefined;
  /** Not supported: requests go to the service directly. */
  readonly proxyAddress?: string | undefined;
  /** True or false: without a proxy there is nothing to bypass. */
  readonly bypassProxyOnLocal?: boolean | undefined;
  /** True or false: no system-wide proxy is looked for. */
  readonly useDefaultWebProxy?: boolean | undefined;
  /** Belongs to authentication schemes that are not supported; only '' is accepted. */
  readonly realm?: string | undefined;
  readonly extendedProtectionPolicy?: ExtendedProtectionPolicyOptions | undefined;
  /** Belongs to NTLM, which is not supported; only false is accepted. */
  readonly unsafeConnectionNtlmAuthentication?: boolean | undefined;
}

/** Options of {@link httpsTransport}. */
export interface HttpsTransportOptions extends HttpTransportOptions {
  /** Clients must show a certificate that `credentials.trust` (or, without it, the system) trusts. Default false. */
  readonly requireClientCertificate?: boolean | undefined;
  /** How the description of a service tells of https; ws2007HttpBinding says 1.2. Default WSSecurityPolicy11. Not an attribute of WCF. */
  readonly securityPolicyVersion?: SecurityPolicyVersion | undefined;
}

/** Checked options with all defaults filled in. */
export interface HttpSettings {
  readonly manualAddressing: boolean;
  readonly maxReceivedMessageSize: number;
  readonly allowCookies: boolean;
  readonly requestInitializationTimeout: number;
  readonly decompressionEnabled: boolean;
  readonly hostNameComparisonMode: HostNameComparisonMode;
  readonly keepAliveEnabled: boolean;
  readonly maxPendingAccepts: number;
  readonly maxPendingExchanges: number;
  readonly transferMode: TransferMode;
  /** Bytes in which the stream of a streamed message has to begin. */
  readonly maxBufferSize: number;
  readonly requireClientCertificate: boolean;
  readonly securityPolicyVersion: SecurityPolicyVersion;
}

/** WCF's defaults. */
export const defaultHttpSettings: HttpSettings = {
  manualAddressing: false,
  maxReceivedMessageSize: 65_536,
  allowCookies: false,
  requestInitializationTimeout: 0,
  decompressionEnabled: true,
  hostNameComparisonMode: 'StrongWildcard',
  keepAliveEnabled: true,
  maxPendingAccepts: 0,
  maxPendingExchanges: 1024,
  transferMode: 'Buffered',
  maxBufferSize: 65_536,
  requireClientCertificate: false,
  securityPolicyVersion: 'WSSecurityPolicy11',
};

const hostNameComparisonModes = ['StrongWildcard', 'Exact', 'WeakWildcard'];
const schemes = enumAttribute([
  'None',
  'Anonymous',
  'Basic',
  'Digest',
  'Negotiate',
  'Ntlm',
  'IntegratedWindowsAuthentication',
]);

/** How `<extendedProtectionPolicy>` stands in configuration. */
export const extendedProtectionConfiguration: ElementConfiguration = {
  attributes: {
    policyEnforcement: enumAttribute(['Never', 'WhenSupported', 'Always']),
    protectionScenario: enumAttribute(['TransportSelected', 'TrustedProxy']),
  },
  unsupported: { customServiceNames: 'credentials are not bound to connections.' },
};

/** How `<httpTransport>` stands in configuration. */
export const httpConfiguration: ElementConfiguration = {
  attributes: {
    manualAddressing: booleanAttribute,
    maxBufferPoolSize: integerAttribute(1),
    maxReceivedMessageSize: integerAttribute(1),
    allowCookies: booleanAttribute,
    requestInitializationTimeout: timeSpanAttribute(),
    authenticationScheme: schemes,
    bypassProxyOnLocal: booleanAttribute,
    decompressionEnabled: booleanAttribute,
    hostNameComparisonMode: enumAttribute(hostNameComparisonModes),
    keepAliveEnabled: booleanAttribute,
    maxBufferSize: integerAttribute(1),
    maxPendingAccepts: integerAttribute(0, 100_000),
    proxyAddress: stringAttribute,
    proxyAuthenticationScheme: schemes,
    realm: stringAttribute,
    transferMode: enumAttribute(['Buffered', 'Streamed', 'StreamedRequest', 'StreamedResponse']),
    unsafeConnectionNtlmAuthentication: booleanAttribute,
    useDefaultWebProxy: booleanAttribute,
  },
  children: { extendedProtectionPolicy: extendedProtectionConfiguration },
  unsupported: {
    messageHandlerFactory: 'look at messages in a binding element or a behaviour of your own.',
    webSocketSettings: 'there are no WebSockets yet.',
  },
};

/** How `<httpsTransport>` stands in configuration. */
export const httpsConfiguration: ElementConfiguration = {
  ...httpConfiguration,
  attributes: {
    ...httpConfiguration.attributes,
    requireClientCertificate: booleanAttribute,
    securityPolicyVersion: enumAttribute(['WSSecurityPolicy11', 'WSSecurityPolicy12']),
  },
};

/** Checks the options of an element; what does not fit, and what is not supported, throws InvalidBindingError. */
export function readHttpOptions(
  element: 'httpTransport' | 'httpsTransport',
  options: HttpsTransportOptions,
): HttpSettings {
  const { attributes } = element === 'httpTransport' ? httpConfiguration : httpsConfiguration;
  const known = [...Object.keys(attributes), 'maxPendingExchanges', 'extendedProtectionPolicy'];
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (!known.includes(name)) throw unknownOption(element, name, known);
    if (value === undefined || name === 'extendedProtectionPolicy') continue;
    const rule = attributes[name] ?? integerAttribute(1, 1_000_000);
    // An option fits when its own text, as configuration would hold it, is read back as the same value.
    if (rule.parse(rule.format(value)) !== value) {
      throw new InvalidBindingError(
        `${name} of ${element} is ${inspect(value)}; it must be ${rule.expects}.`,
      );
    }
    given[name] = value;
  }
  refuseUnsupported(element, options);
  checkBufferSize(element, options);
  const names = Object.keys(defaultHttpSettings);
  const chosen = Object.entries(given).filter(([name]) => names.includes(name));
  // Each chosen value has just been checked to be of its option's type.
  return { ...defaultHttpSettings, ...(Object.fromEntries(chosen) as Partial<HttpSettings>) };
}

/** The settings that differ from the defaults. */
export function changedSettings(settings: HttpSettings): Readonly<Record<string, unknown>> {
  const defaults: Readonly<Record<string, unknown>> = { ...defaultHttpSettings };
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== defaults[name]),
  );
}

function unknownOption(
  element: string,
  name: string,
  known: readonly string[],
): InvalidBindingError {
  const near = nearestNames(name, known);
  const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.';
  return new InvalidBindingError(
    `${element} has no option '${name}'${hint} It has ${known.join(', ')}.`,
  );
}

function refuseUnsupported(element: string, options: HttpsTransportOptions): void {
  const {
    authenticationScheme = 'Anonymous',
    proxyAuthenticationScheme = 'Anonymous',
    proxyAddress = '',
    realm = '',
    unsafeConnectionNtlmAuthentication = false,
  } = options;
  if (authenticationScheme !== 'Anonymous') {
    throw new InvalidBindingError(
      `authenticationScheme ${authenticationScheme} of ${element} is not supported yet; use Anonymous, with a client certificate ` +
        'or an Authorization header (HttpRequestMessagePropertyKey) where the service wants to know its clients.',
    );
  }
  if (proxyAddress !== '' || proxyAuthenticationScheme !== 'Anonymous') {
    throw new InvalidBindingError(
      `${element} sends to the service directly; a proxy (proxyAddress, proxyAuthenticationScheme) is not supported yet.`,
    );
  }
  refuseExtendedProtection(element, options.extendedProtectionPolicy);
  if (realm !== '' || unsafeConnectionNtlmAuthentication) {
    throw new InvalidBindingError(
      `realm and unsafeConnectionNtlmAuthentication of ${element} belong to authentication schemes that are not supported yet; leave them out.`,
    );
  }
}

/** Refuses to bind credentials to connections. @throws InvalidBindingError */
export function refuseExtendedProtection(
  owner: string,
  { policyEnforcement = 'Never' }: ExtendedProtectionPolicyOptions = {},
): void {
  if (policyEnforcement === 'Never') return;
  throw new InvalidBindingError(
    `policyEnforcement ${policyEnforcement} of extendedProtectionPolicy of ${owner} is not supported; it binds the credentials of Windows to connections. Use Never.`,
  );
}

function checkBufferSize(element: string, options: HttpsTransportOptions): void {
  const { maxReceivedMessageSize = defaultHttpSettings.maxReceivedMessageSize, maxBufferSize } =
    options;
  if (maxBufferSize === undefined || maxBufferSize === maxReceivedMessageSize) return;
  const { transferMode = 'Buffered' } = options;
  if (transferMode !== 'Buffered' && maxBufferSize < maxReceivedMessageSize) return;
  // WCF's buffer size is an Int32: a longer message is buffered under that largest number.
  if (maxBufferSize === 2_147_483_647 && maxReceivedMessageSize > maxBufferSize) return;
  throw new InvalidBindingError(
    `maxBufferSize (${String(maxBufferSize)}) of ${element} must be maxReceivedMessageSize (${String(maxReceivedMessageSize)}): ` +
      'a buffered message is held whole. Set maxReceivedMessageSize and leave maxBufferSize out.',
  );
}
