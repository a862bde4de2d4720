import type { QualifiedName } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import type { ImportReport } from './import-report.js';
import type { MetadataNode } from './metadata-node.js';
import type { WsdlIndex } from './wsdl-index.js';

/** A part of a message: of an element, or of a type. */
export interface MessagePart {
  readonly name: string;
  readonly element: QualifiedName | null;
  readonly type: QualifiedName | null;
  readonly node: MetadataNode;
}

/** A message as one direction of an operation has it. */
export interface OperationMessage {
  readonly messageName: string;
  /** What an element around parameters is called. */
  readonly wrapperName: string;
  /** Whether it has a name of its own: .NET's sign of a message contract. */
  readonly isNamed: boolean;
  readonly body: readonly MessagePart[];
  readonly headers: readonly MessagePart[];
  /** The namespace of the wrapper in the style rpc; null where the binding does not say. */
  readonly bodyNamespace: string | null;
  readonly isEncoded: boolean;
  readonly action: string | null;
}

/** An operation of a port type, with what its binding says. */
export interface PortOperation {
  readonly node: MetadataNode;
  readonly name: string;
  readonly style: 'Document' | 'Rpc';
  readonly soapAction: string | null;
  readonly input: OperationMessage | null;
  readonly output: OperationMessage | null;
  /** Whether the service calls the client: its message goes out first. */
  readonly isCallback: boolean;
  readonly faults: readonly {
    readonly name: string;
    readonly part: MessagePart;
    readonly action: string | null;
  }[];
  readonly parameterOrder: readonly string[];
}

const soapNamespaces: readonly string[] = [namespaces.soap, namespaces.soap12];

/** The child of a name in either version of the SOAP binding, or null. */
export function soapChild(node: MetadataNode | null, localName: string): MetadataNode | null {
  return (
    node?.children.find(
      (child) => child.localName === localName && soapNamespaces.includes(child.namespace),
    ) ?? null
  );
}

/** Reads the operations of a port type as one of its bindings lays them out. */
export function portOperations(
  portType: MetadataNode,
  binding: MetadataNode | null,
  wsdl: WsdlIndex,
  report: ImportReport,
): PortOperation[] {
  const bindingStyle = soapChild(binding, 'binding')?.attribute('style') ?? 'document';
  const bound = binding?.all(namespaces.wsdl, 'operation') ?? [];
  return portType.all(namespaces.wsdl, 'operation').map((node) => {
    const name = node.attribute('name') ?? '';
    const own = findBound(node, name, bound);
    const soapOperation = soapChild(own, 'operation');
    const style = soapOperation?.attribute('style') ?? bindingStyle;
    const [first] = node.children.filter(
      (child) => child.is(namespaces.wsdl, 'input') || child.is(namespaces.wsdl, 'output'),
    );
    const side = (direction: 'input' | 'output'): OperationMessage | null =>
      messageOf(node, own, direction, wsdl, report);
    return {
      node,
      name,
      style: style === 'rpc' ? 'Rpc' : 'Document',
      soapAction: soapOperation?.attribute('soapAction') ?? null,
      input: side('input'),
      output: side('output'),
      isCallback: first?.localName === 'output',
      faults: faultsOf(node, wsdl, report),
      parameterOrder: (node.attribute('parameterOrder') ?? '').split(/\s+/).filter(Boolean),
    };
  });
}

/** The operation of a binding; overloads are told apart by the names of their messages. */
function findBound(
  operation: MetadataNode,
  name: string,
  bound: readonly MetadataNode[],
): MetadataNode | null {
  const all = bound.filter((one) => one.attribute('name') === name);
  const input = operation.first(namespaces.wsdl, 'input')?.attribute('name') ?? null;
  const exact = all.find((one) => one.first(namespaces.wsdl, 'input')?.attribute('name') === input);
  return exact ?? all[0] ?? null;
}

