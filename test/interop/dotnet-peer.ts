import type { CalculatorOperations } from './calculator-operations.js';
import { DotnetProcess, type DotnetErrorReport } from './dotnet-process.js';

export {
  dotnetAvailable,
  DotnetError,
  type DotnetErrorReport,
  type DotnetFaultReport,
} from './dotnet-process.js';

/** The binding of a .NET client; http or https follows from the address. What is left out keeps .NET's default. */
export interface DotnetBinding {
  /** A standard binding of .NET, with or without `reliable`, and security by the scheme of the address. */
  readonly standard?:
    'basicHttpBinding' | 'basicHttpsBinding' | 'wsHttpBinding' | 'ws2007HttpBinding';
  /** Version of WS-ReliableMessaging; left out means no reliable session. */
  readonly reliable?: 'February2005' | '11';
  readonly ordered?: boolean;
  readonly flowControl?: boolean;
  readonly inactivityTimeoutMs?: number;
  readonly maxRetryCount?: number;
  readonly maxTransferWindowSize?: number;
  /** Default: Buffered. */
  readonly transferMode?: 'Buffered' | 'Streamed' | 'StreamedRequest' | 'StreamedResponse';
  /** Default: text. The binary encoding fixes the message version. */
  readonly encoding?: 'text' | 'mtom' | 'binary';
  /** Default: Soap12WSAddressing10. */
  readonly messageVersion?:
    | 'Soap11'
    | 'Soap12'
    | 'Soap11WSAddressing10'
    | 'Soap12WSAddressing10'
    | 'Soap11WSAddressingAugust2004'
    | 'Soap12WSAddressingAugust2004';
  readonly timeouts?: {
    readonly openMs?: number;
    readonly closeMs?: number;
    readonly sendMs?: number;
    readonly receiveMs?: number;
  };
}

/** Where and how a .NET client connects. */
export interface DotnetFactoryOptions {
  readonly address: string;
  readonly binding: DotnetBinding;
  /** Sends there instead of to the address, e.g. through a recording proxy; the To header still says the address. */
  readonly via?: string;
  /** Default: ICalculator. INotebook has the one-way operation Note alone, ITypes and IMessages what
   * `echoTypes` and `callMessages` need. */
  readonly contract?: 'ICalculator' | 'INotebook' | 'ITypes' | 'IMessages' | 'IStreams';
  /** The one certificate that the client accepts over https. */
  readonly certificatePem?: string;
}

/** CommunicationState of .NET. */
export type DotnetState = 'Created' | 'Opening' | 'Opened' | 'Closing' | 'Closed' | 'Faulted';

/** The state of a channel or factory; the session's id once a channel with a session is open. */
export interface DotnetStateReport {
  readonly state: DotnetState;
  readonly sessionId?: string;
}

/** Many calls at once. */
export interface CallManyOptions<Name extends keyof CalculatorOperations> {
  readonly operation: Name;
  readonly count: number;
  /** Calls under way at a time; default 1. */
  readonly concurrency?: number;
  /** The arguments of the call of that index, counted from 0. */
  readonly args: (index: number) => CalculatorOperations[Name]['args'];
}

/** What became of one call of many. */
export type CallOutcome<Name extends keyof CalculatorOperations> =
  | { readonly ok: true; readonly result: CalculatorOperations[Name]['result'] }
  | { readonly ok: false; readonly error: DotnetErrorReport };

/** What became of many calls, in the order of their index; the time is the peer's own. */
export interface ManyOutcomes<Name extends keyof CalculatorOperations> {
  readonly elapsedMs: number;
  readonly outcomes: readonly CallOutcome<Name>[];
}

/**
 * A process with the .NET client of WCF (System.ServiceModel 10.1). One process serves many factories and channels,
 * and commands run side by side. Every method throws DotnetError when .NET throws.
 */
export class DotnetPeer implements AsyncDisposable {
  readonly #process: DotnetProcess;

  private constructor(process: DotnetProcess) {
    this.#process = process;
  }

  /** Starts the peer; the first start on a machine builds it, which takes some ten seconds. */
  static async start(): Promise<DotnetPeer> {
    return new DotnetPeer(await DotnetProcess.start());
  }

