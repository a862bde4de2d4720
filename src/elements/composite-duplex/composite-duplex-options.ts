import { checkOptionNames } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';

/** Options of {@link compositeDuplex}. */
export interface CompositeDuplexOptions {
  /**
   * Client: where it listens for what the service sends, an address that the service can reach; each factory appends a
   * name of its own. Default: any free port of this machine's loopback address, which is good for services on the same machine.
   */
  readonly clientBaseAddress?: string | URL | undefined;
}

/** Checked options. */
export interface CompositeDuplexSettings {
  readonly clientBaseAddress: string | null;
}

/** Checks options. @throws InvalidBindingError */
export function readCompositeDuplexOptions(
  options: CompositeDuplexOptions,
): CompositeDuplexSettings {
  checkOptionNames('compositeDuplex', options, ['clientBaseAddress']);
  const { clientBaseAddress } = options;
  if (clientBaseAddress === undefined) return { clientBaseAddress: null };
  const address = String(clientBaseAddress);
  if (!URL.canParse(address)) {
    throw new InvalidBindingError(
      `compositeDuplex cannot work with its options: clientBaseAddress '${address}' is no absolute URI, such as http://my-machine:8000/client.`,
    );
  }
  return { clientBaseAddress: address };
}
