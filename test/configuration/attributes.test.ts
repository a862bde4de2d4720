import test from 'ava';
import '../../src/index.js';
import {
  ConfigurationRegistry,
  parseConfiguration,
  writeConfiguration,
} from '../../src/configuration/index.js';

/** What becomes of an attribute: it is kept, it has no effect that could be seen, or it is refused with a reason. */
type Outcome = 'kept' | 'accepted' | RegExp;

/** The attributes of WCF's elements: name, default, another value, what becomes of it. */
const elements: Readonly<
  Record<
    string,
    readonly (readonly [name: string, byDefault: string, other: string, outcome: Outcome])[]
  >
> = {
  reliableSession: [
    ['acknowledgementInterval', '00:00:00.2', '00:00:01', 'kept'],
    ['flowControlEnabled', 'true', 'false', 'kept'],
    ['inactivityTimeout', '00:10:00', '00:20:00', 'kept'],
    ['maxPendingChannels', '4', '16384', 'kept'],
    ['maxRetryCount', '8', '3', 'kept'],
    ['maxTransferWindowSize', '8', '4096', 'kept'],
    ['ordered', 'true', 'false', 'kept'],
    [
      'reliableMessagingVersion',
      'WSReliableMessagingFebruary2005',
      'WSReliableMessaging11',
      'kept',
    ],
  ],
  textMessageEncoding: [
    ['maxReadPoolSize', '64', '1', 'accepted'],
    ['maxWritePoolSize', '16', '1', 'accepted'],
    ['messageVersion', 'Soap12WSAddressing10', 'Soap11WSAddressing10', 'kept'],
    ['writeEncoding', 'utf-8', 'utf-16', 'kept'],
  ],
  httpTransport: [
    ['manualAddressing', 'false', 'true', 'kept'],
    ['maxBufferPoolSize', '524288', '1', 'accepted'],
    ['maxReceivedMessageSize', '65536', '1000000', 'kept'],
    ['allowCookies', 'false', 'true', 'kept'],
    ['requestInitializationTimeout', '00:00:00', '00:00:10', 'kept'],
    ['authenticationScheme', 'Anonymous', 'Basic', /authenticationScheme/],
    ['bypassProxyOnLocal', 'false', 'true', 'accepted'],
    ['decompressionEnabled', 'true', 'false', 'kept'],
    ['hostNameComparisonMode', 'StrongWildcard', 'Exact', 'kept'],
    ['keepAliveEnabled', 'true', 'false', 'kept'],
    ['maxBufferSize', '65536', '32768', /maxBufferSize/],
    ['maxPendingAccepts', '0', '100', 'kept'],
    ['proxyAddress', '', 'http://proxy:8080/', /proxy/i],
    ['proxyAuthenticationScheme', 'Anonymous', 'Basic', /proxyAuthenticationScheme/],
    ['realm', '', 'here', /realm/],
    ['transferMode', 'Buffered', 'Streamed', 'kept'],
    ['unsafeConnectionNtlmAuthentication', 'false', 'true', /unsafeConnectionNtlmAuthentication/],
    ['useDefaultWebProxy', 'true', 'false', 'accepted'],
  ],
  httpsTransport: [['requireClientCertificate', 'false', 'true', 'kept']],
  compositeDuplex: [['clientBaseAddress', '', 'http://localhost:9000/client', 'kept']],
  oneWay: [
    ['maxAcceptedChannels', '10', '5', /maxAcceptedChannels/],
    ['packetRoutable', 'false', 'true', /packetRoutable/],
  ],
  readerQuotas: [
    ['maxDepth', '32', '64', 'kept'],
    ['maxStringContentLength', '8192', '100000', 'kept'],
    ['maxArrayLength', '16384', '100000', 'kept'],
    ['maxBytesPerRead', '4096', '8192', 'kept'],
    ['maxNameTableCharCount', '16384', '32768', 'kept'],
  ],
};

const registry = new ConfigurationRegistry();

function bindingWith(element: string, attributes: string): string {
  const own = (name: string): string =>
    name === element || (name === 'textMessageEncoding' && element === 'readerQuotas')
      ? ''
      : `<${name}/>`;
  const text =
    element === 'readerQuotas'
      ? `<textMessageEncoding><readerQuotas ${attributes}/></textMessageEncoding>`
      : `<${element} ${attributes}/>`;
  const isDuplex = element === 'compositeDuplex' || element === 'oneWay';
  const stack = isDuplex
    ? element === 'oneWay'
      ? [text, own('textMessageEncoding'), '<httpTransport/>']
      : [text, '<oneWay/>', '<textMessageEncoding/>', '<httpTransport/>']
    : [
        element === 'reliableSession' ? text : '',
        element === 'textMessageEncoding' || element === 'readerQuotas'
          ? text
          : '<textMessageEncoding/>',
        element.endsWith('Transport') ? text : '<httpTransport/>',
      ];
  return `<configuration><system.serviceModel><bindings><customBinding><binding name="b">${stack.join('')}</binding></customBinding></bindings></system.serviceModel></configuration>`;
}

function parsed(element: string, attributes: string) {
  const file = parseConfiguration(bindingWith(element, attributes), { registry });
  const binding = file.bindings.get('customBinding/b');
  if (binding === undefined) throw new Error('no binding');
  return binding;
}

type Row = readonly [name: string, byDefault: string, other: string, outcome: Outcome];
const rows = Object.entries(elements).flatMap(([element, attributes]) =>
  attributes.map((row): readonly [element: string, ...Row] => [element, ...row]),
);

for (const [element, name, byDefault] of rows.filter(([, , byDefault]) => byDefault !== ''))
  test(`${element}/@${name} has its default`, (t) => {
    t.is(parsed(element, `${name}="${byDefault}"`).describe(), parsed(element, '').describe());
  });

for (const [element, name, , other, outcome] of rows) {
  if (outcome instanceof RegExp)
    test(`${element}/@${name} is refused with its place and the reason`, (t) => {
      const error = t.throws(() => parsed(element, `${name}="${other}"`), { message: outcome });
      t.regex(error.message, /line 1, column \d+/);
      t.notRegex(error.message, /has no attribute/);
    });
  else if (outcome === 'accepted')
    test(`${element}/@${name} is accepted, and nothing of it is to be seen`, (t) => {
      t.is(parsed(element, `${name}="${other}"`).describe(), parsed(element, '').describe());
    });
  else
    test(`${element}/@${name} changes the element, and is written back`, (t) => {
      const binding = parsed(element, `${name}="${other}"`);
      t.not(binding.describe(), parsed(element, '').describe());
      const text = writeConfiguration({ bindings: [binding] });
      const [again] = parseConfiguration(text, { registry }).bindings.values();
      t.is(again?.describe(), binding.describe());
      t.throws(() => parsed(element, `${name}="?"`), { message: /must be|not/ });
    });
}
