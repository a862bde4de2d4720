#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ChannelStackError } from '../core/errors/index.js';
import { serveCommand } from './serve/serve-command.js';
import { svcutilCommand } from './svcutil/svcutil-command.js';

/** What the command ends with: 0 done, 1 failed, 2 asked for in a wrong way. */
const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

const print = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly version: string };

const program = new Command('channelstack')
  .description('Bring your Web.config, leave with a typed client.')
  .version(version)
  .addCommand(serveCommand(print))
  .addCommand(svcutilCommand(print));
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (ChannelStackError.is(error)) print(`error: ${error.message}`);
  else print(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return exitCodes.failed;
}
