/** .NET counts time in units of 100 ns. */
export const ticksPerMillisecond = 10_000n;
export const ticksPerSecond = 10_000_000n;
export const ticksPerMinute = 600_000_000n;
export const ticksPerDay = 864_000_000_000n;

/** Ticks from 0001-01-01T00:00:00 to 1970-01-01T00:00:00. */
export const epochTicks = 621_355_968_000_000_000n;

/** Ticks of 9999-12-31T23:59:59.9999999. */
export const maxTicks = 3_155_378_975_999_999_999n;

/** Ticks since the year 1 as milliseconds since 1970, rounded down. */
export function toEpochMilliseconds(ticks: bigint): number {
  const sinceEpoch = ticks - epochTicks;
  const isCutUp = sinceEpoch < 0n && sinceEpoch % ticksPerMillisecond !== 0n;
  return Number(sinceEpoch / ticksPerMillisecond) - (isCutUp ? 1 : 0);
}
