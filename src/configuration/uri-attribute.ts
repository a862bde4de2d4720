import type { ConfigurationAttribute } from '../core/binding/index.js';

/** An absolute URI; the value is its text. */
export const absoluteUriAttribute: ConfigurationAttribute = {
  expects: 'an absolute URI, such as https://localhost:8443/calculator',
  parse: (text) => (URL.canParse(text) ? text : undefined),
  format: String,
};

/** The scheme of an absolute URI, such as `https`. */
export function schemeOf(uri: string): string {
  return new URL(uri).protocol.slice(0, -1);
}
