export { describeMessageContract, isMessageContract } from './message-contract.js';
export { compileHeader } from './header-part.js';
export { messageContractFormat } from './message-contract-format.js';
export type {
  MessageBodyMemberOptions,
  MessageContractOptions,
  MessageHeaderMemberOptions,
  MessageMemberOptions,
} from './message-contract-metadata.js';
export { TypedHeader, typedHeader, typedHeaderContent } from './typed-header.js';
export type { TypedHeaderOptions } from './typed-header.js';
export { untypedFormat } from './untyped-format.js';
export { untypedMessage } from './untyped-message.js';
export { byteStream, toByteStream } from './byte-stream.js';
export type { ByteStreamInput } from './byte-stream.js';
