import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vectorFolder } from '../vector-suite.js';

/** A message in one direction. */
export interface RecordedRequest {
  readonly body: string;
}

/** An answer; without a body it is an empty 202. */
export interface RecordedResponse {
  readonly status: number;
  readonly body: string;
}

/** One request of a recorded session and its answer. */
export interface RecordedExchange {
  /** Milliseconds since the first exchange. */
  readonly t: number;
  readonly responseT?: number;
  /** What the recording proxy did to it. */
  readonly dropped?: 'request' | 'response' | 'duplicate' | 'delay' | '500';
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  readonly duplicateResponse?: RecordedResponse;
}

/** A whole session between a .NET client and a .NET server. */
export interface RecordedSession {
  readonly name: string;
  readonly binding: string;
  readonly description: string;
  /** What the calling program did and saw: `from-to what = outcome`. */
  readonly client: readonly string[];
  readonly options?: readonly string[];
  readonly proxyRules?: readonly { readonly do: string; readonly ms?: number }[];
  readonly exchanges: readonly RecordedExchange[];
}

/** The recorded sessions with text encoding. */
export function readRecordedSessions(): RecordedSession[] {
  const file = join(vectorFolder, 'rm-sessions-dotnet.json');
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly sessions: readonly RecordedSession[];
  };
  return sessions.filter(({ exchanges }) =>
    exchanges.every(({ request }) => request.body.startsWith('<')),
  );
}

/**
 * Sessions in which .NET's own client sent out of order, or its server dropped what was overtaken: there our outcome must be
 * as good, and the messages are others.
 */
export function isReordered({ name }: RecordedSession): boolean {
  return /concurrent|reordered|delayed|window|unordered/.test(name);
}

/** The protocol version of a session. */
export function versionOf({
  exchanges,
}: RecordedSession): 'WSReliableMessaging11' | 'WSReliableMessagingFebruary2005' {
  return exchanges.some(({ request }) => request.body.includes('/wsrm/200702'))
    ? 'WSReliableMessaging11'
    : 'WSReliableMessagingFebruary2005';
}

/** The first Identifier of an element with that name, or null. */
export function identifierIn(body: string, element: string): string | null {
  const pattern = new RegExp(
    `<(?:\\w+:)?${element}[ >](?:(?!</(?:\\w+:)?${element}>).)*?<(?:\\w+:)?Identifier>([^<]*)<`,
    's',
  );
  return pattern.exec(body)?.[1] ?? null;
}

/** A body without what may differ between two correct peers: the words of a fault's reason and their language. */
export function withoutReasons(body: string): string {
  return body.replace(/<s:Reason>.*?<\/s:Reason>/gs, '<s:Reason/>');
}
