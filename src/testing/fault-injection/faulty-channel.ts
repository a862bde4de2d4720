import { Observable } from 'rxjs';
import { LayeredChannel, coldRequest } from '../../core/channel/index.js';
import type {
  Channel,
  ClientChannels,
  CommunicationTimeouts,
  DuplexChannel,
  Exchange,
  InputChannel,
  ListenerChannels,
  OperationOptions,
  OutputChannel,
  OutputSession,
  RequestChannel,
  Session,
  SessionChannel,
} from '../../core/channel/index.js';
import { CommunicationError } from '../../core/errors/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import type { FaultLine } from './fault-line.js';

/** The two directions of one side. */
export interface FaultLines {
  readonly outgoing: FaultLine;
  readonly incoming: FaultLine;
}

/** What the channels have in common. */
abstract class FaultyChannel<Inner extends Channel> extends LayeredChannel<Inner> {
  readonly description = 'faultInjection channel';
  protected readonly lines: FaultLines;

  constructor(inner: Inner, clock: Clock, timeouts: CommunicationTimeouts, lines: FaultLines) {
    super(inner, clock, timeouts);
    this.lines = lines;
  }
}

/** request and requestSession. */
export class FaultyRequestChannel
  extends FaultyChannel<ClientChannels['requestSession']>
  implements RequestChannel, OutputSession
{
  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): Session {
    return this.inner.session;
  }

  closeOutputSession(options?: OperationOptions): Promise<void> {
    return this.inner.closeOutputSession(options);
  }

  /** A request or a reply that is lost ends the request as a connection does that was cut. */
  request(message: Message, options?: OperationOptions): Observable<Message> {
    return coldRequest((caller) => {
      this.lines.outgoing.carry(message, {
        deliver: (carried, isExtra) => {
          const answer$ = this.inner.request(carried, options);
          if (isExtra) {
            answer$.subscribe({ error: nobody });
            return;
          }
          if (caller.closed) return;
          let isAnswered = false;
          caller.add(
            answer$.subscribe({
              next: (answer) => {
                isAnswered = true;
                this.lines.incoming.carry(answer, {
                  deliver: (carriedBack, isSecond) => {
                    if (isSecond) return;
                    caller.next(carriedBack);
                    caller.complete();
                  },
                  lose: () => {
                    caller.error(lost('reply', this.via));
                  },
                });
              },
              error: (error: unknown) => {
                caller.error(error);
              },
              complete: () => {
                // An answer that is on its way completes the request itself.
                if (!isAnswered) caller.complete();
              },
            }),
          );
        },
        lose: () => {
          caller.error(lost('request', this.via));
        },
      });
    });
  }
}

/** output and outputSession. */
export class FaultyOutputChannel
  extends FaultyChannel<ClientChannels['outputSession']>
  implements OutputChannel, OutputSession
{
  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): Session {
    return this.inner.session;
  }

  closeOutputSession(options?: OperationOptions): Promise<void> {
    return this.inner.closeOutputSession(options);
  }

  /** What is lost is not told to the sender. */
  send(message: Message, options?: OperationOptions): Promise<void> {
    return sendThrough(this.lines, this.inner, message, options);
  }
}

/** input, reply, and their session shapes. */
export class FaultyInputChannel
  extends FaultyChannel<ListenerChannels['replySession']>
  implements InputChannel, SessionChannel
{
  readonly exchanges$ = receiveThrough(this.lines, this.inner);

  get localAddress(): EndpointAddress {
    return this.inner.localAddress;
  }

  get session(): Session {
    return this.inner.session;
  }
}

/** duplex and duplexSession. */
export class FaultyDuplexChannel
  extends FaultyChannel<ClientChannels['duplexSession']>
  implements DuplexChannel, OutputSession
{
  readonly exchanges$ = receiveThrough(this.lines, this.inner);

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get localAddress(): EndpointAddress {
    return this.inner.localAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  get session(): Session {
    return this.inner.session;
  }

  closeOutputSession(options?: OperationOptions): Promise<void> {
    return this.inner.closeOutputSession(options);
  }

  /** What is lost is not told to the sender. */
  send(message: Message, options?: OperationOptions): Promise<void> {
    return sendThrough(this.lines, this.inner, message, options);
  }
}

function sendThrough(
  { outgoing }: FaultLines,
  inner: OutputChannel,
  message: Message,
  options: OperationOptions | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.carry(message, {
      deliver: (carried, isExtra) => {
        const sent = inner.send(carried, isExtra ? {} : options);
        if (isExtra) sent.catch(nobody);
        else sent.then(resolve, reject);
      },
      lose: resolve,
    });
  });
}

function receiveThrough(lines: FaultLines, inner: InputChannel): Observable<Exchange> {
  return new Observable((subscriber) =>
    inner.exchanges$.subscribe({
      next: (exchange) => {
        receive(lines, exchange, inner.localAddress.uri, (one) => {
          subscriber.next(one);
        });
      },
      error: (error: unknown) => {
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    }),
  );
}

function receive(
  { incoming, outgoing }: FaultLines,
  exchange: Exchange,
  address: string,
  pass: (exchange: Exchange) => void,
): void {
  const buffer = exchange.message.createBufferedCopy(Number.MAX_SAFE_INTEGER);
  incoming.carry(buffer.createMessage(), {
    deliver: (message, isExtra) => {
      if (isExtra) pass(new RepeatedExchange(buffer.createMessage(), exchange));
      else pass(new FaultyExchange(message, exchange, outgoing));
    },
    lose: () => {
      exchange.settle(exchange.canReply ? lost('message', address) : undefined);
    },
  });
}

/** What came in, with faults on the way back. */
class FaultyExchange implements Exchange {
  readonly message: Message;
  readonly canReply: boolean;
  readonly #inner: Exchange;
  readonly #outgoing: FaultLine;

  constructor(message: Message, inner: Exchange, outgoing: FaultLine) {
    this.message = message;
    this.canReply = inner.canReply;
    this.#inner = inner;
    this.#outgoing = outgoing;
  }

  get signal(): AbortSignal {
    return this.#inner.signal;
  }

  reply(message: Message | null): Promise<void> {
    if (message === null) return this.#inner.reply(null);
    return new Promise((resolve, reject) => {
      this.#outgoing.carry(message, {
        deliver: (carried, isExtra) => {
          // An exchange has one reply: it cannot come twice.
          if (!isExtra) this.#inner.reply(carried).then(resolve, reject);
        },
        lose: () => {
          this.#inner.settle(lost('reply', 'its sender'));
          resolve();
        },
      });
    });
  }

  settle(error?: unknown): void {
    this.#inner.settle(error);
  }
}

/** A message that came a second time: nobody waits for its answer. */
class RepeatedExchange implements Exchange {
  readonly message: Message;
  readonly canReply: boolean;
  readonly #inner: Exchange;

  constructor(message: Message, inner: Exchange) {
    this.message = message;
    this.canReply = inner.canReply;
    this.#inner = inner;
  }

  get signal(): AbortSignal {
    return this.#inner.signal;
  }

  reply(): Promise<void> {
    return Promise.resolve();
  }

  settle(): void {
    // The message itself is settled by the one that came first.
  }
}

function lost(what: string, where: string): CommunicationError {
  return new CommunicationError(`faultInjection lost the ${what} to ${where}.`);
}

/** The second time of a message is nobody's to wait for. */
function nobody(): void {
  // Nothing to do.
}
