import test from 'ava';
import fc from 'fast-check';
import '../../src/default-elements.js';
import {
  ConfigurationRegistry,
  parseConfiguration,
  parseServiceFile,
} from '../../src/configuration/index.js';
import type { ConfigurationFile } from '../../src/configuration/index.js';
import { ConfigurationError } from '../../src/core/errors/index.js';

const registry = new ConfigurationRegistry();

function read(model: string): ConfigurationFile {
  return parseConfiguration(
    `<configuration><system.serviceModel>${model}</system.serviceModel></configuration>`,
    { registry },
  );
}

function binding(elements: string, attributes = ''): string {
  return `<bindings><customBinding><binding name="b" ${attributes}>${elements}</binding></customBinding></bindings>`;
}

test('attributes become options, with their defaults where they are missing', (t) => {
  const file = read(
    binding(
      `<reliableSession ordered="false" inactivityTimeout="00:05:00" maxTransferWindowSize="32" reliableMessagingVersion="WSReliableMessaging11"/>
       <textMessageEncoding messageVersion="Soap11WSAddressing10" writeEncoding="utf-16"><readerQuotas maxDepth="64"/></textMessageEncoding>
       <httpTransport maxReceivedMessageSize="1048576"/>`,
      'sendTimeout="00:00:30"',
    ),
  );
  const custom = file.bindings.get('customBinding/b');
  t.is(custom?.timeouts.sendTimeout, 30_000);
  t.is(custom?.timeouts.receiveTimeout, 600_000);
  t.deepEqual(custom?.element('reliableSession').settings, {
    reliableMessagingVersion: 'WSReliableMessaging11',
    ordered: false,
    inactivityTimeout: 300_000,
    maxTransferWindowSize: 32,
  });
  t.deepEqual(custom?.element('textMessageEncoding').settings, {
    messageVersion: 'Soap11WSAddressing10',
    writeEncoding: 'utf-16LE',
    readerQuotas: { maxDepth: 64 },
  });
  t.like(custom?.element('httpTransport').settings, { maxReceivedMessageSize: 1_048_576 });
});

const refusals: readonly (readonly [what: string, model: string, message: RegExp])[] = [
  [
    'an unknown attribute',
    binding('<reliableSession orderd="true"/><httpTransport/>'),
    /no attribute 'orderd'; did you mean 'ordered'/,
  ],
  [
    'an unknown element',
    binding('<reliableSesion/><httpTransport/>'),
    /line 1, column \d+.*did you mean reliableSession/,
  ],
  [
    'a value out of range',
    binding('<reliableSession maxTransferWindowSize="0"/><httpTransport/>'),
    /whole number from 1 to 4096/,
  ],
  [
    'a wrong time span',
    binding('<reliableSession inactivityTimeout="ten minutes"/><httpTransport/>'),
    /must be a time span such as 00:10:00/,
  ],
  [
    'a wrong boolean',
    binding('<reliableSession ordered="yes"/><httpTransport/>'),
    /must be true or false/,
  ],
  [
    'a standard binding that is not there yet',
    '<bindings><netTcpBinding/></bindings>',
    /<netTcpBinding> is not supported/,
  ],
  ['an unknown section', '<servces/>', /no element <servces>; did you mean 'services'/],
  ['an empty binding', binding(''), /has no elements/],
  [
    'a doubled binding',
    `<bindings><customBinding><binding name="b"><httpTransport/></binding><binding name="b"><httpTransport/></binding></customBinding></bindings>`,
    /second customBinding named 'b'/,
  ],
  [
    'a binding that is not there',
    '<client><endpoint address="http://h/" binding="customBinding" bindingConfiguration="x" contract="c"/></client>',
    /no customBinding named 'x'/,
  ],
  [
    'an address that is none',
    `${binding('<httpTransport/>')}<client><endpoint address="calculator" binding="customBinding" bindingConfiguration="b" contract="c"/></client>`,
    /must be an absolute URI/,
  ],
];

