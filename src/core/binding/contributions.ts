import type { XmlElement } from '../xml/index.js';

/** How the text of a configuration attribute becomes a value, and back. */
export interface ConfigurationAttribute {
  /** What is allowed, for error messages, such as `a time span such as 00:10:00, above zero`. */
  readonly expects: string;
  /** The value, or undefined when the text does not fit. */
  parse(text: string): unknown;
  /** The text of a value. */
  format(value: unknown): string;
  /** What stands in its place in configuration that is an object. Default: a string. */
  readonly schema?: AttributeSchema | undefined;
}

/** A JSON Schema (2020-12) of the value of an attribute: of a boolean, a whole number, or a text. */
export interface AttributeSchema {
  readonly type: 'boolean' | 'integer' | 'string';
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
}

/**
 * How an element stands in `<customBinding>`: its attributes by name (the option has the same name), and nested elements
 * that hold further attributes. Read and written by the configuration room; an element only declares it.
 */
export interface ElementConfiguration {
  readonly attributes: Readonly<Record<string, ConfigurationAttribute>>;
  /** Child elements, such as `readerQuotas`; their attributes become one nested object option of the child's name. */
  readonly children?: Readonly<Record<string, ElementConfiguration>> | undefined;
  /** Attributes and child elements that others know and this one does not support, and why: what an error says of them. */
  readonly unsupported?: Readonly<Record<string, string>> | undefined;
}

/** What an element says about itself in the WSDL document of a service. */
export interface MetadataContribution {
  /**
   * The assertions of its policy, for a version of WS-Policy, in the order in which they stand there. An assertion whose own
   * policy is nested in it writes that in the namespace of the version.
   */
  assertions(policyVersion: 'Policy12' | 'Policy15'): readonly XmlElement[];
  /** What WSDL calls a transport (`soap:binding`, attribute `transport`); of transports only. Without it endpoints are not described. */
  readonly transportUri?: string | undefined;
  /** Whether replies go to an address of the client, and not over the connection of the request. Default false. */
  readonly repliesToAddress?: boolean | undefined;
}

/**
 * What the description of a service says of a stack. Each kind of element takes what is its own out of the policy; what nobody
 * takes cannot be done.
 */
export interface DescribedStack {
  /** The scheme of the service's address, such as `https`. */
  readonly scheme: string;
  /** What WSDL calls the transport. */
  readonly transportUri: string;
  /** The version of the messages, such as `Soap12WSAddressing10`. */
  readonly messageVersion: string;
  /** The assertion of a name, which is then taken out; null when it is not there. */
  takeAssertion(namespaceUri: string, localName: string): XmlElement | null;
  /** Whether an element that stands above is part of the stack. */
  has(elementName: string): boolean;
}

/** The namespaces of WS-Policy by the versions that metadata is written in. */
export const policyNamespaces = Object.freeze({
  Policy12: 'http://schemas.xmlsoap.org/ws/2004/09/policy',
  Policy15: 'http://www.w3.org/ns/ws-policy',
});
