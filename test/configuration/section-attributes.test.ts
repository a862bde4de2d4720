import test from 'ava';
import '../../src/index.js';
import { ConfigurationRegistry, parseConfiguration } from '../../src/configuration/index.js';
import type { ConfigurationFile } from '../../src/configuration/index.js';

/** What becomes of an attribute: it changes what is read, it changes nothing that could be seen, or it is refused with a reason. */
type Outcome = 'kept' | 'accepted' | RegExp;
type Row = readonly [name: string, byDefault: string, other: string, outcome: Outcome];

const registry = new ConfigurationRegistry();
const bindings = `<bindings><basicHttpBinding><binding name="b" maxReceivedMessageSize="5"/></basicHttpBinding></bindings>
  <behaviors><serviceBehaviors><behavior name="s"><serviceMetadata/></behavior></serviceBehaviors>
    <endpointBehaviors><behavior name="e"><dataContractSerializer maxItemsInObjectGraph="5"/></behavior></endpointBehaviors></behaviors>
  <standardEndpoints><mexEndpoint><standardEndpoint name="m"/></mexEndpoint></standardEndpoints>`;

const parse = (inside: string): ConfigurationFile =>
  parseConfiguration(
    `<configuration><system.serviceModel>${bindings}${inside}</system.serviceModel></configuration>`,
    { registry },
  );

/** What was read, without where it stands. */
const read = (inside: string): string => {
  const { services, clientEndpoints, serviceActivations, messageLogging } = parse(inside);
  return JSON.stringify({ services, clientEndpoints, serviceActivations, messageLogging });
};

