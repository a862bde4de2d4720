/** A channel shape of the client side: what a factory makes. */
export type ClientShape =
  'output' | 'outputSession' | 'request' | 'requestSession' | 'duplex' | 'duplexSession';

/** A channel shape of the service side: what a listener accepts. */
export type ListenerShape =
  'input' | 'inputSession' | 'reply' | 'replySession' | 'duplex' | 'duplexSession';

/** Any of the ten channel shapes: five patterns, each with and without a session. */
export type ChannelShape = ClientShape | ListenerShape;

/** All shapes of the client side. */
export const clientShapes: readonly ClientShape[] = [
  'output',
  'outputSession',
  'request',
  'requestSession',
  'duplex',
  'duplexSession',
];

/** All shapes of the service side. */
export const listenerShapes: readonly ListenerShape[] = [
  'input',
  'inputSession',
  'reply',
  'replySession',
  'duplex',
  'duplexSession',
];

/** Whether channels of the shape have a session. */
export function isSessionShape(shape: ChannelShape): boolean {
  return shape.endsWith('Session');
}
