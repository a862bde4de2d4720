import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ChannelFactory, FaultError, xsd } from '../../src/contracts/index.js';
import { describeContract } from '../../src/contracts/description/index.js';
import { CustomBinding } from '../../src/core/binding/index.js';
import { ChannelStackError } from '../../src/core/errors/index.js';
import { Message, MessageVersion } from '../../src/core/message/index.js';
import { textEncoding } from '../../src/elements/text-encoding/index.js';
import { httpTransport } from '../../src/transports/http/index.js';
import { written } from '../contracts/data-contract/xml-text.js';
import { canonical } from './canonical.js';
import { operationCodec } from './operation-contracts.js';
import type { OperationCodec, OperationFileAbout } from './operation-contracts.js';
import { vectorFolder, vectorSuite } from './vector-suite.js';

/** A call that a real .NET client made: what it sent, how it was answered, and what the call came to. */
interface OperationVector {
  readonly kind: 'operation' | 'reply';
  readonly name: string;
  readonly binding: string;
  readonly contract: string;
  readonly operation: string;
  readonly args?: readonly { readonly direction: 'in' | 'ref' | 'out'; readonly value: unknown }[];
  readonly request?: {
    readonly headers: readonly (readonly [string, string])[];
    readonly body?: string;
  } | null;
  readonly reply?: { readonly contentType: string; readonly body: string };
  readonly status?: number;
  readonly contentType?: string;
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly result?: unknown;
  readonly outArgs?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly type: string; readonly fault?: VectorFault };
}

interface VectorFault {
  readonly code: { readonly name: string; readonly namespace: string };
  readonly reasons: readonly (readonly [string, string])[];
  readonly detail?: unknown;
}

const { about } = JSON.parse(
  readFileSync(join(vectorFolder, 'operation-vectors.json'), 'utf8'),
) as { readonly about: OperationFileAbout };

const versions: Readonly<Record<string, MessageVersion>> = {
  basic: MessageVersion.soap11,
  s12: MessageVersion.soap12,
  s11a04: MessageVersion.soap11WSAddressingAugust2004,
  s11a10: MessageVersion.soap11WSAddressing10,
  s12a04: MessageVersion.soap12WSAddressingAugust2004,
  s12a10: MessageVersion.soap12WSAddressing10,
};

/** What the vectors have in the place of every identifier and address. */
const fixedId = /urn:uuid:00112233-4455-6677-8899-aabbccddeeff/g;
const anyId = /urn:uuid:[0-9a-f-]{36}/g;

/** The service of a vector: it keeps the request, and answers as the vector says. */
class RecordedService implements AsyncDisposable {
  readonly requests: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  readonly #vector: OperationVector;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(vector: OperationVector) {
    this.#vector = vector;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString('utf8');
    this.requests.push({ headers: request.headers, body });
    const { kind, reply, status, contentType, body: text, bodyBase64 } = this.#vector;
    const id = anyId.exec(body)?.[0] ?? '';
    anyId.lastIndex = 0;
    const content = kind === 'operation' ? reply?.body : text;
    const bytes =
      bodyBase64 === undefined
        ? Buffer.from((content ?? '').replace(fixedId, id))
        : Buffer.from(bodyBase64, 'base64');
    const type = kind === 'operation' ? reply?.contentType : contentType;
    response.writeHead(
      status ?? (bytes.length === 0 ? 202 : 200),
      type === undefined ? {} : { 'Content-Type': type },
    );
    response.end(bytes);
  }
}

async function call(
  vector: OperationVector,
  codec: OperationCodec,
  service: RecordedService,
  args: readonly unknown[],
): Promise<unknown> {
  const binding = new CustomBinding('vector', [
    textEncoding({ messageVersion: versions[vector.binding] }),
    httpTransport(),
  ]);
  const factory = new ChannelFactory(
    codec.contract,
    binding,
    `http://127.0.0.1:${String(service.port)}/svc`,
  );
  try {
    const client = await factory.createChannel();
    const method = Reflect.get(client, codec.methodName) as (
      ...args: unknown[]
    ) => Promise<unknown>;
    return await method.apply(client, [...args]);
  } finally {
    factory.abort();
  }
}

function argumentsOf(vector: OperationVector, codec: OperationCodec): readonly unknown[] {
  const { args, name, request } = vector;
  const { parameters } = codec;
  // What the vectors do not describe is read from the request.
  if (
    /"\(T(?:here was an error|argetException\)")|"@Func<Stream>"|^(?!.*"\$id").*"\$ref"/.test(
      JSON.stringify(args),
    )
  )
    return readRequest(vector, codec, request?.body ?? '');
  const values = (args ?? [])
    .filter(({ direction }) => direction !== 'out')
    .map(({ value }) => value);
  return parameters.map((parameter, index) =>
    // The vectors do not describe messages; their names do.
    parameter.toValue(isMessage(values[index]) ? name : values[index]),
  );
}

