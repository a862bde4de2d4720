import { MetadataError } from '../metadata-error.js';

/** The most types inside of each other that have no name to be looked up by. */
const maxNesting = 500;

/** Does one thing after the other where each may lead to the next, so that long chains of types need no deep stack. */
export class TaskQueue {
  readonly #tasks: (() => void)[] = [];
  #isRunning = false;
  #depth = 0;

  /** Does something now, or behind what is under way. */
  run(task: () => void): void {
    this.#tasks.push(task);
    this.hold(() => undefined);
  }

  /** Does something now, and what it puts off behind it. */
  hold<T>(read: () => T): T {
    if (this.#isRunning) return read();
    this.#isRunning = true;
    try {
      const result = read();
      for (let next = this.#tasks.shift(); next !== undefined; next = this.#tasks.shift()) next();
      return result;
    } finally {
      this.#isRunning = false;
    }
  }

  /** Does something inside of itself, but not without end. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    try {
      if (this.#depth > maxNesting)
        throw new MetadataError(`Types are nested more than ${String(maxNesting)} deep.`);
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
