import type { Message } from '../../core/message/index.js';
import type { Deadlines } from '../../core/time/index.js';
import type { ErrorHandler } from '../behaviors/index.js';
import type { ContractClass } from '../description/index.js';
import type { AdmissionSettings } from './call-admission.js';
import type { Correlation } from './correlation.js';
import type { DispatchTable } from './dispatch-table.js';
import type { FaultReplySettings } from './fault-reply.js';
import type { InstanceScope } from './instance-scope.js';
import type { ReplyPath } from './reply-path.js';
import type { SessionProgress } from './session-progress.js';

/** What the calls of one channel share. */
export interface CallEnvironment {
  readonly table: DispatchTable;
  readonly scope: InstanceScope;
  readonly admission: AdmissionSettings;
  readonly replies: ReplyPath;
  readonly faults: FaultReplySettings;
  readonly deadlines: Deadlines;
  /** Null for a channel that is no session. */
  readonly session: SessionProgress | null;
  readonly sessionId: string | null;
  readonly address: string;
  /** Bytes of a stream that are collected before a reply is sent; null: it is sent as it comes. */
  readonly replyStreamLimit: number | null;
  /** True when the channel was aborted: calls that have not started do not start any more. */
  readonly isAborted: boolean;
  /** Those of the service, for messages that reach no endpoint. */
  readonly errorHandlers: readonly ErrorHandler[];
  /** A client of whom the message came from. @throws InvalidOperationError */
  createCallback(contract: ContractClass, correlation: Correlation): object;
  /** A message came that no operation takes. */
  readonly noteUnknown: (message: Message) => void;
}
