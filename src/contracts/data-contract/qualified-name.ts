/** A name in a namespace, as a value: xsd:QName; .NET's XmlQualifiedName. */
export interface QualifiedName {
  readonly name: string;
  /** '' for a name in no namespace. */
  readonly namespace: string;
}

/** The name that a text with a prefix stands for (`q:name`); a prefix that is not declared stands for no namespace. */
export function resolveQualifiedName(
  text: string,
  scope: { lookupNamespace(prefix: string): string | null },
): QualifiedName {
  const colon = text.indexOf(':');
  const namespace = scope.lookupNamespace(colon < 0 ? '' : text.slice(0, colon)) ?? '';
  return { name: text.slice(colon + 1), namespace };
}
