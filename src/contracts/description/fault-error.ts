import { ChannelStackError } from '../../core/errors/index.js';
import { FaultCode, MessageFault, MessageFaultError } from '../../core/message/index.js';
import type { FaultReasonText } from '../../core/message/index.js';
import type { DataContractClass, TypeReference, WireType } from '../data-contract/index.js';
import type { FaultDescription } from './contract-description.js';

/** What a {@link FaultError} may be given beside its detail. */
export interface FaultErrorOptions {
  /** One text, or texts in several languages. */
  readonly reason?: string | readonly FaultReasonText[] | undefined;
  /** By default Sender, as .NET. */
  readonly code?: FaultCode | undefined;
  /** By default the action of the operation's fault of that detail type, else the version's fault action. */
  readonly action?: string | undefined;
}

/** The members of a class, without being an instance of it; any other type as it is. */
export type MembersOf<T> = { [K in keyof T]: T[K] };

/**
 * A SOAP fault, with a typed detail or without. A service throws it to answer with that fault; a client gets it for a
 * fault that came. WCF's FaultException and FaultException<TDetail>.
 *
 * A detail to be sent is written by the operation's fault description of its `detailType`, and not yet in `fault`.
 */
export class FaultError<T = undefined> extends MessageFaultError {
  static override readonly typeName: string = 'FaultError';

  readonly detail: T;
  /** The class, or the wire type, of the detail; null for a fault without a typed detail. */
  readonly detailType: TypeReference | null;

  /** A fault without detail. */
  constructor(reason: string, options?: Omit<FaultErrorOptions, 'reason'>);
  /** A fault whose detail is an object with the members of a data contract class, or a value of a wire type. */
  constructor(
    detailType: DataContractClass<T & object> | WireType<T, never>,
    detail: NoInfer<MembersOf<T>>,
    options?: FaultErrorOptions,
  );
  /** @internal */
  constructor(parts: FaultParts<T>);
  constructor(
    first: string | TypeReference | FaultParts<T>,
    second?: unknown,
    options?: FaultErrorOptions,
  ) {
    const parts = partsOf(first, second, options);
    super(parts.fault, parts.action);
    this.detail = parts.detail as T;
    this.detailType = parts.detailType;
  }

  /** Tells a fault with a detail of the type from everything else: `if (FaultError.is(error, MathFault)) error.detail...`. */
  static override is(error: unknown): error is ChannelStackError;
  static override is<T>(
    error: unknown,
    detailType: DataContractClass<T & object> | WireType<T, never>,
  ): error is FaultError<T>;
  static override is(error: unknown, detailType?: TypeReference): boolean {
    if (detailType === undefined) return ChannelStackError.is(error);
    return error instanceof FaultError && error.detailType === detailType;
  }

  /**
   * The error for a fault that came: with its detail read when `description` is that of the fault.
   * @throws SerializationError when the detail cannot be read
   */
  static received(
    fault: MessageFault,
    action: string | null,
    description: FaultDescription | null,
  ): FaultError<unknown> {
    const element = description === null ? null : fault.detailElement;
    const detail = element === null ? undefined : description?.read(element);
    const detailType = element === null ? null : (description?.detailType ?? null);
    return new FaultError<unknown>(new FaultParts(fault, action, detail, detailType));
  }
}

/** .NET's text for a fault that says nothing itself. */
const defaultReason = 'The creator of this fault did not specify a Reason.';

/** Everything that a FaultError consists of. */
class FaultParts<T> {
  readonly fault: MessageFault;
  readonly action: string | null;
  readonly detail: T;
  readonly detailType: TypeReference | null;

  constructor(
    fault: MessageFault,
    action: string | null,
    detail: T,
    detailType: TypeReference | null,
  ) {
    this.fault = fault;
    this.action = action;
    this.detail = detail;
    this.detailType = detailType;
  }
}

function partsOf(
  first: string | TypeReference | FaultParts<unknown>,
  second: unknown,
  third: FaultErrorOptions | undefined,
): FaultParts<unknown> {
  if (first instanceof FaultParts) return first;
  if (typeof first === 'string') {
    const { code, action } = (second ?? {}) as FaultErrorOptions;
    return new FaultParts(faultOf(code, first), action ?? null, undefined, null);
  }
  const { code, action, reason } = third ?? {};
  return new FaultParts(faultOf(code, reason), action ?? null, second, first);
}

function faultOf(
  code: FaultCode | undefined,
  reason: string | readonly FaultReasonText[] = defaultReason,
): MessageFault {
  return new MessageFault({ code: code ?? FaultCode.sender(), reason });
}
