import { SourceText } from '../core/xml/index.js';
import { ConfigurationError } from '../core/errors/index.js';
import { ConfigurationFile } from './configuration-file.js';
import type { ConfigurationOptions } from './configuration-file.js';
import { ConfigurationNode } from './configuration-node.js';
import type { AttributeValue } from './configuration-node.js';

/** Attributes by their names in `<system.serviceModel>`, and child elements as objects. Times are texts such as `00:10:00`. */
export interface SettingsObject {
  readonly [name: string]: string | number | boolean | SettingsObject | undefined;
}

/** A standard binding; without a name it is for endpoints that name none. */
export type BindingObject = SettingsObject;

/** A custom binding: its elements from the top, by name, or as an object with one name and its settings. */
export interface CustomBindingObject {
  readonly name?: string | undefined;
  readonly openTimeout?: string | undefined;
  readonly closeTimeout?: string | undefined;
  readonly sendTimeout?: string | undefined;
  readonly receiveTimeout?: string | undefined;
  readonly elements: readonly (string | Readonly<Record<string, SettingsObject>>)[];
}

/** An `<endpoint>`. */
export interface EndpointObject {
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly binding: string;
  readonly bindingConfiguration?: string | undefined;
  readonly bindingName?: string | undefined;
  readonly bindingNamespace?: string | undefined;
  readonly behaviorConfiguration?: string | undefined;
  readonly contract: string;
  readonly listenUri?: string | undefined;
}

/** A `<service>`. */
export interface ServiceObject {
  readonly name: string;
  readonly behaviorConfiguration?: string | undefined;
  readonly baseAddresses?: readonly string[] | undefined;
  /** How long the host may take to open and to close. */
  readonly timeouts?: { readonly openTimeout?: string; readonly closeTimeout?: string } | undefined;
  readonly endpoints?: readonly EndpointObject[] | undefined;
}

/** A `<behavior>`; without a name it is for what names none. */
export type BehaviorObject = SettingsObject;

/** The bindings by their kinds. */
export interface BindingsObject {
  readonly customBinding?: readonly CustomBindingObject[] | undefined;
  readonly [kind: string]: readonly (BindingObject | CustomBindingObject)[] | undefined;
}

/** `<system.serviceModel>` as an object: the same names, and lists where XML repeats an element. */
export interface ConfigurationObject {
  readonly bindings?: BindingsObject | undefined;
  readonly services?: readonly ServiceObject[] | undefined;
  readonly client?: readonly EndpointObject[] | undefined;
  readonly behaviors?:
    | {
        readonly serviceBehaviors?: readonly BehaviorObject[] | undefined;
        readonly endpointBehaviors?: readonly BehaviorObject[] | undefined;
      }
    | undefined;
  readonly protocolMapping?:
    | readonly {
        readonly scheme: string;
        readonly binding: string;
        readonly bindingConfiguration?: string | undefined;
      }[]
    | undefined;
  readonly serviceActivations?:
    readonly { readonly relativeAddress: string; readonly service: string }[] | undefined;
  readonly diagnostics?: SettingsObject | undefined;
}

/**
 * Configuration that is an object instead of a file, with the same checks: what does not fit is a {@link ConfigurationError} that tells
 * the path of it. `configurationSchema()` is its JSON Schema.
 */
export function defineConfiguration(
  configuration: ConfigurationObject,
  options: Omit<ConfigurationOptions, 'configSources'>,
): ConfigurationFile {
  const { fileName = 'configuration' } = options;
  return new ConfigurationFile(new NodeBuilder(fileName).root(configuration), options);
}

/** A place in an object is its path. */
class ObjectSource extends SourceText {
  constructor(fileName: string) {
    super('', fileName, (message, options) => new ConfigurationError(message, options));
  }

  override placeOf(_position: object, path = ''): string {
    return path === '' ? this.fileName : `${this.fileName} (${path})`;
  }
}

class NodeBuilder {
  readonly #source: ObjectSource;

  constructor(fileName: string) {
    this.#source = new ObjectSource(fileName);
  }

