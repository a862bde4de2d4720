import type { MetadataNode } from './metadata-node.js';

/** Something that was met while documents were read. */
export interface ImportNotice {
  readonly message: string;
  /** File, line and column; '' where there is none. */
  readonly place: string;
}

/** Collects what could not be taken over, and where it stands, so that the rest can go on. Each is told once. */
export class ImportReport {
  readonly #notices = new Map<string, ImportNotice>();
  readonly #maxNotices: number;

  constructor(maxNotices = 1_000) {
    this.#maxNotices = maxNotices;
  }

  get notices(): readonly ImportNotice[] {
    return [...this.#notices.values()];
  }

  add(message: string, node: MetadataNode | null = null): void {
    const place = node?.place ?? '';
    if (this.#notices.size < this.#maxNotices)
      this.#notices.set(`${place} ${message}`, { message, place });
  }
}
