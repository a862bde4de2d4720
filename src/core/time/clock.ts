/** A timer that can be cancelled; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/** How a timer counts for the life of the process. */
export interface TimerOptions {
  /** True: the process may end while only such timers wait (keep-alives, idle checks); default false. */
  readonly background?: boolean | undefined;
}

/** The only source of time in the library. Milliseconds; `now()` never goes back, whatever happens to the wall clock. */
export interface Clock {
  /** Monotonic milliseconds since some moment. */
  now(): number;
  /** Calls `callback` once, `delay` milliseconds from now (at once, but not before this call returns, when it is 0 or less). */
  schedule(delay: number, callback: () => void, options?: TimerOptions): Timer;
}
