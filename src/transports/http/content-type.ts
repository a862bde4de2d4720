const parameter = /\s*;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*/y;

/** The value of a parameter of a Content-Type (RFC 2045 section 5.1), unquoted, or null; the name is given in lower case. */
export function contentTypeParameter(contentType: string, name: string): string | null {
  const start = contentType.indexOf(';');
  if (start < 0) return null;
  parameter.lastIndex = start;
  for (;;) {
    const match = parameter.exec(contentType);
    if (match === null) return null;
    const [, found = '', quoted, plain = ''] = match;
    if (found.toLowerCase() === name) return quoted?.replace(/\\(.)/g, '$1') ?? plain;
  }
}
