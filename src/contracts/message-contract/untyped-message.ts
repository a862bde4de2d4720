import type { Message } from '../../core/message/index.js';
import { xsd } from '../data-contract/index.js';
import type { WireType } from '../data-contract/index.js';
import { wireType } from '../data-contract/wire-type.js';

/**
 * A whole message, as it is: the only parameter of an operation, or its result. WCF's Message in a contract. The action of a
 * request is that of the operation, or any where the operation's is `*`.
 */
export const untypedMessage: WireType<Message> = wireType('untypedMessage', (resolver) => {
  resolver.report(
    `The type untypedMessage is for an operation's only parameter, or its result, and for nothing else.`,
  );
  return resolver.serializerOf(xsd.string);
});
