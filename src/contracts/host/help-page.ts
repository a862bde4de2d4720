import type { ServicePage } from '../../core/binding/index.js';
import type { ServiceSettings } from '../behaviors/index.js';
import type { ServiceEndpoint } from './service-endpoint.js';

/** What a browser shows at the address of a service: what it is, where its endpoints are, and how to call them. */
export function createHelpPage(
  serviceName: string,
  endpoints: () => readonly ServiceEndpoint[],
  settings: () => Pick<ServiceSettings, 'helpPage' | 'metadataLocation'>,
): ServicePage {
  return {
    render: (uri) => {
      const scheme = uri.startsWith('https:') ? 'https' : 'http';
      const { helpPage, metadataLocation } = settings();
      return helpPage[scheme]
        ? renderPage(serviceName, uri, endpoints(), metadataLocation)
        : emptyPage;
    },
  };
}

/** Tells a browser nothing about the service. */
const emptyPage =
  '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Service</title></head><body></body></html>\n';

function renderPage(
  name: string,
  uri: string,
  endpoints: readonly ServiceEndpoint[],
  metadataLocation: string | null,
): string {
  const sections = endpoints.map(renderEndpoint).join('\n');
  const [first] = endpoints;
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
<p>This is a SOAP service at ${escapeHtml(uri)}. It is called by programs, not by browsers.</p>
${metadataLocation === null ? '' : `<p>Its description (WSDL): <a href="${escapeHtml(metadataLocation)}">${escapeHtml(metadataLocation)}</a></p>`}
${sections}
${first === undefined ? '' : renderSamples(first)}
</body>
</html>
`;
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
