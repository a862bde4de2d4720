import { MessageFaultError } from '../../core/message/index.js';
import type { MessageFault, MessageHeader } from '../../core/message/index.js';

/** A message that reaches no operation: the fault to answer with, and headers that belong to that answer. */
export class RefusalError extends MessageFaultError {
  static override readonly typeName: string = 'RefusalError';

  readonly headers: readonly MessageHeader[];

  constructor(
    fault: MessageFault,
    action: string | null,
    headers: readonly MessageHeader[] = [],
    details: { readonly cause?: unknown } = {},
  ) {
    super(fault, action, details);
    this.headers = headers;
  }
}
