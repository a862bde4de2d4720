import type { Observable } from 'rxjs';
import type { EndpointAddress, Message, PropertyKey } from '../message/index.js';
import type { ClientShape, ListenerShape } from './channel-shape.js';
import type { Communication } from './communication-object.js';
import type { Exchange } from './exchange.js';
import type { OperationOptions } from './timeouts.js';

/** What all channels have. WCF's IChannel. */
export interface Channel extends Communication {
  /** What a layer of the stack answers for the key, asked from the top down, or null. */
  getProperty<T>(key: PropertyKey<T>): T | null;
}

/** The session that a channel is. */
export interface Session {
  readonly id: string;
}

/** Channels with a session have one. */
export interface SessionChannel {
  readonly session: Session;
}

/** Sends messages that nobody answers. */
export interface OutputChannel extends Channel {
  readonly remoteAddress: EndpointAddress;
  /** The first hop; the remote address unless another was given. */
  readonly via: string;
  /** Resolves when the message is accepted: by the transport, or by a reliable session when it is acknowledged. That is the back-pressure. */
  send(message: Message, options?: OperationOptions): Promise<void>;
}

/** Sends messages that are answered. */
export interface RequestChannel extends Channel {
  readonly remoteAddress: EndpointAddress;
  readonly via: string;
  /**
   * Sends when subscribed (once; a second subscription is an error, since a repeat must be a new request) and emits the
   * reply, or nothing when the peer accepted and has nothing to say. Unsubscribing gives up waiting.
   */
  request(message: Message, options?: OperationOptions): Observable<Message>;
}

/** Receives messages that are not answered. */
export interface InputChannel extends Channel {
  readonly localAddress: EndpointAddress;
  /** What comes in, for one subscriber, from open on; completes when the peer has ended its side; errors when the channel faults. */
  readonly exchanges$: Observable<Exchange>;
}

/** Receives messages that are answered. */
export type ReplyChannel = InputChannel;

/** Sends and receives. */
export type DuplexChannel = InputChannel & OutputChannel;

/** Session channels that send: each can end its side and go on receiving. */
export interface OutputSession extends SessionChannel {
  /** Says "nothing more from me"; what was sent before still arrives. */
  closeOutputSession(options?: OperationOptions): Promise<void>;
}

/** Which interface a client shape stands for. */
export interface ClientChannels {
  output: OutputChannel;
  outputSession: OutputChannel & OutputSession;
  request: RequestChannel;
  requestSession: RequestChannel & OutputSession;
  duplex: DuplexChannel;
  duplexSession: DuplexChannel & OutputSession;
}

/** Which interface a listener shape stands for. */
export interface ListenerChannels {
  input: InputChannel;
  inputSession: InputChannel & SessionChannel;
  reply: ReplyChannel;
  replySession: ReplyChannel & SessionChannel;
  duplex: DuplexChannel;
  duplexSession: DuplexChannel & OutputSession;
}

/** Makes channels to addresses. Closing it closes the channels it made. WCF's IChannelFactory. */
export interface ChannelFactory<S extends ClientShape = ClientShape> extends Communication {
  getProperty<T>(key: PropertyKey<T>): T | null;
  /** A channel in the state `created`. */
  createChannel(remoteAddress: EndpointAddress, via?: string): ClientChannels[S];
}

/** Accepts channels at an address. Closing it stops accepting; channels it gave out live on. WCF's IChannelListener. */
export interface ChannelListener<S extends ListenerShape = ListenerShape> extends Communication {
  /** Where it listens, complete with the port once it is open. */
  readonly uri: string;
  getProperty<T>(key: PropertyKey<T>): T | null;
  /** The next channel (in the state `created`), or null when the listener has closed. */
  accept(options?: OperationOptions): Promise<ListenerChannels[S] | null>;
}
