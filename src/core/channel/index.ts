export { AcceptQueue } from './accept-queue.js';
export { clientShapes, isSessionShape, listenerShapes } from './channel-shape.js';
export type { ChannelShape, ClientShape, ListenerShape } from './channel-shape.js';
export type {
  Channel,
  ChannelFactory,
  ChannelListener,
  ClientChannels,
  DuplexChannel,
  InputChannel,
  ListenerChannels,
  OutputChannel,
  OutputSession,
  ReplyChannel,
  RequestChannel,
  Session,
  SessionChannel,
} from './channel.js';
export { CommunicationObject } from './communication-object.js';
export type { Communication, LifeStep } from './communication-object.js';
export type { CommunicationState } from './communication-state.js';
export { ExchangeQueue } from './exchange-queue.js';
export type { Exchange } from './exchange.js';
export { raceAbort } from './race-abort.js';
export { defaultTimeouts } from './timeouts.js';
export type { CommunicationTimeouts, OperationOptions } from './timeouts.js';
export { LayeredChannel } from './layered-channel.js';
export { ChannelFactoryBase, LayeredChannelFactory } from './layered-factory.js';
export { LayeredChannelListener } from './layered-listener.js';
export { ExchangeBase } from './exchange-base.js';
export { coldRequest } from './cold-request.js';
