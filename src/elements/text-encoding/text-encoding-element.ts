import {
  MessageEncodingElement,
  defineElement,
  enumAttribute,
  integerAttribute,
} from '../../core/binding/index.js';
import type {
  ConfigurationAttribute,
  ElementConfiguration,
  MessageEncoder,
} from '../../core/binding/index.js';
import { MessageVersion } from '../../core/message/index.js';
import type { XmlReaderQuotas } from '../../core/xml/index.js';
import { defaultReaderQuotas } from '../../core/xml/index.js';
import { findTextEncoding, readTextEncodingOptions } from './text-encoding-options.js';
import type { TextEncodingOptions, TextEncodingSettings } from './text-encoding-options.js';
import { TextMessageEncoder } from './text-message-encoder.js';

/** Messages as XML text. WCF's TextMessageEncodingBindingElement. */
export class TextEncodingElement extends MessageEncodingElement {
  readonly name = 'textMessageEncoding';
  readonly #settings: TextEncodingSettings;

  constructor(options: TextEncodingOptions) {
    super();
    this.#settings = readTextEncodingOptions(options);
  }

  get messageVersion(): MessageVersion {
    return this.#settings.messageVersion;
  }

  get readerQuotas(): XmlReaderQuotas {
    return this.#settings.readerQuotas;
  }

  override get settings(): Readonly<Record<string, unknown>> {
    const { messageVersion, writeEncoding, readerQuotas } = this.#settings;
    const changedQuotas = Object.entries(readerQuotas).filter(
      ([name, value]) => value !== defaultReaderQuotas[name as keyof XmlReaderQuotas],
    );
    return {
      messageVersion: messageVersion.name,
      writeEncoding,
      ...(changedQuotas.length > 0 ? { readerQuotas: Object.fromEntries(changedQuotas) } : {}),
    };
  }

  createEncoder(): MessageEncoder {
    return new TextMessageEncoder(this.#settings);
  }
}

/** The pools of .NET's readers and writers: there are none here, and nothing that could be seen from outside depends on them. */
const poolSize = integerAttribute(1);

/** In configuration 0 means the default quota. */
function quotaAttribute(defaultQuota: number): ConfigurationAttribute {
  const number = integerAttribute(0, 2_147_483_647);
  const parse = (text: string): unknown => {
    const value = number.parse(text);
    return value === 0 ? defaultQuota : value;
  };
  return { ...number, parse };
}

const configuration: ElementConfiguration = {
  attributes: {
    messageVersion: enumAttribute(['Default', ...MessageVersion.all.map(({ name }) => name)]),
    writeEncoding: {
      expects: 'utf-8, utf-16 or unicodeFFFE',
      parse: (text) => findTextEncoding(text.trim()) ?? undefined,
      format: String,
    },
    maxReadPoolSize: poolSize,
    maxWritePoolSize: poolSize,
  },
  children: {
    readerQuotas: {
      attributes: Object.fromEntries(
        Object.entries(defaultReaderQuotas).map(([name, quota]) => [
          name,
          quotaAttribute(Number(quota)),
        ]),
      ),
    },
  },
};

/** XML text, by default SOAP 1.2 with WS-Addressing 1.0 in UTF-8. */
export const textEncoding = defineElement({
  name: 'textMessageEncoding',
  create: (options: TextEncodingOptions) => new TextEncodingElement(options),
  configuration,
  // Where no other encoding is asked for it is this one.
  fromDescription: ({ messageVersion }): TextEncodingOptions => ({
    messageVersion: messageVersion as TextEncodingOptions['messageVersion'],
  }),
});
