import '../../src/default-elements.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import type { BindingElement } from '../../src/core/binding/index.js';
import { ServiceHost } from '../../src/contracts/index.js';
import { reliableSession } from '../../src/elements/reliable-session/index.js';
import type { ReliableSessionOptions } from '../../src/elements/reliable-session/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import type { TextEncodingOptions } from '../../src/elements/text-encoding/index.js';
import { httpTransport, httpsTransport } from '../../src/transports/http/index.js';
import { InteropCalculator, InteropCalculatorService } from './calculator-contract.js';
import type { TlsIdentity } from './test-identity.js';

/** The versions of the protocol by the short names that the peers use. */
export const protocolNames = {
  February2005: 'WSReliableMessagingFebruary2005',
  '11': 'WSReliableMessaging11',
} as const;

/** What the calculator is bound with; left out, the element is not there. */
export interface CalculatorBindingOptions {
  readonly reliable?: ReliableSessionOptions | undefined;
  readonly encoding?: TextEncodingOptions | undefined;
  readonly tls?: TlsIdentity | undefined;
}

/** The binding for a calculator service or client of ours. */
export function calculatorBinding({
  reliable,
  encoding,
  tls,
}: CalculatorBindingOptions): CustomBinding {
  const elements: BindingElement[] = reliable === undefined ? [] : [reliableSession(reliable)];
  return new CustomBinding('calculator', [
    ...elements,
    textEncoding(encoding),
    tls === undefined ? httpTransport() : httpsTransport(),
  ]);
}

/** A running calculator service of ours, on loopback at a free port. */
export async function startCalculator(
  options: CalculatorBindingOptions,
): Promise<{ readonly address: string; readonly host: ServiceHost } & AsyncDisposable> {
  const { tls } = options;
  const host = new ServiceHost(InteropCalculatorService, {
    baseAddresses: [`${tls === undefined ? 'http' : 'https'}://localhost:0/calculator`],
    ...(tls === undefined ? {} : { credentials: { serverCertificate: tls } }),
  });
  host.addEndpoint(InteropCalculator, calculatorBinding(options));
  await host.open();
  return {
    host,
    address: host.endpoints[0]?.address.uri ?? '',
    [Symbol.asyncDispose]: () => host.close(),
  };
}
