import type { QualifiedName } from '../../contracts/index.js';

/** A value in generated code: what a literal is made of. */
export type CodeValue =
  | string
  | number
  | boolean
  | { readonly code: string }
  | readonly CodeValue[]
  | CodeOptions
  | TypeValue;

/** The options of a decorator, in their order. */
export interface CodeOptions {
  readonly [name: string]: CodeValue | undefined;
}

/** A type inside of options. */
export class TypeValue {
  readonly use: TypeUse;

  constructor(use: TypeUse) {
    this.use = use;
  }
}

/** A type of the type language that has a name there, such as `xsd.int`. */
export interface BuiltInType {
  readonly kind: 'builtIn';
  readonly code: string;
  /** What its values are in TypeScript: `number`. */
  readonly valueType: string;
  /** Whether it is a value type of .NET, which is never null. */
  readonly isValueType: boolean;
  /** How the XmlSerializer writes it, where another type is meant than that of its name. */
  readonly dataType?: string | undefined;
  /** What makes the type, where `code` is a function: its contract. */
  readonly contract?: QualifiedName | undefined;
}

/** A type where it is used. */
export type TypeUse =
  | BuiltInType
  | { readonly kind: 'declared'; readonly declaration: Declaration }
  | {
      readonly kind: 'list';
      readonly item: TypeUse;
      readonly options: CodeOptions;
    }
  | {
      readonly kind: 'dictionary';
      readonly key: TypeUse;
      readonly value: TypeUse;
      readonly options: CodeOptions;
    }
  | { readonly kind: 'nullable'; readonly inner: TypeUse };

/** A type that gets a name of its own in the code. */
export type Declaration = ClassDeclaration | EnumDeclaration | ChoiceDeclaration;

interface DeclarationBase {
  /** The name by which it is wanted; the code may need another. */
  readonly wantedName: string;
  /** Its namespace on the wire, by which it may go into a file of its own. */
  readonly namespace: string;
  readonly documentation: string;
}

/** Which decorators a class has. */
export type ClassFlavor = 'dataContract' | 'xml' | 'soap' | 'message';

/** A class: a data contract, one for the XmlSerializer, or a whole message. */
export interface ClassDeclaration extends DeclarationBase {
  readonly kind: 'class';
  readonly flavor: ClassFlavor;
  /** The options of its decorator; `name` is left out where the class has it. */
  readonly options: CodeOptions;
  /** The name on the wire. */
  readonly wireName: string;
  readonly base: ClassDeclaration | null;
  readonly members: readonly MemberDeclaration[];
  /** The classes that may stand in its place. */
  readonly known: readonly TypeUse[];
  readonly isAbstract: boolean;
  /** The element that it has where it stands alone, of classes for the XmlSerializer. */
  readonly root?: CodeOptions;
}

/** A member of a class, and the decorator that says how it is written. */
export interface MemberDeclaration {
  /** The name on the wire. */
  readonly name: string;
  /** The decorator's name, such as `DataMember`. */
  readonly decorator: string;
  /** What the decorator gets first; null for one of anything. */
  readonly type: TypeUse | null;
  readonly options: CodeOptions;
  /** The TypeScript type of the member, where it is not that of `type`. */
  readonly valueType: string | null;
  /** Lists of items in the member: `type` is that of an item. */
  readonly isList: boolean;
  readonly isOptional: boolean;
  /** The value that it begins with. */
  readonly initial: string | number | boolean | null;
  readonly documentation: string;
}

/** An enumeration, with its numbers. */
export interface EnumDeclaration extends DeclarationBase {
  readonly kind: 'enum';
  readonly wireName: string;
  readonly isFlags: boolean;
  readonly members: readonly { readonly text: string; readonly value: bigint }[];
}

/** One of several elements. */
export interface ChoiceDeclaration extends DeclarationBase {
  readonly kind: 'choice';
  readonly isMixed: boolean;
  readonly alternatives: readonly {
    readonly name: string;
    readonly namespace: string | null;
    readonly type: TypeUse;
  }[];
}

/** What the messages of an operation are made by. */
export interface FormatModel {
  readonly serializer: 'DataContractSerializer' | 'XmlSerializer';
  readonly style: 'Document' | 'Rpc';
  readonly use: 'Literal' | 'Encoded';
  /** Whether the XmlSerializer writes the details of faults, too. */
  readonly supportsFaults: boolean;
}

/** A parameter, or an output, by its name on the wire; what the XmlSerializer has to be told of it, if anything. */
export type ParameterModel = readonly [name: string, type: TypeUse, xml?: CodeOptions | null];

/** An operation of a contract. */
export interface OperationModel {
  readonly name: string;
  /** Null where it follows from the names. */
  readonly action: string | null;
  /** The same. */
  readonly replyAction: string | null;
  readonly isOneWay: boolean;
  readonly isInitiating: boolean;
  readonly isTerminating: boolean;
  readonly parameters: readonly ParameterModel[];
  readonly returns: TypeUse | null;
  readonly resultName: string | null;
  /** What the XmlSerializer has to be told of the result. */
  readonly resultXml: CodeOptions | null;
  readonly outputs: readonly ParameterModel[];
  readonly faults: readonly FaultModel[];
  readonly format: FormatModel;
  readonly documentation: string;
  /** The contract that it is inherited from; left out for the contract itself. */
  readonly declaredBy?: QualifiedName;
}

/** A typed fault of an operation. */
export interface FaultModel {
  readonly type: TypeUse;
  /** What the class of the detail must be called for the fault to have its name; null where it does not matter. */
  readonly className: string | null;
  readonly options: CodeOptions;
}

/** A service contract, read from a port type. */
export interface ContractModel {
  readonly name: string;
  readonly namespace: string;
  readonly configurationName: string | null;
  readonly sessionMode: 'Allowed' | 'Required' | 'NotAllowed';
  readonly operations: readonly OperationModel[];
  readonly callback: readonly OperationModel[];
  readonly known: readonly TypeUse[];
  readonly documentation: string;
}

/** The code of a type by its name, for messages. */
export function describeName({ name, namespace }: QualifiedName): string {
  return namespace === '' ? name : `${name} of the namespace '${namespace}'`;
}

/** Whether the values of a type are never null in .NET. */
export function isValueType(type: TypeUse): boolean {
  if (type.kind === 'builtIn') return type.isValueType;
  if (type.kind !== 'declared') return false;
  const { declaration } = type;
  return declaration.kind === 'enum' || isStruct(declaration);
}

function isStruct(declaration: Declaration): boolean {
  return declaration.kind === 'class' && declaration.options['isValueType'] === true;
}

/** A member with nothing but a name and its decorator. */
export function bareMember(name: string, decorator: string): MemberDeclaration {
  return {
    name,
    decorator,
    type: null,
    options: {},
    valueType: null,
    isList: false,
    isOptional: false,
    initial: null,
    documentation: '',
  };
}
