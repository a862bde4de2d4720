import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { diagnostics } from '../../core/diagnostics/index.js';
import type { SequenceEvent } from '../../core/diagnostics/index.js';

/** Tells what happens to the sequences of one session: to the process, and to whoever looks at this session. */
export class SequenceEvents {
  readonly #side: SequenceEvent['side'];
  #subject: Subject<SequenceEvent> | null = null;
  #isOver = false;

  constructor(side: SequenceEvent['side']) {
    this.#side = side;
  }

  /** Completes when the session is over. */
  get events$(): Observable<SequenceEvent> {
    this.#subject ??= new Subject();
    if (this.#isOver) this.#subject.complete();
    return this.#subject.asObservable();
  }

  /** Costs two reads while nobody listens. */
  publish(
    event: SequenceEvent['event'],
    sequence: string,
    number: number | null = null,
    ranges: SequenceEvent['ranges'] = [],
    detail = '',
  ): void {
    if (!diagnostics.sequence.hasSubscribers && this.#subject === null) return;
    const told: SequenceEvent = { event, side: this.#side, sequence, number, ranges, detail };
    diagnostics.sequence.publish(told);
    this.#subject?.next(told);
  }

  complete(): void {
    this.#isOver = true;
    this.#subject?.complete();
  }
}