function readRequest(
  { binding }: OperationVector,
  { contract }: OperationCodec,
  body: string,
): readonly unknown[] {
  const encoder = textEncoding({ messageVersion: versions[binding] }).createEncoder();
  const message = encoder.read({ bytes: Buffer.from(body), contentType: encoder.contentType });
  return describeContract(contract).operations[0]?.formatter.readRequest(message) ?? [];
}

function isMessage(value: unknown): boolean {
  return JSON.stringify({ value }).includes('"@Func<');
}

async function runOperation(vector: OperationVector): Promise<void> {
  const codec = codecOf(vector);
  await using service = new RecordedService(vector);
  await service.open();
  const { request } = vector;
  const args = argumentsOf(vector, codec);
  if (request === null || request === undefined) {
    await assert.rejects(call(vector, codec, service, args), (error) =>
      ChannelStackError.is(error),
    );
    assert.equal(service.requests.length, 0);
    return;
  }
  if (isBrokenStream(vector.result))
    await assert.rejects(call(vector, codec, service, args), (error) =>
      ChannelStackError.is(error),
    );
  else checkResult(vector, codec, await call(vector, codec, service, args));
  const [sent] = service.requests;
  const normal = (sent?.body ?? '')
    .replace(anyId, 'urn:uuid:00112233-4455-6677-8899-aabbccddeeff')
    .replaceAll(`127.0.0.1:${String(service.port)}`, '127.0.0.1:12345');
  assert.equal(canonical(normal), canonical(request.body ?? ''));
  const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of ['soapaction', 'content-type'])
    assert.equal(sent?.headers[name], headers.get(name));
}

async function runReply(vector: OperationVector): Promise<void> {
  // What a method is called with does not matter here, but it must be something that can be sent.
  const codec = codecOf(vector);
  const args = codec.parameters.map((parameter) => valueFor(vector, parameter));
  await using service = new RecordedService(vector);
  await service.open();
  const called = call(vector, codec, service, args);
  if (vector.error === undefined) {
    checkResult(vector, codec, await called);
    return;
  }
  const error = await called.then(
    () => assert.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(ChannelStackError.is(error), String(error));
  checkError(vector, codec, error);
}

function valueFor(
  { operation }: OperationVector,
  parameter: OperationCodec['parameters'][number],
): unknown {
  if (operation === 'Wrapped') return parameter.toValue({ Tx: 0 });
  if (operation === 'Bare') return parameter.toValue({ Body: null });
  return parameter.type === xsd.int ? 1 : null;
}

function codecOf(vector: OperationVector): OperationCodec {
  const version = versions[vector.binding];
  assert.ok(version);
  return operationCodec(about, vector.contract, vector.operation, version);
}

function checkResult(vector: OperationVector, codec: OperationCodec, result: unknown): void {
  const expected = vector.result ?? null;
  if (isReceived(expected)) {
    assert.ok(result instanceof Message);
    assert.equal(
      canonical(
        written((writer) => {
          result.writeMessage(writer);
        }).replace(anyId, 'id'),
      ),
      canonical(expected.message.replace(anyId, 'id')),
    );
    return;
  }
  const single: unknown =
    codec.outputs.size === 0 ? result : Reflect.get(result as object, 'result');
  assert.deepEqual(
    codec.result.toNotation(single),
    codec.result.toNotation(codec.result.toValue(expected)),
  );
  for (const [name, value] of Object.entries(vector.outArgs ?? {})) {
    const output = codec.outputs.get(name);
    assert.deepEqual(
      output?.toNotation(Reflect.get(result as object, name)),
      output?.toNotation(output.toValue(value)),
    );
  }
}

/** A stream that .NET gave and could not be read. */
function isBrokenStream(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'streamError' in result;
}

function isReceived(result: unknown): result is { readonly message: string } {
  return typeof result === 'object' && result !== null && 'message' in result;
}

function checkError(
  { error: expected }: OperationVector,
  { details }: OperationCodec,
  error: ChannelStackError,
): void {
  const type = expected?.type.replace(/^.*\./, '') ?? '';
  const fault = expected?.fault;
  if (fault === undefined) {
    assert.ok(!(error instanceof FaultError), `${String(error)} instead of ${type}`);
    return;
  }
  assert.ok(error instanceof FaultError, `${String(error)} instead of ${type}`);
  const { detail, detailType, fault: received } = error as FaultError<unknown>;
  assert.equal(received.reason, fault.reasons[0]?.[1]);
  const codec = detailType === null ? null : details.get(detailType);
  assert.equal(codec !== null, 'detail' in fault);
  if (codec != null)
    assert.deepEqual(codec.toNotation(detail), codec.toNotation(codec.toValue(fault.detail)));
}

vectorSuite<OperationVector>('operation-vectors.json', {
  operation: (t, vector) => t.notThrowsAsync(runOperation(vector)).then(() => undefined),
  reply: (t, vector) => t.notThrowsAsync(runReply(vector)).then(() => undefined),
});
