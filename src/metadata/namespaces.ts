/** The namespaces that the documents use, by the prefixes that .NET gives them. */
export const namespaces = Object.freeze({
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  xs: 'http://www.w3.org/2001/XMLSchema',
  wsp: 'http://schemas.xmlsoap.org/ws/2004/09/policy',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  wsa: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  wsap: 'http://schemas.xmlsoap.org/ws/2004/08/addressing/policy',
  wsa10: 'http://www.w3.org/2005/08/addressing',
  wsaw: 'http://www.w3.org/2006/05/addressing/wsdl',
  wsam: 'http://www.w3.org/2007/05/addressing/metadata',
  wsx: 'http://schemas.xmlsoap.org/ws/2004/09/mex',
  msc: 'http://schemas.microsoft.com/ws/2005/12/wsdl/contract',
  soapenc: 'http://schemas.xmlsoap.org/soap/encoding/',
  soap12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  soap: 'http://schemas.xmlsoap.org/wsdl/soap/',
  ser: 'http://schemas.microsoft.com/2003/10/Serialization/',
});

/** The namespace of .NET's types for bodies that nobody describes. */
export const messageNamespace = 'http://schemas.microsoft.com/Message';

/** A prefix of {@link namespaces}. */
export type KnownPrefix = keyof typeof namespaces;
