import { policyNamespaces } from '../../core/binding/index.js';
import type { MetadataContribution } from '../../core/binding/index.js';
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
