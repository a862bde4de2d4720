import test from 'ava';
import '../../src/index.js';
import {
  ConfigurationRegistry,
  parseConfiguration,
  writeConfiguration,
} from '../../src/configuration/index.js';

/** What becomes of an attribute: it is kept, it has no effect that could be seen, or it is refused with a reason. */
type Outcome = 'kept' | 'accepted' | RegExp;
type Row = readonly [name: string, byDefault: string, other: string, outcome: Outcome];

const registry = new ConfigurationRegistry();
const parse = (inside: string) =>
  parseConfiguration(
    `<configuration><system.serviceModel>${inside}</system.serviceModel></configuration>`,
    { registry },
  );

const common: readonly Row[] = [
  ['closeTimeout', '00:01:00', '00:02:00', 'kept'],
  ['openTimeout', '00:01:00', '00:02:00', 'kept'],
  ['receiveTimeout', '00:10:00', 'Infinite', 'kept'],
  ['sendTimeout', '00:01:00', '00:02:00', 'kept'],
  ['bypassProxyOnLocal', 'false', 'true', 'accepted'],
  ['hostNameComparisonMode', 'StrongWildcard', 'Exact', 'kept'],
  ['maxBufferPoolSize', '524288', '1', 'accepted'],
  ['maxReceivedMessageSize', '65536', '100000', 'kept'],
  ['messageEncoding', 'Text', 'Mtom', /Mtom/],
  ['proxyAddress', '', 'http://proxy:8080/', /proxy/],
  ['textEncoding', 'utf-8', 'utf-16', 'kept'],
  ['useDefaultWebProxy', 'true', 'false', 'accepted'],
];
const cookies: readonly Row[] = [['allowCookies', 'false', 'true', 'kept']];
const basic: readonly Row[] = [
  ...common,
  ...cookies,
  ['maxBufferSize', '65536', '32768', /maxBufferSize/],
  ['transferMode', 'Buffered', 'Streamed', 'kept'],
];
const transactions: readonly Row[] = [['transactionFlow', 'false', 'true', /transactionFlow/]];

/** The attributes of WCF's standard bindings; in front of what stands inside. */
const bindings: Readonly<
  Record<string, { readonly rows: readonly Row[]; readonly inside: string }>
> = {
  basicHttpBinding: { rows: basic, inside: '' },
  basicHttpsBinding: { rows: basic, inside: '' },
  wsHttpBinding: {
    rows: [...common, ...cookies, ...transactions],
    inside: '<security mode="None"/>',
  },
  ws2007HttpBinding: {
    rows: [...common, ...cookies, ...transactions],
    inside: '<security mode="None"/>',
  },
  wsDualHttpBinding: {
    rows: [
      ...common,
      ...transactions,
      ['clientBaseAddress', '', 'http://localhost:9000/client', 'kept'],
    ],
    inside: '<security mode="None"/>',
  },
};

function bindingOf(kind: string, attributes: string, inside: string) {
  const file = parse(
    `<bindings><${kind}><binding name="b" ${attributes}>${inside}</binding></${kind}></bindings>`,
  );
  const binding = file.bindings.get(`${kind}/b`);
  if (binding === undefined) throw new Error('no binding');
  return binding;
}

const described = (kind: string, attributes: string, inside: string): string => {
  const binding = bindingOf(kind, attributes, inside);
  return `${binding.describe()} ${JSON.stringify(binding.timeouts)}`;
};

/** Rows that are taken, and those that are refused. */
const taken = <R extends readonly unknown[]>(rows: readonly R[]): readonly R[] =>
  rows.filter((row) => !(row.at(-1) instanceof RegExp));
const refusals = <R extends readonly unknown[]>(rows: readonly R[]): readonly R[] =>
  rows.filter((row) => row.at(-1) instanceof RegExp);
const message = (outcome: Outcome): RegExp => (outcome instanceof RegExp ? outcome : /^$/);