  /** Makes and opens a channel factory; sends nothing. */
  async openFactory(options: DotnetFactoryOptions): Promise<DotnetFactory> {
    return new DotnetFactory(this.#process, await this.#process.send('openFactory', options));
  }

  /** Makes a factory and opens one channel of it: with a reliable session, creates the sequence. */
  async openChannel(options: DotnetFactoryOptions): Promise<DotnetChannel> {
    const factory = await this.openFactory(options);
    const channel = await factory.createChannel();
    await channel.open();
    return channel;
  }

  /** Aborts what is open and ends the process. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** Ends the process at once, as if it had crashed. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** What channels and factories of the .NET peer share. */
class DotnetCommunicationObject {
  protected readonly process: DotnetProcess;
  protected readonly handle: unknown;

  constructor(process: DotnetProcess, handle: unknown) {
    this.process = process;
    this.handle = handle;
  }

  async open(): Promise<void> {
    await this.send('open');
  }

  async state(): Promise<DotnetStateReport> {
    return (await this.send('state')) as DotnetStateReport;
  }

  /** Waits until .NET announces the state; throws a TimeoutException of .NET after the time, 10 s by default. */
  async waitForState(state: DotnetState, timeoutMs?: number): Promise<DotnetStateReport> {
    return (await this.send('waitForState', { state, timeoutMs })) as DotnetStateReport;
  }

  /** Closes gracefully: with a reliable session, after every message is acknowledged. */
  async close(): Promise<void> {
    await this.send('close');
  }

  async abort(): Promise<void> {
    await this.send('abort');
  }

  protected send(command: string, fields: object = {}): Promise<unknown> {
    return this.process.send(command, { handle: this.handle, ...fields });
  }
}

/** A ChannelFactory of .NET. */
export class DotnetFactory extends DotnetCommunicationObject {
  /** Makes a channel; it opens by `open()` or by its first call. */
  async createChannel(): Promise<DotnetChannel> {
    return new DotnetChannel(this.process, await this.send('createChannel'));
  }
}

/** A value that .NET sent and got back, both as its serialiser writes them. */
export interface DotnetEcho {
  readonly name: string;
  readonly sent: string;
  readonly returned?: string;
  readonly error?: string;
}

/** A typed channel of .NET. */
export class DotnetChannel extends DotnetCommunicationObject {
  async call<Name extends keyof CalculatorOperations>(
    operation: Name,
    ...args: CalculatorOperations[Name]['args']
  ): Promise<CalculatorOperations[Name]['result']> {
    return decodeResult(operation, await this.send('call', { operation, args }));
  }

  /** Calls Echo with a header `Tenant`; resolves to the result, and to the header of that name in the reply. */
  async callWithHeader(text: string, tenant: string): Promise<readonly [string, string]> {
    return (await this.send('callWithHeader', { args: [text, tenant] })) as [string, string];
  }

  /** Sends values of all kinds to a service of the contract ITypes, which returns them. */
  async echoTypes(): Promise<DotnetEcho[]> {
    return (await this.send('echoTypes')) as DotnetEcho[];
  }

  /** What .NET reads of a request to a service of the contract ITypes in SOAP 1.2 with addressing, as it writes it. */
  async readRequest(envelope: string): Promise<string> {
    return (await this.send('readRequest', { args: [envelope] })) as string;
  }

  /** Calls all operations of the contract IMessages, and tells what came back beside what should. */
  async callMessages(): Promise<DotnetEcho[]> {
    return (await this.send('callMessages')) as DotnetEcho[];
  }

  /** Calls all operations of the contract IStreams, and tells what came back beside what should. */
  async callStreams(): Promise<DotnetEcho[]> {
    return (await this.send('callStreams')) as DotnetEcho[];
  }

  /** Makes many calls; a call that fails is an outcome and does not stop the others. */
  async callMany<Name extends keyof CalculatorOperations>(
    options: CallManyOptions<Name>,
  ): Promise<ManyOutcomes<Name>> {
    const { operation, count, concurrency = 1 } = options;
    const argsList = Array.from({ length: count }, (_, index) => options.args(index));
    const many = (await this.send('callMany', {
      operation,
      argsList,
      concurrency,
    })) as ManyOutcomes<Name>;
    return {
      elapsedMs: many.elapsedMs,
      outcomes: many.outcomes.map((outcome) =>
        outcome.ok ? { ok: true, result: decodeResult(operation, outcome.result) } : outcome,
      ),
    };
  }
}

const numeric: ReadonlySet<keyof CalculatorOperations> = new Set([
  'Add',
  'Subtract',
  'Multiply',
  'Divide',
  'SafeDivide',
  'Next',
] as const);

/** JSON lacks NaN and the infinities: they come by name. Operations without a result return null. */
function decodeResult<Name extends keyof CalculatorOperations>(
  operation: Name,
  value: unknown,
): CalculatorOperations[Name]['result'] {
  return (
    numeric.has(operation) ? Number(value) : (value ?? null)
  ) as CalculatorOperations[Name]['result'];
}
