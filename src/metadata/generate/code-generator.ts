import { defaultDataContractNamespace } from '../../contracts/data-contract/namespaces.js';
import type {
  ChoiceDeclaration,
  ClassDeclaration,
  CodeOptions,
  ContractModel,
  Declaration,
  EnumDeclaration,
  FaultModel,
  MemberDeclaration,
  OperationModel,
  TypeUse,
} from '../model/type-model.js';
import { TypeValue } from '../model/type-model.js';
import { addClient } from './client-code.js';
import type { ClientSource } from './client-code.js';
import { CodeFile, comment } from './code-file.js';
import { declarationsIn, orderDeclarations } from '../model/declaration-order.js';
import {
  call,
  decoratorCall,
  isEmpty,
  lazyCall,
  object,
  optionsArgument,
  typeExpression,
  value,
} from './expressions.js';
import { group, hardline, ifBroken, indent, join, line, softline } from './layout.js';
import type { Doc } from './layout.js';
import { NameScope, camelCase, pascalCase } from './names.js';
import { generic, namedType, objectType, valueType } from './type-code.js';

/** How code is written. */
export interface CodeStyle {
  /** The longest line. Default 80. */
  readonly printWidth?: number | undefined;
  /** Default 2. */
  readonly tabWidth?: number | undefined;
  /** Default false: "double". */
  readonly singleQuote?: boolean | undefined;
}

/** A file of code. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** What code is made of. */
export interface CodeModel {
  readonly contracts: readonly ContractModel[];
  /** Types that are wanted whether a contract names them or not. */
  readonly types: readonly Declaration[];
}

/**
 *
 */
export interface CodeGeneratorOptions {
  readonly style: CodeStyle;
  /** The name of the file of the contracts, without extension. */
  readonly fileName: string;
  /** The files, without extension, of the types of a namespace. Default: that of the contracts. */
  readonly namespaceFiles: ReadonlyMap<string, string>;
  /** Types that are there already, by their names on the wire (`{urn:shapes}Circle`), and the modules that export them. */
  readonly references: ReadonlyMap<string, { readonly module: string; readonly name: string }>;
  /** How clients are made; null for none. */
  readonly client: ClientSource | null;
}

/** What the package exports and code may import: no name of the code may be one of these. */
const packageNames = [
  'ServiceContract Operation Fault KnownTypes DataContract DataMember DataContractFormat XmlSerializerFormat XmlType XmlRoot XmlInclude',
  'XmlElementMember XmlArrayMember XmlAttributeMember XmlTextMember XmlAnyElementMember XmlAnyAttributeMember SoapType MessageContract',
  'MessageHeaderMember MessageHeaderArray MessageBodyMember contractOnly xsd guid char dateTimeOffset dateOnly timeOnly nullable arrayOf',
  'dictionaryOf enumOf choiceOf mixedOf lazy byteStream untypedMessage xmlElement Decimal DateTime Duration DateTimeOffset',
  'QualifiedName XmlElement XmlAttribute Message ChannelFactory ChannelFactoryOptions CustomBinding ConfiguredClientOptions',
  'loadChannelFactory basicHttpBinding basicHttpsBinding wsHttpBinding ws2007HttpBinding wsDualHttpBinding reliableSession textEncoding',
  'httpTransport httpsTransport compositeDuplex oneWay Infer',
].flatMap((words) => words.split(' '));

const header = 'Made by channelstack svcutil; what is changed here is lost when it runs again.';

/** Writes contracts and their types as TypeScript. */
export function generateFiles(model: CodeModel, options: CodeGeneratorOptions): GeneratedFile[] {
  return new CodeGenerator(model, options).run();
}

class CodeGenerator {
  readonly #model: CodeModel;
  readonly #options: CodeGeneratorOptions;
  readonly #names = new Map<Declaration, string>();
  readonly #scope = new NameScope(packageNames);
  readonly #files = new Map<string, CodeFile>();
  readonly #bases = new Map<string, string>();
  readonly #memberKeys = new Map<ClassDeclaration, readonly string[]>();
  readonly #width: number;

