import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the service model costs. */
export interface ServiceModelRow {
  /** Microseconds of a call through the channels alone: the same messages, written and read by the same formatters. */
  readonly channels: number;
  /** How much longer the same call takes through a typed client and a service. */
  readonly serviceModel: number;
  /** How much longer still with message and parameter inspectors on both sides. */
  readonly extended: number;
  /** Bytes of heap of an idle typed client with its channel. */
  readonly bytesPerClient: number;
}

/** Calls in one process over the in-process transport, in turn, so that noise hits all. */
export async function measureServiceModel(rounds: number): Promise<ServiceModelRow> {
  const child = fork(join(import.meta.dirname, 'servers', 'service-model.js'), [String(rounds)], {
    execArgv: ['--expose-gc'],
  });
  const [message] = (await once(child, 'message')) as [ServiceModelRow];
  return message;
}
