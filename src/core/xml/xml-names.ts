/** The namespace that the prefix `xml` is always bound to. */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** The namespace of namespace declarations seen as attributes. */
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

/** Tells whether a text is a name without colon (Namespaces in XML 1.0, production NCName, over XML 1.0 fifth edition). */
export function isNcName(text: string): boolean {
  return ncName.test(text);
}

const nameStart =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const ncName = new RegExp(
  `^[${nameStart}][\\u0300-\\u036F${nameStart}\\-.0-9\\xB7\\u203F-\\u2040]*$`,
  'u',
);