  constructor(model: CodeModel, options: CodeGeneratorOptions) {
    this.#model = model;
    this.#options = options;
    this.#width = options.style.printWidth ?? 80;
  }

  run(): GeneratedFile[] {
    const { contracts, types } = this.#model;
    const contractNames = contracts.map(({ name }) => this.#scope.add(contractClassName(name)));
    const callbackNames = contracts.map(({ callback }, index) =>
      callback.length === 0 ? null : this.#scope.add(`${contractNames[index] ?? ''}Callback`),
    );
    const ordered = orderDeclarations([...contracts.flatMap(rootsOf), ...types]);
    for (const { className, type } of contracts.flatMap(faultsOf)) {
      const [declaration] = declarationsIn(type);
      // By the class metadata knows the fault.
      if (className !== null && declaration !== undefined && !this.#names.has(declaration))
        this.#names.set(declaration, this.#scope.add(pascalCase(className)));
    }
    // Classes that are messages keep their names before all others: by them metadata knows the messages.
    for (const declaration of ordered)
      if (declaration.kind === 'class' && declaration.flavor === 'message')
        this.#nameOf(declaration);
    for (const declaration of ordered) this.#nameOf(declaration);
    for (const declaration of ordered)
      if (this.#referenceOf(declaration) === null) this.#declare(declaration);
    for (const [index, contract] of contracts.entries())
      this.#contract(contract, contractNames[index] ?? '', callbackNames[index] ?? null);
    return [...this.#files.values()]
      .filter(({ isEmpty: hasNothing }) => !hasNothing)
      .map((file) => ({
        name: `${file.name}.ts`,
        text: file.render(header),
      }));
  }

  #file(name: string): CodeFile {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new CodeFile(
        name,
        {
          nameOf: (declaration) => this.#nameOf(declaration),
          moduleOf: (declaration) => this.#moduleOf(declaration, name),
        },
        this.#options.style.singleQuote ?? false,
        { printWidth: this.#width, tabWidth: this.#options.style.tabWidth ?? 2 },
      );
      this.#files.set(name, file);
    }
    return file;
  }

  /** Where a type is that is there already, or null. */
  #referenceOf(
    declaration: Declaration,
  ): { readonly module: string; readonly name: string } | null {
    if (declaration.kind === 'choice' || declaration.wireName === '') return null;
    const { wireName, namespace } = declaration;
    return this.#options.references.get(`{${namespace}}${wireName}`) ?? null;
  }

  #fileOf({ namespace }: Declaration): string {
    return this.#options.namespaceFiles.get(namespace) ?? this.#options.fileName;
  }

