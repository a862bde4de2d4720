import { booleanAttribute, defineBinding } from '../core/binding/index.js';
import type {
  BindingElement,
  BindingFactory,
  ElementConfiguration,
} from '../core/binding/index.js';
import { InvalidBindingError } from '../core/errors/index.js';
import { compositeDuplex } from '../elements/composite-duplex/index.js';
import type { CompositeDuplexOptions } from '../elements/composite-duplex/index.js';
import { oneWay } from '../elements/one-way/index.js';
import { reliableSession } from '../elements/reliable-session/index.js';
import type { ReliableSessionOptions } from '../elements/reliable-session/index.js';
import type { HttpsTransportOptions } from '../transports/http/index.js';
import {
  encodingConfiguration,
  partsOf,
  securityConfiguration,
  textOf,
  transportAttributes,
  transportOf,
  wsMessageSecurity,
} from './http-parts.js';
import type {
  HttpBindingOptions,
  HttpMessageSecurityOptions,
  HttpSecurityOptions,
} from './http-parts.js';

/** The reliable session of a standard binding. */
export type StandardReliableSessionOptions = Pick<
  ReliableSessionOptions,
  'ordered' | 'inactivityTimeout'
>;

/** How a {@link wsHttpBinding} is made; what is left out is as in WCF. */
export interface WSHttpBindingOptions extends HttpBindingOptions {
  /** Whether messages travel in a session that loses none. Default: they do not. */
  readonly reliableSession?:
    (StandardReliableSessionOptions & { readonly enabled?: boolean | undefined }) | undefined;
  /** Transactions are not supported yet; only false is accepted. */
  readonly transactionFlow?: boolean | undefined;
  /** WCF's default is mode `Message`, which is not supported yet: say `Transport` or `None`. */
  readonly security?:
    | HttpSecurityOptions<'None' | 'Message' | 'Transport' | 'TransportWithMessageCredential'>
    | undefined;
}

/** How a {@link wsDualHttpBinding} is made. */
export interface WSDualHttpBindingOptions
  extends Omit<HttpBindingOptions, 'allowCookies'>, CompositeDuplexOptions {
  /** The session, which is always there. */
  readonly reliableSession?: StandardReliableSessionOptions | undefined;
  /** Transactions are not supported yet; only false is accepted. */
  readonly transactionFlow?: boolean | undefined;
  /** WCF's default is mode `Message`, which is not supported yet: say `None`. */
  readonly security?:
    | {
        readonly mode?: 'None' | 'Message' | undefined;
        /** Counts for nothing in the mode None, as in WCF. */
        readonly message?: HttpMessageSecurityOptions | undefined;
      }
    | undefined;
}

const sessionAttributes = pickSession(['ordered', 'inactivityTimeout']);
const attributes = {
  ...encodingConfiguration.attributes,
  ...transportAttributes([
    'bypassProxyOnLocal',
    'hostNameComparisonMode',
    'maxBufferPoolSize',
    'maxReceivedMessageSize',
    'proxyAddress',
    'useDefaultWebProxy',
  ]),
  transactionFlow: booleanAttribute,
};
const configuration: ElementConfiguration = {
  attributes: { ...attributes, ...transportAttributes(['allowCookies']) },
  children: {
    ...encodingConfiguration.children,
    reliableSession: { attributes: { ...sessionAttributes, enabled: booleanAttribute } },
    security: securityConfiguration(
      ['None', 'Message', 'Transport', 'TransportWithMessageCredential'],
      wsMessageSecurity(true),
    ),
  },
};

/** The versions of protocols in which the two bindings differ. */
type StandardVersions = Pick<ReliableSessionOptions, 'reliableMessagingVersion'> &
  Pick<HttpsTransportOptions, 'securityPolicyVersion'>;

