import type {
  ChannelFactory,
  ChannelListener,
  ClientShape,
  ListenerShape,
} from '../channel/index.js';
import type { MessageVersion, PropertyKey } from '../message/index.js';
import type { XmlReaderQuotas } from '../xml/index.js';
import { BindingElement } from './binding-element.js';
import type { BindingContext } from './binding-element.js';
import type { MessageEncoder, MessageEncoding } from './message-encoder.js';
import { MessageVersionKey } from './stack-properties.js';

/** A binding element that provides the encoder of its stack; it adds no channel of its own. */
export abstract class MessageEncodingElement extends BindingElement implements MessageEncoding {
  readonly role = 'encoding';
  abstract readonly messageVersion: MessageVersion;
  abstract readonly readerQuotas: XmlReaderQuotas;
  abstract createEncoder(): MessageEncoder;

  buildChannelFactory<S extends ClientShape>(shape: S, context: BindingContext): ChannelFactory<S> {
    return context.buildInnerChannelFactory(shape);
  }

  buildChannelListener<S extends ListenerShape>(
    shape: S,
    context: BindingContext,
  ): ChannelListener<S> {
    return context.buildInnerChannelListener(shape);
  }

  override getProperty<T>(key: PropertyKey<T>, context: BindingContext): T | null {
    // The key carries the very type of the value.
    if (key.name === MessageVersionKey.name && Object.is(key, MessageVersionKey))
      return this.messageVersion as T;
    return context.getInnerProperty(key);
  }
}