  /** The module that a file imports a type from, or null for one of its own. */
  #moduleOf(declaration: Declaration, from: string): string | null {
    const reference = this.#referenceOf(declaration);
    if (reference !== null) return reference.module;
    const file = this.#fileOf(declaration);
    return file === from ? null : `./${file}.js`;
  }

  #nameOf(declaration: Declaration): string {
    let name = this.#names.get(declaration);
    if (name === undefined) {
      const reference = this.#referenceOf(declaration);
      name = reference?.name ?? this.#scope.add(pascalCase(declaration.wantedName));
      this.#names.set(declaration, name);
    }
    return name;
  }

  #declare(declaration: Declaration): void {
    const file = this.#file(this.#fileOf(declaration));
    switch (declaration.kind) {
      case 'enum':
        file.add(this.#enum(file, declaration), declaration);
        break;
      case 'choice':
        file.add(this.#choice(file, declaration), declaration);
        break;
      case 'class':
        file.add(this.#class(file, declaration), declaration);
        break;
    }
  }

  #enum(file: CodeFile, declaration: EnumDeclaration): Doc {
    const { wireName, members, namespace, isFlags, documentation } = declaration;
    const name = this.#nameOf(declaration);
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
      ...comment(documentation, this.#width),
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

  #choice(file: CodeFile, declaration: ChoiceDeclaration): Doc {
    const { alternatives, isMixed } = declaration;
    const name = this.#nameOf(declaration);
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

  #class(file: CodeFile, declaration: ClassDeclaration): Doc {
    const { base, members, documentation } = declaration;
    const name = this.#nameOf(declaration);
    const heritage = base === null ? '' : ` extends ${file.base(base)}`;
    const keys = this.#keysOf(declaration);
    const body = members.map((member, index) =>
      this.#member(file, member, keys[index] ?? '', declaration),
    );
    const isAbstract = declaration.isAbstract ? 'abstract ' : '';
    return [
      ...comment(documentation, this.#width),
      ...join(hardline, this.#classDecorators(file, declaration, name)),
      hardline,
      ...(body.length === 0 && base === null ? emptyClassNotice : []),
      `export ${isAbstract}class ${name}${heritage} `,
      body.length === 0
        ? '{}'
        : ['{', indent(hardline, ...joinMembers(body, members)), hardline, '}'],
    ];
  }

  #classDecorators(file: CodeFile, declaration: ClassDeclaration, name: string): Doc[] {
    const { flavor, options, wireName, known } = declaration;
    const needsName = wireName !== '' && wireName !== name && options['name'] === undefined;
    const isAbstract = declaration.isAbstract || undefined;
    const decorators: Doc[] = [];
    const knownTypes = known.map((type) => this.#lazily(file, type));
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

  /** Classes that may stand in the place of this one extend it, so that they are declared further down. */
  #lazily(file: CodeFile, type: TypeUse): Doc {
    if (type.kind !== 'declared') return typeExpression(type, file);
    file.reference(type);
    return lazyCall(file.imported('lazy'), this.#nameOf(type.declaration));
  }

  /** The names of members in TypeScript, none of them like one of a base class. */
  #keysOf(declaration: ClassDeclaration): readonly string[] {
    const known = this.#memberKeys.get(declaration);
    if (known !== undefined) return known;
    const inherited: string[] = [];
    for (let base = declaration.base; base !== null; { base } = base)
      inherited.push(...this.#keysOf(base));
    const scope = NameScope.ofMembers(inherited);
    const keys = declaration.members.map(({ name }) => scope.add(camelCase(name)));
    this.#memberKeys.set(declaration, keys);
    return keys;
  }

  #member(
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
      ...comment(documentation, this.#width - 2),
      group(['@', decoratorCall(file.imported(decorator), args), line, declared]),
    ];
  }

  #contract(contract: ContractModel, name: string, callbackName: string | null): void {
    const file = this.#file(this.#options.fileName);
    if (callbackName !== null)
      file.add(
        this.#contractClass(file, callbackName, contract, contract.callback, {
          name: `${contract.name}Callback`,
          namespace: contract.namespace,
        }),
      );
    const isNamed = contract.name !== name;
    const base = this.#baseClass(file, contract);
    const own = contract.operations.filter(({ declaredBy }) => declaredBy === undefined);
    file.add(
      this.#contractClass(
        file,
        name,
        contract,
        own,
        {
          name: isNamed ? contract.name : undefined,
          namespace: contract.namespace,
          sessionMode: contract.sessionMode === 'Allowed' ? undefined : contract.sessionMode,
          callback: callbackName === null ? undefined : { code: callbackName },
        },
        base,
      ),
    );
    const { client } = this.#options;
    if (client !== null) addClient(file, contract, name, client, this.#scope);
  }

  /** The class of the contracts that a contract is derived from, each extending the one before; '' without any. */
  #baseClass(file: CodeFile, contract: ContractModel): string {
    const bases = new Map<string, OperationModel[]>();
    for (const operation of contract.operations) {
      const { declaredBy } = operation;
      if (declaredBy === undefined) continue;
      const key = `{${declaredBy.namespace}}${declaredBy.name}`;
      bases.set(key, [...(bases.get(key) ?? []), operation]);
    }
    let base = '';
    for (const [key, operations] of bases) {
      const [{ declaredBy } = {}] = operations;
      if (declaredBy === undefined) continue;
      const known = this.#bases.get(key);
      if (known !== undefined) {
        base = known;
        continue;
      }
      const name = this.#scope.add(contractClassName(declaredBy.name));
      const options = {
        name: declaredBy.name === name ? undefined : declaredBy.name,
        namespace: declaredBy.namespace,
      };
      file.add(this.#contractClass(file, name, contract, operations, options, base));
      this.#bases.set(key, name);
      base = name;
    }
    return base;
  }

  #contractClass(
    file: CodeFile,
    name: string,
    contract: ContractModel,
    operations: readonly OperationModel[],
    options: CodeOptions,
    base = '',
  ): Doc {
    const common = commonFormat(operations);
    const methods = NameScope.ofMembers();
    const body = operations.map((operation) =>
      this.#operation(file, operation, methods.add(camelCase(operation.name)), {
        ownFormat: common === null ? formatDecorator(file, operation) : null,
      }),
    );
    const known = contract.known.map((type) => this.#lazily(file, type));
    const decorators = [
      ...(known.length === 0 ? [] : [['@', decoratorCall(file.imported('KnownTypes'), known)]]),
      ...(common === null ? [] : [common(file)]),
      ['@', decoratorCall(file.imported('ServiceContract'), [object(options, file)])],
    ].filter((decorator) => decorator !== '');
    return [
      ...comment(contract.documentation, this.#width),
      ...join(hardline, decorators),
      hardline,
      ...(body.length === 0 && base === '' ? emptyClassNotice : []),
      `export class ${name}${base === '' ? '' : ` extends ${base}`} `,
      body.length === 0
        ? '{}'
        : ['{', indent(hardline, ...join([hardline, hardline], body)), hardline, '}'],
    ];
  }

  #operation(
    file: CodeFile,
    operation: OperationModel,
    method: string,
    { ownFormat }: { readonly ownFormat: Doc | null },
  ): Doc {
    const { name, parameters, faults, documentation } = operation;
    const scope = NameScope.ofParameters();
    const names = parameters.map(([parameter]) => scope.add(camelCase(parameter)));
    const plainFaults = faults.filter(({ options }) => isEmpty(options));
    const { returns, outputs, resultName } = resultOf(operation);
    const options: CodeOptions = {
      name: name === method ? undefined : name,
      action: operation.action ?? undefined,
      replyAction: operation.replyAction ?? undefined,
      parameters:
        parameters.length === 0
          ? undefined
          : parameters.map(([parameter, type]) => [parameter, new TypeValue(type)]),
      returns: returns === null ? undefined : new TypeValue(returns),
      resultName: resultName ?? undefined,
      outputs:
        outputs.length === 0
          ? undefined
          : outputs.map(([output, type]) => [output, new TypeValue(type)]),
      faults:
        plainFaults.length === 0 ? undefined : plainFaults.map(({ type }) => new TypeValue(type)),
      isOneWay: operation.isOneWay || undefined,
      isInitiating: operation.isInitiating ? undefined : false,
      isTerminating: operation.isTerminating || undefined,
    };
    const decorators: Doc[] = [
      ...(ownFormat === null ? [] : [ownFormat]),
      ['@', decoratorCall(file.imported('Operation'), [object(options, file)])],
      ...faults.flatMap((fault) => this.#fault(file, fault)),
    ];
    const list = parameters.map(([, type], index): Doc => [
      `${names[index] ?? ''}: `,
      valueType(type, file),
    ]);
    const broken = [
      '(',
      indent(softline, ...join([',', line], list)),
      ifBroken(','),
      softline,
      ')',
    ];
    const signature: Doc = list.length === 0 ? '()' : list.length === 1 ? group(broken) : broken;
    return [
      ...comment(documentation, this.#width - 2),
      ...join(hardline, decorators),
      hardline,
      method,
      group([signature, ': ', resultType(operation, file)]),
      ' {',
      indent(hardline, 'return ', call(file.imported('contractOnly'), names), ';'),
      hardline,
      '}',
    ];
  }

  #fault(file: CodeFile, { type, options }: FaultModel): Doc[] {
    if (isEmpty(options)) return [];
    return [
      [
        '@',
        decoratorCall(file.imported('Fault'), [typeExpression(type, file), object(options, file)]),
      ],
    ];
  }
}