for (const [kind, { rows, inside }] of Object.entries(bindings)) {
  for (const [name, byDefault, other, outcome] of taken(rows))
    test(`${kind}/@${name} has its default, is ${String(outcome)} and written back`, (t) => {
      const plain = described(kind, '', inside);
      const same = byDefault === '' ? '' : `${name}="${byDefault}"`;
      t.is(described(kind, same, inside), plain);
      const changed = `${name}="${other}"`;
      t.is(described(kind, changed, inside) === plain, outcome === 'accepted');
      t.throws(() => described(kind, `${name}="?"`, inside), { message: /must be|not/ });
      const text = writeConfiguration({ bindings: [bindingOf(kind, changed, inside)] });
      const [again] = parseConfiguration(text, { registry }).bindings.values();
      t.is(
        `${again?.describe() ?? ''} ${JSON.stringify(again?.timeouts)}`,
        described(kind, changed, inside),
      );
    });
  for (const [name, byDefault, other, outcome] of refusals(rows))
    test(`${kind}/@${name} is refused with its place and the reason, unless it has its default`, (t) => {
      const same = byDefault === '' ? '' : `${name}="${byDefault}"`;
      t.is(described(kind, same, inside), described(kind, '', inside));
      const error = t.throws(() => described(kind, `${name}="${other}"`, inside), {
        message: message(outcome),
      });
      t.regex(error.message, /line 1, column \d+/);
      t.notRegex(error.message, /has no attribute/);
    });
}

/** What stands in standard bindings: a piece, and whether it is taken; else the reason. */
const pieces: readonly (readonly [kind: string, inside: string, outcome: Outcome])[] = [
  ['basicHttpBinding', '<readerQuotas maxDepth="64"/>', 'kept'],
  ['basicHttpBinding', '<security mode="Transport"/>', 'kept'],
  ['basicHttpBinding', '<security mode="Message"/>', /Message/],
  ['basicHttpBinding', '<security mode="TransportCredentialOnly"/>', /TransportCredentialOnly/],
  [
    'basicHttpBinding',
    '<security mode="TransportWithMessageCredential"/>',
    /TransportWithMessageCredential/,
  ],
  [
    'basicHttpBinding',
    '<security><message clientCredentialType="Certificate" algorithmSuite="Basic128"/></security>',
    'accepted',
  ],
  ['basicHttpBinding', '<security><message algorithmSuite="None"/></security>', /algorithmSuite/],
  [
    'basicHttpBinding',
    '<security><transport clientCredentialType="Windows" proxyCredentialType="None" realm=""/></security>',
    'accepted',
  ],
  [
    'basicHttpsBinding',
    '<security><transport clientCredentialType="Certificate"/></security>',
    'kept',
  ],
  ['basicHttpsBinding', '<security><transport clientCredentialType="Ntlm"/></security>', /Ntlm/],
  ['basicHttpsBinding', '<security><transport realm="here"/></security>', /realm/],
  [
    'basicHttpsBinding',
    '<security><transport proxyCredentialType="Basic"/></security>',
    /proxyCredentialType/,
  ],
  [
    'basicHttpsBinding',
    '<security><transport><extendedProtectionPolicy policyEnforcement="Never" protectionScenario="TransportSelected"/></transport></security>',
    'accepted',
  ],
  [
    'basicHttpsBinding',
    '<security><transport><extendedProtectionPolicy policyEnforcement="Always"/></transport></security>',
    /policyEnforcement Always/,
  ],
  [
    'basicHttpsBinding',
    '<security><transport><extendedProtectionPolicy><customServiceNames/></extendedProtectionPolicy></transport></security>',
    /customServiceNames> is not supported/,
  ],
  [
    'wsHttpBinding',
    '<security mode="None"><message clientCredentialType="Windows" negotiateServiceCredential="true" algorithmSuite="Default" establishSecurityContext="true"/></security>',
    'accepted',
  ],
  ['wsHttpBinding', '<security mode="None"/><reliableSession enabled="true"/>', 'kept'],
  [
    'wsHttpBinding',
    '<security mode="None"/><reliableSession ordered="true" inactivityTimeout="00:10:00" enabled="false"/>',
    'accepted',
  ],
  [
    'ws2007HttpBinding',
    '<security mode="None"/><reliableSession enabled="true" ordered="false" inactivityTimeout="00:20:00"/>',
    'kept',
  ],
  [
    'wsDualHttpBinding',
    '<security mode="None"><message clientCredentialType="Windows" negotiateServiceCredential="true" algorithmSuite="Default"/></security>',
    'accepted',
  ],
  ['wsDualHttpBinding', '<security mode="None"/><reliableSession ordered="false"/>', 'kept'],
];

for (const [kind, inside, outcome] of taken(pieces))
  test(`in ${kind} ${inside} is ${String(outcome)}`, (t) => {
    const plain = described(kind, '', kind.startsWith('basic') ? '' : '<security mode="None"/>');
    t.is(described(kind, '', inside) === plain, outcome === 'accepted');
  });

