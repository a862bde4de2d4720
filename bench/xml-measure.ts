/** What one candidate did with one document. */
export interface XmlBenchResult {
  readonly name: string;
  readonly candidate: string;
  readonly bytes: number;
  readonly megabytesPerSecond: number;
  readonly microseconds: number;
  /** How many times as long as the first candidate it takes. */
  readonly ratio: number;
}

/** Runs the candidates in turns, so that a noisy moment hits all of them, and takes medians. */
export function compare<T>(
  name: string,
  bytes: number,
  candidates: Readonly<Record<string, (input: T) => number>>,
  input: T,
): XmlBenchResult[] {
  const entries = Object.entries(candidates);
  const samples = entries.map((): number[] => []);
  const calls = entries.map(([, run]) => callsPerTurn(run, input));
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, [, run]] of entries.entries()) {
      samples[i]?.push(timeCalls(run, input, calls[i] ?? 1) / (calls[i] ?? 1));
    }
  }
  const medians = samples.map((values) => values.toSorted((a, b) => a - b)[turns >> 1] ?? 0);
  return entries.map(([candidate], i) => {
    const milliseconds = medians[i] ?? 0;
    return {
      name,
      candidate,
      bytes,
      megabytesPerSecond: round(bytes / milliseconds / 1_000),
      microseconds: round(milliseconds * 1_000),
      ratio: round(milliseconds / (medians[0] ?? 1)),
    };
  });
}

const turns = 15;
const millisecondsPerTurn = 40;

function callsPerTurn<T>(run: (input: T) => number, input: T): number {
  const warmUp = 20;
  timeCalls(run, input, warmUp);
  let calls = warmUp;
  while (timeCalls(run, input, calls) < millisecondsPerTurn) calls *= 2;
  return calls;
}

function timeCalls<T>(run: (input: T) => number, input: T, calls: number): number {
  const start = performance.now();
  let checksum = 0;
  for (let i = 0; i < calls; i++) checksum += run(input);
  if (checksum === 0) throw new Error('A candidate read nothing.');
  return performance.now() - start;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
