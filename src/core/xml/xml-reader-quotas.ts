import { QuotaExceededError } from '../errors/index.js';

/** Limits on what a reader accepts: WCF's readerQuotas, by their WCF names. All are finite. */
export interface XmlReaderQuotas {
  /** Deepest nesting of elements; default 32. */
  readonly maxDepth: number;
  /** Longest text or attribute value (namespace declarations apart), in characters; default 8,192. */
  readonly maxStringContentLength: number;
  /** Most items of an array or bytes of a base64 value; default 16,384. */
  readonly maxArrayLength: number;
  /** Most bytes of one start tag with its attributes; default 4,096. */
  readonly maxBytesPerRead: number;
  /**
   * Most characters in all names that a format keeps for its documents; default 16,384. Text keeps none: as in .NET its
   * names are bounded by {@link maxBytesPerRead} alone.
   */
  readonly maxNameTableCharCount: number;
}

/** WCF's defaults for bindings, as `<readerQuotas>` documents them. */
export const defaultReaderQuotas: XmlReaderQuotas = {
  maxDepth: 32,
  maxStringContentLength: 8_192,
  maxArrayLength: 16_384,
  maxBytesPerRead: 4_096,
  maxNameTableCharCount: 16_384,
};

/** All quotas, WCF's defaults where none is given. Each reader needs them: naming them is much cheaper than spreading. */
export function completeQuotas(quotas: Partial<XmlReaderQuotas>): XmlReaderQuotas {
  const {
    maxDepth = defaultReaderQuotas.maxDepth,
    maxStringContentLength = defaultReaderQuotas.maxStringContentLength,
    maxArrayLength = defaultReaderQuotas.maxArrayLength,
    maxBytesPerRead = defaultReaderQuotas.maxBytesPerRead,
    maxNameTableCharCount = defaultReaderQuotas.maxNameTableCharCount,
  } = quotas;
  return {
    maxDepth,
    maxStringContentLength,
    maxArrayLength,
    maxBytesPerRead,
    maxNameTableCharCount,
  };
}

/** The error for an exceeded quota; `what` is the first half of a sentence, such as "The text has more characters". */
export function quotaError(
  quota: keyof XmlReaderQuotas,
  quotas: XmlReaderQuotas,
  what: string,
): QuotaExceededError {
  return new QuotaExceededError(
    `${what} than the quota ${quota} (${String(quotas[quota])}) allows. ` +
      `If the sender is trusted, raise ${quota} in the readerQuotas of the message encoding element.`,
  );
}
