import { serializationCallbacksKey } from '../data-contract/data-contract-metadata.js';
import type { SerializationMoment } from '../data-contract/data-contract-metadata.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';

/** A decorator of methods without parameters, in both decorator modes. */
export interface SerializationCallbackDecorator {
  (method: () => void, context: ClassMethodDecoratorContext): void;
  (target: object, key: string, descriptor: TypedPropertyDescriptor<() => void>): void;
}

function callbackDecorator(
  decorator: string,
  moment: SerializationMoment,
): () => SerializationCallbackDecorator {
  return () => (target: unknown, second: unknown) => {
    const { owner, name } = decoratedMember(decorator, target, second);
    addMetadata(serializationCallbacksKey, owner, { moment, methodName: name });
  };
}

/** The method is called before the members of its object are written. WCF's OnSerializingAttribute. */
export const OnSerializing = callbackDecorator('OnSerializing', 'serializing');

/** The method is called when the members of its object have been written. WCF's OnSerializedAttribute. */
export const OnSerialized = callbackDecorator('OnSerialized', 'serialized');

/**
 * The method is called before the members of its object are read: what it sets stands for the members that do not come. No
 * constructor has run. WCF's OnDeserializingAttribute.
 */
export const OnDeserializing = callbackDecorator('OnDeserializing', 'deserializing');

/** The method is called when the members of its object have been read. WCF's OnDeserializedAttribute. */
export const OnDeserialized = callbackDecorator('OnDeserialized', 'deserialized');