for (const [kind, inside, outcome] of refusals(pieces))
  test(`in ${kind} ${inside} is refused with the reason`, (t) => {
    t.throws(() => described(kind, '', inside), { message: message(outcome) });
  });

/** What WCF's tools wrote into files with all attributes said, which is what many files are. */
const verbose: Readonly<Record<string, string>> = {
  basicHttpBinding: `<binding name="b" closeTimeout="00:01:00" openTimeout="00:01:00" receiveTimeout="00:10:00" sendTimeout="00:01:00"
    allowCookies="false" bypassProxyOnLocal="false" hostNameComparisonMode="StrongWildcard" maxBufferSize="65536"
    maxBufferPoolSize="524288" maxReceivedMessageSize="65536" messageEncoding="Text" textEncoding="utf-8"
    transferMode="Buffered" useDefaultWebProxy="true">
    <readerQuotas maxDepth="32" maxStringContentLength="8192" maxArrayLength="16384" maxBytesPerRead="4096" maxNameTableCharCount="16384"/>
    <security mode="None"><transport clientCredentialType="None" proxyCredentialType="None" realm=""/>
      <message clientCredentialType="UserName" algorithmSuite="Default"/></security></binding>`,
  wsHttpBinding: `<binding name="b" closeTimeout="00:01:00" openTimeout="00:01:00" receiveTimeout="00:10:00" sendTimeout="00:01:00"
    bypassProxyOnLocal="false" transactionFlow="false" hostNameComparisonMode="StrongWildcard" maxBufferPoolSize="524288"
    maxReceivedMessageSize="65536" messageEncoding="Text" textEncoding="utf-8" useDefaultWebProxy="true" allowCookies="false">
    <readerQuotas maxDepth="32" maxStringContentLength="8192" maxArrayLength="16384" maxBytesPerRead="4096" maxNameTableCharCount="16384"/>
    <reliableSession ordered="true" inactivityTimeout="00:10:00" enabled="true"/>
    <security mode="None"><transport clientCredentialType="Windows" proxyCredentialType="None" realm=""/>
      <message clientCredentialType="Windows" negotiateServiceCredential="true" algorithmSuite="Default" establishSecurityContext="true"/></security></binding>`,
  customBinding: `<binding name="b"><reliableSession acknowledgementInterval="00:00:00.2000000" flowControlEnabled="true" inactivityTimeout="00:10:00"
      maxPendingChannels="4" maxRetryCount="8" maxTransferWindowSize="8" ordered="true" reliableMessagingVersion="Default"/>
    <textMessageEncoding maxReadPoolSize="64" maxWritePoolSize="16" messageVersion="Default" writeEncoding="utf-8">
      <readerQuotas maxDepth="32" maxStringContentLength="8192" maxArrayLength="16384" maxBytesPerRead="4096" maxNameTableCharCount="16384"/></textMessageEncoding>
    <httpsTransport manualAddressing="false" maxBufferPoolSize="524288" maxReceivedMessageSize="65536" allowCookies="false"
      authenticationScheme="Anonymous" bypassProxyOnLocal="false" decompressionEnabled="true" hostNameComparisonMode="StrongWildcard"
      keepAliveEnabled="true" maxBufferSize="65536" proxyAuthenticationScheme="Anonymous" realm="" transferMode="Buffered"
      unsafeConnectionNtlmAuthentication="false" useDefaultWebProxy="true" requireClientCertificate="false">
      <extendedProtectionPolicy policyEnforcement="Never"/></httpsTransport></binding>`,
};

for (const [kind, binding] of Object.entries(verbose))
  test(`a ${kind} with every attribute at its default, as WCF's tools write it, is read`, (t) => {
    const file = parse(`<bindings><${kind}>${binding}</${kind}></bindings>`);
    const read = file.bindings.get(`${kind}/b`);
    t.true((read?.elements.length ?? 0) > 1);
    t.deepEqual(file.notices, []);
    const text = writeConfiguration({ bindings: read === undefined ? [] : [read] });
    const [again] = parseConfiguration(text, { registry }).bindings.values();
    t.is(again?.describe(), read?.describe());
  });

/** The attributes of WCF's behaviours: of services, or of endpoints and clients. */
const behaviors: Readonly<
  Record<string, { readonly level: 'service' | 'endpoint'; readonly rows: readonly Row[] }>
