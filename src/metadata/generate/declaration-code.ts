import { defaultDataContractNamespace } from '../../contracts/data-contract/namespaces.js';
import { TypeValue } from '../model/type-model.js';
import type {
  ChoiceDeclaration,
  ClassDeclaration,
  CodeOptions,
  Declaration,
  EnumDeclaration,
  MemberDeclaration,
  TypeUse,
} from '../model/type-model.js';
import { comment, emptyClassNotice } from './code-file.js';
import type { CodeFile } from './code-file.js';
import {
  call,
  decoratorCall,
  object,
  optionsArgument,
  typeExpression,
  value,
} from './expressions.js';
import { group, hardline, indent, join, line, softline } from './layout.js';
import type { Doc } from './layout.js';
import { NameScope, camelCase } from './names.js';
import { namedType, valueType } from './type-code.js';

/** Gives the members of classes their names in TypeScript, none of them like one of a base class. */
export class MemberKeys {
  readonly #keys = new Map<ClassDeclaration, readonly string[]>();

  /** The names, in the order of the members. */
  of(declaration: ClassDeclaration): readonly string[] {
    const known = this.#keys.get(declaration);
    if (known !== undefined) return known;
    const inherited: string[] = [];
    for (let base = declaration.base; base !== null; { base } = base)
      inherited.push(...this.of(base));
    const scope = NameScope.ofMembers(inherited);
    const keys = declaration.members.map(({ name }) => scope.add(camelCase(name)));
    this.#keys.set(declaration, keys);
    return keys;
  }
}

/** Writes the declaration of a type. */
export function declarationCode(file: CodeFile, declaration: Declaration, keys: MemberKeys): Doc {
  switch (declaration.kind) {
    case 'enum':
      return enumCode(file, declaration);
    case 'choice':
      return choiceCode(file, declaration);
    case 'class':
      return classCode(file, declaration, keys);
  }
}

function enumCode(file: CodeFile, declaration: EnumDeclaration): Doc {
  const { wireName, members, namespace, isFlags, documentation } = declaration;
  const name = file.nameOf(declaration);
  file.importedType('Infer');
  const entries: CodeOptions = Object.fromEntries(
    members.map(({ text, value: number }) => [text, { code: numberCode(number) }]),
  );
  const isDefault = namespace === defaultDataContractNamespace;
  const options = {
    namespace: isDefault ? undefined : namespace,
    flags: isFlags || undefined,
  };
  return [
    ...comment(documentation, file.printWidth),
    `export const ${name} = `,
    call(file.imported('enumOf'), [
      value(wireName, file),
      object(entries, file),
      ...optionsArgument(options, file),
    ]),
    ';',
    hardline,
    inferredType(name),
  ];
}

function choiceCode(file: CodeFile, declaration: ChoiceDeclaration): Doc {
  const { alternatives, isMixed } = declaration;
  const name = file.nameOf(declaration);
  file.importedType('Infer');
  const list = alternatives.map(({ name: element, namespace, type }) => [
    element,
    new TypeValue(type),
    ...(namespace === null ? [] : [{ namespace }]),
  ]);
  return [
    `export const ${name} = `,
    call(file.imported(isMixed ? 'mixedOf' : 'choiceOf'), [value(list, file)]),
    ';',
    hardline,
    inferredType(name),
  ];
}

function classCode(file: CodeFile, declaration: ClassDeclaration, keys: MemberKeys): Doc {
  const { base, members, documentation } = declaration;
  const name = file.nameOf(declaration);
  const heritage = base === null ? '' : ` extends ${file.base(base)}`;
  const names = keys.of(declaration);
  const body = members.map((member, index) =>
    memberCode(file, member, names[index] ?? '', declaration),
  );
  const isAbstract = declaration.isAbstract ? 'abstract ' : '';
  return [
    ...comment(documentation, file.printWidth),
    ...join(hardline, classDecorators(file, declaration, name)),
    hardline,
    ...(body.length === 0 && base === null ? emptyClassNotice : []),
    `export ${isAbstract}class ${name}${heritage} `,
    body.length === 0
      ? '{}'
      : ['{', indent(hardline, ...joinMembers(body, members)), hardline, '}'],
  ];
}

