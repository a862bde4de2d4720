import type { Observable, Subscriber, Subscription } from 'rxjs';
import { LayeredChannel, coldRequest } from '../../core/channel/index.js';
import type {
  CommunicationTimeouts,
  OperationOptions,
  RequestChannel,
} from '../../core/channel/index.js';
import {
  CommunicationError,
  EndpointNotFoundError,
  ServerTooBusyError,
} from '../../core/errors/index.js';
import { IsIdempotentKey, readFault } from '../../core/message/index.js';
import type { EndpointAddress, Message } from '../../core/message/index.js';
import type { Clock, Timer } from '../../core/time/index.js';
import type { RetrySettings } from './retry-options.js';

/** Sends idempotent requests again that failed before they were answered. */
export class RetryChannel extends LayeredChannel<RequestChannel> implements RequestChannel {
  readonly description = 'retry request channel';
  readonly #settings: RetrySettings;

  constructor(
    inner: RequestChannel,
    clock: Clock,
    timeouts: CommunicationTimeouts,
    settings: RetrySettings,
  ) {
    super(inner, clock, timeouts);
    this.#settings = settings;
  }

  get remoteAddress(): EndpointAddress {
    return this.inner.remoteAddress;
  }

  get via(): string {
    return this.inner.via;
  }

  request(message: Message, options: OperationOptions = {}): Observable<Message> {
    if (message.getProperty(IsIdempotentKey) !== true) return this.inner.request(message, options);
    return coldRequest((caller) => {
      const deadline = this.clock.now() + (options.timeout ?? this.timeouts.sendTimeout);
      const attempts = new Attempts(this.#settings, this.clock, deadline, caller, (timeout) =>
        this.inner.request(message, { ...options, timeout }),
      );
      attempts.next();
      return () => {
        attempts.stop();
      };
    });
  }
}

/** The attempts of one request. */
class Attempts {
  readonly #settings: RetrySettings;
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #caller: Subscriber<Message>;
  readonly #send: (timeout: number) => Observable<Message>;
  #count = 0;
  #pause: Timer | null = null;
  #subscription: Subscription | null = null;

  constructor(
    settings: RetrySettings,
    clock: Clock,
    deadline: number,
    caller: Subscriber<Message>,
    send: (timeout: number) => Observable<Message>,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#deadline = deadline;
    this.#caller = caller;
    this.#send = send;
  }

  next(): void {
    this.#count += 1;
    let isBusy = false;
    this.#subscription = this.#send(this.#deadline - this.#clock.now()).subscribe({
      next: (reply) => {
        const [answer, saysBusy] = reply.isFault ? readAnswer(reply) : [reply, false];
        isBusy = saysBusy && this.#repeat();
        if (!isBusy) this.#caller.next(answer);
      },
      complete: () => {
        if (!isBusy) this.#caller.complete();
      },
      error: (error: unknown) => {
        if (!mayBeRepeated(error) || !this.#repeat()) this.#caller.error(error);
      },
    });
  }

  stop(): void {
    this.#pause?.cancel();
    this.#subscription?.unsubscribe();
  }

  /** Waits and tries again; false when it is too often, or too late. */
  #repeat(): boolean {
    const { maxAttempts, delay, maxDelay } = this.#settings;
    const longest = Math.min(maxDelay, delay * 2 ** (this.#count - 1));
    const pause = longest * (0.5 + Math.random() / 2);
    if (this.#count >= maxAttempts || this.#clock.now() + pause >= this.#deadline) return false;
    this.#pause = this.#clock.schedule(pause, () => {
      this.next();
    });
    return true;
  }
}

/** Faults that say "too busy" are no larger. */
const maxFaultBytes = 65_536;

/** A fault that can still be read, and whether it says that the service is too busy (WS-Addressing 1.0 SOAP binding, section 6.4.2.5). */
function readAnswer(reply: Message): readonly [Message, boolean] {
  const { size } = reply;
  if (size === null || size > maxFaultBytes) return [reply, false];
  const buffer = reply.createBufferedCopy(maxFaultBytes);
  try {
    const { code } = readFault(buffer.createMessage());
    const { namespace } = reply.version.addressing;
    return [buffer.createMessage(), code.has('EndpointUnavailable', namespace)];
  } catch {
    // What is wrong with it is for its reader to say.
    return [buffer.createMessage(), false];
  }
}

/** Whether the next attempt may fare better; what the peer or the binding is to blame for stays as it is. */
function mayBeRepeated(error: unknown): boolean {
  return (
    error instanceof EndpointNotFoundError ||
    error instanceof ServerTooBusyError ||
    // The broken connection has no class of its own; those that have one are another matter.
    (error instanceof CommunicationError && error.code === CommunicationError.typeName)
  );
}
