import type { ElementConfiguration } from '../core/binding/index.js';
import { ChannelStackError, ConfigurationError } from '../core/errors/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** A kind of element or behaviour as configuration makes one. */
export interface ConfiguredKind<T> {
  readonly configuration?: ElementConfiguration | undefined;
  create(options: never): T;
}

/** Makes what an element of the file stands for; what does not fit is told with its place. */
export function createFromNode<T>(node: ConfigurationNode, find: () => ConfiguredKind<T>): T {
  try {
    const kind = find();
    const options =
      kind.configuration === undefined ? readTexts(node) : readOptions(node, kind.configuration);
    node.finish();
    // They are read by what the kind itself declares.
    return kind.create(options as never);
  } catch (error) {
    if (!ChannelStackError.is(error) || error instanceof ConfigurationError) throw error;
    throw node.error(error.message, error);
  }
}

/** The options of a kind that declares how it is configured: attributes, and child elements as nested options. */
function readOptions(
  node: ConfigurationNode,
  { attributes, children = {}, unsupported = {} }: ElementConfiguration,
): Record<string, unknown> {
  const options: [string, unknown][] = [];
  for (const [name, reason] of Object.entries(unsupported)) {
    node.refuseAttribute(name, reason);
    node.refuseChild(name, reason);
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = node.value(name, attribute);
    if (value !== undefined) options.push([name, value]);
  }
  for (const [name, configuration] of Object.entries(children)) {
    const child = node.child(name);
    if (child === null) continue;
    options.push([name, readOptions(child, configuration)]);
    child.finish();
  }
  return Object.fromEntries(options);
}

/** The options of a kind that does not declare them: every attribute as its text. */
function readTexts(node: ConfigurationNode): Record<string, unknown> {
  return Object.fromEntries(node.attributeNames.map((name) => [name, node.text(name)]));
}