> = {
  serviceMetadata: {
    level: 'service',
    rows: [
      ['httpGetEnabled', 'false', 'true', 'kept'],
      ['httpsGetEnabled', 'false', 'true', 'kept'],
      ['httpGetUrl', '', 'http://localhost/about', 'kept'],
      ['httpsGetUrl', '', 'about', 'kept'],
      ['httpGetBinding', '', 'webHttpBinding', /not supported/],
      ['httpGetBindingConfiguration', '', 'b', /not supported/],
      ['httpsGetBinding', '', 'webHttpBinding', /not supported/],
      ['httpsGetBindingConfiguration', '', 'b', /not supported/],
      ['policyVersion', 'Default', 'Policy15', 'kept'],
      ['externalMetadataLocation', '', 'http://localhost/a.wsdl', 'kept'],
    ],
  },
  serviceDebug: {
    level: 'service',
    rows: [
      ['includeExceptionDetailInFaults', '', 'true', 'kept'],
      ['httpHelpPageEnabled', 'true', 'false', 'kept'],
      ['httpsHelpPageEnabled', 'true', 'false', 'kept'],
      ['httpHelpPageUrl', '', 'help', /not supported/],
      ['httpsHelpPageUrl', '', 'help', /not supported/],
      ['httpHelpPageBinding', '', 'webHttpBinding', /not supported/],
      ['httpHelpPageBindingConfiguration', '', 'b', /not supported/],
      ['httpsHelpPageBinding', '', 'webHttpBinding', /not supported/],
      ['httpsHelpPageBindingConfiguration', '', 'b', /not supported/],
    ],
  },
  serviceThrottling: {
    level: 'service',
    rows: [
      ['maxConcurrentCalls', '', '3', 'kept'],
      ['maxConcurrentSessions', '', '3', 'kept'],
      ['maxConcurrentInstances', '', '3', 'kept'],
    ],
  },
  serviceTimeouts: {
    level: 'service',
    rows: [['transactionTimeout', '', '00:01:00', /no transactions/]],
  },
  useRequestHeadersForMetadataAddress: { level: 'service', rows: [] },
  dataContractSerializer: {
    level: 'endpoint',
    rows: [
      ['ignoreExtensionDataObject', '', 'true', 'kept'],
      ['maxItemsInObjectGraph', '', '100', 'kept'],
    ],
  },
  callbackDebug: {
    level: 'endpoint',
    rows: [['includeExceptionDetailInFaults', 'false', 'true', 'kept']],
  },
  clientVia: { level: 'endpoint', rows: [['viaUri', '', 'http://localhost/via', 'kept']] },
};

function behaviorOf(level: 'service' | 'endpoint', name: string, attributes: string): string {
  const behavior = `<behaviors><${level}Behaviors><behavior><${name} ${attributes}/></behavior></${level}Behaviors></behaviors>`;
  if (level === 'service') {
    const [service] = parse(`${behavior}<services><service name="S"/></services>`).services;
    return JSON.stringify(service?.behavior.behaviors);
  }
  const [client] = parse(
    `${behavior}<client><endpoint contract="C" binding="basicHttpBinding"/></client>`,
  ).clientEndpoints;
  return JSON.stringify(client?.behaviors);
}

for (const [behavior, { level, rows }] of Object.entries(behaviors)) {
  for (const [name, byDefault, other] of taken(rows))
    test(`${behavior}/@${name} has its default, and an effect`, (t) => {
      const needed = behavior === 'clientVia' ? 'viaUri="http://localhost/"' : '';
      const plain = behaviorOf(level, behavior, needed);
      const same = byDefault === '' ? needed : `${name}="${byDefault}"`;
      t.is(behaviorOf(level, behavior, same), plain);
      t.not(behaviorOf(level, behavior, `${name}="${other}"`), plain);
    });
  for (const [name, , other, outcome] of refusals(rows))
    test(`${behavior}/@${name} is refused with its place and the reason`, (t) => {
      const error = t.throws(() => behaviorOf(level, behavior, `${name}="${other}"`), {
        message: message(outcome),
      });
      t.regex(error.message, /line 1, column \d+/);
    });
}