function messageOf(
  operation: MetadataNode,
  bound: MetadataNode | null,
  direction: 'input' | 'output',
  wsdl: WsdlIndex,
  report: ImportReport,
): OperationMessage | null {
  const side = operation.first(namespaces.wsdl, direction);
  if (side === null) return null;
  const name = side.nameIn('message');
  const message = name === null ? null : wsdl.find('message', name);
  if (message === null)
    report.add(
      `The message ${name?.name ?? ''} is not declared; it is taken as an empty one.`,
      side,
    );
  const parts = message === null ? [] : partsOf(message.node);
  const extensions = bodyExtensions(bound?.first(namespaces.wsdl, direction) ?? null, report);
  const { body, headers } = extensions;
  const chosen = body?.attribute('parts') ?? null;
  const named = chosen === null ? null : chosen.split(/\s+/).filter(Boolean);
  const headerParts = headers.flatMap((header) => headerPart(header, wsdl, report));
  const own = new Set(
    headers
      .filter((header) => name !== null && header.nameIn('message')?.name === name.name)
      .map((header) => header.attribute('part')),
  );
  return {
    messageName: name?.name ?? '',
    wrapperName: `${operation.attribute('name') ?? ''}${direction === 'input' ? '' : 'Response'}`,
    isNamed: side.attribute('name') !== null && side.attribute('name') === name?.name,
    body: parts.filter((part) =>
      named === null ? !own.has(part.name) : named.includes(part.name),
    ),
    headers: headerParts,
    bodyNamespace: body?.attribute('namespace') ?? null,
    isEncoded: body?.attribute('use') === 'encoded',
    action:
      side.attributeOf(namespaces.wsaw, 'Action') ??
      side.attributeOf(namespaces.wsam, 'Action') ??
      side.attributeOf('http://www.w3.org/2006/02/addressing/wsdl', 'Action') ??
      side.attributeOf('http://schemas.xmlsoap.org/ws/2004/08/addressing', 'Action'),
  };
}

interface BodyExtensions {
  readonly body: MetadataNode | null;
  readonly headers: readonly MetadataNode[];
}

/** `soap:body` and `soap:header`, those in the first part of a MIME message included. */
function bodyExtensions(side: MetadataNode | null, report: ImportReport): BodyExtensions {
  if (side === null) return { body: null, headers: [] };
  const related = side.children.find(({ localName }) => localName === 'multipartRelated');
  if (related !== undefined) {
    report.add(
      'Attachments (SOAP with Attachments) are left out: only the SOAP part is read.',
      related,
    );
    const [root] = related.children;
    return bodyExtensions(root ?? null, report);
  }
  return {
    body: soapChild(side, 'body'),
    headers: side.children.filter(
      (child) => child.localName === 'header' && soapNamespaces.includes(child.namespace),
    ),
  };
}

function headerPart(header: MetadataNode, wsdl: WsdlIndex, report: ImportReport): MessagePart[] {
  const name = header.nameIn('message');
  const message = name === null ? null : wsdl.find('message', name);
  const part = message === null ? [] : partsOf(message.node);
  const found = part.filter((one) => one.name === header.attribute('part'));
  if (found.length === 0)
    report.add(
      `A header of the message ${name?.name ?? ''} is not declared; it is left out.`,
      header,
    );
  return found;
}

function partsOf(message: MetadataNode): MessagePart[] {
  return message.all(namespaces.wsdl, 'part').map((node) => ({
    name: node.attribute('name') ?? '',
    element: node.nameIn('element'),
    type: node.nameIn('type'),
    node,
  }));
}

function faultsOf(
  operation: MetadataNode,
  wsdl: WsdlIndex,
  report: ImportReport,
): PortOperation['faults'] {
  return operation.all(namespaces.wsdl, 'fault').flatMap((fault) => {
    const name = fault.nameIn('message');
    const message = name === null ? null : wsdl.find('message', name);
    const [part] = message === null ? [] : partsOf(message.node);
    if (part === undefined) {
      report.add(
        `The fault ${fault.attribute('name') ?? ''} has no message; it is left out.`,
        fault,
      );
      return [];
    }
    return [
      {
        name: fault.attribute('name') ?? '',
        part,
        action:
          fault.attributeOf(namespaces.wsaw, 'Action') ??
          fault.attributeOf(namespaces.wsam, 'Action'),
      },
    ];
  });
}
