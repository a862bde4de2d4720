/** What the strategy remembers; plain data. Times are whole 1/128 milliseconds, as in .NET. */
export interface TransmissionState {
  /** Mean round-trip time, and its mean deviation. */
  mean: number;
  deviation: number;
  /** How long to wait for the oldest message, in 1/128 ms. */
  timeout: number;
  /** Messages that may be unanswered at a time. */
  window: number;
  slowStartThreshold: number;
  /** The window when the last loss was noticed. */
  lossWindow: number;
  /** Acknowledgements counted towards the next widening above the threshold. */
  counted: number;
  /** What the other side has room for, or Infinity when it does not tell. */
  quota: number;
}

const unit = 128;
const unmeasuredRoundTrip = 2_000 * unit;
const leastReserve = 400 * unit;

/**
 * Round-trip-adaptive retransmission and slow start, in .NET's integer arithmetic: the timeout is
 * max(400 ms + mean, mean + 4 deviations) and doubles with each retransmission; the window starts at 1.
 */
export function startTransmission(maxWindow: number, roundTrip: number | null): TransmissionState {
  const mean = roundTrip === null ? unmeasuredRoundTrip : Math.round(roundTrip * unit);
  const state: TransmissionState = {
    mean,
    deviation: mean >> 1,
    timeout: 0,
    window: 1,
    slowStartThreshold: maxWindow,
    lossWindow: maxWindow,
    counted: 0,
    quota: Infinity,
  };
  resetTimeout(state);
  return state;
}

/** How long to wait for the oldest message before it is sent again, in milliseconds. */
export function retransmissionDelay(state: TransmissionState): number {
  return state.timeout / unit;
}

/** The estimate of the mean round trip, in milliseconds. */
export function roundTripTime(state: TransmissionState): number {
  return state.mean / unit;
}

/**
 * A message was answered `roundTrip` milliseconds after its last transmission. What took longer than the estimate allows
 * (twice as long for one that was sent again) is no round trip: its answer was lost, and another one told of it. It is not
 * counted, and the timeout stays as long as it has become; otherwise one loss would lengthen the wait after the next.
 */
export function measureRoundTrip(
  state: TransmissionState,
  roundTrip: number,
  wasRepeated: boolean,
): void {
  const measured = Math.round(roundTrip * unit);
  if (measured > estimatedTimeout(state) * (wasRepeated ? 2 : 1)) return;
  const error = measured - state.mean;
  state.deviation += (Math.abs(error) - state.deviation) >> 3;
  state.mean += error >> 3;
  resetTimeout(state);
}

/** The oldest message is sent again: wait longer, and send less at a time. */
export function noteRetransmission(state: TransmissionState): void {
  state.timeout = Math.min(state.timeout * 2, longestTimeout);
  state.slowStartThreshold = Math.max(1, state.window >> 1);
  state.lossWindow = state.window;
  state.window = 1;
  state.counted = 0;
}

/** `count` messages left the window: widen it, fast up to the threshold, then slowly. */
export function widenWindow(state: TransmissionState, count: number, maxWindow: number): void {
  if (state.window <= state.slowStartThreshold) {
    state.window = Math.min(state.window + count, maxWindow, state.slowStartThreshold + 1);
    return;
  }
  state.counted += count;
  const span = Math.max(1, Math.floor((state.lossWindow - state.slowStartThreshold) / 8));
  const needed = Math.floor(((state.window - state.slowStartThreshold) * state.window) / span);
  if (state.counted < Math.max(1, needed)) return;
  state.counted = 0;
  state.window = Math.min(state.window + 1, maxWindow);
}

const longestTimeout = 24 * 60 * 60 * 1_000 * unit;

function resetTimeout(state: TransmissionState): void {
  state.timeout = estimatedTimeout(state);
}

function estimatedTimeout({ mean, deviation }: TransmissionState): number {
  return Math.max(leastReserve + mean, mean + 4 * deviation);
}
