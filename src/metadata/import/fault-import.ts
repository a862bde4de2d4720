import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { CodeOptions, FaultModel, TypeUse } from '../model/type-model.js';
import type { ImportReport } from './import-report.js';
import type { MessageScope } from './message-classes.js';
import type { PortOperation } from './operation-messages.js';

/** The typed faults of an operation, whose actions follow from its own unless they are said. */
export function importFaults(
  { faults, name }: PortOperation,
  derivedAction: string,
  { types, namespace }: MessageScope,
  report: ImportReport,
): FaultModel[] {
  return faults.flatMap((fault) => {
    const { part, action } = fault;
    if (part.element === null) {
      report.add(
        `The fault ${fault.name} of the operation ${name} has no element; it is left out.`,
        part.node,
      );
      return [];
    }
    const type = types.element(part.element, part.node);
    const options = faultOptions(fault.name, part.element, type, namespace);
    const given = options['name'];
    const derivedName = typeof given === 'string' ? given : fault.name;
    const isDerived = action === null || action === `${derivedAction}${derivedName}`;
    const isNamed = given !== undefined;
    const stem = fault.name.endsWith('Fault') ? fault.name.slice(0, -'Fault'.length) : null;
    return [
      {
        type,
        className: isNamed || !isDeclared(type) ? null : stem,
        options: { ...options, action: isDerived ? undefined : action },
      },
    ];
  });
}

/** A fault whose detail is not named after its type says so. */
function faultOptions(
  faultName: string,
  element: QualifiedName,
  type: TypeUse,
  contractNamespace: string,
): CodeOptions {
  const own = type.kind === 'nullable' ? type.inner : type;
  const isOfType =
    own.kind === 'declared' &&
    own.declaration.kind !== 'choice' &&
    own.declaration.wireName === element.name &&
    own.declaration.namespace === element.namespace;
  const isBuiltIn = element.namespace === namespaces.ser;
  const isList =
    own.kind === 'list' && faultName.startsWith('ArrayOf') && faultName !== element.name;
  const isMap = own.kind === 'dictionary' && faultName !== element.name;
  if (isOfType || isBuiltIn || isList || isMap) return {};
  return {
    name: element.name,
    namespace: element.namespace === contractNamespace ? undefined : element.namespace,
  };
}

function isDeclared(type: TypeUse): boolean {
  return type.kind === 'nullable' ? isDeclared(type.inner) : type.kind === 'declared';
}
