import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CommunicationState } from '../channel/communication-state.js';
import type { Message } from '../message/index.js';

/** A message that went over a transport, after encoding or before decoding took its body. */
export interface MessageEvent {
  readonly direction: 'sent' | 'received';
  /** Which end of the transport tells it. */
  readonly side: 'client' | 'service';
  readonly message: Message;
  /** The address the message went to, or came in at. */
  readonly address: string;
  /** The encoded message; of one that is streamed, its beginning. */
  readonly bytes: readonly Uint8Array[];
}

/** A channel, factory, listener or host changed its state. */
export interface StateEvent {
  readonly object: object;
  /** What the object is, such as `reliableSession requestSession channel`. */
  readonly name: string;
  readonly state: CommunicationState;
  /** Why, when the state is `faulted`. */
  readonly reason: unknown;
}

/** Something happened to a sequence of a reliable session (WS-ReliableMessaging). */
export interface SequenceEvent {
  readonly event:
    | 'created'
    | 'sent'
    | 'retransmitted'
    | 'received'
    | 'duplicate'
    | 'dropped'
    | 'acknowledged'
    | 'closed'
    | 'terminated'
    | 'faulted';
  readonly side: 'client' | 'service';
  readonly sequence: string;
  /** The message number the event is about, or null. */
  readonly number: number | null;
  /** Acknowledged ranges, for `acknowledged`. */
  readonly ranges: readonly { readonly lower: number; readonly upper: number }[];
  readonly detail: string;
}

/** A bad message, a refused request, an undeclared error of a service: things that no caller gets to see. */
export interface ErrorEvent {
  readonly source: string;
  readonly error: unknown;
  readonly address: string;
}

/** A call of an operation, at the service or at the client. */
export interface CallEvent {
  readonly phase: 'started' | 'finished';
  readonly side: 'client' | 'service';
  readonly action: string;
  readonly operation: string;
  /** What the call failed with, or null. */
  readonly error: unknown;
}

/** Names of the `node:diagnostics_channel` channels, and what is published on each. */
export interface DiagnosticsChannels {
  'channelstack:message': MessageEvent;
  'channelstack:state': StateEvent;
  'channelstack:sequence': SequenceEvent;
  'channelstack:error': ErrorEvent;
  'channelstack:call': CallEvent;
}

/** A channel that costs one property read while nobody listens. */
export interface DiagnosticsChannel<T> {
  readonly hasSubscribers: boolean;
  publish(event: T): void;
}

/** All events the library publishes. Publish as `if (diagnostics.message.hasSubscribers) diagnostics.message.publish(...)`. */
export const diagnostics = {
  message: open('channelstack:message'),
  state: open('channelstack:state'),
  sequence: open('channelstack:sequence'),
  error: open('channelstack:error'),
  call: open('channelstack:call'),
};

function open<K extends keyof DiagnosticsChannels>(
  name: K,
): DiagnosticsChannel<DiagnosticsChannels[K]> {
  return channel(name);
}

/** Listens to one kind of event; returns the function that stops it. */
export function subscribeDiagnostics<K extends keyof DiagnosticsChannels>(
  name: K,
  listener: (event: DiagnosticsChannels[K]) => void,
): () => void {
  const onMessage = (event: unknown): void => {
    // Only `diagnostics` above publishes under these names.
    listener(event as DiagnosticsChannels[K]);
  };
  subscribe(name, onMessage);
  return () => {
    unsubscribe(name, onMessage);
  };
}
