import { ElementRegistryToken } from '../container/tokens.js';
import type { Services } from '../container/token.js';
import { InvalidBindingError } from '../errors/index.js';
import type { BindingContext } from './binding-element.js';
import { MessageEncodingElement } from './message-encoding-element.js';
import type { MessageEncoding } from './message-encoder.js';

/** The encoding of the stack that a transport is in: the one above it, else the default one, found by its registered name. */
export function encodingOf(
  context: BindingContext,
  defaultName = 'textMessageEncoding',
): MessageEncoding {
  return context.encoding ?? defaultEncoding(context.services, defaultName);
}

function defaultEncoding(services: Services, name: string): MessageEncoding {
  const element = services.get(ElementRegistryToken).createDefault(name);
  if (element instanceof MessageEncodingElement) return element;
  throw new InvalidBindingError(`The element registered as '${name}' is no message encoding.`);
}
