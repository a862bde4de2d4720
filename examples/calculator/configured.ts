import { join } from 'node:path';
import type { ChannelFactory, Credentials, ServiceHost } from 'channelstack';
import {
  ConfigurationRegistry,
  loadConfiguration,
  loadServiceApplication,
} from 'channelstack/configuration';
import { Calculator } from './contract.js';
import { CalculatorService } from './service.js';

/** The classes that the files name. */
const registry = new ConfigurationRegistry().addService(CalculatorService).addContract(Calculator);

/** The service as Web.config and Service.svc have it; the port and the certificate are the host's matter, as under IIS. */
export async function createConfiguredHost(
  folder: string,
  port: number,
  credentials: Credentials,
): Promise<ServiceHost> {
  const application = await loadServiceApplication(join(folder, 'service'), { registry });
  for (const notice of application.configuration.notices) console.log(`  ${notice}`);
  const [host] = application.createServiceHosts({
    baseAddresses: [`https://localhost:${String(port)}/servicemodelsamples`],
    credentials,
  });
  if (host === undefined) throw new Error(`The folder ${folder} has no service.`);
  return host;
}

/** The client as app.config has it; the address there is that of the published sample, on port 443, and is replaced. */
export async function createConfiguredFactory(
  folder: string,
  credentials: Credentials,
): Promise<(address: string) => ChannelFactory<Calculator>> {
  const configuration = await loadConfiguration(join(folder, 'client', 'app.config'), { registry });
  return (address) => configuration.createChannelFactory(Calculator, { address, credentials });
}
