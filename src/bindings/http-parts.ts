import { booleanAttribute, enumAttribute, stringAttribute } from '../core/binding/index.js';
import type {
  BindingElement,
  ConfigurationAttribute,
  ElementConfiguration,
} from '../core/binding/index.js';
import { InvalidBindingError } from '../core/errors/index.js';
import { textEncoding } from '../elements/text-encoding/index.js';
import type { TextEncodingOptions } from '../elements/text-encoding/index.js';
import {
  extendedProtectionConfiguration,
  httpTransport,
  httpsTransport,
  refuseExtendedProtection,
} from '../transports/http/index.js';
import type {
  ExtendedProtectionPolicyOptions,
  HttpTransportOptions,
  HttpsTransportOptions,
} from '../transports/http/index.js';

/** What the standard bindings over HTTP have in common. */
export interface HttpBindingOptions extends Pick<
  HttpTransportOptions,
  | 'allowCookies'
  | 'bypassProxyOnLocal'
  | 'hostNameComparisonMode'
  | 'maxBufferPoolSize'
  | 'maxReceivedMessageSize'
  | 'proxyAddress'
  | 'useDefaultWebProxy'
> {
  /** Only Text is supported yet. Default Text. */
  readonly messageEncoding?: 'Text' | 'Mtom' | undefined;
  /** The encoding that messages are written in. Default utf-8. */
  readonly textEncoding?: TextEncodingOptions['writeEncoding'];
  readonly readerQuotas?: TextEncodingOptions['readerQuotas'];
}

/** What a client shows to say who it is. */
export interface HttpTransportSecurityOptions {
  /** Supported are `None` and `Certificate`, a client certificate. */
  readonly clientCredentialType?:
    | 'None'
    | 'Basic'
    | 'Digest'
    | 'Ntlm'
    | 'Windows'
    | 'Certificate'
    | 'InheritedFromHost'
    | undefined;
  /** Only `None` is supported. */
  readonly proxyCredentialType?: 'None' | 'Basic' | 'Digest' | 'Ntlm' | 'Windows' | undefined;
  /** Belongs to authentication that is not supported; only '' is accepted. */
  readonly realm?: string | undefined;
  readonly extendedProtectionPolicy?: ExtendedProtectionPolicyOptions | undefined;
}

/** How messages are secured by themselves: of bindings whose mode says so, which is not supported yet. */
export interface HttpMessageSecurityOptions {
  readonly clientCredentialType?:
    'None' | 'Windows' | 'UserName' | 'Certificate' | 'IssuedToken' | undefined;
  readonly negotiateServiceCredential?: boolean | undefined;
  readonly establishSecurityContext?: boolean | undefined;
  readonly algorithmSuite?: string | undefined;
}

/** How messages are secured. */
export interface HttpSecurityOptions<Mode extends string> {
  /** Supported are `None` and `Transport` (https). */
  readonly mode?: Mode | undefined;
  readonly transport?: HttpTransportSecurityOptions | undefined;
  /** Counts for nothing in the modes that are supported, as in WCF. */
  readonly message?: HttpMessageSecurityOptions | undefined;
}

/** The security that a binding has unless it is told otherwise. */
export interface SecurityDefaults {
  readonly mode: string;
  readonly clientCredentialType: string;
  readonly securityPolicyVersion?: HttpsTransportOptions['securityPolicyVersion'];
}

/** The part of the options that the transport takes. */
export type TransportOptions = Pick<
  HttpTransportOptions,
  | 'allowCookies'
  | 'bypassProxyOnLocal'
  | 'hostNameComparisonMode'
  | 'maxBufferPoolSize'
  | 'maxBufferSize'
  | 'maxReceivedMessageSize'
  | 'proxyAddress'
  | 'transferMode'
  | 'useDefaultWebProxy'
>;

/** The encoding of a standard binding. @throws InvalidBindingError */
export function textOf(
  binding: string,
  { messageEncoding = 'Text', textEncoding: writeEncoding, readerQuotas }: HttpBindingOptions,
  messageVersion: TextEncodingOptions['messageVersion'],
): BindingElement {
  if (messageEncoding !== 'Text') {
    throw new InvalidBindingError(
      `messageEncoding ${messageEncoding} of ${binding} is not supported yet; use Text.`,
    );
  }
  return textEncoding({
    messageVersion,
    ...(writeEncoding === undefined ? {} : { writeEncoding }),
    ...(readerQuotas === undefined ? {} : { readerQuotas }),
  });
}

/** The transport of a standard binding: http, or with security https. @throws InvalidBindingError */
export function transportOf(
  binding: string,
  options: TransportOptions,
  { mode, transport = {} }: HttpSecurityOptions<string>,
  defaults: SecurityDefaults,
): BindingElement {
  const chosen = mode ?? defaults.mode;
  const http = pickTransport(options);
  if (chosen === 'None') return httpTransport(http);
  if (chosen !== 'Transport') {
    throw new InvalidBindingError(
      `security mode ${chosen} of ${binding}${mode === undefined ? ', its default in WCF,' : ''} is not supported yet; set security.mode to Transport (https) or None.`,
    );
  }
  const {
    clientCredentialType = defaults.clientCredentialType,
    proxyCredentialType = 'None',
    realm = '',
    extendedProtectionPolicy,
  } = transport;
  refuseExtendedProtection(binding, extendedProtectionPolicy);
  if (proxyCredentialType !== 'None' || realm !== '') {
    throw new InvalidBindingError(
      `proxyCredentialType and realm of ${binding} belong to authentication that is not supported yet; leave them out.`,
    );
  }
  if (clientCredentialType !== 'None' && clientCredentialType !== 'Certificate') {
    throw new InvalidBindingError(
      `clientCredentialType ${clientCredentialType} of ${binding}${transport.clientCredentialType === undefined ? ', its default in WCF,' : ''} is not supported yet; set security.transport.clientCredentialType to None or Certificate.`,
    );
  }
  return httpsTransport({
    ...http,
    requireClientCertificate: clientCredentialType === 'Certificate',
    securityPolicyVersion: defaults.securityPolicyVersion,
  });
}

