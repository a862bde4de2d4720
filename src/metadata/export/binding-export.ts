import type {
  ContractDescription,
  DescribedEndpoint,
  MessageDescription,
  OperationDescription,
} from '../../contracts/index.js';
import { directionsOf, messageName } from './contract-export.js';
import type { MessageDirection, PortOperation } from './contract-export.js';
import { namespaces } from '../namespaces.js';
import type { PolicyVersion, WsdlDocument } from './wsdl-document.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeContent, TreeName, TreeNode } from './xml-tree.js';

/** What the binding of an endpoint is called, and the port of the endpoint as well. */
export interface BindingPlace {
  readonly name: string;
  readonly document: WsdlDocument;
  /** The namespace of the document with the port type. */
  readonly contractNamespace: string;
  readonly transportUri: string;
}

type SoapPrefix = 'soap' | 'soap12';

/** Writes the policy and the binding of an endpoint into a document. */
export function exportBinding(
  { contract, binding, version }: DescribedEndpoint,
  operations: readonly PortOperation[],
  { name, document, contractNamespace, transportUri }: BindingPlace,
  policyVersion: PolicyVersion,
): void {
  const soap = soapPrefix(version);
  const assertions: TreeContent[] = [
    ...binding.elements.flatMap(({ metadata }) => metadata?.assertions(policyVersion) ?? []),
    ...addressingAssertion(
      version.addressing.name,
      policyVersion,
      binding.elements.some(({ metadata }) => metadata?.repliesToAddress === true),
    ),
  ];
  const reference: TreeNode[] = [];
  if (assertions.length > 0) {
    const policyId = `${name}_policy`;
    reference.push(node('wsp:PolicyReference', { URI: `#${policyId}` }));
    document.policies.push(
      node('wsp:Policy', { 'wsu:Id': policyId }, [
        node('wsp:ExactlyOne', {}, [node('wsp:All', {}, assertions)]),
      ]),
    );
  }
  const isRpc = operations.some(({ operation }) => operation.style === 'Rpc');
  document.refersTo(contractNamespace);
  document.bindings.push(
    node('wsdl:binding', { name, type: new QualifiedValue(contractNamespace, contract.name) }, [
      ...reference,
      node(`${soap}:binding`, { transport: transportUri, style: isRpc ? 'rpc' : undefined }),
      ...operations.map((each) => bindingOperation(contract, each, soap, contractNamespace)),
    ]),
  );
}

/** The port of an endpoint. */
export function portOf(
  { address, version }: DescribedEndpoint,
  name: string,
  bindingNamespace: string,
): TreeNode {
  const reference = endpointReference(address, version.addressing.name);
  return node('wsdl:port', { name, binding: new QualifiedValue(bindingNamespace, name) }, [
    node(`${soapPrefix(version)}:address`, { location: address }),
    ...reference,
  ]);
}

function soapPrefix(version: DescribedEndpoint['version']): SoapPrefix {
  return version.envelope.name === 'Soap11' ? 'soap' : 'soap12';
}

function endpointReference(address: string, addressing: string): TreeNode[] {
  const prefix = addressing === 'WSAddressing10' ? 'wsa10' : 'wsa';
  if (addressing === 'None') return [];
  return [node(`${prefix}:EndpointReference`, {}, [node(`${prefix}:Address`, {}, [address])])];
}

function addressingAssertion(
  addressing: string,
  policyVersion: PolicyVersion,
  repliesToAddress: boolean,
): TreeNode[] {
  if (addressing === 'None') return [];
  if (addressing !== 'WSAddressing10') return [node('wsap:UsingAddressing')];
  if (policyVersion === 'Policy12') return [node('wsaw:UsingAddressing')];
  const kind = repliesToAddress ? 'NonAnonymousResponses' : 'AnonymousResponses';
  const responses = node('wsp:Policy', {}, [node(`wsam:${kind}`)]);
  return [node('wsam:Addressing', {}, [responses])];
}

function bindingOperation(
  contract: ContractDescription,
  { operation, isCallback }: PortOperation,
  soap: SoapPrefix,
  contractNamespace: string,
): TreeNode {
  const { name, action, style, request, reply, faults } = operation;
  const [requestWay, replyWay] = directionsOf(isCallback);
  const side = (
    element: 'wsdl:input' | 'wsdl:output',
    message: MessageDescription,
    direction: MessageDirection,
  ): TreeNode =>
    node(element, { name: message.contractName ?? undefined }, [
      ...message.headers.map((header) =>
        node(`${soap}:header` satisfies TreeName, {
          message: new QualifiedValue(
            contractNamespace,
            `${messageName(contract, operation, message, direction)}_Headers`,
          ),
          part: header.memberName,
          use: 'literal',
        }),
      ),
      node(`${soap}:body` satisfies TreeName, bodyAttributes(operation, message)),
    ]);
  const sides = isCallback
    ? [
        ...(reply === null ? [] : [side('wsdl:input', reply, replyWay)]),
        side('wsdl:output', request, requestWay),
      ]
    : [
        side('wsdl:input', request, requestWay),
        ...(reply === null ? [] : [side('wsdl:output', reply, replyWay)]),
      ];
  return node('wsdl:operation', { name }, [
    node(`${soap}:operation`, { soapAction: action, style: style.toLowerCase() }),
    ...sides,
    ...faults.map((fault) =>
      node('wsdl:fault', { name: fault.name }, [
        node(`${soap}:fault` satisfies TreeName, { name: fault.name, use: 'literal' }),
      ]),
    ),
  ]);
}

function bodyAttributes(
  { style, use }: OperationDescription,
  { wrapper }: MessageDescription,
): Record<string, AttributeValue | undefined> {
  const isEncoded = use === 'Encoded';
  return {
    use: isEncoded ? 'encoded' : 'literal',
    namespace: style === 'Rpc' ? wrapper?.namespace : undefined,
    encodingStyle: isEncoded ? namespaces.soapenc : undefined,
  };
}