  root(configuration: ConfigurationObject): ConfigurationNode {
    const model = this.#section('system.serviceModel', 'configuration', (path) =>
      this.#record(configuration, path).flatMap(([name, value]) =>
        this.#modelPart(name, value, path),
      ),
    );
    return this.#node('configuration', '', [], [model]);
  }

  #modelPart(name: string, value: unknown, path: string): ConfigurationNode[] {
    const own = join(path, name);
    switch (name) {
      case 'bindings':
        return [this.#section(name, path, () => this.#lists(value, own, 'binding'))];
      case 'behaviors':
        return [this.#section(name, path, () => this.#lists(value, own, 'behavior'))];
      case 'services':
        return [
          this.#section(name, path, () =>
            this.#items(value, own, (one, at) => this.#service(one, at)),
          ),
        ];
      case 'client':
        return [
          this.#section(name, path, () =>
            this.#items(value, own, (one, at) => this.#settings('endpoint', one, at)),
          ),
        ];
      case 'protocolMapping':
        return [
          this.#section(name, path, () =>
            this.#items(value, own, (one, at) => this.#settings('add', one, at)),
          ),
        ];
      case 'serviceActivations': {
        const activations = this.#section(name, own, () =>
          this.#items(value, own, (one, at) => this.#settings('add', one, at)),
        );
        return [this.#node('serviceHostingEnvironment', path, [], [activations])];
      }
      default:
        // What is not known is refused by those who read the tree.
        return [this.#settings(name, value, own)];
    }
  }

  /** Sections of several lists: bindings by kind, behaviours of services and endpoints. */
  #lists(value: unknown, path: string, item: string): ConfigurationNode[] {
    return this.#record(value, path).map(([kind, list]) =>
      this.#section(kind, path, (own) =>
        this.#items(list, own, (one, at) =>
          kind === 'customBinding' ? this.#customBinding(one, at) : this.#settings(item, one, at),
        ),
      ),
    );
  }

  #customBinding(value: unknown, path: string): ConfigurationNode {
    const entries = this.#record(value, path);
    const elements = entries.find(([name]) => name === 'elements')?.[1] ?? [];
    const list = this.#items(elements, join(path, 'elements'), (one, at) => {
      if (typeof one === 'string') return this.#node(one, at, [], []);
      const [entry, second] = this.#record(one, at);
      if (entry === undefined || second !== undefined)
        throw this.#source.error(
          'An element is an object with its name, and its settings there.',
          0,
          at,
        );
      return this.#settings(entry[0], entry[1], join(at, entry[0]));
    });
    const attributes = entries.filter(([name]) => name !== 'elements');
    return this.#node('binding', path, this.#attributes(attributes, path), list);
  }

  #service(value: unknown, path: string): ConfigurationNode {
    const entries = this.#record(value, path);
    const find = (name: string): unknown => entries.find(([own]) => own === name)?.[1] ?? [];
    const addresses = this.#items(find('baseAddresses'), join(path, 'baseAddresses'), (one, at) =>
      this.#node('add', at, this.#attributes([['baseAddress', one]], at), []),
    );
    const timeouts = entries.find(([own]) => own === 'timeouts')?.[1];
    const host = this.#node(
      'host',
      path,
      [],
      [
        this.#node('baseAddresses', path, [], addresses),
        ...(timeouts === undefined
          ? []
          : [this.#settings('timeouts', timeouts, join(path, 'timeouts'))]),
      ],
    );
    const endpoints = this.#items(find('endpoints'), join(path, 'endpoints'), (one, at) =>
      this.#settings('endpoint', one, at),
    );
    const children = ['baseAddresses', 'endpoints', 'timeouts'];
    const attributes = entries.filter(([name]) => !children.includes(name));
    return this.#node('service', path, this.#attributes(attributes, path), [
      ...(addresses.length === 0 && timeouts === undefined ? [] : [host]),
      ...endpoints,
    ]);
  }

  /** An element of attributes, and of children that are objects. */
  #settings(name: string, value: unknown, path: string): ConfigurationNode {
    const entries = this.#record(value, path);
    const isChild = ([, own]: readonly [string, unknown]): boolean => typeof own === 'object';
    const children = entries
      .filter(isChild)
      .map(([child, own]) => this.#settings(child, own, join(path, child)));
    const attributes = entries.filter((entry) => !isChild(entry));
    return this.#node(name, path, this.#attributes(attributes, path), children);
  }

  #section(
    name: string,
    parentPath: string,
    children: (path: string) => ConfigurationNode[],
  ): ConfigurationNode {
    const path = join(parentPath, name);
    return this.#node(name, path, [], children(path));
  }

  #items(
    value: unknown,
    path: string,
    read: (item: unknown, path: string) => ConfigurationNode,
  ): ConfigurationNode[] {
    if (!Array.isArray(value)) throw this.#source.error('A list is expected here.', 0, path);
    return (value as readonly unknown[]).map((item, index) =>
      read(item, `${path}[${String(index)}]`),
    );
  }

  #record(value: unknown, path: string): [string, unknown][] {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#source.error('An object is expected here.', 0, path);
    return Object.entries(value).filter(([, own]) => own !== undefined);
  }

  #attributes(
    entries: readonly (readonly [string, unknown])[],
    path: string,
  ): (readonly [string, AttributeValue])[] {
    return entries.map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [name, value];
      throw this.#source.error(
        'A text, a number, true or false is expected here.',
        0,
        join(path, name),
      );
    });
  }

  #node(
    name: string,
    path: string,
    attributes: readonly (readonly [string, AttributeValue])[],
    children: readonly ConfigurationNode[],
  ): ConfigurationNode {
    return new ConfigurationNode({
      name,
      path,
      attributes: new Map(attributes),
      children,
      text: '',
      source: this.#source,
      offset: 0,
    });
  }
}

function join(path: string, name: string): string {
  return path === '' || path === 'configuration' ? name : `${path}.${name}`;
}
