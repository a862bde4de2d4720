import { actionHeader } from './addressing-headers.js';
import { writeFault } from './fault-writer.js';
import type { MessageFault } from './message-fault.js';
import { Message } from './message.js';
import { WrittenBody } from './message-body.js';
import { MessageHeaders } from './message-headers.js';
import type { MessageVersion } from './message-version.js';

/** A message that carries the fault; without an action it gets the addressing version's default fault action. */
export function createFaultMessage(
  version: MessageVersion,
  fault: MessageFault,
  action: string | null = version.addressing.defaultFaultAction,
): Message {
  const headers = new MessageHeaders(
    version,
    action === null ? [] : [actionHeader(version, action)],
  );
  const body = new WrittenBody((writer) => {
    writeFault(writer, fault, version.envelope);
  }, true);
  return Message.fromBody(headers, body);
}
