import { defineBinding } from '../core/binding/index.js';
import type { ElementConfiguration } from '../core/binding/index.js';
import type { HttpTransportOptions } from '../transports/http/index.js';
import {
  basicMessageSecurity,
  encodingConfiguration,
  partsOf,
  securityConfiguration,
  textOf,
  transportAttributes,
  transportOf,
} from './http-parts.js';
import type { HttpBindingOptions, HttpSecurityOptions } from './http-parts.js';

/** How a {@link basicHttpBinding} is made; what is left out is as in WCF. */
export interface BasicHttpBindingOptions
  extends HttpBindingOptions, Pick<HttpTransportOptions, 'maxBufferSize' | 'transferMode'> {
  /** Default mode `None`. */
  readonly security?:
    | HttpSecurityOptions<
        | 'None'
        | 'Transport'
        | 'Message'
        | 'TransportWithMessageCredential'
        | 'TransportCredentialOnly'
      >
    | undefined;
}

/** How a {@link basicHttpsBinding} is made. */
export interface BasicHttpsBindingOptions extends Omit<BasicHttpBindingOptions, 'security'> {
  /** Default mode `Transport`. */
  readonly security?:
    HttpSecurityOptions<'Transport' | 'TransportWithMessageCredential'> | undefined;
}

function configuration(modes: readonly string[]): ElementConfiguration {
  return {
    attributes: {
      ...encodingConfiguration.attributes,
      ...transportAttributes(),
    },
    children: {
      ...encodingConfiguration.children,
      security: securityConfiguration(modes, basicMessageSecurity),
    },
  };
}

/** SOAP 1.1 without WS-Addressing over http, or with security over https: what ASMX services and most other stacks speak. */
export const basicHttpBinding = defineBinding<BasicHttpBindingOptions>({
  name: 'basicHttpBinding',
  className: 'BasicHttpBinding',
  configuration: configuration([
    'None',
    'Transport',
    'Message',
    'TransportWithMessageCredential',
    'TransportCredentialOnly',
  ]),
  compose: ({ security = {}, ...options }) => [
    textOf('basicHttpBinding', options, 'Soap11'),
    transportOf('basicHttpBinding', options, security, {
      mode: 'None',
      clientCredentialType: 'None',
    }),
  ],
  optionsOf: ([encoding, transport]) => {
    const parts = partsOf(encoding, transport);
    if (parts === null) return null;
    const { options, isSecure, clientCredentialType } = parts;
    if (!isSecure) return options;
    const client = clientCredentialType === 'None' ? {} : { transport: { clientCredentialType } };
    return { ...options, security: { mode: 'Transport', ...client } };
  },
});

/** The same over https. */
export const basicHttpsBinding = defineBinding<BasicHttpsBindingOptions>({
  name: 'basicHttpsBinding',
  className: 'BasicHttpsBinding',
  configuration: configuration(['Transport', 'TransportWithMessageCredential']),
  compose: ({ security = {}, ...options }) => [
    textOf('basicHttpsBinding', options, 'Soap11'),
    transportOf('basicHttpsBinding', options, security, {
      mode: 'Transport',
      clientCredentialType: 'None',
    }),
  ],
});
