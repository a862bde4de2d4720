import type { OperationFormat } from '../decorators/contract-metadata.js';
import { byteStream, isMessageContract, untypedMessage } from '../message-contract/index.js';
import { resolvedShape } from '../xml-serializer/index.js';
import type { XmlPartOptions } from '../xml-serializer/index.js';
import type { TypeReference } from '../data-contract/index.js';

/** A part of a message of which something is said for the XmlSerializer. */
export interface XmlOptionsPlace {
  /** How it is called in errors: `divide.n1`. */
  readonly path: string;
  readonly methodName: string;
  readonly type: TypeReference;
  readonly xml: XmlPartOptions | null;
}

/** What of that would count for nothing, and how to put it right; null when all of it counts. */
export function xmlOptionsProblem(
  { path, methodName, type, xml }: XmlOptionsPlace,
  { serializer, style, use }: OperationFormat,
): string | null {
  if (xml === null) return null;
  if (type === byteStream || type === untypedMessage || isMessageContract(type))
    return `The part ${path} says how the XmlSerializer writes it, and is a stream or a whole message, which is written otherwise; leave that out.`;
  if (serializer !== 'XmlSerializer' || use === 'Encoded')
    return `The part ${path} says how the XmlSerializer writes it, which is not what writes the messages of ${methodName}; decorate the operation with @XmlSerializerFormat(), without use: 'Encoded', or leave that out.`;
  if (style !== 'Rpc') return null;
  if ((xml.form ?? xml.namespace) !== undefined)
    return `The part ${path} has a form or a namespace, and the style is Rpc, in which parts have no namespace; leave them out.`;
  if (xml.kind !== 'array' && resolvedShape(type).kind === 'list')
    return `The part ${path} is a list of elements right in the message, and the style is Rpc, in which a part is one element; set kind: 'array', or leave the options out.`;
  return null;
}
