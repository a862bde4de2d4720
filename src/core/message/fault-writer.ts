import { InvalidOperationError } from '../errors/index.js';
import { xmlNamespace } from '../xml/index.js';
import type { XmlWriter } from '../xml/index.js';
import type { FaultCode, MessageFault } from './message-fault.js';
import type { EnvelopeVersion } from './message-version.js';

/** Writes the Fault element of a SOAP version (SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4), byte for byte as .NET. */
export function writeFault(
  writer: XmlWriter,
  fault: MessageFault,
  envelope: EnvelopeVersion,
): void {
  if (envelope.name === 'None') {
    throw new InvalidOperationError(
      'A fault needs an envelope: the message version None cannot carry one.',
    );
  }
  writer.writeStartElement('s', 'Fault', envelope.namespace);
  if (envelope.name === 'Soap11') writeSoap11(writer, fault, envelope);
  else writeSoap12(writer, fault, envelope);
  writer.writeEndElement();
}

function writeSoap11(writer: XmlWriter, fault: MessageFault, envelope: EnvelopeVersion): void {
  // SOAP 1.1 has no sub codes: the first one stands for the whole code, as in .NET.
  const code = fault.code.subCode ?? fault.code;
  writer.writeStartElement('', 'faultcode', '');
  writeQualifiedName(writer, soap11Name(code), code.namespace, envelope);
  writer.writeEndElement();
  writer.writeStartElement('', 'faultstring', '');
  const [reason] = fault.reasons;
  if (reason !== undefined) {
    if (reason.language !== '') writer.writeAttribute('xml', 'lang', xmlNamespace, reason.language);
    writer.writeText(reason.text);
  }
  writer.writeEndElement();
  if (fault.actor !== '') writeTextElement(writer, '', 'faultactor', '', fault.actor);
  if (fault.detail !== null) {
    writer.writeStartElement('', 'detail', '');
    writeDetail(writer, fault);
    writer.writeEndElement();
  }
}

function writeSoap12(writer: XmlWriter, fault: MessageFault, envelope: EnvelopeVersion): void {
  const { namespace } = envelope;
  writer.writeStartElement('s', 'Code', namespace);
  writeSoap12Code(writer, fault.code, envelope);
  writer.writeEndElement();
  writer.writeStartElement('s', 'Reason', namespace);
  for (const { text, language } of fault.reasons) {
    writer.writeStartElement('s', 'Text', namespace);
    writer.writeAttribute('xml', 'lang', xmlNamespace, language);
    writer.writeText(text);
    writer.writeEndElement();
  }
  writer.writeEndElement();
  if (fault.node !== '') writeTextElement(writer, 's', 'Node', namespace, fault.node);
  if (fault.actor !== '') writeTextElement(writer, 's', 'Role', namespace, fault.actor);
  if (fault.detail !== null) {
    writer.writeStartElement('s', 'Detail', namespace);
    writeDetail(writer, fault);
    writer.writeEndElement();
  }
}

function writeSoap12Code(writer: XmlWriter, code: FaultCode, envelope: EnvelopeVersion): void {
  writer.writeStartElement('s', 'Value', envelope.namespace);
  writeQualifiedName(writer, code.name, code.namespace, envelope);
  writer.writeEndElement();
  if (code.subCode === null) return;
  writer.writeStartElement('s', 'Subcode', envelope.namespace);
  writeSoap12Code(writer, code.subCode, envelope);
  writer.writeEndElement();
}

function writeQualifiedName(
  writer: XmlWriter,
  name: string,
  namespace: string,
  envelope: EnvelopeVersion,
): void {
  if (namespace === '' || namespace === envelope.namespace) {
    writer.writeText(`s:${name}`);
    return;
  }
  writer.writeNamespace('a', namespace);
  writer.writeText(`a:${name}`);
}

function soap11Name(code: FaultCode): string {
  if (code.isSender) return 'Client';
  if (code.isReceiver) return 'Server';
  return code.name;
}

function writeTextElement(
  writer: XmlWriter,
  prefix: string,
  name: string,
  namespace: string,
  text: string,
): void {
  writer.writeStartElement(prefix, name, namespace);
  writer.writeText(text);
  writer.writeEndElement();
}

function writeDetail(writer: XmlWriter, { detail }: MessageFault): void {
  if (typeof detail === 'function') detail(writer);
  else if (detail !== null) writer.writeElement(detail);
}
