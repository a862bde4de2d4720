import { policyNamespaces } from '../../core/binding/index.js';
import type { DescribedStack, MetadataContribution } from '../../core/binding/index.js';
import { XmlElement } from '../../core/xml/index.js';
import type { HttpSettings, HttpsTransportOptions } from './http-options.js';

const securityPolicies = Object.freeze({
  WSSecurityPolicy11: 'http://schemas.xmlsoap.org/ws/2005/07/securitypolicy',
  WSSecurityPolicy12: 'http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702',
});

/** SOAP over HTTP, also over https: WSDL 1.1, section 3.3. */
const transportUri = 'http://schemas.xmlsoap.org/soap/http';

type HttpsSettings = Pick<HttpSettings, 'requireClientCertificate' | 'securityPolicyVersion'>;

/** What the document of a service says of its transport: https is a transport binding (WS-SecurityPolicy 1.1, section 8.3). */
export function httpMetadata(
  scheme: 'http' | 'https',
  settings: HttpsSettings,
): MetadataContribution {
  return {
    transportUri,
    assertions: (policyVersion) =>
      scheme === 'http' ? [] : [transportBinding(policyNamespaces[policyVersion], settings)],
  };
}

function transportBinding(
  policyNamespace: string,
  { requireClientCertificate, securityPolicyVersion }: HttpsSettings,
): XmlElement {
  const assertion = (localName: string, children: readonly XmlElement[] = []): XmlElement =>
    new XmlElement({
      prefix: 'sp',
      localName,
      namespaceUri: securityPolicies[securityPolicyVersion],
      children,
    });
  const nested = (localName: string, children: readonly XmlElement[]): XmlElement =>
    assertion(localName, [
      new XmlElement({
        prefix: 'wsp',
        localName: 'Policy',
        namespaceUri: policyNamespace,
        children,
      }),
    ]);
  return nested('TransportBinding', [
    nested('TransportToken', [httpsToken()]),
    nested('AlgorithmSuite', [assertion('Basic256')]),
    nested('Layout', [assertion('Strict')]),
  ]);

  /** A certificate is asked for by an attribute in version 1.1 (section 5.3.9), by an assertion in 1.2 (section 5.4.10). */
  function httpsToken(): XmlElement {
    if (securityPolicyVersion === 'WSSecurityPolicy12')
      return requireClientCertificate
        ? nested('HttpsToken', [assertion('RequireClientCertificate')])
        : assertion('HttpsToken');
    const { prefix, localName, namespaceUri } = assertion('HttpsToken');
    const value = String(requireClientCertificate);
    const attributes = [
      { prefix: '', localName: 'RequireClientCertificate', namespaceUri: '', value },
    ];
    return new XmlElement({ prefix, localName, namespaceUri, attributes });
  }
}

/** Whether a service describes plain HTTP. */
export function describedHttp({ scheme, transportUri: uri }: DescribedStack): object | null {
  return uri === transportUri && scheme === 'http' ? {} : null;
}

/** The https that a service describes, or null; its policy may say nothing of it but the address. */
export function describedHttps(stack: DescribedStack): HttpsTransportOptions | null {
  if (stack.transportUri !== transportUri || stack.scheme !== 'https') return null;
  for (const version of ['WSSecurityPolicy11', 'WSSecurityPolicy12'] as const) {
    const binding = stack.takeAssertion(securityPolicies[version], 'TransportBinding');
    const token = binding === null ? null : descendant(binding, 'HttpsToken');
    if (token === null) continue;
    const isRequired =
      token.attribute('RequireClientCertificate') === 'true' ||
      descendant(token, 'RequireClientCertificate') !== null;
    // The version changes nothing for a client: it tells ws2007HttpBinding from wsHttpBinding, and nothing in other stacks.
    const isTelling =
      version === 'WSSecurityPolicy12' && stack.messageVersion === 'Soap12WSAddressing10';
    return {
      ...(isRequired ? { requireClientCertificate: true } : {}),
      ...(isTelling ? { securityPolicyVersion: version } : {}),
    };
  }
  return {};
}

function descendant(element: XmlElement, localName: string): XmlElement | null {
  for (const child of element.elements) {
    if (child.localName === localName) return child;
    const found = descendant(child, localName);
    if (found !== null) return found;
  }
  return null;
}
