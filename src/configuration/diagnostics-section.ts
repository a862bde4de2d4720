import { enumAttribute, integerAttribute } from '../core/binding/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** What `<messageLogging>` asks for. */
export interface MessageLogging {
  /** Whether bodies are logged; otherwise only the headers are. Default false. */
  readonly logEntireMessage: boolean;
  /** How many messages are logged before the log ends; Infinity for all. Default 10,000. */
  readonly maxMessagesToLog: number;
  /** A longer message is not logged, in bytes; Infinity for all. Default 262,144. */
  readonly maxSizeOfMessageToLog: number;
}

/** In WCF -1 is "no limit". */
const limit = integerAttribute(-1, 2_147_483_647);

/** Reads `<diagnostics>`: what is to be logged of messages, or null. What is about Windows is refused unless it is off. */
export function readDiagnostics(node: ConfigurationNode | null): MessageLogging | null {
  if (node === null) return null;
  const elsewhere = 'subscribe to the diagnostics channels of channelstack instead.';
  if (node.boolean('wmiProviderEnabled') === true)
    node.refuseAttribute('wmiProviderEnabled', `there is no WMI; ${elsewhere}`);
  const counters = node.value(
    'performanceCounters',
    enumAttribute(['Off', 'ServiceOnly', 'All', 'Default']),
  );
  if (counters !== undefined && counters !== 'Off' && counters !== 'Default')
    node.refuseAttribute('performanceCounters', `there are no performance counters; ${elsewhere}`);
  if (node.boolean('performanceCountersEnabled') === true)
    node.refuseAttribute(
      'performanceCountersEnabled',
      `there are no performance counters; ${elsewhere}`,
    );
  node.refuseAttribute('etwProviderId', `there is no ETW; ${elsewhere}`);
  readTracing(node.child('endToEndTracing'), elsewhere);
  const logging = readMessageLogging(node.child('messageLogging'));
  node.finish();
  return logging;
}

function readTracing(node: ConfigurationNode | null, elsewhere: string): void {
  for (const name of ['propagateActivity', 'activityTracing', 'messageFlowTracing'])
    if (node?.boolean(name) === true)
      node.refuseAttribute(name, `activities are not traced; ${elsewhere}`);
  node?.finish();
}

function readMessageLogging(node: ConfigurationNode | null): MessageLogging | null {
  if (node === null) return null;
  const isLogged = node.boolean('logMessagesAtTransportLevel') ?? false;
  for (const [name, reason] of [
    [
      'logMessagesAtServiceLevel',
      'messages are logged as they are on the wire; set logMessagesAtTransportLevel.',
    ],
    ['logMalformedMessages', 'what cannot be read is told on channelstack:error.'],
    [
      'logKnownPii',
      'a log that shows what security hides is made in code, by a subscriber of channelstack:message.',
    ],
  ] as const)
    if (node.boolean(name) === true) node.refuseAttribute(name, reason);
  node.refuseChild('filters', 'choose among the entries where they are written.');
  const logging: MessageLogging = {
    logEntireMessage: node.boolean('logEntireMessage') ?? false,
    maxMessagesToLog: limitOf(node, 'maxMessagesToLog', 10_000),
    maxSizeOfMessageToLog: limitOf(node, 'maxSizeOfMessageToLog', 262_144),
  };
  node.finish();
  return isLogged ? logging : null;
}

function limitOf(node: ConfigurationNode, name: string, byDefault: number): number {
  const value = node.value(name, limit);
  if (typeof value !== 'number') return byDefault;
  return value < 0 ? Infinity : value;
}
