import { InvalidBindingError } from '../errors/index.js';

/** The envelope side of a message version: SOAP 1.1, SOAP 1.2, or no envelope at all (`None`). */
export interface EnvelopeVersion {
  readonly name: 'Soap11' | 'Soap12' | 'None';
  readonly namespace: string;
  /** The media type of its text form. */
  readonly mediaType: string;
  /** The header attribute that names the target node: `actor` in SOAP 1.1, `role` in SOAP 1.2. */
  readonly actorAttribute: 'actor' | 'role';
  /** The actor value that means "the next node", the ultimate receiver included. */
  readonly nextActor: string;
  /** Actor values that address the ultimate receiver; a header without actor does so too. */
  readonly ultimateActors: readonly string[];
}

/** The addressing side of a message version. */
export interface AddressingVersion {
  readonly name: 'None' | 'WSAddressing10' | 'WSAddressingAugust2004';
  readonly namespace: string;
  /** The URI for "over the connection that the request came on". */
  readonly anonymous: string;
  /** The URI for "nowhere", or null where the version has none. */
  readonly none: string | null;
  /** Action of faults about the addressing headers themselves. */
  readonly faultAction: string;
  /** Action of any other fault. */
  readonly defaultFaultAction: string;
}

const soap11: EnvelopeVersion = {
  name: 'Soap11',
  namespace: 'http://schemas.xmlsoap.org/soap/envelope/',
  mediaType: 'text/xml',
  actorAttribute: 'actor',
  nextActor: 'http://schemas.xmlsoap.org/soap/actor/next',
  ultimateActors: [''],
};
const soap12: EnvelopeVersion = {
  name: 'Soap12',
  namespace: 'http://www.w3.org/2003/05/soap-envelope',
  mediaType: 'application/soap+xml',
  actorAttribute: 'role',
  nextActor: 'http://www.w3.org/2003/05/soap-envelope/role/next',
  ultimateActors: ['', 'http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver'],
};
const noEnvelope: EnvelopeVersion = {
  name: 'None',
  namespace: 'http://schemas.microsoft.com/ws/2005/05/envelope/none',
  mediaType: 'application/xml',
  actorAttribute: 'role',
  nextActor: '',
  ultimateActors: [''],
};
const addressing10: AddressingVersion = {
  name: 'WSAddressing10',
  namespace: 'http://www.w3.org/2005/08/addressing',
  anonymous: 'http://www.w3.org/2005/08/addressing/anonymous',
  none: 'http://www.w3.org/2005/08/addressing/none',
  faultAction: 'http://www.w3.org/2005/08/addressing/fault',
  defaultFaultAction: 'http://www.w3.org/2005/08/addressing/soap/fault',
};
const addressingAugust2004: AddressingVersion = {
  name: 'WSAddressingAugust2004',
  namespace: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  anonymous: 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous',
  none: null,
  faultAction: 'http://schemas.xmlsoap.org/ws/2004/08/addressing/fault',
  defaultFaultAction: 'http://schemas.xmlsoap.org/ws/2004/08/addressing/fault',
};
const noAddressing: AddressingVersion = {
  name: 'None',
  namespace: 'http://schemas.microsoft.com/ws/2005/05/addressing/none',
  anonymous: '',
  none: null,
  faultAction: 'http://schemas.microsoft.com/ws/2005/05/addressing/none/fault',
  defaultFaultAction: 'http://schemas.microsoft.com/ws/2005/05/addressing/none/soap/fault',
};

/** The names by which WCF configuration knows the message versions. */
export type MessageVersionName =
  | 'None'
  | 'Soap11'
  | 'Soap12'
  | 'Soap11WSAddressing10'
  | 'Soap12WSAddressing10'
  | 'Soap11WSAddressingAugust2004'
  | 'Soap12WSAddressingAugust2004';

/** An envelope version together with an addressing version; one constant per combination. */
export class MessageVersion {
  static readonly none = new MessageVersion('None', noEnvelope, noAddressing);
  static readonly soap11 = new MessageVersion('Soap11', soap11, noAddressing);
  static readonly soap12 = new MessageVersion('Soap12', soap12, noAddressing);
  static readonly soap11WSAddressing10 = new MessageVersion(
    'Soap11WSAddressing10',
    soap11,
    addressing10,
  );
  /** WCF's default. */
  static readonly soap12WSAddressing10 = new MessageVersion(
    'Soap12WSAddressing10',
    soap12,
    addressing10,
  );
  static readonly soap11WSAddressingAugust2004 = new MessageVersion(
    'Soap11WSAddressingAugust2004',
    soap11,
    addressingAugust2004,
  );
  static readonly soap12WSAddressingAugust2004 = new MessageVersion(
    'Soap12WSAddressingAugust2004',
    soap12,
    addressingAugust2004,
  );

  /** All versions, in the order of their names above. */
  static readonly all: readonly MessageVersion[] = [
    MessageVersion.none,
    MessageVersion.soap11,
    MessageVersion.soap12,
    MessageVersion.soap11WSAddressing10,
    MessageVersion.soap12WSAddressing10,
    MessageVersion.soap11WSAddressingAugust2004,
    MessageVersion.soap12WSAddressingAugust2004,
  ];

  readonly name: MessageVersionName;
  readonly envelope: EnvelopeVersion;
  readonly addressing: AddressingVersion;

  private constructor(
    name: MessageVersionName,
    envelope: EnvelopeVersion,
    addressing: AddressingVersion,
  ) {
    this.name = name;
    this.envelope = envelope;
    this.addressing = addressing;
  }

  /** The version of a configuration name; `Default` is Soap12WSAddressing10. Throws {@link InvalidBindingError} for others. */
  static parse(name: string): MessageVersion {
    if (name === 'Default') return MessageVersion.soap12WSAddressing10;
    const found = MessageVersion.all.find((version) => version.name === name);
    if (found !== undefined) return found;
    throw new InvalidBindingError(
      `There is no message version '${name}'. Use Default or one of ${MessageVersion.all.map((v) => v.name).join(', ')}.`,
    );
  }

  get hasAddressing(): boolean {
    return this.addressing !== noAddressing;
  }

  toString(): string {
    return this.name;
  }
}
