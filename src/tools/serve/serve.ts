import '../../default-elements.js';
import { loadServiceApplication } from '../../configuration/index.js';
import type { ServiceHost } from '../../contracts/index.js';
import type { CertificateWithKey } from '../../core/binding/index.js';
import { loadServiceModules } from './service-modules.js';

/** What {@link serve} hosts. */
export interface ServeOptions {
  /** A folder with a Web.config, .svc files and compiled services in `bin`. */
  readonly folder: string;
  /** Modules of the services instead of those in `bin`. */
  readonly services?: readonly string[] | undefined;
  /** The port for http; 0 takes a free one. Default 8080. */
  readonly port?: number | undefined;
  /** The port for https and what the server shows; without it there is none. */
  readonly https?: { readonly port: number; readonly certificate: CertificateWithKey } | undefined;
  /** The path of the application, such as `servicemodelsamples`. Default: none. */
  readonly path?: string | undefined;
}

/** A web application that runs. */
export interface ServedApplication {
  readonly hosts: readonly ServiceHost[];
  /** What the configuration says without effect, one line each. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** Hosts the services of a folder, as IIS would. @throws ConfigurationError, and what opening a host throws */
export async function serve(options: ServeOptions): Promise<ServedApplication> {
  const { folder, services = [], port = 8080, https, path = '' } = options;
  const modules = await loadServiceModules(folder, services);
  const application = await loadServiceApplication(folder, modules);
  const below = path === '' ? '' : `/${path.replace(/^\/|\/$/g, '')}`;
  const hosts = application.createServiceHosts({
    baseAddresses: [
      `http://localhost:${String(port)}${below}`,
      ...(https === undefined ? [] : [`https://localhost:${String(https.port)}${below}`]),
    ],
    ...(https === undefined ? {} : { credentials: { serverCertificate: https.certificate } }),
  });
  const opened: ServiceHost[] = [];
  try {
    for (const host of hosts) {
      await host.open();
      opened.push(host);
    }
  } catch (error) {
    await Promise.allSettled(opened.map((host) => host.close()));
    throw error;
  }
  return {
    hosts,
    notices: application.configuration.notices,
    close: async () => {
      const results = await Promise.allSettled(hosts.map((host) => host.close()));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

/** The endpoints of some hosts as a table: address, binding, contract. */
export function describeEndpoints(hosts: readonly ServiceHost[]): string[] {
  const rows = hosts.flatMap(({ endpoints, metadataEndpoints }) =>
    [...endpoints, ...metadataEndpoints].map(({ address, binding, contract }) => [
      address.uri,
      binding.name,
      contract.name,
    ]),
  );
  const table = [['address', 'binding', 'contract'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
