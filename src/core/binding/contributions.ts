import type { XmlElement } from '../xml/index.js';

/** How the text of a configuration attribute becomes a value, and back. */
export interface ConfigurationAttribute {
  /** What is allowed, for error messages, such as `a time span such as 00:10:00, above zero`. */
  readonly expects: string;
  /** The value, or undefined when the text does not fit. */
  parse(text: string): unknown;
  /** The text of a value. */
  format(value: unknown): string;
}

/**
 * How an element stands in `<customBinding>`: its attributes by name (the option has the same name), and nested elements
 * that hold further attributes. Read and written by the configuration room; an element only declares it.
 */
export interface ElementConfiguration {
  readonly attributes: Readonly<Record<string, ConfigurationAttribute>>;
  /** Child elements, such as `readerQuotas`; their attributes become one nested object option of the child's name. */
  readonly children?: Readonly<Record<string, ElementConfiguration>> | undefined;
}

/** What an element says about itself in the policy of a WSDL document. */
export interface PolicyContribution {
  /** The assertions for a policy version, in the order in which they stand there. */
  assertions(policyVersion: 'Policy12' | 'Policy15'): readonly XmlElement[];
}
