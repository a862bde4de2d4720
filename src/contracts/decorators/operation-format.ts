import { formatsKey } from './contract-metadata.js';
import type {
  DataContractFormatOptions,
  OperationFormat,
  XmlSerializerFormatOptions,
} from './contract-metadata.js';
import { decoratedMember } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';
import type { AnyMethod } from './signature.js';

/** A decorator of a contract class or of one of its methods, in both decorator modes. */
export interface FormatDecorator {
  (method: AnyMethod, context: ClassMethodDecoratorContext): void;
  <M extends AnyMethod>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void;
  (type: ClassReference, context?: ClassDecoratorContext): void;
}

/**
 * How the operations of a contract, or one of them, lay out their messages. It need not be said for the default: Document.
 * WCF's DataContractFormatAttribute.
 */
export function DataContractFormat(options: DataContractFormatOptions = {}): FormatDecorator {
  return formatDecorator('DataContractFormat', {
    serializer: 'DataContractSerializer',
    style: options.style ?? 'Document',
    use: 'Literal',
    supportFaults: false,
  });
}

/**
 * Has the messages of a contract, or of one operation, written by the XmlSerializer: for services of ASMX days and for schemas
 * that data contracts have no word for. WCF's XmlSerializerFormatAttribute.
 */
export function XmlSerializerFormat(options: XmlSerializerFormatOptions = {}): FormatDecorator {
  return formatDecorator('XmlSerializerFormat', {
    serializer: 'XmlSerializer',
    style: options.style ?? 'Document',
    use: options.use ?? 'Literal',
    supportFaults: options.supportFaults ?? false,
  });
}

function formatDecorator(name: string, format: OperationFormat): FormatDecorator {
  return (target: unknown, second?: unknown) => {
    if (typeof target === 'function' && !isMethodContext(second)) {
      addMetadata(formatsKey, target, { methodName: null, ...format });
      return;
    }
    const member = decoratedMember(name, target, second);
    addMetadata(formatsKey, member.owner, { methodName: member.name, ...format });
  };
}

function isMethodContext(second: unknown): boolean {
  return typeof second === 'object' && second !== null && Reflect.get(second, 'kind') === 'method';
}