for (const [what, model, message] of refusals) {
  test(`${what} is refused with its place and the remedy`, (t) => {
    const error = t.throws(() => read(model), { instanceOf: ConfigurationError });
    t.regex(error.message, message);
    t.regex(error.message, /^configuration, line \d+, column \d+ \(configuration\//);
  });
}

test('sections of other parts of .NET are left alone', (t) => {
  const text =
    '<configuration><startup><supportedRuntime version="v4.0"/></startup><appSettings><add key="a" value="b"/></appSettings></configuration>';
  t.notThrows(() => parseConfiguration(text, { registry }));
});

test('a DOCTYPE is refused', (t) => {
  const text = '<!DOCTYPE c [<!ENTITY a "b">]><configuration/>';
  t.throws(() => parseConfiguration(text, { registry }), {
    instanceOf: ConfigurationError,
    message: /DOCTYPE/,
  });
});

test('deep nesting and long files are refused', (t) => {
  const deep = `<configuration>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</configuration>`;
  t.throws(() => parseConfiguration(deep, { registry }), { instanceOf: ConfigurationError });
  t.throws(() => parseConfiguration(' '.repeat(5_000_000), { registry }), {
    instanceOf: ConfigurationError,
    message: /longer/,
  });
});

test('random text is read or refused with a ConfigurationError, and pollutes no prototype', (t) => {
  const name = fc.constantFrom(
    'configuration',
    'system.serviceModel',
    'bindings',
    'customBinding',
    'binding',
    '__proto__',
    'constructor',
    'reliableSession',
    'httpTransport',
    'name',
  );
  const tag = fc
    .tuple(name, name, fc.string({ maxLength: 8 }))
    .map(
      ([element, attribute, value]) => `<${element} ${attribute}="${value.replace(/["<]/g, '')}">`,
    );
  const pieces = fc.array(
    fc.oneof(
      tag,
      name.map((one) => `</${one}>`),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      try {
        parseConfiguration(`<configuration><system.serviceModel>${parts.join('')}`, { registry });
        parseConfiguration(parts.join(''), { registry });
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
  t.deepEqual(Object.keys(Object.prototype), []);
});

test('any value of any attribute is read or refused with a ConfigurationError', (t) => {
  const places: readonly ((attribute: string) => string)[] = [
    (a) => binding('<httpTransport/>', a),
    ...['reliableSession', 'textMessageEncoding'].map(
      (element) => (a: string) => binding(`<${element} ${a}/><httpTransport/>`),
    ),
    (a) =>
      binding(`<textMessageEncoding><readerQuotas ${a}/></textMessageEncoding><httpTransport/>`),
    (a) => binding(`<httpsTransport ${a}/>`),
    (a) =>
      `<behaviors><serviceBehaviors><behavior><serviceMetadata ${a}/></behavior></serviceBehaviors></behaviors>`,
    (a) =>
      `<behaviors><serviceBehaviors><behavior><serviceDebug ${a}/></behavior></serviceBehaviors></behaviors>`,
    (a) =>
      `${binding('<httpTransport/>')}<services><service name="s"><endpoint binding="customBinding" bindingConfiguration="b" contract="c" ${a}/></service></services>`,
    (a) =>
      `${binding('<httpTransport/>')}<client><endpoint binding="customBinding" bindingConfiguration="b" contract="c" ${a}/></client>`,
    (a) =>
      `<services><service name="s"><host><baseAddresses><add ${a}/></baseAddresses></host></service></services>`,
    (a) => `<protocolMapping><add ${a}/></protocolMapping>`,
  ];
  const attribute = fc.constantFrom(
    ...['closeTimeout', 'sendTimeout', 'inactivityTimeout', 'ordered', 'maxRetryCount', 'maxDepth'],
    ...[
      'maxReceivedMessageSize',
      'transferMode',
      'policyVersion',
      'httpGetEnabled',
      'messageVersion',
    ],
    ...['address', 'listenUri', 'baseAddress', 'scheme', 'valueOf', 'hasOwnProperty', 'toString'],
  );
  const value = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => text.replace(/["<&]/g, '')),
    fc.constantFrom(
      'true',
      '0',
      '-1',
      '1',
      '99999999999999999999',
      '00:00:00',
      'Infinite',
      '1.00:00:00',
      'http://',
      'http://h/',
      '&#xD800;',
    ),
  );
  const check = (): void => {
    fc.assert(
      fc.property(fc.constantFrom(...places), attribute, value, (place, name, text) => {
        try {
          read(place(`${name}="${text}"`));
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  };
  t.notThrows(check);
});

test('random .svc text is read or refused with a ConfigurationError', (t) => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '<%@',
        'ServiceHost',
        ' ',
        'Service',
        '=',
        '"',
        "'",
        'A.B',
        '%>',
        '<%--',
        '--%>',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 16 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      try {
        parseServiceFile(parts.join(''), 's.svc');
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
  t.throws(() => parseServiceFile(`<%@ServiceHost ${'%> '.repeat(10_000)}x`, 's.svc'), {
    instanceOf: ConfigurationError,
    message: /longer than/,
  });
});

test('the directive of a .svc file is read with any quotes, and what it cannot mean here is refused', (t) => {
  t.is(
    parseServiceFile(
      '<%@ ServiceHost Language="C#" Debug="true" Service="A.B, Assembly" CodeBehind="B.cs" %>\n',
      's.svc',
    ).service,
    'A.B',
  );
  t.is(parseServiceFile("<%@ServiceHost language=c# Service='X' %>", 's.svc').service, 'X');
  for (const text of [
    '',
    '<%@ServiceHost %>',
    '<%@ServiceHost Service="A" Factory="F" %>',
    '<%@ServiceHost Service="A" Nonsense="F" %>',
    '<%@ServiceHost Service="A" %> class A {}',
  ]) {
    t.throws(() => parseServiceFile(text, 's.svc'), {
      instanceOf: ConfigurationError,
      message: /^s\.svc: /,
    });
  }
});