/** The types that a contract names. */
export function rootsOf({ operations, callback, known }: ContractModel): Declaration[] {
  return [
    ...[...operations, ...callback].flatMap(({ parameters, returns, outputs, faults }) => [
      ...parameters.flatMap(([, type]) => declarationsIn(type)),
      ...(returns === null ? [] : declarationsIn(returns)),
      ...outputs.flatMap(([, type]) => declarationsIn(type)),
      ...faults.flatMap(({ type }) => declarationsIn(type)),
    ]),
    ...known.flatMap(declarationsIn),
  ];
}

function faultsOf({ operations, callback }: ContractModel): readonly FaultModel[] {
  return [...operations, ...callback].flatMap(({ faults }) => faults);
}

/** `ICalculator` is `Calculator`. */
export function contractClassName(name: string): string {
  const own = pascalCase(name);
  return /^I[A-Z][a-z]/.test(own) ? own.slice(1) : own;
}

/** A type without members is a class all the same. */
const emptyClassNotice: readonly Doc[] = [
  '// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it has no members',
  hardline,
];

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

/** An output that is called `result` leaves no place for the result. */
function resultOf({
  returns,
  outputs,
  resultName,
  name,
}: OperationModel): Pick<OperationModel, 'returns' | 'outputs' | 'resultName'> {
  if (returns === null || !outputs.some(([output]) => output === 'result'))
    return { returns, outputs, resultName };
  return {
    returns: null,
    outputs: [[resultName ?? `${name}Result`, returns], ...outputs],
    resultName: null,
  };
}