const transportOptions = [
  'allowCookies',
  'bypassProxyOnLocal',
  'hostNameComparisonMode',
  'maxBufferPoolSize',
  'maxBufferSize',
  'maxReceivedMessageSize',
  'proxyAddress',
  'transferMode',
  'useDefaultWebProxy',
] as const;

function pickTransport(options: TransportOptions): TransportOptions {
  return Object.fromEntries(
    transportOptions.flatMap((name) =>
      options[name] === undefined ? [] : [[name, options[name]]],
    ),
  );
}

/** Attributes of the transport that standard bindings have, too: all of them, or some. */
export function transportAttributes(
  names: readonly (keyof TransportOptions)[] = transportOptions,
): Record<string, ConfigurationAttribute> {
  return pick(httpTransport.configuration, names);
}

/** The options of a standard binding that an encoding and a transport are made of; null for others. */
export function partsOf(
  encoding: BindingElement | undefined,
  transport: BindingElement | undefined,
): {
  readonly options: object;
  readonly isSecure: boolean;
  readonly clientCredentialType: 'None' | 'Certificate';
} | null {
  const isSecure = transport?.name === 'httpsTransport';
  if (encoding?.name !== 'textMessageEncoding' || transport === undefined) return null;
  if (!isSecure && transport.name !== 'httpTransport') return null;
  const { writeEncoding, readerQuotas } = encoding.settings;
  const settings = { ...transport.settings };
  const { requireClientCertificate } = settings;
  // The binding says them itself, by its security and by its name.
  delete settings['requireClientCertificate'];
  delete settings['securityPolicyVersion'];
  return {
    options: {
      ...(writeEncoding === 'utf-8' ? {} : { textEncoding: writeEncoding }),
      ...(readerQuotas === undefined ? {} : { readerQuotas }),
      ...settings,
    },
    isSecure,
    clientCredentialType: requireClientCertificate === true ? 'Certificate' : 'None',
  };
}

const none: ElementConfiguration = { attributes: {} };

/** `messageEncoding`, `textEncoding` and `<readerQuotas>`. */
export const encodingConfiguration: ElementConfiguration = {
  attributes: {
    messageEncoding: enumAttribute(['Text', 'Mtom']),
    ...rename(textEncoding.configuration, 'writeEncoding', 'textEncoding'),
  },
  children: { readerQuotas: textEncoding.configuration?.children?.['readerQuotas'] ?? none },
};

const algorithmSuites = [
  'Default',
  'Basic256',
  'Basic192',
  'Basic128',
  'TripleDes',
  'Basic256Rsa15',
  'Basic192Rsa15',
  'Basic128Rsa15',
  'TripleDesRsa15',
  'Basic256Sha256',
  'Basic192Sha256',
  'Basic128Sha256',
  'TripleDesSha256',
  'Basic256Sha256Rsa15',
  'Basic192Sha256Rsa15',
  'Basic128Sha256Rsa15',
  'TripleDesSha256Rsa15',
];

/** The `<message>` of the basic bindings. */
export const basicMessageSecurity: ElementConfiguration = {
  attributes: {
    clientCredentialType: enumAttribute(['UserName', 'Certificate']),
    algorithmSuite: enumAttribute(algorithmSuites),
  },
};

/** The `<message>` of the `ws` bindings; that of the dual one has no session of its own. */
export function wsMessageSecurity(hasContext: boolean): ElementConfiguration {
  return {
    attributes: {
      clientCredentialType: enumAttribute([
        'None',
        'Windows',
        'UserName',
        'Certificate',
        'IssuedToken',
      ]),
      negotiateServiceCredential: booleanAttribute,
      algorithmSuite: enumAttribute(algorithmSuites),
      ...(hasContext ? { establishSecurityContext: booleanAttribute } : {}),
    },
  };
}

/** `<security>` with its modes, and its parts. */
export function securityConfiguration(
  modes: readonly string[],
  message: ElementConfiguration,
): ElementConfiguration {
  return {
    attributes: { mode: enumAttribute(modes) },
    children: {
      transport: {
        attributes: {
          clientCredentialType: enumAttribute([
            'None',
            'Basic',
            'Digest',
            'Ntlm',
            'Windows',
            'Certificate',
            'InheritedFromHost',
          ]),
          proxyCredentialType: enumAttribute(['None', 'Basic', 'Digest', 'Ntlm', 'Windows']),
          realm: stringAttribute,
        },
        children: { extendedProtectionPolicy: extendedProtectionConfiguration },
      },
      message,
    },
  };
}

function pick(
  configuration: ElementConfiguration | undefined,
  names: readonly string[],
): Record<string, ConfigurationAttribute> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const attribute = configuration?.attributes[name];
      return attribute === undefined ? [] : [[name, attribute]];
    }),
  );
}

function rename(
  configuration: ElementConfiguration | undefined,
  from: string,
  to: string,
): Record<string, ConfigurationAttribute> {
  const attribute = configuration?.attributes[from];
  return attribute === undefined ? {} : { [to]: attribute };
}