/** What WCF knows and is not here: each is told with the reason. */
const refused: readonly string[] = [
  ...[
    'callbackTimeouts clientCredentials dispatcherSynchronization routing serviceAuthenticationManager serviceAuthorization',
    'serviceCredentials serviceHealth serviceSecurityAudit synchronousReceive transactedBatching webHttp',
  ]
    .flatMap((names) => names.split(' '))
    .map(
      (name) =>
        `<behaviors><serviceBehaviors><behavior><${name}/></behavior></serviceBehaviors></behaviors>`,
    ),
  '<behaviors><serviceBehaviors><behavior><useRequestHeadersForMetadataAddress><defaultPorts/></useRequestHeadersForMetadataAddress></behavior></serviceBehaviors></behaviors>',
  ...[
    'netTcpBinding netHttpBinding netHttpsBinding netNamedPipeBinding netMsmqBinding msmqIntegrationBinding netPeerTcpBinding udpBinding',
    'webHttpBinding wsFederationHttpBinding ws2007FederationHttpBinding netTcpContextBinding mexTcpBinding mexNamedPipeBinding',
  ]
    .flatMap((names) => names.split(' '))
    .flatMap((name) => [
      `<bindings><${name}/></bindings>`,
      `<client><endpoint contract="C" binding="${name}"/></client>`,
    ]),
  ...[
    'binaryMessageEncoding mtomMessageEncoding byteStreamMessageEncoding webMessageEncoding tcpTransport namedPipeTransport udpTransport',
    'msmqTransport peerTransport security transactionFlow context sslStreamSecurity windowsStreamSecurity',
  ]
    .flatMap((names) => names.split(' '))
    .map(
      (name) =>
        `<bindings><customBinding><binding><${name}/><httpTransport/></binding></customBinding></bindings>`,
    ),
  ...['webSocketSettings', 'messageHandlerFactory'].map(
    (name) =>
      `<bindings><customBinding><binding><httpTransport><${name}/></httpTransport></binding></customBinding></bindings>`,
  ),
  ...['rsa', 'certificate', 'certificateReference'].map(
    (name) =>
      `<client><endpoint contract="C" binding="basicHttpBinding"><identity><${name}/></identity></endpoint></client>`,
  ),
];

for (const text of refused)
  test(`${text} is refused with its place and the reason`, (t) => {
    const error = t.throws(() => parse(text), { code: 'ConfigurationError' });
    t.regex(error.message, /is not (?:supported|read): /);
    t.regex(error.message, /line 1, column \d+/);
  });

test('the identity of an endpoint is taken where nothing depends on it, and told', (t) => {
  const identity =
    '<identity><dns value="localhost"/><userPrincipalName value="a@b"/><servicePrincipalName value="c"/></identity>';
  const file = parse(
    `<client><endpoint address="http://localhost/" contract="C" binding="basicHttpBinding">${identity}</endpoint></client>`,
  );
  t.is(file.notices.length, 1);
  t.regex(file.notices[0] ?? '', /<identity> is about message security and Windows/);
});

test('the headers of a client endpoint go into its address', (t) => {
  const headers =
    '<headers><n:Tenant xmlns:n="urn:n" n:kind="a">blue</n:Tenant><Region xmlns="urn:r"><Code>7</Code></Region></headers>';
  const file = parse(
    `<client><endpoint address="http://localhost/" contract="C" binding="basicHttpBinding">${headers}</endpoint></client>`,
  );
  const [tenant, region] = file.clientEndpoints[0]?.headers ?? [];
  t.true(tenant?.is('Tenant', 'urn:n'));
  t.is(tenant?.attribute('kind', 'urn:n'), 'a');
  t.is(tenant?.text, 'blue');
  t.true(region?.elements[0]?.is('Code', 'urn:r'));
  t.throws(
    () =>
      parse(
        '<client><endpoint contract="C" binding="basicHttpBinding"><headers><n:A/></headers></endpoint></client>',
      ),
    { message: /prefix 'n' is not declared/ },
  );
});

test('a host has the timeouts of its file, and filters of base addresses are told', (t) => {
  const file = parse(
    `<services><service name="S"><host><timeouts openTimeout="00:00:30" closeTimeout="00:00:05"/></host></service></services>
     <serviceHostingEnvironment><baseAddressPrefixFilters><add prefix="http://a"/></baseAddressPrefixFilters></serviceHostingEnvironment>`,
  );
  t.deepEqual(file.services[0]?.timeouts, { openTimeout: 30_000, closeTimeout: 5_000 });
  t.is(file.notices.length, 1);
});
