import { Message } from '../../core/message/index.js';
import type { Clock } from '../../core/time/index.js';
import { faults } from './fault-injection-options.js';
import type { Fault, FaultInjectionSettings, PassingMessage } from './fault-injection-options.js';
import { seededRandom } from './random.js';

/** What a message is to become of, at the end of the line. */
export interface Passage {
  /** Passes the message on; `isExtra` for the second time of one that is duplicated. */
  deliver(message: Message, isExtra: boolean): void;
  /** The message is lost. */
  lose(): void;
}

/** One direction of one side: decides what becomes of each message, and when it arrives. */
export class FaultLine {
  readonly #settings: FaultInjectionSettings;
  readonly #clock: Clock;
  readonly #side: PassingMessage['side'];
  readonly #direction: PassingMessage['direction'];
  readonly #random: () => number;
  readonly #isActive: boolean;
  #index = 0;
  /** Messages that wait for another one to pass. */
  #held: (() => void)[] = [];

  constructor(
    settings: FaultInjectionSettings,
    clock: Clock,
    side: PassingMessage['side'],
    direction: PassingMessage['direction'],
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#side = side;
    this.#direction = direction;
    // Each line has numbers of its own, so that what happens on one does not depend on the others.
    const line = (side === 'client' ? 0 : 2) + (direction === 'outgoing' ? 0 : 1);
    this.#random = seededRandom(settings.seed * 4 + line);
    this.#isActive =
      (settings.side === 'both' || settings.side === side) &&
      (settings.direction === 'both' || settings.direction === direction);
  }

  /** Takes a message on its way. */
  carry(message: Message, passage: Passage): void {
    const fault = this.#isActive ? this.#choose(message) : null;
    switch (fault) {
      case 'drop':
        passage.lose();
        return;
      case 'reorder':
        this.#holdBack(() => {
          passage.deliver(message, false);
        });
        return;
      case 'delay':
        this.#later(() => {
          passage.deliver(message, false);
        });
        return;
      case 'corrupt':
        passage.deliver(corrupted(message), false);
        break;
      case 'duplicate':
        passage.deliver(message, false);
        this.#later(() => {
          passage.deliver(message, true);
        });
        break;
      case null:
        passage.deliver(message, false);
    }
    for (const release of this.#held.splice(0)) release();
  }

  #choose(message: Message): Fault | null {
    const { when, onInjected } = this.#settings;
    const passing: PassingMessage = {
      message,
      direction: this.#direction,
      side: this.#side,
      index: (this.#index += 1),
    };
    // Chance is asked in any case: what `when` decides does not change what happens to the others.
    const byChance = this.#chance();
    const decided = when(passing);
    const fault = decided === undefined ? byChance : decided;
    if (fault !== null) onInjected({ ...passing, fault });
    return fault;
  }

  #chance(): Fault | null {
    let rest = this.#random();
    for (const fault of faults) {
      rest -= this.#settings[fault];
      if (rest < 0) return fault;
    }
    return null;
  }

  #holdBack(pass: () => void): void {
    const release = (): void => {
      timer.cancel();
      pass();
    };
    const timer = this.#clock.schedule(this.#settings.delayUpTo, () => {
      this.#held = this.#held.filter((one) => one !== release);
      pass();
    });
    this.#held.push(release);
  }

  #later(pass: () => void): void {
    this.#clock.schedule(this.#random() * this.#settings.delayUpTo, pass);
  }
}

/** The same headers over a body that is of no use to anybody. */
function corrupted(message: Message): Message {
  const damaged = Message.create(message.version, null, (writer) => {
    writer.writeStartElement('', 'damaged', '');
    writer.writeEndElement();
  });
  return damaged.withHeaders(message.headers);
}
