import { orderDeclarations } from '../model/declaration-order.js';
import { declarationsIn, typesOfContract } from '../model/type-parts.js';
import type { ContractModel, Declaration, FaultModel } from '../model/type-model.js';
import { addClient } from './client-code.js';
import type { ClientSource } from './client-code.js';
import { CodeFile } from './code-file.js';
import { ContractCode } from './contract-code.js';
import { MemberKeys, declarationCode } from './declaration-code.js';
import { NameScope, contractClassName, pascalCase } from './names.js';

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

/** What is generated, and where it goes. */
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
  'dictionaryOf enumOf choiceOf mixedOf lazy byteStream untypedMessage xmlElement dataSet dataTable serializationInfo Decimal DateTime Duration DateTimeOffset',
  'QualifiedName XmlElement DataSetXml XmlAttribute Message ChannelFactory ChannelFactoryOptions CustomBinding ConfiguredClientOptions',
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
  readonly #memberKeys = new MemberKeys();

  constructor(model: CodeModel, options: CodeGeneratorOptions) {
    this.#model = model;
    this.#options = options;
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
    const file = this.#file(this.#options.fileName);
    const contractCode = new ContractCode(file, this.#scope);
    for (const [index, contract] of contracts.entries()) {
      const name = contractNames[index] ?? '';
      contractCode.add(contract, name, callbackNames[index] ?? null);
      if (this.#options.client !== null)
        addClient(file, contract, name, this.#options.client, this.#scope);
    }
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
        {
          printWidth: this.#options.style.printWidth ?? 80,
          tabWidth: this.#options.style.tabWidth ?? 2,
        },
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
    file.add(declarationCode(file, declaration, this.#memberKeys), declaration);
  }
}

/** The types that a contract names. */
function rootsOf(contract: ContractModel): Declaration[] {
  return [...typesOfContract(contract), ...contract.known].flatMap(declarationsIn);
}

function faultsOf({ operations, callback }: ContractModel): readonly FaultModel[] {
  return [...operations, ...callback].flatMap(({ faults }) => faults);
}
