import { BindingParameters, CredentialsParameter } from '../../core/binding/index.js';
import type { Credentials } from '../../core/binding/index.js';
import { defaultContainer } from '../../core/container/index.js';
import type { ServiceContainer } from '../../core/container/index.js';

/** A binding parameter with its value; the function form of {@link StackOptions.parameters} checks that they fit. */
export type BindingParameterEntry = readonly [key: { readonly name: string }, value: unknown];

/** What hosts and channel factories are given for the elements of their bindings. */
export interface StackOptions {
  /** Certificates and trust; never part of a binding. */
  readonly credentials?: Credentials | undefined;
  /** Where services are found: the clock, encoders, service classes; default the container of the package. */
  readonly container?: ServiceContainer | undefined;
  /** More binding parameters: a function that sets them, or a list of keys and values. */
  readonly parameters?:
    ((parameters: BindingParameters) => void) | readonly BindingParameterEntry[] | undefined;
}

/** The container of the options. */
export function containerOf(options: StackOptions): ServiceContainer {
  return options.container ?? defaultContainer;
}

/** The binding parameters of the options. */
export function createBindingParameters(options: StackOptions): BindingParameters {
  const parameters = new BindingParameters();
  if (options.credentials !== undefined) parameters.set(CredentialsParameter, options.credentials);
  if (typeof options.parameters === 'function') options.parameters(parameters);
  else {
    for (const [key, value] of options.parameters ?? []) {
      // The list form leaves it to the caller that key and value fit.
      parameters.set(key, value);
    }
  }
  return parameters;
}
