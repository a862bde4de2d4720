/** Lets one call at a time into an instance, in the order in which they came: WCF's ConcurrencyMode.Single. */
export class CallGate {
  #waiting: (() => void)[] = [];
  #isBusy = false;
  #isDraining = false;

  /** Runs the call now, or when all that came before have left. `run` must not throw. */
  enter(run: () => void): void {
    if (this.#isBusy || this.#isDraining) {
      this.#waiting.push(run);
      return;
    }
    this.#isBusy = true;
    run();
  }

  /** Says that the call that was let in is over. */
  leave(): void {
    this.#isBusy = false;
    // Calls that end at once leave from inside this loop: they must not pile up on the stack.
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#isBusy = true;
      next();
    }
    this.#isDraining = false;
  }

  #next(): (() => void) | undefined {
    return this.#isBusy ? undefined : this.#waiting.shift();
  }
}
