import type { ConcurrencyMode, InstanceContextMode } from '../description/index.js';
import { CallGate } from './call-gate.js';
import { disposeInstance } from './service-instance.js';

/** Which instance the calls of one channel go to, and how many at a time. */
export interface InstanceScope {
  /** Where calls wait for their turn; null: they never wait. */
  readonly gate: CallGate | null;
  /** The instance for a call that starts. An error of the constructor is thrown. */
  acquire(): object;
  /** The call is over. Returns what disposing of the instance returned, when it was disposed of. */
  release(instance: object): unknown;
  /** The channel is over. Returns what disposing of the instance returned. */
  end(): unknown;
}

/** What instances are made from. */
export interface InstanceSettings {
  readonly instanceContextMode: InstanceContextMode;
  /** `Reentrant` is treated as `Single`: calls wait through awaits until the one before is over. */
  readonly concurrencyMode: ConcurrencyMode;
  create(): object;
  /** The one instance of a `Single` service that the application made; it stays the application's. */
  readonly singleton: object | null;
}

/** Makes the scopes of a host's channels and keeps the instance that they share, if they do. WCF's instance provider. */
export class InstanceScopes {
  readonly #settings: InstanceSettings;
  readonly #single: SharedScope;

  constructor(settings: InstanceSettings) {
    this.#settings = settings;
    this.#single = new SharedScope(settings);
  }

  /** The scope for a new channel. */
  forChannel(hasSession: boolean): InstanceScope {
    const settings = this.#settings;
    const { instanceContextMode } = settings;
    if (instanceContextMode === 'Single') return this.#single.borrowed;
    if (instanceContextMode === 'PerSession' && hasSession) return new SharedScope(settings);
    return new CallScope(settings, hasSession);
  }

  /** The host is over: ends the shared instance, unless it is the application's. */
  end(): unknown {
    return this.#single.end();
  }
}

/** One instance for all calls, made for the first of them. */
class SharedScope implements InstanceScope {
  readonly gate: CallGate | null;
  readonly #settings: InstanceSettings;
  #instance: object | null = null;

  constructor(settings: InstanceSettings) {
    this.#settings = settings;
    this.gate = gateFor(settings);
  }

  acquire(): object {
    this.#instance ??= this.#settings.singleton ?? this.#settings.create();
    return this.#instance;
  }

  release(): unknown {
    return undefined;
  }

  end(): unknown {
    const instance = this.#instance;
    this.#instance = null;
    return instance === null || instance === this.#settings.singleton
      ? undefined
      : disposeInstance(instance);
  }

  /** This scope for a channel that does not end it. */
  get borrowed(): InstanceScope {
    return {
      gate: this.gate,
      acquire: () => this.acquire(),
      release: () => undefined,
      end: () => undefined,
    };
  }
}

/** An instance for each call. Calls of one session are one at a time all the same, as in WCF, unless `Multiple`. */
class CallScope implements InstanceScope {
  readonly gate: CallGate | null;
  readonly #settings: InstanceSettings;

  constructor(settings: InstanceSettings, hasSession: boolean) {
    this.#settings = settings;
    this.gate = hasSession ? gateFor(settings) : null;
  }

  acquire(): object {
    return this.#settings.create();
  }

  release(instance: object): unknown {
    return disposeInstance(instance);
  }

  end(): unknown {
    return undefined;
  }
}

function gateFor({ concurrencyMode }: InstanceSettings): CallGate | null {
  return concurrencyMode === 'Multiple' ? null : new CallGate();
}
