import {
  CommunicationError,
  MessageSecurityError,
  ProtocolError,
  QuotaExceededError,
  TimeoutError,
  toError,
} from '../../core/errors/index.js';
import type { ReliableSessionSettings } from './reliable-session-options.js';

/** A message was sent maxRetryCount times more, in vain. */
export function exhaustedError(
  { number, retries }: { readonly number: number; readonly retries: number },
  identifier: string,
  address: string,
  { maxRetryCount }: ReliableSessionSettings,
  lastError: Error | null,
): CommunicationError {
  return new CommunicationError(
    `Message ${String(number)} of the reliable session ${identifier} was sent ${String(retries + 1)} times to ${address} without an answer: the maximum retry count (maxRetryCount of reliableSession: ${String(maxRetryCount)}) is reached and the session is given up. ` +
      `Whether the message was processed is unknown.${lastAttempt(lastError)}`,
    { code: 'MaxRetryCountExceeded', cause: lastError ?? undefined },
  );
}

/** Nothing came from the other side for too long. */
export function inactivityError(
  from: string,
  { inactivityTimeout }: ReliableSessionSettings,
  lastError: Error | null = null,
): CommunicationError {
  return new CommunicationError(
    `Nothing came from ${from} for ${String(inactivityTimeout)} ms (inactivityTimeout of reliableSession): the reliable session is given up.${lastAttempt(lastError)}`,
    { code: 'InactivityTimeout', cause: lastError ?? undefined },
  );
}

/** The numbers of the sequence are used up. */
export function rolloverError(identifier: string): CommunicationError {
  return new CommunicationError(
    `The reliable session ${identifier} has sent message ${String(Number.MAX_SAFE_INTEGER)}, the highest number there is; make a new channel.`,
    { code: 'MessageNumberRollover' },
  );
}

/** The other side acknowledged what it cannot have. */
export function invalidAcknowledgementError(identifier: string, number: number): ProtocolError {
  return new ProtocolError(
    `The other side acknowledged message ${String(number)} of the sequence ${identifier}, which was never sent. The reliable session is faulted.`,
    { code: 'InvalidAcknowledgement' },
  );
}

/** What must not be forgotten could not be kept. */
export function storeError(identifier: string, error: unknown): CommunicationError {
  return new CommunicationError(
    `The store of the reliable session ${identifier} failed: ${toError(error).message} The session is given up, since what cannot be kept must not be acknowledged.`,
    { code: 'SequenceStoreFailed', cause: error },
  );
}

/** Whether the network may have lost the message: then it is sent again. What the other side refused is not. */
export function isRetriable(error: Error): boolean {
  if (error instanceof TimeoutError) return true;
  if (!(error instanceof CommunicationError)) return false;
  if (error instanceof ProtocolError || error instanceof MessageSecurityError) return false;
  return !(error.cause instanceof QuotaExceededError);
}

function lastAttempt(error: Error | null): string {
  return error === null ? '' : ` The last attempt ended with: ${error.message}`;
}