function classDecorators(file: CodeFile, declaration: ClassDeclaration, name: string): Doc[] {
  const { flavor, options, wireName, known } = declaration;
  const needsName = wireName !== '' && wireName !== name && options['name'] === undefined;
  const isAbstract = declaration.isAbstract || undefined;
  const decorators: Doc[] = [];
  const knownTypes = known.map((type) => file.lazyType(type));
  const add = (decorator: string, args: readonly Doc[]): void => {
    decorators.push(['@', decoratorCall(file.imported(decorator), args)]);
  };
  switch (flavor) {
    case 'dataContract':
      if (knownTypes.length > 0) add('KnownTypes', knownTypes);
      add(
        'DataContract',
        optionsArgument(named(options, needsName ? wireName : null, { isAbstract }), file),
      );
      break;
    case 'xml':
    case 'soap':
      if (knownTypes.length > 0) add('XmlInclude', knownTypes);
      if (declaration.root !== undefined) add('XmlRoot', [object(declaration.root, file)]);
      if (flavor === 'soap')
        add('SoapType', optionsArgument(named(options, needsName ? wireName : null, {}), file));
      if (flavor === 'xml' || isAbstract === true)
        add(
          'XmlType',
          optionsArgument(
            flavor === 'soap'
              ? { isAbstract }
              : named(options, needsName ? wireName : null, { isAbstract }),
            file,
          ),
        );
      break;
    case 'message':
      add('MessageContract', optionsArgument(options, file));
      break;
  }
  return decorators;
}

function memberCode(
  file: CodeFile,
  member: MemberDeclaration,
  key: string,
  { flavor }: ClassDeclaration,
): Doc {
  const { decorator, type, name, options, isOptional, initial, isList, documentation } = member;
  const hasName = options['name'] === undefined && name !== key && namesItself(member);
  const own = flavor === 'soap' ? soapOptions(options) : options;
  const args = [
    ...(type === null ? [] : [typeExpression(type, file)]),
    ...optionsArgument(hasName ? named(own, name, {}) : own, file),
  ];
  const read = member.valueType === null ? null : namedType(member.valueType, file);
  const ownType = type === null ? 'unknown' : valueType(type, file);
  const listed = isList && type !== null ? asList(type, ownType) : ownType;
  const declared: Doc =
    initial === null
      ? [`${key}${isOptional ? '?' : '!'}: `, read ?? listed, ';']
      : initialCode(key, type, initial, ownType, file);
  return [
    ...comment(documentation, file.printWidth - 2),
    group(['@', decoratorCall(file.imported(decorator), args), line, declared]),
  ];
}

function inferredType(name: string): Doc {
  const inner = group(['Infer<', indent(softline, `typeof ${name}`), softline, '>']);
  return [`export type ${name} = `, inner, ';'];
}

/** Options without those that are not there, which would hide others of their name. */
function defined(options: CodeOptions): CodeOptions {
  return Object.fromEntries(Object.entries(options).filter(([, option]) => option !== undefined));
}

function named(options: CodeOptions, name: string | null, others: CodeOptions): CodeOptions {
  return name === null ? { ...options, ...others } : { name, ...defined(options), ...others };
}

/** The text of a class and what is like it has no name. */
function namesItself({ decorator, type }: MemberDeclaration): boolean {
  if (decorator === 'XmlElementMember') return !isChoice(type);
  return !['XmlTextMember', 'XmlAnyElementMember', 'XmlAnyAttributeMember'].includes(decorator);
}

function isChoice(type: TypeUse | null): boolean {
  const inner = type?.kind === 'list' ? type.item : type;
  return inner?.kind === 'declared' && inner.declaration.kind === 'choice';
}

/** In SOAP encoding members have nothing but names. */
function soapOptions(options: CodeOptions): CodeOptions {
  return { isOptional: options['isOptional'] };
}

function asList(item: TypeUse, itemType: Doc): Doc {
  return item.kind === 'nullable' ? ['(', itemType, ')[]'] : [itemType, '[]'];
}

function initialCode(
  key: string,
  type: TypeUse | null,
  initial: string | number | boolean,
  ownType: Doc,
  file: CodeFile,
): Doc {
  const code = value(initial, file);
  return type?.kind === 'declared'
    ? [key, ': ', ownType, ' = ', code, ';']
    : [`${key} = `, code, ';'];
}

/** Members of one line stand together; one with several lines has room around it. */
function joinMembers(body: readonly Doc[], members: readonly MemberDeclaration[]): Doc[] {
  return body.flatMap((doc, index) => {
    if (index === 0) return [doc];
    const hasRoom = members[index]?.documentation !== '';
    return hasRoom ? [hardline, hardline, doc] : [hardline, doc];
  });
}

function numberCode(number: bigint): string {
  const isSafe =
    number >= BigInt(Number.MIN_SAFE_INTEGER) && number <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? String(number) : `${String(number)}n`;
}
