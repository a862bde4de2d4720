import type { QualifiedName } from '../../contracts/index.js';
import { messageNamespace } from '../namespaces.js';
import { bareMember } from '../model/type-model.js';
import type {
  ClassDeclaration,
  CodeOptions,
  MemberDeclaration,
  TypeUse,
} from '../model/type-model.js';
import { anyType } from './built-in-types.js';
import type { MessagePart, OperationMessage } from './operation-messages.js';
import { byteStream, untypedMessage } from './part-types.js';
import type { MetadataNode } from './metadata-node.js';
import type { PartTypes, PartUse } from './part-types.js';
import type { SchemaComponent, SchemaIndex } from './schema-index.js';
import { isStreamElement, isStreamType, isWrapper, wrappedChildren } from './wrapped-children.js';

/** What a message is read with. */
export interface MessageScope {
  readonly types: PartTypes;
  /** The namespace of the contract, which is not said. */
  readonly namespace: string;
}

/** Makes classes of messages that are not the parameters of a method. */
export class MessageClasses {
  readonly #contract: string;
  readonly #index: SchemaIndex;
  readonly #keepsWrappers: boolean;
  readonly #messages = new Map<string, ClassDeclaration>();

  constructor(contract: string, index: SchemaIndex, keepsWrappers: boolean) {
    this.#contract = contract;
    this.#index = index;
    this.#keepsWrappers = keepsWrappers;
  }

  /** A class that is the whole message, or null for an empty one. */
  classOf(message: OperationMessage | null, name: string, scope: MessageScope): TypeUse | null {
    if (message === null) return null;
    const { body, headers, isNamed, messageName } = message;
    const [only] = body;
    if (only?.type?.namespace === messageNamespace && only.type.name === 'MessageBody')
      return untypedMessage;
    if (body.length === 0 && headers.length === 0 && !isNamed) return null;
    const wantedName = isNamed ? messageName : name;
    const key = isNamed ? messageName : `${this.#contract}.${name}`;
    const known = this.#messages.get(key);
    if (known !== undefined) return { kind: 'declared', declaration: known };
    const { members: bodyMembers, options } = this.#bodyMembers(message, wantedName, scope);
    const declaration: ClassDeclaration = {
      kind: 'class',
      flavor: 'message',
      wantedName,
      wireName: wantedName,
      namespace: scope.namespace,
      documentation: '',
      options,
      base: null,
      members: [
        ...headers.map((part) => this.#partMember('MessageHeaderMember', part, part.name, scope)),
        ...bodyMembers.map((member, index) =>
          bodyMembers.length < 2
            ? member
            : { ...member, options: { ...member.options, order: index } },
        ),
      ],
      known: [],
      isAbstract: false,
    };
    this.#messages.set(key, declaration);
    return { kind: 'declared', declaration };
  }

  #bodyMembers(
    message: OperationMessage,
    wantedName: string,
    scope: MessageScope,
  ): { readonly members: MemberDeclaration[]; readonly options: CodeOptions } {
    const [only, second] = message.body;
    const element =
      only?.element == null || second !== undefined
        ? null
        : this.#index.find('element', only.element);
    if (
      element !== null &&
      only !== undefined &&
      isWrapper(only, message) &&
      !this.#keepsWrappers
    ) {
      const members = this.#wrappedMembers(element, scope);
      if (members !== null) {
        const { name, namespace } = element.name;
        return {
          members,
          options: {
            wrapperName: name === wantedName ? undefined : name,
            wrapperNamespace: namespace === scope.namespace ? undefined : namespace,
          },
        };
      }
    }
    const members = message.body.map((part) =>
      this.#partMember('MessageBodyMember', part, part.element?.name ?? part.name, scope),
    );
    return { members, options: { isWrapped: false } };
  }

  #wrappedMembers(element: SchemaComponent, scope: MessageScope): MemberDeclaration[] | null {
    const children = wrappedChildren(element, this.#index);
    if (children === null) return null;
    const members: MemberDeclaration[] = [];
    for (const child of children.elements) {
      const use = scope.types.child(children.owner, child, element.name.name);
      if (use === null) return null;
      const { name, namespace, type, xml } = use;
      const isQualified = namespace !== '' || scope.namespace === '';
      const own = { name, namespace: isQualified ? namespace : scope.namespace };
      const member = messageMember('MessageBodyMember', name, own, type, scope.namespace);
      const told = isQualified ? xml : { form: 'Unqualified', ...xml };
      members.push(
        told === null ? member : { ...member, options: { ...member.options, xml: told } },
      );
    }
    return members;
  }

  #partMember(
    decorator: string,
    part: MessagePart,
    memberName: string,
    { types, namespace }: MessageScope,
  ): MemberDeclaration {
    const element = part.element ?? { name: part.name, namespace };
    const { type, xml } = this.#partType(part, types, decorator === 'MessageHeaderMember');
    const member = messageMember(decorator, memberName, element, type, namespace);
    return xml === null ? member : { ...member, options: { ...member.options, xml } };
  }

  #partType(
    { element, type, node }: MessagePart,
    types: PartTypes,
    isBare: boolean,
  ): Pick<PartUse, 'type' | 'xml'> {
    if (element === null && type !== null && !isStreamType(type))
      return types.type(type, node, isBare);
    return { type: this.#elementType(element, type, node, types), xml: null };
  }

  #elementType(
    element: QualifiedName | null,
    type: QualifiedName | null,
    node: MetadataNode,
    types: PartTypes,
  ): TypeUse {
    if (element === null) return type === null ? anyType : byteStream;
    const declared = this.#index.find('element', element);
    if (declared !== null && isStreamElement(declared, declared.node)) return byteStream;
    return types.element(element, node);
  }
}

/** A member says of its element what does not follow from its own name and the contract. */
function messageMember(
  decorator: string,
  memberName: string,
  element: QualifiedName,
  type: TypeUse,
  contractNamespace: string,
): MemberDeclaration {
  return {
    ...bareMember(memberName, decorator),
    type,
    options: {
      name: memberName === element.name ? undefined : element.name,
      namespace: element.namespace === contractNamespace ? undefined : element.namespace,
    },
  };
}
