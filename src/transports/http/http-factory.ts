import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Credentials, MessageEncoder } from '../../core/binding/index.js';
import { ChannelFactoryBase, raceAbort } from '../../core/channel/index.js';
import type { CommunicationTimeouts, LifeStep, RequestChannel } from '../../core/channel/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import type { EndpointAddress, EndpointIdentity, PropertyKey } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import { CookieJar } from './cookie-jar.js';
import { HttpRequestChannel } from './http-channel.js';
import type { HttpSettings } from './http-options.js';
import { clientTlsOptions } from './tls.js';

/** What an element gives to the factory it builds. */
export interface HttpFactoryInit {
  readonly scheme: 'http' | 'https';
  readonly encoder: MessageEncoder;
  readonly settings: HttpSettings;
  readonly credentials: Credentials | null;
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  readonly getProperty: <T>(key: PropertyKey<T>) => T | null;
}

/** Makes channels over HTTP, which share the factory's connections, its cookies and its credentials. */
export class HttpChannelFactory extends ChannelFactoryBase<'request'> {
  readonly description: string;
  readonly #init: HttpFactoryInit;
  readonly #cookies: CookieJar | null;
  /** Connections by the identity that the service must prove; nearly always one. */
  readonly #dispatchers = new Map<string, Dispatcher>();

  constructor(init: HttpFactoryInit) {
    super(init.clock, init.timeouts);
    this.#init = init;
    this.description = `${init.scheme} request channel factory`;
    this.#cookies = init.settings.allowCookies ? new CookieJar() : null;
  }

  override getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#init.getProperty(key);
  }

  protected makeChannel(remoteAddress: EndpointAddress, via: string): RequestChannel {
    this.#checkAddress(via);
    const { encoder, settings, clock, timeouts, getProperty } = this.#init;
    return new HttpRequestChannel({
      remoteAddress,
      via,
      dispatcher: this.#dispatcher(remoteAddress.identity),
      encoder,
      settings,
      cookies: this.#cookies,
      clock,
      timeouts,
      getProperty,
    });
  }

  protected override async onClose(step: LifeStep): Promise<void> {
    await super.onClose(step);
    const closing = [...this.#dispatchers.values()].map((dispatcher) => dispatcher.close());
    await raceAbort(Promise.all(closing), step.signal);
  }

  protected override onAbort(reason: unknown): void {
    super.onAbort(reason);
    // Destroying tells pending requests and cannot fail in a way that anybody could act on.
    for (const dispatcher of this.#dispatchers.values()) dispatcher.destroy(() => undefined);
    this.#dispatchers.clear();
  }

  #checkAddress(via: string): void {
    const { scheme } = this.#init;
    if (!URL.canParse(via)) {
      throw new InvalidOperationError(`The address '${via}' is no absolute URI.`);
    }
    const { protocol, port } = new URL(via);
    if (port === '0') {
      throw new InvalidOperationError(
        `The address ${via} has port 0, which is none; the addresses of an open host, in host.endpoints, have the port that it got.`,
      );
    }
    if (protocol === `${scheme}:`) return;
    throw new InvalidOperationError(
      `The address ${via} has the scheme '${protocol.slice(0, -1)}', and the transport of the binding is ${scheme}; change the one or the other.`,
    );
  }

  #dispatcher(identity: EndpointIdentity | null): Dispatcher {
    const { scheme, credentials, timeouts } = this.#init;
    const isSecure = scheme === 'https';
    const key = isSecure ? identityKey(identity) : '';
    const known = this.#dispatchers.get(key);
    if (known !== undefined) return known;
    const made = new Agent({
      // One request at a time on a connection, as many connections as requests: .NET's way too.
      pipelining: 1,
      connect: {
        ...(isSecure ? clientTlsOptions(credentials, identity) : {}),
        timeout: timeouts.sendTimeout,
      },
    });
    this.#dispatchers.set(key, made);
    return made;
  }
}

function identityKey(identity: EndpointIdentity | null): string {
  if (identity === null) return '';
  const certificate =
    identity.certificate === undefined ? '' : Buffer.from(identity.certificate).toString('base64');
  return `${identity.dns ?? ''} ${certificate}`;
}
