import type { CodeOptions, ContractModel, OperationModel } from '../model/type-model.js';
import { comment, emptyClassNotice } from './code-file.js';
import type { CodeFile } from './code-file.js';
import { decoratorCall, object } from './expressions.js';
import { hardline, indent, join } from './layout.js';
import type { Doc } from './layout.js';
import { NameScope, camelCase, contractClassName } from './names.js';
import { commonFormat, formatDecorator, operationCode } from './operation-code.js';

/** Writes contracts as classes into a file. */
export class ContractCode {
  readonly #file: CodeFile;
  readonly #scope: NameScope;
  /** The classes of base contracts, by the names of these on the wire. */
  readonly #bases = new Map<string, string>();

  constructor(file: CodeFile, scope: NameScope) {
    this.#file = file;
    this.#scope = scope;
  }

  /** Adds a contract, its callback and the contracts that it is derived from. */
  add(contract: ContractModel, name: string, callbackName: string | null): void {
    const file = this.#file;
    if (callbackName !== null)
      file.add(
        contractClass(file, callbackName, contract, contract.callback, {
          name: `${contract.name}Callback`,
          namespace: contract.namespace,
        }),
      );
    const isNamed = contract.name !== name;
    const base = this.#baseClass(contract);
    const own = contract.operations.filter(({ declaredBy }) => declaredBy === undefined);
    file.add(
      contractClass(
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
  }

  /** The class of the contracts that a contract is derived from, each extending the one before; '' without any. */
  #baseClass(contract: ContractModel): string {
    const file = this.#file;
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
      file.add(contractClass(file, name, contract, operations, options, base));
      this.#bases.set(key, name);
      base = name;
    }
    return base;
  }
}

function contractClass(
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
    file.member(
      operationCode(
        file,
        operation,
        methods.add(camelCase(operation.name)),
        common === null ? formatDecorator(file, operation) : null,
      ),
    ),
  );
  const known = contract.known.map((type) => file.lazyType(type));
  const decorators = [
    ...(known.length === 0 ? [] : [['@', decoratorCall(file.imported('KnownTypes'), known)]]),
    ...(common === null ? [] : [common(file)]),
    ['@', decoratorCall(file.imported('ServiceContract'), [object(options, file)])],
  ].filter((decorator) => decorator !== '');
  return [
    ...comment(contract.documentation, file.printWidth),
    ...join(hardline, decorators),
    hardline,
    ...(body.length === 0 && base === '' ? emptyClassNotice : []),
    `export class ${name}${base === '' ? '' : ` extends ${base}`} `,
    body.length === 0
      ? '{}'
      : ['{', indent(hardline, ...join([hardline, hardline], body)), hardline, '}'],
  ];
}
