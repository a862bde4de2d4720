import { formatsKey } from './contract-metadata.js';
import type {
  DataContractFormatOptions,
  OperationFormat,
  XmlSerializerFormatOptions,
} from './contract-metadata.js';
import { decoratedClass, decoratedMember, isMethodDecoration } from './decorated-member.js';
import { addMetadata } from './decorator-metadata.js';
import type { ClassReference } from './decorator-metadata.js';
import type { AnyMethod } from './signature.js';

/** A decorator of a contract class or of one of its methods, in both decorator modes. */
export interface ClassOrMethodDecorator {
  (method: AnyMethod, context: ClassMethodDecoratorContext): void;
  <M extends AnyMethod>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void;
  (type: ClassReference, context?: ClassDecoratorContext): void;
}

/**
 * How the operations of a contract, or one of them, lay out their messages and write data contracts. It need not be said for the
 * defaults.
 * WCF's DataContractFormatAttribute.
 */
export function DataContractFormat({
  style = 'Document',
  ...settings
}: DataContractFormatOptions = {}): ClassOrMethodDecorator {
  return formatDecorator('DataContractFormat', {
    serializer: 'DataContractSerializer',
    style,
    use: 'Literal',
    supportFaults: false,
    settings,
  });
}

/**
 * Has the messages of a contract, or of one operation, written by the XmlSerializer: for services of ASMX days and for schemas
 * that data contracts have no word for. WCF's XmlSerializerFormatAttribute.
 */
export function XmlSerializerFormat(
  options: XmlSerializerFormatOptions = {},
): ClassOrMethodDecorator {
  return formatDecorator('XmlSerializerFormat', {
    serializer: 'XmlSerializer',
    style: options.style ?? 'Document',
    use: options.use ?? 'Literal',
    supportFaults: options.supportFaults ?? false,
    settings: {},
  });
}

function formatDecorator(name: string, format: OperationFormat): ClassOrMethodDecorator {
  return (target: unknown, second?: unknown) => {
    if (!isMethodDecoration(target, second)) {
      addMetadata(formatsKey, decoratedClass(name, target, second), {
        methodName: null,
        ...format,
      });
      return;
    }
    const member = decoratedMember(name, target, second);
    addMetadata(formatsKey, member.owner, { methodName: member.name, ...format });
  };
}
