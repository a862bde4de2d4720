import type { ServicePageSource } from './service-page-source.js';
import type { ServiceEndpoint } from './service-endpoint.js';

/** What a browser shows at the address of a service: what it is, where its endpoints are, and how to call them. */
export function renderHelpPage(
  { name, endpoints, settings }: ServicePageSource,
  uri: string,
  scheme: 'http' | 'https',
): string {
  const sections = endpoints.map(renderEndpoint).join('\n');
  const [first] = endpoints;
  const address = uri.replace(/\?.*$/s, '');
  const documents = settings.metadata.getEnabled[scheme]
    ? ['?wsdl', '?singleWsdl'].map((query) => address + query)
    : [];
  const { externalLocation } = settings.metadata;
  const locations = externalLocation === null ? documents : [externalLocation];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
pre { background: #f4f4f4; overflow-x: auto; padding: 1rem; }
</style>
</head>
<body>
<h1>${escapeHtml(name)}</h1>
<p>This is a SOAP service at ${escapeHtml(address)}. It is called by programs, not by browsers.</p>
${locations.length === 0 ? '' : `<p>Its description (WSDL): ${locations.map(renderLink).join(', ')}</p>`}
${sections}
${first === undefined ? '' : renderSamples(first)}
</body>
</html>
`;
}

function renderLink(address: string): string {
  return `<a href="${escapeHtml(address)}">${escapeHtml(address)}</a>`;
}

function renderEndpoint({ address, binding, contract }: ServiceEndpoint): string {
  const operations = contract.operations
    .map(({ name, isOneWay }) => `<li>${escapeHtml(name)}${isOneWay ? ' (one-way)' : ''}</li>`)
    .join('');
  return `<h2>${escapeHtml(contract.name)}</h2>
<p>Address: <code>${escapeHtml(address.uri)}</code><br>Binding: <code>${escapeHtml(binding.name)}</code><br>Namespace: <code>${escapeHtml(contract.namespace)}</code></p>
<ul>${operations}</ul>`;
}

function renderSamples({ address, contract }: ServiceEndpoint): string {
  const [operation] = contract.operations;
  if (operation === undefined) return '';
  const type = contract.contractType.name;
  const parameters = operation.parameterCount === 0 ? '' : '/* ... */';
  const typescript = `const factory = new ChannelFactory(${type}, binding, '${address.uri}');
await using client = await factory.createChannel();
await client.${operation.methodName}(${parameters});`;
  const csharp = `var factory = new ChannelFactory<${contract.name}>(binding, new EndpointAddress("${address.uri}"));
var client = factory.CreateChannel();
client.${operation.name}(${parameters});
((IClientChannel)client).Close();`;
  return `<h2>Calling it from TypeScript</h2>
<pre>${escapeHtml(typescript)}</pre>
<h2>Calling it from C#</h2>
<pre>${escapeHtml(csharp)}</pre>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
