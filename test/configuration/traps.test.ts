import test from 'ava';
import '../../src/default-elements.js';
import {
  ConfigurationRegistry,
  parseConfiguration,
  parseServiceFile,
} from '../../src/configuration/index.js';
import type { ConfigurationFile } from '../../src/configuration/index.js';
import {
  Operation,
  ServiceBehavior,
  ServiceContract,
  contractOnly,
  xsd,
} from '../../src/contracts/index.js';
import { ConfigurationError } from '../../src/core/errors/index.js';

@ServiceContract({
  name: 'ICalculator',
  namespace: 'http://Microsoft.ServiceModel.Samples',
  configurationName: 'Microsoft.ServiceModel.Samples.ICalculator',
})
class Calculator {
  @Operation({ name: 'Negate', parameters: [['n', xsd.double]], returns: xsd.double })
  negate(n: number): Promise<number> {
    return contractOnly(n);
  }
}

/** The published service has no namespace in its contract. */
@ServiceContract({
  name: 'ICalculator',
  configurationName: 'Microsoft.ServiceModel.Samples.ICalculator',
})
class PublishedCalculator {
  @Operation({ name: 'Negate', parameters: [['n', xsd.double]], returns: xsd.double })
  negate(n: number): Promise<number> {
    return contractOnly(n);
  }
}

@ServiceBehavior({ configurationName: 'Microsoft.ServiceModel.Samples.CalculatorService' })
class CalculatorService implements Calculator {
  negate(n: number): Promise<number> {
    return Promise.resolve(-n);
  }
}

/** The published service class is in the namespace Samples. */
@ServiceBehavior({ configurationName: 'Samples.CalculatorService' })
class PublishedCalculatorService implements Calculator {
  negate(n: number): Promise<number> {
    return Promise.resolve(-n);
  }
}

const registry = new ConfigurationRegistry().addService(CalculatorService).addContract(Calculator);
const baseAddresses = ['https://localhost:0/servicemodelsamples/service.svc'];
const name = 'Microsoft.ServiceModel.Samples.CalculatorService';

const metadataBehavior = `<behaviors><serviceBehaviors><behavior name="CalculatorServiceBehavior">
  <serviceMetadata httpGetEnabled="true"/><serviceDebug includeExceptionDetailInFaults="False"/></behavior></serviceBehaviors></behaviors>`;
const mex = (binding: string): string =>
  `<endpoint address="mex" binding="${binding}" contract="IMetadataExchange"/>`;

interface Parts {
  readonly behaviors?: string;
  readonly mex?: string;
  readonly elements?: string;
  readonly endpoint?: string;
}

/** The published Web.config, with parts replaced. */
function webConfig({
  behaviors = metadataBehavior,
  mex: mexEndpoint = '',
  elements = '<reliableSession/><httpsTransport/>',
  endpoint = '',
}: Parts = {}): string {
  return `<?xml version="1.0" encoding="utf-8" ?>
<configuration>
  <system.serviceModel>
    <services>
      <service name="${name}" behaviorConfiguration="CalculatorServiceBehavior">
        <endpoint address="" binding="customBinding" bindingConfiguration="reliableSessionOverHttps"
                  contract="Microsoft.ServiceModel.Samples.ICalculator" ${endpoint}/>
        ${mexEndpoint}
      </service>
    </services>
    <bindings><customBinding><binding name="reliableSessionOverHttps">${elements}</binding></customBinding></bindings>
    ${behaviors}
  </system.serviceModel>
</configuration>`;
}

function read(text: string, using = registry): ConfigurationFile {
  return parseConfiguration(text, { registry: using, fileName: 'Web.config' });
}

test('the files of the scenario, put right, make a host with the described stack', (t) => {
  const host = read(webConfig()).createServiceHost(name, { baseAddresses });
  t.deepEqual(
    host.endpoints.map(({ binding }) => binding.elements.map((element) => element.name)),
    [['reliableSession', 'httpsTransport']],
  );
  t.is(host.endpoints[0]?.contract.name, 'ICalculator');
});

test('trap: the service class is in another namespace than the file says', (t) => {
  const published = new ConfigurationRegistry()
    .addService(PublishedCalculatorService)
    .addContract(Calculator);
  const error = t.throws(
    () => read(webConfig(), published).createServiceHost(name, { baseAddresses }),
    { instanceOf: ConfigurationError },
  );
  t.regex(
    error.message,
    /no service 'Microsoft\.ServiceModel\.Samples\.CalculatorService'.*Did you mean 'Samples\.CalculatorService'/s,
  );
  t.regex(error.message, /configurationName/);
});

