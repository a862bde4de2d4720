import type { XmlWriter } from '../../core/xml/index.js';

const namespace = 'http://schemas.datacontract.org/2004/07/System.ServiceModel';
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** Causes of causes that are told; a chain may be a circle. */
const deepestCause = 16;

/** Writes an error as WCF's ExceptionDetail data contract: what `includeExceptionDetailInFaults` lets a client see. */
export function exceptionDetailWriter(error: unknown): (writer: XmlWriter) => void {
  return (writer) => {
    writeDetail(writer, 'ExceptionDetail', error, 0);
  };
}

function writeDetail(writer: XmlWriter, name: string, error: unknown, depth: number): void {
  writer.writeStartElement('', name, namespace);
  if (depth === 0) writer.writeNamespace('i', instanceNamespace);
  writeMember(writer, 'HelpLink', null);
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause === undefined || depth === deepestCause) writeMember(writer, 'InnerException', null);
  else writeDetail(writer, 'InnerException', cause, depth + 1);
  writeMember(writer, 'Message', error instanceof Error ? error.message : String(error));
  writeMember(writer, 'StackTrace', error instanceof Error ? (error.stack ?? null) : null);
  writeMember(writer, 'Type', error instanceof Error ? error.name : typeof error);
  writer.writeEndElement();
}

function writeMember(writer: XmlWriter, name: string, value: string | null): void {
  writer.writeStartElement('', name, namespace);
  if (value === null) writer.writeAttribute('i', 'nil', instanceNamespace, 'true');
  else writer.writeText(value);
  writer.writeEndElement();
}
