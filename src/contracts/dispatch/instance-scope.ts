import type { InstanceContextInitializer, InstanceProvider } from '../behaviors/index.js';
import { contextOf } from '../context/index.js';
import type { CallState } from '../context/index.js';
import type {
  ConcurrencyMode,
  InstanceContextMode,
  ReleaseInstanceMode,
} from '../description/index.js';
import { isThenable } from './service-instance.js';
import { Throttle } from './throttle.js';

/** What the extensions of an endpoint say about instances. */
export interface InstanceExtensions {
  readonly instanceProvider: InstanceProvider | null;
  readonly instanceContextInitializers: readonly InstanceContextInitializer[];
}

/** Which instance the calls of one channel go to, and how many at a time. */
export interface InstanceScope {
  /** Where calls wait for their turn; null: they never wait. */
  readonly gate: Throttle | null;
  /** Whether a call gives up its turn while it waits for somebody else. */
  readonly isReentrant: boolean;
  /** Whether the next call makes an instance, for which there must be a place. */
  readonly needsInstance: boolean;
  /** The instance for a call that starts; its place, if it needs one, is the scope's from then on. An error of the constructor is thrown. */
  acquire(call: CallState, extensions: InstanceExtensions, mode: ReleaseInstanceMode): object;
  /** The call is over. Returns what disposing of the instance returned, when it was disposed of. */
  release(instance: object, mode: ReleaseInstanceMode): unknown;
  /** The channel is over. Returns what disposing of the instance returned. */
  end(): unknown;
}

/** What instances are made from. */
export interface InstanceSettings {
  readonly instanceContextMode: InstanceContextMode;
  readonly concurrencyMode: ConcurrencyMode;
  create(): object;
  /** Ends the life of an instance that `create` made. Returns what that returned. */
  readonly dispose: (instance: object) => unknown;
  /** The one instance of a `Single` service that the application made; it stays the application's. */
  readonly singleton: object | null;
  /** The places for instances; a call that makes one has taken a place. */
  readonly places: Throttle;
  /** Tells of an error that nobody else gets to see. */
  readonly report: (error: unknown) => void;
}

/** Makes the scopes of a host's channels and keeps the instance that they share, if they do. */
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
    if (instanceContextMode === 'Single') return new BorrowedScope(this.#single);
    if (instanceContextMode === 'PerSession' && hasSession) return new SharedScope(settings);
    return new CallScope(settings, hasSession);
  }

  /** The host is over: ends the shared instance, unless it is the application's. */
  end(): unknown {
    return this.#single.end();
  }
}

/** An instance, and what it is given back to. */
class OwnedInstance {
  readonly instance: object;
  readonly #provider: InstanceProvider | null;
  readonly #settings: InstanceSettings;

  constructor(settings: InstanceSettings, call: CallState, extensions: InstanceExtensions) {
    const { singleton } = settings;
    this.#provider = extensions.instanceProvider;
    this.#settings = settings;
    this.instance = singleton ?? this.#provider?.getInstance(contextOf(call)) ?? settings.create();
    for (const initialize of extensions.instanceContextInitializers)
      initialize(this.instance, contextOf(call));
  }

  /** Gives the instance back, or disposes of it. Returns what that returned. */
  release(): unknown {
    const { singleton, dispose } = this.#settings;
    if (singleton !== null) return undefined;
    const provider = this.#provider;
    return provider?.releaseInstance === undefined
      ? dispose(this.instance)
      : provider.releaseInstance(this.instance);
  }
}

/** One instance for all calls, made for the first of them. */
class SharedScope implements InstanceScope {
  readonly gate: Throttle | null;
  readonly isReentrant: boolean;
  readonly #settings: InstanceSettings;
  #owned: OwnedInstance | null = null;

  constructor(settings: InstanceSettings) {
    this.#settings = settings;
    this.gate = gateFor(settings);
    this.isReentrant = settings.concurrencyMode === 'Reentrant';
  }

  get needsInstance(): boolean {
    return this.#owned === null;
  }

  acquire(call: CallState, extensions: InstanceExtensions, mode: ReleaseInstanceMode): object {
    const recycles =
      this.#owned !== null && (mode === 'BeforeCall' || mode === 'BeforeAndAfterCall');
    if (recycles) this.#recycle();
    try {
      this.#owned ??= new OwnedInstance(this.#settings, call, extensions);
    } catch (error) {
      // The place of the one before was kept for this one.
      if (recycles) this.#settings.places.leave();
      throw error;
    }
    return this.#owned.instance;
  }

  release(_instance: object, mode: ReleaseInstanceMode): unknown {
    return mode === 'AfterCall' || mode === 'BeforeAndAfterCall' ? this.end() : undefined;
  }

  end(): unknown {
    const owned = this.#owned;
    if (owned === null) return undefined;
    this.#owned = null;
    this.#settings.places.leave();
    return owned.release();
  }

  /** The instance ends, and its place is kept for the next one. */
  #recycle(): void {
    const owned = this.#owned;
    this.#owned = null;
    const { report } = this.#settings;
    try {
      const released = owned?.release();
      if (isThenable(released)) released.then(undefined, report);
    } catch (error) {
      report(error);
    }
  }
}

/** The shared scope for a channel that does not end it. */
class BorrowedScope implements InstanceScope {
  readonly #shared: InstanceScope;

  constructor(shared: InstanceScope) {
    this.#shared = shared;
  }

  get gate(): Throttle | null {
    return this.#shared.gate;
  }

  get isReentrant(): boolean {
    return this.#shared.isReentrant;
  }

  get needsInstance(): boolean {
    return this.#shared.needsInstance;
  }

  acquire(call: CallState, extensions: InstanceExtensions, mode: ReleaseInstanceMode): object {
    return this.#shared.acquire(call, extensions, mode);
  }

  release(instance: object, mode: ReleaseInstanceMode): unknown {
    return this.#shared.release(instance, mode);
  }

  end(): unknown {
    return undefined;
  }
}

/** An instance for each call. Calls of one session are one at a time all the same, as in WCF, unless `Multiple`. */
class CallScope implements InstanceScope {
  readonly gate: Throttle | null;
  readonly isReentrant: boolean;
  readonly needsInstance = true;
  readonly #settings: InstanceSettings;
  readonly #owned = new Map<object, OwnedInstance>();

  constructor(settings: InstanceSettings, hasSession: boolean) {
    this.#settings = settings;
    this.gate = hasSession ? gateFor(settings) : null;
    this.isReentrant = settings.concurrencyMode === 'Reentrant';
  }

  acquire(call: CallState, extensions: InstanceExtensions): object {
    const owned = new OwnedInstance(this.#settings, call, extensions);
    this.#owned.set(owned.instance, owned);
    return owned.instance;
  }

  release(instance: object): unknown {
    this.#settings.places.leave();
    const owned = this.#owned.get(instance);
    this.#owned.delete(instance);
    return owned?.release();
  }

  end(): unknown {
    return undefined;
  }
}

function gateFor({ concurrencyMode }: InstanceSettings): Throttle | null {
  return concurrencyMode === 'Multiple' ? null : new Throttle(1);
}
