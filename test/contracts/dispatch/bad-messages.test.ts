import test from 'ava';
import { MessageHeader, MessageVersion } from '../../../src/core/message/index.js';
import { Calculator, createService } from '../host/calculator.js';
import { inProcessBinding, withHost } from '../host/with-host.js';
import { rawMessage, sendRaw } from './raw-channel.js';
import type { RawMessageInit, RawReply } from './raw-channel.js';

const addressingFaultAction = 'http://www.w3.org/2005/08/addressing/fault';
const soapFaultAction = 'http://www.w3.org/2005/08/addressing/soap/fault';
const dispatcherFaultAction =
  'http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher/fault';

interface BadMessage {
  readonly title: string;
  readonly message: RawMessageInit;
  readonly answer: Partial<RawReply>;
}

const must = { mustUnderstand: true };
const next = 'http://www.w3.org/2003/05/soap-envelope/role/next';

const cases: readonly BadMessage[] = [
  {
    title: 'an unknown action is not supported',
    message: { action: 'urn:other' },
    answer: { code: 'Sender > ActionNotSupported', action: addressingFaultAction },
  },
  {
    title: 'an address that no endpoint has is unreachable',
    message: { headers: [['To', 'inproc://test1/elsewhere']] },
    answer: { code: 'Sender > DestinationUnreachable', action: addressingFaultAction },
  },
  {
    title: 'the anonymous address is none of an endpoint without session',
    message: { headers: [['To', 'http://www.w3.org/2005/08/addressing/anonymous']] },
    answer: { code: 'Sender > DestinationUnreachable' },
  },
  {
    title: 'a missing action is required',
    message: { action: null },
    answer: {
      code: 'Sender > MessageAddressingHeaderRequired',
      action: addressingFaultAction,
      detail: 'a:Action',
    },
  },
  {
    title: 'a doubled action is invalid, and said to be so by its cardinality',
    message: { headers: [['Action', 'urn:other']] },
    answer: {
      code: 'Sender > InvalidAddressingHeader > InvalidCardinality',
      action: addressingFaultAction,
      detail: 'a:Action',
    },
  },
  {
    title: 'a doubled identifier is invalid, and the fault relates to none',
    message: { headers: [['MessageID', 'urn:uuid:2']] },
    answer: {
      code: 'Sender > InvalidAddressingHeader > InvalidCardinality',
      relatesTo: null,
      detail: 'a:MessageID',
    },
  },
  {
    title: 'an address that is no URI is invalid',
    message: { headers: [['To', 'not a uri']] },
    answer: { code: 'Sender > InvalidAddressingHeader', detail: 'a:To' },
  },
  {
    title: 'a ReplyTo without address is invalid',
    message: { headers: [['ReplyTo', '']] },
    answer: { code: 'Sender > InvalidAddressingHeader', detail: 'a:ReplyTo' },
  },
  {
    title: 'a demanding header that nobody understood is refused by name',
    message: { more: [MessageHeader.create('Strange', 'urn:x', '1', must)] },
    answer: {
      code: 'MustUnderstand',
      action: soapFaultAction,
      headers: ['Action', 'NotUnderstood', 'RelatesTo'],
    },
  },
  {
    title: 'a demanding header for the next node is for the service too',
    message: { more: [MessageHeader.create('Strange', 'urn:x', '1', { ...must, actor: next })] },
    answer: { code: 'MustUnderstand' },
  },
  {
    title: 'a body of another shape cannot be deserialized',
    message: {
      body: (writer) => {
        writer.writeStartElement('', 'Multiply', 'urn:calculator');
        writer.writeEndElement();
      },
    },
    answer: { code: 'Sender > DeserializationFailed', action: dispatcherFaultAction },
  },
  {
    title: 'an empty body cannot be deserialized',
    message: { body: null },
    answer: { code: 'Sender > DeserializationFailed', action: dispatcherFaultAction },
  },
  {
    title:
      'a value that is none of its type cannot be deserialized, and the fault keeps the value to itself',
    message: {
      body: (writer) => {
        writer.writeStartElement('', 'Add', 'urn:calculator');
        writer.writeStartElement('', 'n1', 'urn:calculator');
        writer.writeText('confidential');
        writer.writeEndElement();
        writer.writeEndElement();
      },
    },
    answer: {
      code: 'Sender > DeserializationFailed',
      reason:
        "The body of the message for the operation 'Add' could not be read; it must be as the contract says.",
    },
  },
];