function wsBinding(
  name: string,
  className: string,
  { reliableMessagingVersion, securityPolicyVersion }: StandardVersions,
): BindingFactory<WSHttpBindingOptions> {
  return defineBinding<WSHttpBindingOptions>({
    name,
    className,
    configuration,
    compose: ({ security = {}, reliableSession: session = {}, transactionFlow, ...options }) => {
      refuseTransactions(name, transactionFlow);
      const { enabled = false, ...chosen } = session;
      const elements: BindingElement[] = enabled
        ? [reliableSession({ ...chosen, reliableMessagingVersion })]
        : [];
      return [
        ...elements,
        textOf(name, options, 'Soap12WSAddressing10'),
        transportOf(name, options, security, {
          mode: 'Message',
          clientCredentialType: 'Windows',
          securityPolicyVersion,
        }),
      ];
    },
    optionsOf: (elements) => {
      const [first, ...rest] = elements;
      const session = first?.name === 'reliableSession' ? sessionOf(first) : null;
      const [encoding, transport, more] = session === null ? elements : rest;
      const parts = more === undefined ? partsOf(encoding, transport) : null;
      if (parts === null) return null;
      const { options, isSecure, clientCredentialType } = parts;
      return {
        ...options,
        ...(session === null ? {} : { reliableSession: { enabled: true, ...session } }),
        security: isSecure
          ? { mode: 'Transport', transport: { clientCredentialType } }
          : { mode: 'None' },
      };
    },
  });
}

/** SOAP 1.2 with WS-Addressing 1.0 over http or https, with or without a reliable session of February 2005. */
export const wsHttpBinding = wsBinding('wsHttpBinding', 'WSHttpBinding', {
  reliableMessagingVersion: 'WSReliableMessagingFebruary2005',
});

/** The same with the standards as they were adopted: WS-ReliableMessaging 1.1, and WS-SecurityPolicy 1.2 in descriptions. */
export const ws2007HttpBinding = wsBinding('ws2007HttpBinding', 'WS2007HttpBinding', {
  reliableMessagingVersion: 'WSReliableMessaging11',
  securityPolicyVersion: 'WSSecurityPolicy12',
});

/** Duplex over two HTTP connections, one each way, in a reliable session: both sides have an address. */
export const wsDualHttpBinding = defineBinding<WSDualHttpBindingOptions>({
  name: 'wsDualHttpBinding',
  className: 'WSDualHttpBinding',
  configuration: {
    attributes: { ...attributes, ...compositeDuplex.configuration?.attributes },
    children: {
      ...encodingConfiguration.children,
      reliableSession: { attributes: sessionAttributes },
      security: securityConfiguration(['None', 'Message'], wsMessageSecurity(false)),
    },
  },
  compose: ({
    security = {},
    reliableSession: session = {},
    transactionFlow,
    clientBaseAddress,
    ...options
  }) => {
    refuseTransactions('wsDualHttpBinding', transactionFlow);
    return [
      reliableSession(session),
      compositeDuplex({ clientBaseAddress }),
      oneWay(),
      textOf('wsDualHttpBinding', options, 'Soap12WSAddressing10'),
      transportOf('wsDualHttpBinding', options, security, {
        mode: 'Message',
        clientCredentialType: 'None',
      }),
    ];
  },
  optionsOf: ([session, duplex, oneWayElement, encoding, transport]) => {
    const parts = partsOf(encoding, transport);
    const isDuplex = duplex?.name === 'compositeDuplex' && oneWayElement?.name === 'oneWay';
    const chosen = session?.name === 'reliableSession' ? sessionOf(session) : null;
    if (chosen === null || !isDuplex || parts === null) return null;
    return {
      ...parts.options,
      ...duplex.settings,
      ...(Object.keys(chosen).length === 0 ? {} : { reliableSession: chosen }),
      security: { mode: 'None' },
    };
  },
});

/** What standard bindings tell of a session; null for one of which there is more to tell. */
function sessionOf({ settings }: BindingElement): StandardReliableSessionOptions | null {
  const known = ['reliableMessagingVersion', 'ordered', 'inactivityTimeout'];
  if (Object.keys(settings).some((name) => !known.includes(name))) return null;
  const { ordered, inactivityTimeout } = settings;
  return {
    ...(typeof ordered === 'boolean' ? { ordered } : {}),
    ...(typeof inactivityTimeout === 'number' ? { inactivityTimeout } : {}),
  };
}

function refuseTransactions(binding: string, transactionFlow = false): void {
  if (!transactionFlow) return;
  throw new InvalidBindingError(
    `transactionFlow of ${binding} is not supported yet; set it to false.`,
  );
}

function pickSession(names: readonly string[]) {
  const known = Object.entries(reliableSession.configuration?.attributes ?? {});
  return Object.fromEntries(known.filter(([name]) => names.includes(name)));
}
