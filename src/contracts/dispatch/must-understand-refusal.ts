import { FaultCode, MessageFault, MessageHeader } from '../../core/message/index.js';
import type { MessageVersion } from '../../core/message/index.js';
import { RefusalError } from './refusal.js';

/**
 * The refusal of headers that demand to be understood and were not: the MustUnderstand fault, in SOAP 1.2 with one
 * NotUnderstood header for each (SOAP 1.2 part 1, section 5.4.8).
 */
export function mustUnderstandRefusal(
  version: MessageVersion,
  headers: readonly MessageHeader[],
): RefusalError {
  const names = headers.map(({ name, namespace }) => `'${name}' of '${namespace}'`).join(', ');
  return new RefusalError(
    new MessageFault({
      code: new FaultCode('MustUnderstand'),
      reason: `The message demands that headers be understood which this service does not know: ${names}. Are the bindings of client and service the same?`,
    }),
    version.hasAddressing ? version.addressing.defaultFaultAction : null,
    version.envelope.name === 'Soap12'
      ? headers.map((header) => notUnderstoodHeader(version, header))
      : [],
  );
}

function notUnderstoodHeader(version: MessageVersion, header: MessageHeader): MessageHeader {
  return MessageHeader.create(
    'NotUnderstood',
    version.envelope.namespace,
    (writer) => {
      const prefix = header.namespace === '' ? '' : writer.writeNamespace(null, header.namespace);
      writer.writeAttribute(
        '',
        'qname',
        '',
        prefix === '' ? header.name : `${prefix}:${header.name}`,
      );
    },
    { prefix: 's' },
  );
}
