export { callbackLinks } from './callback-client.js';
export { ChannelFactory } from './channel-factory.js';
export type { ChannelFactoryOptions, CreateChannelOptions } from './channel-factory.js';
export type { ClientChannel } from './client-channel.js';
export { channelOf } from './client-proxy.js';
export type { ClosableClient } from './client-proxy.js';
