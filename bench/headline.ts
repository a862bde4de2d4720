import { DotnetPeer, dotnetAvailable } from '../test/interop/dotnet-peer.js';
import { startCalculator } from '../test/interop/our-calculator.js';
import { median } from './median.js';

const calls = 100;

/** 100 calls at once of one .NET client on one ordered session against our service: the median of some runs, as a sentence. */
export async function measureHeadline(runs: number): Promise<string> {
  const dotnet = await dotnetAvailable();
  if (!dotnet.available)
    return `100 calls of a .NET client at once: not measured, needs ${dotnet.needs}`;
  await using peer = await DotnetPeer.start();
  await using service = await startCalculator({ reliable: {} });
  const times: number[] = [];
  let repeated = 0;
  while (times.length < runs) {
    const channel = await peer.openChannel({
      address: service.address,
      binding: { reliable: 'February2005' },
    });
    const { elapsedMs, outcomes } = await channel.callMany({
      operation: 'Next',
      count: calls,
      concurrency: calls,
      args: () => [],
    });
    // .NET's own client now and then throws at this concurrency: such a run says nothing about the service.
    if (outcomes.every(({ ok }) => ok)) {
      const counted = outcomes.map((one) => (one.ok ? one.result : 0)).sort((a, b) => a - b);
      if (counted.some((number, index) => number !== index + 1))
        throw new Error('A call was lost, or ran twice.');
      times.push(elapsedMs);
      await channel.close();
    } else {
      repeated += 1;
      await channel.abort();
    }
    if (repeated > runs * 5) throw new Error('The .NET client does not get through.');
  }
  return (
    `100 calls of a .NET client at once, one ordered session, ${String(runs)} runs: median ${median(times).toFixed(0)} ms, ` +
    `slowest ${Math.max(...times).toFixed(0)} ms (a .NET service: 2,400 to 6,000 ms; ${String(repeated)} runs repeated, in which .NET's client threw)`
  );
}