test('trap: the .svc file names the class without its namespace', (t) => {
  const { service } = parseServiceFile(
    '<%@ServiceHost language=c# Service="CalculatorService" %>',
    'Service.svc',
  );
  const error = t.throws(() => read(webConfig()).createServiceHost(service, { baseAddresses }), {
    instanceOf: ConfigurationError,
  });
  t.regex(
    error.message,
    /no service 'CalculatorService'.*Did you mean 'Microsoft\.ServiceModel\.Samples\.CalculatorService'/s,
  );
});

test('trap: the contract of the service has no namespace, that of the client has one', (t) => {
  const both = (): ConfigurationRegistry =>
    new ConfigurationRegistry().addContract(Calculator).addContract(PublishedCalculator);
  const error = t.throws(both, { instanceOf: ConfigurationError });
  t.regex(
    error.message,
    /http:\/\/Microsoft\.ServiceModel\.Samples and http:\/\/tempuri\.org\/.*do not fit together/s,
  );
  const client = `<configuration><system.serviceModel><client><endpoint address="https://localhost/s" binding="customBinding"
    bindingConfiguration="b" contract="Microsoft.ServiceModel.Samples.ICalculator"/></client>
    <bindings><customBinding><binding name="b"><httpsTransport/></binding></customBinding></bindings></system.serviceModel></configuration>`;
  const other = t.throws(() => read(client).createChannelFactory(PublishedCalculator), {
    instanceOf: ConfigurationError,
  });
  t.regex(
    other.message,
    /^Web\.config, line 2, .*namespaces http:.* and http:\/\/tempuri\.org\/.*sets none/s,
  );
});

test('trap: the behaviour that behaviorConfiguration names is not defined', (t) => {
  const error = t.throws(() => read(webConfig({ behaviors: '' })), {
    instanceOf: ConfigurationError,
  });
  t.regex(error.message, /line 5, .*'CalculatorServiceBehavior' is not defined; add <behaviors>/s);
});

test('trap: the mex endpoint has a binding for http, and there is no http base address', (t) => {
  const file = read(webConfig({ mex: mex('mexHttpBinding') }));
  const error = t.throws(() => file.createServiceHost(name, { baseAddresses }), {
    instanceOf: ConfigurationError,
  });
  t.regex(error.message, /needs a base address that starts with http:.*mexHttpsBinding/s);
});

test('trap: the mex endpoint needs the serviceMetadata behaviour', (t) => {
  const behaviors = metadataBehavior.replace('<serviceMetadata httpGetEnabled="true"/>', '');
  const error = t.throws(() => read(webConfig({ behaviors, mex: mex('mexHttpsBinding') })), {
    instanceOf: ConfigurationError,
  });
  t.regex(error.message, /IMetadataExchange.*<serviceMetadata\/>/s);
});

test('trap: something stands in front of the XML declaration', (t) => {
  const error = t.throws(() => read(`<!-- This is the config for the topic -->\n${webConfig()}`), {
    instanceOf: ConfigurationError,
  });
  t.regex(
    error.message,
    /Web\.config, line 2, column 1: The XML declaration .* must be the very first thing/,
  );
});

test('trap: no encoding element means text, and no version means February 2005', (t) => {
  const binding = read(webConfig()).bindings.get('customBinding/reliableSessionOverHttps');
  t.true(binding?.canBuildChannelListener('replySession'));
  t.deepEqual(
    binding?.elements.map((element) => element.settings),
    [{}, binding?.elements[1]?.settings],
  );
});

test('trap: an https base address and a transport for http do not fit', (t) => {
  const file = read(webConfig({ elements: '<reliableSession/><httpTransport/>' }));
  const error = t.throws(() => file.createServiceHost(name, { baseAddresses }), {
    instanceOf: ConfigurationError,
  });
  t.regex(
    error.message,
    /<httpTransport> of the binding 'reliableSessionOverHttps'.*starts with http:.*only https:\/\/localhost/s,
  );
});

test('a mex endpoint is an endpoint of the host, and nothing has to be said of it', (t) => {
  const file = read(webConfig({ mex: mex('mexHttpsBinding') }));
  t.notThrows(() => file.createServiceHost(name, { baseAddresses }));
  t.deepEqual(file.notices, []);
});
