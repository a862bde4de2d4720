import type { Message } from '../../core/message/index.js';
import { contextOf, runInCall } from '../context/index.js';
import type { CallState } from '../context/index.js';
import type { EndpointDispatcher } from './endpoint-dispatcher.js';

/** Adds to a reply what the method and the inspectors have for it. */
export function finishReply(
  call: CallState,
  endpoint: EndpointDispatcher | null,
  reply: Message,
): Message {
  let message = reply;
  if (call.context !== null) {
    const { outgoingMessageHeaders, outgoingProperties } = call.context;
    if (outgoingMessageHeaders.length > 0)
      message = message.withHeaders(message.headers.with(...outgoingMessageHeaders));
    for (const { key, value } of outgoingProperties ?? []) message.setProperty(key, value);
  }
  return endpoint?.hasInspectors === true
    ? runInCall(call, () => endpoint.inspectReply(message, contextOf(call)))
    : message;
}
