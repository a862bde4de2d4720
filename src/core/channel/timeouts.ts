/** How long the steps of a channel's life may take, in milliseconds; WCF's binding timeouts. */
export interface CommunicationTimeouts {
  /** Default 60,000. */
  readonly openTimeout: number;
  /** Default 60,000. */
  readonly closeTimeout: number;
  /** A whole call at the client, or the sending of one message; default 60,000. */
  readonly sendTimeout: number;
  /** How long a service's session may go without an application message; default 600,000. */
  readonly receiveTimeout: number;
}

/** WCF's defaults. */
export const defaultTimeouts: CommunicationTimeouts = {
  openTimeout: 60_000,
  closeTimeout: 60_000,
  sendTimeout: 60_000,
  receiveTimeout: 600_000,
};

/** What limits one call of a method that may wait. */
export interface OperationOptions {
  /** Gives the caller up; what that means on the wire is the element's matter. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; default the binding's timeout for that step. */
  readonly timeout?: number | undefined;
}