function resultType(operation: OperationModel, file: CodeFile): Doc {
  const { returns, outputs } = resultOf(operation);
  if (outputs.length === 0)
    return generic('Promise', [returns === null ? 'void' : valueType(returns, file)]);
  const result = returns === null ? [] : [['result', valueType(returns, file)] as const];
  const others = outputs.map(([name, type]) => [name, valueType(type, file)] as const);
  return generic('Promise', [objectType([...result, ...others], file)]);
}

/** The decorator that all operations have in common: '' where they need none, null where they differ. */
function commonFormat(operations: readonly OperationModel[]): ((file: CodeFile) => Doc) | null {
  const formats = new Set(operations.map(({ format }) => JSON.stringify(format)));
  const [first] = operations;
  if (first === undefined || formats.size > 1) return null;
  return (file) => formatDecorator(file, first) ?? '';
}

function formatDecorator(file: CodeFile, { format }: OperationModel): Doc | null {
  const { serializer, style, use, supportsFaults } = format;
  const styles: CodeOptions = {
    style: style === 'Rpc' ? 'Rpc' : undefined,
    use: use === 'Encoded' ? 'Encoded' : undefined,
  };
  if (serializer === 'XmlSerializer') {
    const options = { ...styles, supportFaults: supportsFaults || undefined };
    return [
      '@',
      decoratorCall(file.imported('XmlSerializerFormat'), optionsArgument(options, file)),
    ];
  }
  if (isEmpty(styles)) return null;
  return ['@', decoratorCall(file.imported('DataContractFormat'), optionsArgument(styles, file))];
}