for (const { title, message, answer } of cases) {
  test(title, async (t) => {
    const { CalculatorService } = createService();
    await withHost(CalculatorService, Calculator, async ({ address, binding, errors, client }) => {
      const reply = await sendRaw(binding, address, rawMessage(message));
      t.like(reply, { relatesTo: 'urn:uuid:1', ...answer });
      t.is(errors.length, 1, 'the service is told');
      await using calculator = await client();
      t.is(await calculator.add(1, 2), 3, 'the service lives on');
    });
  });
}

test('headers for other nodes, and those that do not demand, are let be', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ address, binding }) => {
    const more = [
      MessageHeader.create('Strange', 'urn:x', '1', { ...must, actor: 'urn:somebody-else' }),
      MessageHeader.create('Strange', 'urn:y', '1'),
    ];
    const reply = await sendRaw(binding, address, rawMessage({ more }));
    t.like(reply, { code: null, action: 'urn:calculator/ICalculator/AddResponse' });
  });
});

test('a service may be told to let demanding headers pass', async (t) => {
  const { CalculatorService } = createService({ validateMustUnderstand: false });
  await withHost(CalculatorService, Calculator, async ({ address, binding }) => {
    const more = [MessageHeader.create('Strange', 'urn:x', '1', must)];
    t.like(await sendRaw(binding, address, rawMessage({ more })), { code: null });
  });
});

test('the address is compared by its path, whatever host, port and case', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ address, binding }) => {
    const headers = [['To', 'http://proxy.example.org:81/SERVICE/']] as const;
    t.like(await sendRaw(binding, address, rawMessage({ headers })), { code: null });
  });
});

test('a reply goes to whom ReplyTo names, and to nobody when it says none', async (t) => {
  const { CalculatorService } = createService();
  await withHost(CalculatorService, Calculator, async ({ address, binding }) => {
    const { addressing } = MessageVersion.soap12WSAddressing10;
    const replyTo = (uri: string): MessageHeader =>
      MessageHeader.create('ReplyTo', addressing.namespace, (writer) => {
        writer.writeStartElement('a', 'Address', addressing.namespace);
        writer.writeText(uri);
        writer.writeEndElement();
        if (uri !== 'urn:me') return;
        writer.writeStartElement('a', 'ReferenceParameters', addressing.namespace);
        writer.writeStartElement('', 'Tenant', 'urn:x');
        writer.writeText('acme');
        writer.writeEndElement();
        writer.writeEndElement();
      });
    const named = await sendRaw(binding, address, rawMessage({ more: [replyTo('urn:me')] }));
    t.like(named, { to: 'urn:me', headers: ['Action', 'RelatesTo', 'To', 'Tenant'] });
    const anonymous = await sendRaw(
      binding,
      address,
      rawMessage({ more: [replyTo(addressing.anonymous)] }),
    );
    t.like(anonymous, { to: null, headers: ['Action', 'RelatesTo'] });
    t.is(
      await sendRaw(binding, address, rawMessage({ more: [replyTo(addressing.none ?? '')] })),
      null,
    );
  });
});

test('without addressing the codes are those of the none namespace and no action is sent', async (t) => {
  const { CalculatorService } = createService();
  const version = MessageVersion.soap11;
  await withHost(
    CalculatorService,
    Calculator,
    async ({ address, binding }) => {
      const unknown = rawMessage({ version, action: 'urn:other' });
      t.like(await sendRaw(binding, address, unknown), { code: 'ActionNotSupported', headers: [] });
      const more = [MessageHeader.create('Strange', 'urn:x', '1', must)];
      const demanding = rawMessage({ version, more });
      t.like(await sendRaw(binding, address, demanding), { code: 'MustUnderstand', headers: [] });
      const empty = rawMessage({ version, body: null });
      t.like(await sendRaw(binding, address, empty), {
        code: 'DeserializationFailed',
        headers: [],
      });
    },
    { binding: inProcessBinding('Soap11') },
  );
});
