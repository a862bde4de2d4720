/**
 * When a destination on a duplex channel acknowledges: with the next message that leaves, or on its own after
 * acknowledgementInterval, or at once when the source waits for it. Plain data, changed in place.
 */
export interface AcknowledgementSchedule {
  /** acknowledgementInterval, in ms. */
  readonly interval: number;
  /** Messages that may be taken before an acknowledgement goes out at once. */
  readonly window: number;
  /** Messages that were taken since the last acknowledgement. */
  pending: number;
  /** When an acknowledgement goes out on its own, or null while nothing is to be acknowledged. */
  dueAt: number | null;
}

/** A schedule before the first message. */
export function startSchedule(interval: number, window: number): AcknowledgementSchedule {
  return { interval, window, pending: 0, dueAt: null };
}

/** A new message was taken: it may wait for company, but not for long, and not when the source's window is full of such. */
export function noteTaken(schedule: AcknowledgementSchedule, now: number): void {
  schedule.pending += 1;
  schedule.dueAt =
    schedule.pending >= schedule.window ? now : (schedule.dueAt ?? now + schedule.interval);
}

/** The source asks, repeats itself, or has nothing more to say: it waits for the acknowledgement. */
export function noteUrgent(schedule: AcknowledgementSchedule, now: number): void {
  schedule.dueAt = now;
}

/** An acknowledgement has left. */
export function noteAcknowledged(schedule: AcknowledgementSchedule): void {
  schedule.pending = 0;
  schedule.dueAt = null;
}
