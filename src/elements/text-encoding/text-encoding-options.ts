import { checkOptionNames } from '../../core/binding/index.js';
import { InvalidBindingError } from '../../core/errors/index.js';
import { MessageVersion } from '../../core/message/index.js';
import type { MessageVersionName } from '../../core/message/index.js';
import { defaultReaderQuotas } from '../../core/xml/index.js';
import type { XmlReaderQuotas } from '../../core/xml/index.js';

/** Character encodings that text messages are written in. All of them are read. */
export type TextWriteEncoding = 'utf-8' | 'utf-16LE' | 'utf-16BE';

/** Options of {@link textEncoding}; the names are those of `<textMessageEncoding>`. */
export interface TextEncodingOptions {
  /** Default `Soap12WSAddressing10`. */
  readonly messageVersion?: MessageVersionName | 'Default' | MessageVersion | undefined;
  /** Default `utf-8`. `utf-16` and `unicode` are names of utf-16LE, `unicodeFFFE` of utf-16BE. */
  readonly writeEncoding?: TextWriteEncoding | 'utf-16' | 'unicode' | 'unicodeFFFE' | undefined;
  /** The size of .NET's pool of readers: accepted from configuration files, without a meaning here. */
  readonly maxReadPoolSize?: number | undefined;
  /** The size of .NET's pool of writers: accepted from configuration files, without a meaning here. */
  readonly maxWritePoolSize?: number | undefined;
  /** Limits of the XML reader; those left out have WCF's defaults. */
  readonly readerQuotas?: Partial<XmlReaderQuotas> | undefined;
}

/** Checked options with all defaults filled in. */
export interface TextEncodingSettings {
  readonly messageVersion: MessageVersion;
  readonly writeEncoding: TextWriteEncoding;
  readonly readerQuotas: XmlReaderQuotas;
}

const optionNames = [
  'messageVersion',
  'writeEncoding',
  'readerQuotas',
  'maxReadPoolSize',
  'maxWritePoolSize',
] as const satisfies readonly (keyof TextEncodingOptions)[];

/** Checks options; what does not fit throws InvalidBindingError. */
export function readTextEncodingOptions(options: TextEncodingOptions): TextEncodingSettings {
  checkOptionNames('textMessageEncoding', options, optionNames);
  const {
    messageVersion = MessageVersion.soap12WSAddressing10,
    writeEncoding = 'utf-8',
    readerQuotas = {},
  } = options;
  const encoding = findTextEncoding(writeEncoding);
  if (encoding === null) {
    throw new InvalidBindingError(
      `textMessageEncoding cannot write '${writeEncoding}'; use utf-8, utf-16 (utf-16LE) or unicodeFFFE (utf-16BE).`,
    );
  }
  return {
    messageVersion:
      typeof messageVersion === 'string' ? MessageVersion.parse(messageVersion) : messageVersion,
    writeEncoding: encoding,
    readerQuotas: checkQuotas(readerQuotas),
  };
}

/** The encoding that a name means (case-insensitive), or null for one that text messages do not have. */
export function findTextEncoding(name: string): TextWriteEncoding | null {
  switch (name.toLowerCase()) {
    case 'utf-8':
      return 'utf-8';
    case 'utf-16':
    case 'utf-16le':
    case 'unicode':
      return 'utf-16LE';
    case 'utf-16be':
    case 'unicodefffe':
      return 'utf-16BE';
    default:
      return null;
  }
}

function checkQuotas(given: Partial<XmlReaderQuotas>): XmlReaderQuotas {
  const quotas: XmlReaderQuotas = { ...defaultReaderQuotas, ...given };
  for (const [name, value] of Object.entries(quotas) as [string, unknown][]) {
    if (!(name in defaultReaderQuotas)) {
      throw new InvalidBindingError(
        `readerQuotas of textMessageEncoding has no '${name}'; it has ${Object.keys(defaultReaderQuotas).join(', ')}.`,
      );
    }
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
      throw new InvalidBindingError(
        `readerQuotas.${name} of textMessageEncoding must be a whole number from 1 up.`,
      );
    }
  }
  return quotas;
}
