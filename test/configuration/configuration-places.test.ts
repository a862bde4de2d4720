import test from 'ava';
import '../../src/default-elements.js';
import { ConfigurationRegistry, parseConfiguration } from '../../src/configuration/index.js';
import type { ConfigurationFile } from '../../src/configuration/index.js';
import {
  createContainer,
  defaultContainer,
  elementModule,
} from '../../src/core/container/index.js';
import { ServiceContainer } from '../../src/core/container/index.js';
import { messageLayer } from '../../src/core/binding/index.js';
import { ConfigurationError } from '../../src/core/errors/index.js';
import { CalculatorService } from './calculator.js';

const registry = new ConfigurationRegistry();

function parse(text: string, container = defaultContainer): ConfigurationFile {
  return parseConfiguration(text, { registry, container, fileName: 'a.config' });
}

/** A file of lines, each ended with `newline`. */
function lines(newline: string, ...content: readonly string[]): string {
  return content.map((line) => `${line}${newline}`).join('');
}

for (const [what, newline] of [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const) {
  test(`an error tells line and column of the attribute, in files with ${what}`, (t) => {
    const text = lines(
      newline,
      '\uFEFF<?xml version="1.0"?>',
      '<!-- <?xml version="1.0"?> and <!DOCTYPE x> in a comment mean nothing -->',
      '<configuration>',
      '  <system.serviceModel>',
      '    <bindings><customBinding><binding name="b">',
      '      <reliableSession ordered="true"',
      "                       inactivityTimeout = 'soon' />",
      '    </binding></customBinding></bindings>',
      '  </system.serviceModel>',
      '</configuration>',
    );
    const error = t.throws(() => parse(text), { instanceOf: ConfigurationError });
    t.is(
      error.message,
      'a.config, line 7, column 24 (configuration/system.serviceModel/bindings/customBinding/binding/reliableSession): ' +
        'The attribute inactivityTimeout="soon" of <reliableSession> must be a time span such as 00:10:00, from 00:00:00.0000001 up, or Infinite.',
    );
  });
}

const broken: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['a second document element', '<configuration/>\n<more/>', /line 2, column 1: .*goes on behind/],
  ['text behind the document', '<configuration/>\n tail', /line 2, column 2: .*goes on behind/],
  ['an unclosed element', '<configuration>\n<a></configuration>', /line 2, .*not well-formed/],
  ['an empty file', '', /line 1, column 1: .*not well-formed/],
  ['another document element', '<config/>', /must be <configuration>, not <config>/],
  [
    'an entity of its own',
    '<configuration>\n<a b="&own;"/></configuration>',
    /line 2, column 4 .*'&own;' .*write & as &amp;/,
  ],
  ['a bare ampersand', '<configuration a="x & y"/>', /'&' in the attribute a/],
  ['a character that XML has not', '<configuration a="&#0;"/>', /'&#0;' in the attribute a/],
  [
    'a name that pollutes',
    '<configuration>\n<__proto__/></configuration>',
    /line 2, .*'__proto__'/,
  ],
  ['a misspelt section', '<configuration><system.servicemodel/></configuration>', /did you mean/],
  ['a doubled section', section('<client/><client/>'), /has a second <client>; keep one/],
  ['text between elements', section('<bindings>text</bindings>'), /contains the text 'text'/],
];

function section(model: string): string {
  return `<configuration><system.serviceModel>${model}</system.serviceModel></configuration>`;
}

for (const [what, text, message] of broken) {
  test(`${what} is refused with its place`, (t) => {
    t.throws(() => parse(text), { instanceOf: ConfigurationError, message });
  });
}

test('references in attributes are decoded, and every name may stand in other sections', (t) => {
  const text = section(
    '<client><endpoint name="&lt;&#x41;&#66;&amp;&quot;&gt;" address="" binding="customBinding" contract="c"/></client>' +
      '<bindings><customBinding><binding><httpTransport/></binding></customBinding></bindings>',
  ).replace(
    '<configuration>',
    '<configuration><toString valueOf="1"/><system.web/><system.webServer/>',
  );
  t.is(parse(text).clientEndpoints[0]?.name, '<AB&">');
});

