import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TlsOptions } from 'node:tls';
import type { MessageEncoder, ServicePage } from '../../core/binding/index.js';
import { AcceptQueue, CommunicationObject, raceAbort } from '../../core/channel/index.js';
import type {
  ChannelListener,
  CommunicationTimeouts,
  LifeStep,
  OperationOptions,
  ReplyChannel,
} from '../../core/channel/index.js';
import type { PropertyKey } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { HttpMount } from './http-mount.js';
import type { HostNameComparisonMode, HttpSettings } from './http-options.js';
import { HttpReceiver } from './http-receiver.js';
import { HttpReplyChannel } from './http-reply-channel.js';
import type { HttpRoute } from './http-routes.js';
import { SharedHttpServer } from './http-server.js';

/** What an element gives to the listener it builds. */
export interface HttpListenerInit {
  readonly listenUri: string;
  readonly encoder: MessageEncoder;
  readonly settings: HttpSettings;
  /** Null: no TLS, or a mount whose owner sees to it. */
  readonly tls: TlsOptions | null;
  /** Where the listener stands instead of on a port of its own, or null. */
  readonly mount: HttpMount | null;
  readonly page: ServicePage | null;
  readonly clock: Clock;
  readonly timeouts: CommunicationTimeouts;
  readonly getProperty: <T>(key: PropertyKey<T>) => T | null;
}

/** Listens at one HTTP address. It accepts one channel, which gets all messages for as long as the listener lives. */
export class HttpChannelListener
  extends CommunicationObject
  implements ChannelListener<'reply'>, HttpRoute
{
  readonly description = 'http reply channel listener';
  readonly host: string;
  readonly path: string;
  readonly hostNameComparisonMode: HostNameComparisonMode;
  readonly #init: HttpListenerInit;
  readonly #accepted = new AcceptQueue<ReplyChannel>();
  #uri: string;
  #server: SharedHttpServer | null = null;
  #isMounted = false;
  #receiver: HttpReceiver | null = null;
  #channel: HttpReplyChannel | null = null;

  constructor(init: HttpListenerInit) {
    super(init.clock, init.timeouts);
    this.#init = init;
    this.#uri = init.listenUri;
    const { hostname, pathname } = new URL(plainUri(init.listenUri));
    this.host = hostname;
    this.path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname;
    this.hostNameComparisonMode = init.settings.hostNameComparisonMode;
  }

  get uri(): string {
    return this.#uri;
  }

  getProperty<T>(key: PropertyKey<T>): T | null {
    return this.#init.getProperty(key);
  }

  accept(options?: OperationOptions): Promise<ReplyChannel | null> {
    return this.#accepted.take(options);
  }

  /** A request for this listener's address. */
  receive(req: IncomingMessage, res: ServerResponse, target: string, waits: boolean): void {
    this.#receiver?.receive(req, res, target, waits);
  }

  protected async onOpen(): Promise<void> {
    const { mount, settings, tls, listenUri } = this.#init;
    if (mount !== null) {
      mount.attach(this);
      this.#isMounted = true;
      this.#start();
      return;
    }
    const { port, protocol } = new URL(plainUri(listenUri));
    const server = await SharedHttpServer.attach(this, {
      port: port === '' ? defaultPort(protocol) : Number(port),
      bindHost: bindHost(listenUri),
      tls,
      requestInitializationTimeout: settings.requestInitializationTimeout,
      backlog: settings.maxPendingAccepts,
    });
    this.#server = server;
    // Opening may have been given up while the server started.
    if (this.state !== 'opening') {
      this.#leave();
      return;
    }
    if (port === '0') this.#uri = listenUri.replace(/:0(?=[/?#]|$)/, `:${String(server.port)}`);
    this.#start();
  }

  protected async onClose({ signal }: LifeStep): Promise<void> {
    // Connections that are open may still bring requests: they are told that the service is closing.
    this.#server?.retire(this);
    const drained = this.#receiver?.drain();
    if (drained !== undefined) await raceAbort(drained, signal);
    this.#end();
  }

  protected onAbort(): void {
    this.#receiver?.abort();
    this.#end();
  }

  #start(): void {
    const { encoder, settings, page, clock, timeouts } = this.#init;
    const getProperty = <T>(key: PropertyKey<T>): T | null => this.getProperty(key);
    const channel = new HttpReplyChannel(this.#uri, clock, timeouts, getProperty, () => {
      receiver.abort();
    });
    const receiver = new HttpReceiver({
      uri: this.#uri,
      encoder,
      settings,
      page,
      deliver: (exchange) => channel.deliver(exchange),
    });
    this.#channel = channel;
    this.#receiver = receiver;
    this.#accepted.offer(channel);
  }

  #end(): void {
    this.#leave();
    for (const channel of this.#accepted.close()) channel.abort();
    this.#channel?.end();
  }

  #leave(): void {
    if (this.#isMounted) this.#init.mount?.detach(this);
    this.#isMounted = false;
    this.#server?.detach(this);
    this.#server = null;
  }
}

/** `http://+:80/` and `http://*:80/` are written for people and for WCF; as URIs they need a name. */
function plainUri(uri: string): string {
  return uri.replace(/^(https?:\/\/)[+*](?=[:/]|$)/i, '$10.0.0.0');
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}

/** Where to listen for a host name in an address: everywhere for the wildcards, on the loopback address for localhost. */
function bindHost(uri: string): string | null {
  const host = /^https?:\/\/([^/?#]*)/i.exec(uri)?.[1]?.replace(/:\d*$/, '').toLowerCase() ?? '';
  switch (host) {
    case '+':
    case '*':
    case '0.0.0.0':
    case '[::]':
      return null;
    case 'localhost':
      return '127.0.0.1';
    default:
      return host.replace(/^\[|\]$/g, '');
  }
}
