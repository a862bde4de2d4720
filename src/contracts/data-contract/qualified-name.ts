/** A name in a namespace, as a value: xsd:QName; .NET's XmlQualifiedName. */
export interface QualifiedName {
  readonly name: string;
  /** '' for a name in no namespace. */
  readonly namespace: string;
}
