import {
  FaultCode,
  MessageFault,
  MessageHeader,
  MessageVersion,
} from '../../core/message/index.js';
import type { Message, MessageHeaders } from '../../core/message/index.js';
import type { XmlWriter } from '../../core/xml/index.js';
import { RefusalError } from './refusal.js';

/** Nothing of this listener has the address of the message (WS-Addressing 1.0 SOAP binding, section 6.4.2.3). */
export function destinationUnreachable(version: MessageVersion, address: string): RefusalError {
  return refuse(
    version,
    'DestinationUnreachable',
    `No endpoint of this service has the address '${address}'. Check the address of the client, or relax addressFilterMode of the service.`,
  );
}

/** The endpoint has no operation for the action (section 6.4.2.4). */
export function actionNotSupported(version: MessageVersion, action: string): RefusalError {
  return refuse(
    version,
    'ActionNotSupported',
    `The endpoint has no operation for the action '${action}'. Client and service must have the same contract, and bindings that fit.`,
  );
}

/** A header is missing that the message must have (section 6.4.2.2). */
export function headerRequired(version: MessageVersion, name: string): RefusalError {
  return refuse(
    version,
    'MessageAddressingHeaderRequired',
    `The message lacks the addressing header '${name}', which it must have.`,
    { header: name },
  );
}

/** The service has more to do than it takes (section 6.4.2.5); without addressing the code says the same by itself. */
export function endpointUnavailable(version: MessageVersion): RefusalError {
  const reason =
    'The service is too busy: more calls wait than it takes (serviceThrottling). Try again later.';
  // Who has no addressing gets the code of the newest.
  const { namespace } = version.hasAddressing
    ? version.addressing
    : MessageVersion.soap12WSAddressing10.addressing;
  return new RefusalError(
    new MessageFault({
      code: FaultCode.receiver(new FaultCode('EndpointUnavailable', namespace)),
      reason,
    }),
    version.hasAddressing ? version.addressing.faultAction : null,
  );
}

/** A behaviour did not allow the call. The code is the one that WCF's serviceAuthorization sends. */
export function accessDenied(version: MessageVersion): RefusalError {
  return new RefusalError(
    new MessageFault({
      code: FaultCode.sender(new FaultCode('FailedAuthentication', securityNamespace)),
      reason: 'Access is denied.',
    }),
    version.hasAddressing ? version.addressing.defaultFaultAction : null,
  );
}

const securityNamespace =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';

/** A header is doubled or unreadable (section 6.4.2.1): the fault names the first such header. */
export function invalidAddressingHeader(message: Message, cause: unknown): RefusalError {
  const { version, headers } = message;
  const { namespace } = version.addressing;
  const doubled = Object.keys(readers).find((name) => headers.findAll(name, namespace).length > 1);
  if (doubled !== undefined) {
    const reason = `The message has the addressing header '${doubled}' more than once; it may have one.`;
    const detail = { header: doubled, subCode: 'InvalidCardinality', cause };
    return refuse(version, 'InvalidAddressingHeader', reason, detail);
  }
  const [broken] = Object.entries(readers).find(([, read]) => !isReadable(headers, read)) ?? [];
  return refuse(
    version,
    'InvalidAddressingHeader',
    `An addressing header of the message cannot be read${broken === undefined ? '' : `: '${broken}'`}.`,
    { header: broken, cause },
  );
}

/** How each header is read; reading one that is bad throws. */
const readers: Readonly<Record<string, (headers: MessageHeaders) => unknown>> = {
  Action: (headers) => headers.action,
  To: (headers) => headers.to,
  MessageID: (headers) => headers.messageId,
  ReplyTo: (headers) => headers.replyTo,
  FaultTo: (headers) => headers.faultTo,
};

function isReadable(headers: MessageHeaders, read: (headers: MessageHeaders) => unknown): boolean {
  try {
    read(headers);
    return true;
  } catch {
    return false;
  }
}

interface RefusalDetails {
  /** The header that is to blame. */
  readonly header?: string | undefined;
  /** Says more below the sub code; WS-Addressing 1.0 alone has such codes. */
  readonly subCode?: string | undefined;
  readonly cause?: unknown;
}

function refuse(
  version: MessageVersion,
  name: string,
  reason: string,
  { header, subCode, cause }: RefusalDetails = {},
): RefusalError {
  const { addressing, envelope, hasAddressing } = version;
  const isVersion10 = addressing.name === 'WSAddressing10';
  const lowest =
    subCode === undefined || !isVersion10 ? null : new FaultCode(subCode, addressing.namespace);
  const code = FaultCode.sender(new FaultCode(name, addressing.namespace, lowest));
  const problem =
    header === undefined || !isVersion10
      ? null
      : (writer: XmlWriter): void => {
          writer.writeStartElement('a', 'ProblemHeaderQName', addressing.namespace);
          writer.writeText(`a:${header}`);
          writer.writeEndElement();
        };
  // SOAP 1.1 keeps the detail for errors in the body: this one goes into a header (section 6.3).
  const isSoap11 = envelope.name === 'Soap11';
  const headers =
    problem === null || !isSoap11
      ? []
      : [MessageHeader.create('FaultDetail', addressing.namespace, problem, { prefix: 'a' })];
  return new RefusalError(
    new MessageFault({ code, reason, detail: isSoap11 ? null : problem }),
    hasAddressing ? addressing.faultAction : null,
    headers,
    { cause },
  );
}
