import { FaultCode, MessageFault, MessageFaultError } from '../../core/message/index.js';
import type { FaultReasonText } from '../../core/message/index.js';
import type { DataContractClass, TypeReference, WireType } from '../data-contract/index.js';

/** What a {@link FaultError} may be given beside its detail. */
export interface FaultErrorOptions {
  /** One text, or texts in several languages. */
  readonly reason?: string | readonly FaultReasonText[] | undefined;
  /** By default Sender, as .NET. */
  readonly code?: FaultCode | undefined;
  /** By default the action of the operation's fault of that detail type, else the version's fault action. */
  readonly action?: string | undefined;
}

/**
 * A SOAP fault, with a typed detail or without. A service throws it to answer with that fault; a client gets it for a
 * fault that came. WCF's FaultException and FaultException<TDetail>.
 *
 * The detail is written by the operation's fault description of `detailType`: `fault.detail` stays null here.
 */
export class FaultError<T = undefined> extends MessageFaultError {
  readonly detail: T;
  /** The class, or the wire type, of the detail; null for a fault without a typed detail. */
  readonly detailType: TypeReference | null;

  /** A fault without detail. */
  constructor(reason: string, options?: Omit<FaultErrorOptions, 'reason'>);
  /** A fault whose detail is an instance, or the members, of a data contract class, or a value of a wire type. */
  constructor(detailType: DataContractClass<T & object> | WireType<T>, detail: NoInfer<T>, options?: FaultErrorOptions);
  /** A received fault. */
  constructor(fault: MessageFault, action: string | null);
  constructor(
    first: string | TypeReference | MessageFault,
    second?: unknown,
    third?: FaultErrorOptions,
  ) {
    const parts = partsOf(first, second, third);
    super(parts.fault, parts.action);
    this.detail = parts.detail as T;
    this.detailType = parts.detailType;
  }
}

/** .NET's text for a fault that says nothing itself. */
const defaultReason = 'The creator of this fault did not specify a Reason.';

interface Parts {
  readonly fault: MessageFault;
  readonly action: string | null;
  readonly detail: unknown;
  readonly detailType: TypeReference | null;
}

function partsOf(
  first: string | TypeReference | MessageFault,
  second: unknown,
  third: FaultErrorOptions | undefined,
): Parts {
  if (first instanceof MessageFault) {
    return { fault: first, action: second as string | null, detail: undefined, detailType: null };
  }
  const hasDetail = typeof first !== 'string';
  const options = (hasDetail ? third : (second as FaultErrorOptions | undefined)) ?? {};
  return {
    fault: new MessageFault({
      code: options.code ?? FaultCode.sender(),
      reason: hasDetail ? (options.reason ?? defaultReason) : first,
    }),
    action: options.action ?? null,
    detail: hasDetail ? second : undefined,
    detailType: hasDetail ? first : null,
  };
}