/** The attributes of WCF's sections: a text in which `$` stands for the attribute, and what becomes of each. */
const sections: Readonly<Record<string, { readonly text: string; readonly rows: readonly Row[] }>> =
  {
    service: {
      text: '<services><service name="S" $/></services>',
      rows: [['behaviorConfiguration', '', 's', 'kept']],
    },
    'service/endpoint': {
      text: '<services><service name="S" behaviorConfiguration="s"><endpoint binding="basicHttpBinding" contract="C" $/></service></services>',
      rows: [
        ['address', '', 'below', 'kept'],
        ['behaviorConfiguration', '', 'e', 'kept'],
        ['bindingConfiguration', '', 'b', 'kept'],
        ['bindingName', '', 'n', 'kept'],
        ['bindingNamespace', '', 'urn:n', 'kept'],
        ['name', '', 'n', 'kept'],
        ['listenUri', '', 'http://localhost/listen', 'kept'],
        ['listenUriMode', 'Explicit', 'Unique', /port 0/],
        ['isSystemEndpoint', 'false', 'true', 'accepted'],
        ['kind', '', 'webHttpEndpoint', /HTTP without SOAP/],
        ['endpointConfiguration', '', 'none', /kind=""|mexEndpoint/],
      ],
    },
    'service/endpoint of a kind': {
      text: '<services><service name="S" behaviorConfiguration="s"><endpoint kind="mexEndpoint" address="mex" $/></service></services>',
      rows: [
        ['endpointConfiguration', '', 'm', 'accepted'],
        ['binding', 'mexHttpBinding', 'mexHttpsBinding', 'kept'],
        ['contract', 'IMetadataExchange', 'C', /its contract must be IMetadataExchange/],
      ],
    },
    'service/host/timeouts': {
      text: '<services><service name="S"><host><timeouts $/></host></service></services>',
      rows: [
        ['openTimeout', '', '00:00:30', 'kept'],
        ['closeTimeout', '', '00:00:30', 'kept'],
      ],
    },
    'client/endpoint': {
      text: '<client><endpoint binding="basicHttpBinding" contract="C" $/></client>',
      rows: [
        ['address', '', 'http://localhost/', 'kept'],
        ['behaviorConfiguration', '', 'e', 'kept'],
        ['bindingConfiguration', '', 'b', 'kept'],
        ['name', '', 'n', 'kept'],
        ['kind', '', 'dynamicEndpoint', /no standard endpoints/],
        ['endpointConfiguration', '', 'm', /endpointConfiguration/],
      ],
    },
    serviceHostingEnvironment: {
      text: '<serviceHostingEnvironment $/>',
      rows: [
        ['aspNetCompatibilityEnabled', 'false', 'true', 'accepted'],
        ['closeIdleServicesAtLowMemory', 'false', 'true', 'accepted'],
        ['minFreeMemoryPercentageToActivateService', '5', '10', 'accepted'],
        ['multipleSiteBindingsEnabled', 'false', 'true', 'accepted'],
      ],
    },
    'serviceActivations/add': {
      text: '<serviceHostingEnvironment><serviceActivations><add relativeAddress="a.svc" service="S" $/></serviceActivations></serviceHostingEnvironment>',
      rows: [['factory', '', 'F', /factory of <add> is not supported/]],
    },
    diagnostics: {
      text: '<diagnostics $/>',
      rows: [
        ['wmiProviderEnabled', 'false', 'true', /no WMI/],
        ['performanceCounters', 'Default', 'All', /no performance counters/],
        ['performanceCountersEnabled', 'false', 'true', /no performance counters/],
        ['etwProviderId', '', '{c651f5f6-1c0d-492e-8ae1-b4efd7c9d503}', /no ETW/],
      ],
    },
    'diagnostics/endToEndTracing': {
      text: '<diagnostics><endToEndTracing $/></diagnostics>',
      rows: ['propagateActivity', 'activityTracing', 'messageFlowTracing'].map((name): Row => [
        name,
        'false',
        'true',
        /not traced/,
      ]),
    },
    'diagnostics/messageLogging': {
      text: '<diagnostics><messageLogging logMessagesAtTransportLevel="true" $/></diagnostics>',
      rows: [
        ['logEntireMessage', 'false', 'true', 'kept'],
        ['maxMessagesToLog', '10000', '5', 'kept'],
        ['maxSizeOfMessageToLog', '262144', '5', 'kept'],
        ['logKnownPii', 'false', 'true', /log that shows what security hides/],
        ['logMalformedMessages', 'false', 'true', /channelstack:error/],
        ['logMessagesAtServiceLevel', 'false', 'true', /logMessagesAtTransportLevel/],
      ],
    },
    'messageLogging that is off': {
      text: '<diagnostics><messageLogging $/></diagnostics>',
      rows: [['logMessagesAtTransportLevel', 'false', 'true', 'kept']],
    },
  };

const withAttribute = (text: string, attribute: string): string => text.replace('$', attribute);
const taken = (rows: readonly Row[]): readonly Row[] =>
  rows.filter(([, , , outcome]) => !(outcome instanceof RegExp));
const refusals = (rows: readonly Row[]): readonly (readonly [string, string, string, RegExp])[] =>
  rows.flatMap(([name, byDefault, other, outcome]) =>
    outcome instanceof RegExp ? [[name, byDefault, other, outcome] as const] : [],
  );

for (const [section, { text, rows }] of Object.entries(sections)) {
  const plain = withAttribute(text, '');
  for (const [name, byDefault, other, outcome] of taken(rows))
    test(`${section}/@${name} has its default, and is ${String(outcome)}`, (t) => {
      const same = byDefault === '' ? '' : `${name}="${byDefault}"`;
      t.is(read(withAttribute(text, same)), read(plain));
      const changed = read(withAttribute(text, `${name}="${other}"`));
      t.is(changed === read(plain), outcome === 'accepted');
    });
  for (const [name, byDefault, other, reason] of refusals(rows))
    test(`${section}/@${name} is refused with its place and the reason, unless it has its default`, (t) => {
      const same = byDefault === '' ? '' : `${name}="${byDefault}"`;
      t.is(read(withAttribute(text, same)), read(plain));
      const error = t.throws(() => read(withAttribute(text, `${name}="${other}"`)), {
        message: reason,
      });
      t.regex(error.message, /line \d+, column \d+/);
    });
}
