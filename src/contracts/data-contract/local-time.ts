import { ticksPerMinute, toEpochMilliseconds } from './ticks.js';

/** Ticks of 100 ns on the clock of UTC, as ticks on the clock of this machine's time zone. */
export function utcToLocalTicks(utcTicks: bigint): bigint {
  const date = new Date(toEpochMilliseconds(utcTicks));
  return utcTicks + offsetTicks(date);
}

/** Ticks on the clock of this machine's time zone, as ticks on the clock of UTC. */
export function localToUtcTicks(localTicks: bigint): bigint {
  const clock = new Date(toEpochMilliseconds(localTicks));
  // A Date made from the parts of a local clock, which finds the offset that held then; setFullYear takes years below 100.
  const date = new Date(
    2000,
    0,
    1,
    clock.getUTCHours(),
    clock.getUTCMinutes(),
    clock.getUTCSeconds(),
  );
  date.setFullYear(clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate());
  return localTicks - offsetTicks(date);
}

/** How much the local clock is ahead, in whole minutes as .NET has it, rounded down. */
function offsetTicks(date: Date): bigint {
  // getTimezoneOffset() drops the seconds that offsets had before time zones.
  const clock = new Date(0);
  clock.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  clock.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  return BigInt(Math.floor((clock.getTime() - date.getTime()) / 60_000)) * ticksPerMinute;
}