test('sections of .NET with names near to ours are left alone', (t) => {
  const sections = [
    'system.web',
    'system.webServer',
    'system.net',
    'system.runtime.serialization',
    'system.serviceModel.activation',
    'system.codedom',
    'system.data',
    'system.diagnostics',
    'system.identityModel',
    'system.identityModel.services',
  ];
  const text = sections.map((name) => `<${name}/>`).join('');
  t.notThrows(() => parse(`<configuration>${text}</configuration>`));
});

const endpoint = (attributes: string, inside = ''): string =>
  section(
    `<services><service name="S"><endpoint binding="customBinding" contract="c" ${attributes}>${inside}</endpoint></service></services>
     <bindings><customBinding><binding><httpTransport/></binding></customBinding></bindings>`,
  );
const behavior = (inside: string): string =>
  section(
    `<behaviors><serviceBehaviors><behavior>${inside}</behavior></serviceBehaviors></behaviors>`,
  );

const unsupported: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  [
    'a standard endpoint of discovery',
    endpoint('kind="discoveryEndpoint"'),
    /there is no discovery/,
  ],
  ['a standard endpoint that nobody knows', endpoint('kind="mex"'), /mexEndpoint is one/],
  ['headers', endpoint('', '<headers/>'), /<headers> is not supported/],
  ['an address that the system completes', endpoint('listenUriMode="Unique"'), /port 0/],
  ['a listen address that is none', endpoint('listenUri="s"'), /listenUri="s" .*absolute URI/],
  [
    'an endpoint behaviour that is not defined',
    endpoint('behaviorConfiguration="b"'),
    /'b' is not defined; add <behaviors><endpointBehaviors>/,
  ],
  [
    'an endpoint behaviour that lacks what it needs',
    section(
      '<behaviors><endpointBehaviors><behavior><clientVia/></behavior></endpointBehaviors></behaviors>',
    ),
    /viaUri .* must be an absolute URI/,
  ],
  ['a limit of nothing', behavior('<serviceThrottling maxConcurrentCalls="0"/>'), /from 1 up/],
  ['credentials', behavior('<serviceCredentials/>'), /give the credentials to the host/],
  [
    'an extension that nobody loaded',
    section(
      '<extensions><behaviorExtensions><add name="tracing" type="X, Y"/></behaviorExtensions></extensions>',
    ),
    /behaviorModule/,
  ],
  ['a behaviour that does not exist', behavior('<serviceDebgu/>'), /did you mean 'serviceDebug'/],
  [
    'a help page elsewhere',
    behavior('<serviceDebug httpHelpPageUrl="x"/>'),
    /at the addresses of the endpoints/,
  ],
  ['a policy version', behavior('<serviceMetadata policyVersion="1"/>'), /Default, Policy12/],
  [
    'tracing',
    section('<diagnostics><endToEndTracing activityTracing="true"/></diagnostics>'),
    /activityTracing of <endToEndTracing> is not supported: activities are not traced/,
  ],
  ['WMI', section('<diagnostics wmiProviderEnabled="true"/>'), /there is no WMI/],
  [
    'a log of the service level',
    section('<diagnostics><messageLogging logMessagesAtServiceLevel="true"/></diagnostics>'),
    /set logMessagesAtTransportLevel/,
  ],
  [
    'a service activated outside of its application',
    section(
      '<serviceHostingEnvironment><serviceActivations><add relativeAddress="../a.svc" service="S"/></serviceActivations></serviceHostingEnvironment>',
    ),
    /must be an address below the application/,
  ],
  [
    'a factory of hosts',
    section(
      '<serviceHostingEnvironment><serviceActivations><add relativeAddress="a.svc" service="S" factory="F"/></serviceActivations></serviceHostingEnvironment>',
    ),
    /factory of <add> is not supported/,
  ],
  ['a section elsewhere', section('<bindings configSource="b.config"/>'), /loadConfiguration/],
  [
    'a base address that is none',
    section(
      '<services><service name="S"><host><baseAddresses><add baseAddress="s"/></baseAddresses></host></service></services>',
    ),
    /baseAddress="s" .*absolute URI/,
  ],
  [
    'a doubled service',
    section('<services><service name="S"/><service name="S"/></services>'),
    /second <service name="S">/,
  ],
  [
    'a doubled mapping',
    section(
      `<protocolMapping><add scheme="http" binding="customBinding"/><add scheme="HTTP" binding="customBinding"/></protocolMapping>
       <bindings><customBinding><binding><httpTransport/></binding></customBinding></bindings>`,
    ),
    /second mapping for the scheme 'http'/,
  ],
  [
    'a binding without a transport at its end',
    section(
      '<bindings><customBinding><binding name="b"><httpTransport/><reliableSession/></binding></customBinding></bindings>',
    ),
    /last element of the customBinding 'b' must be its transport.*<reliableSession>/,
  ],
  [
    'a quota that is no number',
    section(
      '<bindings><customBinding><binding><textMessageEncoding><readerQuotas maxDepth="x"/></textMessageEncoding><httpTransport/></binding></customBinding></bindings>',
    ),
    /maxDepth="x" .*whole number from 0/,
  ],
];

