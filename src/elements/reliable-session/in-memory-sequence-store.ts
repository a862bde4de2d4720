import { TransientMap } from '../../core/collections/index.js';
import { InvalidOperationError } from '../../core/errors/index.js';
import type { Message } from '../../core/message/index.js';
import { AcknowledgementRanges, rangesHave } from './acknowledgement-ranges.js';
import type {
  RememberedSession,
  SentRecord,
  SequenceChange,
  SequenceStore,
  SessionJournal,
  SessionRecord,
} from './sequence-store.js';

/** Remembers sessions while the process lives; keeps everything at once. */
export class InMemorySequenceStore implements SequenceStore {
  readonly #journals = new Map<string, InMemoryJournal>();

  begin(session: SessionRecord): SessionJournal {
    const key = `${session.side} ${session.identifier}`;
    if (this.#journals.has(key)) {
      throw new InvalidOperationError(
        `The store remembers a session ${session.identifier} of the ${session.side} already; identifiers must be unique.`,
      );
    }
    const journal = new InMemoryJournal(session, () => {
      this.#journals.delete(key);
    });
    this.#journals.set(key, journal);
    return journal;
  }

  load(): Promise<readonly RememberedSession[]> {
    return Promise.resolve([...this.#journals.values()].map((journal) => journal.remembered));
  }
}

class InMemoryJournal implements SessionJournal {
  readonly #session: SessionRecord;
  readonly #onEnd: () => void;
  readonly #received = new AcknowledgementRanges();
  readonly #unfinished = new TransientMap<number, Message>();
  readonly #unacknowledged = new TransientMap<number, SentRecord>();
  #lastSent = 0;

  constructor(session: SessionRecord, onEnd: () => void) {
    this.#session = session;
    this.#onEnd = onEnd;
  }

  get remembered(): RememberedSession {
    return {
      session: this.#session,
      received: [...this.#received.list],
      unfinished: new Map(this.#unfinished.entries()),
      lastSent: this.#lastSent,
      unacknowledged: new Map(this.#unacknowledged.entries()),
    };
  }

  append(change: SequenceChange): null {
    switch (change.type) {
      case 'received':
        this.#received.add(change.number);
        this.#unfinished.set(change.number, change.message);
        break;
      case 'consumed':
        this.#unfinished.delete(change.number);
        break;
      case 'sent':
        this.#send(change.number, { message: change.message, request: null });
        break;
      case 'answered':
        this.#unfinished.delete(change.request);
        this.#send(change.number, { message: change.message, request: change.request });
        break;
      case 'acknowledged':
        for (const number of this.#unacknowledged.keys())
          if (rangesHave(change.ranges, number)) this.#unacknowledged.delete(number);
        break;
    }
    return null;
  }

  end(): void {
    this.#onEnd();
  }

  #send(number: number, sent: SentRecord): void {
    this.#lastSent = Math.max(this.#lastSent, number);
    this.#unacknowledged.set(number, sent);
  }
}
