import { policyNamespaces } from '../../core/binding/index.js';
import type { DescribedStack, MetadataContribution } from '../../core/binding/index.js';
import { XmlElement } from '../../core/xml/index.js';

const securityPolicy = 'http://schemas.xmlsoap.org/ws/2005/07/securitypolicy';

/** SOAP over HTTP, also over https: WSDL 1.1, section 3.3. */
const transportUri = 'http://schemas.xmlsoap.org/soap/http';

/** What the document of a service says of its transport: https is a transport binding (WS-SecurityPolicy 1.1, section 8.3). */
export function httpMetadata(
  scheme: 'http' | 'https',
  requireClientCertificate: boolean,
): MetadataContribution {
  return {
    transportUri,
    assertions: (policyVersion) =>
      scheme === 'http'
        ? []
        : [transportBinding(policyNamespaces[policyVersion], requireClientCertificate)],
  };
}

function transportBinding(policy: string, requireClientCertificate: boolean): XmlElement {
  const nested = (localName: string, children: readonly XmlElement[]): XmlElement =>
    assertion(localName, [policyElement(policy, children)]);
  const token = new XmlElement({
    prefix: 'sp',
    localName: 'HttpsToken',
    namespaceUri: securityPolicy,
    attributes: [
      {
        prefix: '',
        localName: 'RequireClientCertificate',
        namespaceUri: '',
        value: String(requireClientCertificate),
      },
    ],
  });
  return nested('TransportBinding', [
    nested('TransportToken', [token]),
    nested('AlgorithmSuite', [assertion('Basic256')]),
    nested('Layout', [assertion('Strict')]),
  ]);
}

function assertion(localName: string, children: readonly XmlElement[] = []): XmlElement {
  return new XmlElement({ prefix: 'sp', localName, namespaceUri: securityPolicy, children });
}

function policyElement(namespaceUri: string, children: readonly XmlElement[]): XmlElement {
  return new XmlElement({ prefix: 'wsp', localName: 'Policy', namespaceUri, children });
}

const securityPolicies = [
  securityPolicy,
  'http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702',
];

/** Whether a service describes plain HTTP. */
export function describedHttp({ scheme, transportUri: uri }: DescribedStack): object | null {
  return uri === transportUri && scheme === 'http' ? {} : null;
}

/** The https that a service describes, or null; its policy may say nothing of it but the address. */
export function describedHttps(
  stack: DescribedStack,
): { readonly requireClientCertificate?: boolean } | null {
  if (stack.transportUri !== transportUri || stack.scheme !== 'https') return null;
  for (const namespace of securityPolicies) {
    const binding = stack.takeAssertion(namespace, 'TransportBinding');
    const token = binding === null ? null : descendant(binding, 'HttpsToken');
    if (token === null) continue;
    const isRequired =
      token.attribute('RequireClientCertificate') === 'true' ||
      descendant(token, 'RequireClientCertificate') !== null;
    return isRequired ? { requireClientCertificate: true } : {};
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