for (const [what, text, message] of unsupported) {
  test(`${what} is refused with its place and the reason`, (t) => {
    const error = t.throws(() => parse(text), { instanceOf: ConfigurationError, message });
    t.regex(
      error.message,
      /^a\.config, line \d+, column \d+ \(configuration\/system\.serviceModel/,
    );
  });
}

test('a quota of 0 is the default quota', (t) => {
  const file = parse(
    section(
      '<bindings><customBinding><binding name="b"><textMessageEncoding maxReadPoolSize="1"><readerQuotas maxDepth="0" maxArrayLength="7"/></textMessageEncoding><httpTransport/></binding></customBinding></bindings>',
    ),
  );
  t.deepEqual(file.bindings.get('customBinding/b')?.element('textMessageEncoding').settings, {
    messageVersion: 'Soap12WSAddressing10',
    writeEncoding: 'utf-8',
    readerQuotas: { maxArrayLength: 7 },
  });
});

test('what has no effect is told in one line each, with its place', (t) => {
  const file = parseConfiguration(
    section(`
      <serviceHostingEnvironment multipleSiteBindingsEnabled="true"/>
      <services><service name="Other.CalculatorService"/></services>`),
    { registry: new ConfigurationRegistry().addService(CalculatorService), fileName: 'a.config' },
  );
  t.is(file.notices.length, 2);
  const notices = file.notices.join('\n');
  t.regex(notices, /line 2, .*What <serviceHostingEnvironment> says of IIS has no effect/);
  t.regex(notices, /line 3, .*no service 'Other\.CalculatorService'.*Did you mean 'Microsoft/);
});

test('a service that is only spelt differently in the file gets no default endpoints in silence', (t) => {
  const file = parseConfiguration(
    section('<services><service name="Other.CalculatorService"/></services>'),
    { registry: new ConfigurationRegistry().addService(CalculatorService) },
  );
  t.throws(() => file.createServiceHost(CalculatorService, { baseAddresses: ['http://h/s'] }), {
    instanceOf: ConfigurationError,
    message: /no <service name="Microsoft.*has 'Other\.CalculatorService'/,
  });
});

test('an element of an author is read by its name; without declared attributes it gets them as texts', (t) => {
  const stamp = messageLayer('stamp', () => ({}));
  const container = createContainer(elementModule(stamp));
  const text = section(
    '<bindings><customBinding><binding name="b"><stamp tenant="acme" valueOf="1"/><httpTransport/></binding></customBinding></bindings>',
  );
  const binding = parse(text, container).bindings.get('customBinding/b');
  t.deepEqual(
    binding?.elements.map(({ name }) => name),
    ['stamp', 'httpTransport'],
  );
  t.deepEqual(binding?.element('stamp').settings, { tenant: 'acme', valueOf: '1' });
  t.throws(() => parse(text), {
    instanceOf: ConfigurationError,
    message: /no binding element 'stamp'/,
  });
});

test('a container without elements says where they come from', (t) => {
  const text = section(
    '<bindings><customBinding><binding name="b"><httpTransport/></binding></customBinding></bindings>',
  );
  t.throws(() => parse(text, new ServiceContainer()), {
    instanceOf: ConfigurationError,
    message: /import 'channelstack'/,
  });
});
