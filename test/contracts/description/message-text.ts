import type { OperationFormatter } from '../../../src/contracts/description/index.js';
import { Message, MessageHeaders, MessageVersion } from '../../../src/core/message/index.js';
import { readerOn, written } from '../data-contract/xml-text.js';

const version = MessageVersion.soap11;

/** The body of a request, as text. */
export function requestBody(formatter: OperationFormatter, args: readonly unknown[]): string {
  return bodyOf(formatter.writeRequest(version, args));
}

/** The body of a reply, as text. */
export function replyBody(formatter: OperationFormatter, result: unknown): string {
  return bodyOf(formatter.writeReply(version, result));
}

/** A message that came with that body. */
export function messageWith(body: string): Message {
  return Message.received(new MessageHeaders(version, []), readerOn(body), body.length, null);
}

function bodyOf(message: Message): string {
  return written((writer) => {
    message.writeBodyContents(writer);
  });
}
