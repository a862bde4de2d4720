import { BindingKindToken, timeSpanAttribute } from '../core/binding/index.js';
import type { ConfigurationAttribute, ElementConfiguration } from '../core/binding/index.js';
import { ElementRegistryToken, defaultContainer } from '../core/container/index.js';
import type { ServiceContainer } from '../core/container/index.js';
import { BehaviorKindToken } from '../contracts/index.js';
import { metadataBehavior } from './behavior-section.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (2020-12) of a configuration object, for editors and other tools: with all elements, bindings and behaviours that a
 * container knows.
 */
export function configurationSchema({
  container = defaultContainer,
}: { readonly container?: ServiceContainer | undefined } = {}): JsonSchema {
  const elements = container.get(ElementRegistryToken).kinds;
  const bindings = container.getAll(BindingKindToken);
  const behaviors = container.getAll(BehaviorKindToken);
  const behavior = object({
    name: text,
    ...Object.fromEntries(
      [...behaviors, metadataBehavior].map(({ name, configuration }) => [
        name,
        settings(configuration),
      ]),
    ),
  });
  const elementObjects = elements.map(({ name, configuration }) =>
    object({ [name]: settings(configuration) }, [name]),
  );
  const names = elements.map(({ name }) => name);
  const customBinding = object(
    {
      name: text,
      ...timeouts,
      elements: list({ anyOf: [{ enum: names }, ...elementObjects] }),
    },
    ['elements'],
  );
  const standard = bindings.map(({ name, configuration }): [string, JsonSchema] => [
    name,
    list(settings(configuration, { name: text, ...timeouts })),
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...object({
      bindings: object({ customBinding: list(customBinding), ...Object.fromEntries(standard) }),
      services: list(
        object(
          {
            name: text,
            behaviorConfiguration: text,
            baseAddresses: list(text),
            timeouts: object({ openTimeout: timeSpan, closeTimeout: timeSpan }),
            endpoints: list(endpoint),
          },
          ['name'],
        ),
      ),
      client: list(endpoint),
      behaviors: object({ serviceBehaviors: list(behavior), endpointBehaviors: list(behavior) }),
      protocolMapping: list(
        object({ scheme: text, binding: text, bindingConfiguration: text }, ['scheme', 'binding']),
      ),
      serviceActivations: list(
        object({ relativeAddress: text, service: text }, ['relativeAddress', 'service']),
      ),
      diagnostics: { type: 'object' },
    }),
  };
}

const text: JsonSchema = { type: 'string' };

const timeSpan = attributeSchema(timeSpanAttribute());

const timeouts = Object.fromEntries(
  ['openTimeout', 'closeTimeout', 'sendTimeout', 'receiveTimeout'].map((name) => [name, timeSpan]),
);

const endpoint = object(
  Object.fromEntries(
    [
      'name',
      'address',
      'binding',
      'bindingConfiguration',
      'bindingName',
      'bindingNamespace',
      'behaviorConfiguration',
      'contract',
      'listenUri',
    ].map((name) => [name, text]),
  ),
  ['binding', 'contract'],
);

function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** What a kind declares; one that declares nothing takes any texts. */
function settings(
  configuration: ElementConfiguration | undefined,
  others: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  if (configuration === undefined) return { type: 'object', properties: others };
  const { attributes, children = {} } = configuration;
  return object({
    ...others,
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, attributeSchema(attribute)]),
    ),
    ...Object.fromEntries(Object.entries(children).map(([name, child]) => [name, settings(child)])),
  });
}

function attributeSchema({ schema, expects }: ConfigurationAttribute): JsonSchema {
  return { ...(schema ?? { type: 'string' }), description: expects };
}
