import { firstValueFrom } from 'rxjs';
import {
  ChannelFactory,
  CustomBinding,
  EndpointAddress,
  MessageVersion,
  Operation,
  ServiceBehavior,
  ServiceContract,
  ServiceHost,
  contractOnly,
  defaultContainer,
  describeContract,
  inProcessTransport,
  textEncoding,
  xsd,
} from '../../src/index.js';
import type { Message, RequestChannel } from '../../src/index.js';
import {
  actionHeader,
  endpointHeader,
  messageIdHeader,
  randomIds,
  relatesToHeader,
} from '../../src/core/message/index.js';
import { median } from '../median.js';

@ServiceContract({ name: 'IEcho', namespace: 'urn:bench' })
class Echo {
  @Operation({ name: 'Echo', parameters: [['text', xsd.string]], returns: xsd.string })
  echo(text: string): Promise<string> {
    return contractOnly(text);
  }
}

@ServiceBehavior({ instanceContextMode: 'Single', concurrencyMode: 'Multiple' })
class EchoService implements Echo {
  echo(text: string): Promise<string> {
    return Promise.resolve(text);
  }
}

/** Short turns: what else the machine does meets all three alike. */
const callsPerTurn = 200;
const turnsPerRound = 40;
const idleClients = 10_000;
const version = MessageVersion.soap12WSAddressing10;
const binding = new CustomBinding('bench', [textEncoding(), inProcessTransport()]);
const build = { services: defaultContainer };
const operation = describeContract(Echo).operations[0];
if (operation === undefined) throw new Error('The contract has no operation.');
const { formatter, action, replyAction } = operation;
const replyTo = endpointHeader('ReplyTo', version, EndpointAddress.anonymous);

/** A service and a client made of channels and formatters alone. */
async function openChannels(): Promise<(text: string) => Promise<unknown>> {
  const listener = binding.buildChannelListener('reply', 'inproc://channels', build);
  await listener.open();
  void listener.accept().then(async (channel) => {
    await channel?.open();
    channel?.exchanges$.subscribe((exchange) => {
      const [text] = formatter.readRequest(exchange.message);
      const { messageId } = exchange.message.headers;
      const reply = formatter
        .writeReply(version, text)
        .withHeader(actionHeader(version, replyAction));
      void exchange.reply(reply.withHeader(relatesToHeader(version, messageId ?? '')));
    });
  });
  const factory = binding.buildChannelFactory('request', build);
  await factory.open();
  const channel: RequestChannel = factory.createChannel(new EndpointAddress('inproc://channels'));
  await channel.open();
  return async (text) => {
    const request: Message = formatter
      .writeRequest(version, [text])
      .withHeader(actionHeader(version, action))
      .withHeader(messageIdHeader(version, randomIds.next()))
      .withHeader(replyTo);
    return formatter.readReply(await firstValueFrom(channel.request(request)));
  };
}

interface Served {
  readonly host: ServiceHost;
  readonly factory: ChannelFactory<Echo>;
  readonly call: (text: string) => Promise<unknown>;
}

/** A service and a typed client. */
async function openService(address: string, isExtended: boolean): Promise<Served> {
  const host = new ServiceHost(EchoService);
  host.addEndpoint(Echo, binding, address);
  const factory = new ChannelFactory(Echo, binding, address);
  if (isExtended) {
    const parameterInspector = { beforeCall: () => 0, afterCall: () => undefined };
    host.behaviors.add({
      name: 'inspect',
      parameterInspector,
      dispatchMessageInspector: {
        afterReceiveRequest: (message) => message,
        beforeSendReply: (message) => message,
      },
    });
    factory.behaviors.add({
      name: 'inspect',
      parameterInspector,
      clientMessageInspector: {
        beforeSendRequest: (message) => message,
        afterReceiveReply: (message) => message,
      },
    });
  }
  await host.open();
  const client = await factory.createChannel();
  return { host, factory, call: (text) => client.echo(text) };
}

async function microsecondsPerCall(call: (text: string) => Promise<unknown>): Promise<number> {
  const before = process.hrtime.bigint();
  for (let index = 0; index < callsPerTurn; index += 1) await call('hello');
  return Number(process.hrtime.bigint() - before) / 1_000 / callsPerTurn;
}

async function heapOfIdleClients({ factory }: Served): Promise<number> {
  const clients: unknown[] = [];
  const before = held();
  for (let index = 0; index < idleClients; index += 1) clients.push(await factory.createChannel());
  const bytes = (held() - before) / clients.length;
  return bytes;
}

function held(): number {
  for (let turn = 0; turn < 3; turn += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const callChannels = await openChannels();
const served = await openService('inproc://service', false);
const extended = await openService('inproc://extended', true);
const rows: { channels: number; service: number; extended: number }[] = [];
const rounds = Number(process.argv[2]);
// The first turns are for the compiler.
for (let turn = -3 * turnsPerRound; turn < rounds * turnsPerRound; turn += 1) {
  const row = {
    channels: await microsecondsPerCall(callChannels),
    service: await microsecondsPerCall(served.call),
    extended: await microsecondsPerCall(extended.call),
  };
  if (turn >= 0) rows.push(row);
}
const bytesPerClient = await heapOfIdleClients(served);
process.send?.({
  channels: median(rows.map((row) => row.channels)),
  serviceModel: median(rows.map((row) => row.service - row.channels)),
  extended: median(rows.map((row) => row.extended - row.service)),
  bytesPerClient,
});
process.disconnect();
served.host.abort();
extended.host.abort();
