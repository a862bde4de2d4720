/** What differs between the encodings of the two SOAP versions. */
export interface EncodingVersion {
  readonly namespace: string;
  /** Objects stand behind the call, and are referred to; otherwise where they are needed first. */
  readonly isMultiReference: boolean;
}

/** SOAP 1.1 section 5. */
export const soap11Encoding: EncodingVersion = {
  namespace: 'http://schemas.xmlsoap.org/soap/encoding/',
  isMultiReference: true,
};

/** SOAP 1.2 part 2 section 3. */
export const soap12Encoding: EncodingVersion = {
  namespace: 'http://www.w3.org/2003/05/soap-encoding',
  isMultiReference: false,
};
