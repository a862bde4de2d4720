import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import soap from 'soap';
import { generatedClient } from './generated-client.js';
import type { Operations } from './generated-client.js';
import { generatedProject } from './generated-project.js';

/** What node-soap's methods are called with. */
type Method = (args: never) => unknown;

/** Serves a document by node-soap, makes a client of it and calls that. */
async function withPeer(
  wsdl: string,
  service: {
    readonly name: string;
    readonly port: string;
    readonly methods: Readonly<Record<string, Method>>;
  },
  factoryName: string,
  run: (client: Operations, exports: Readonly<Record<string, unknown>>) => Promise<void>,
): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const text = wsdl.replace('{address}', `http://127.0.0.1:${String(port)}/service`);
  const services = { [service.name]: { [service.port]: service.methods } };
  soap.listen(server, '/service', services as never, text);
  using project = generatedProject();
  try {
    await using made = await generatedClient(
      project,
      `http://127.0.0.1:${String(port)}/service?wsdl`,
      factoryName,
    );
    await run(made.client, made.exports);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function wsdl({
  types,
  messages,
  operations,
  qualified = true,
}: {
  types: string;
  messages: string;
  operations: readonly string[];
  qualified?: boolean;
}): string {
  const bound = operations.map(
    (name) => `<wsdl:operation name="${name}"><soap:operation soapAction="urn:peer#${name}"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
  );
  const ported = operations.map(
    (name) =>
      `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}In"/><wsdl:output message="tns:${name}Out"/></wsdl:operation>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:peer" targetNamespace="urn:peer">
  <wsdl:types><xs:schema targetNamespace="urn:peer"${qualified ? ' elementFormDefault="qualified"' : ''}>${types}</xs:schema></wsdl:types>
  ${messages}
  <wsdl:portType name="Peer">${ported.join('')}</wsdl:portType>
  <wsdl:binding name="PeerBinding" type="tns:Peer"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${bound.join('')}</wsdl:binding>
  <wsdl:service name="PeerService"><wsdl:port name="PeerPort" binding="tns:PeerBinding"><soap:address location="{address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

function wrapped(name: string, input: string, output: string): string {
  const element = (own: string, content: string): string =>
    `<xs:element name="${own}"><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`;
  return element(name, input) + element(`${name}Response`, output);
}

function wrappedMessages(name: string): string {
  return `<wsdl:message name="${name}In"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>
    <wsdl:message name="${name}Out"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`;
}

test('data contracts: document/literal wrapped', async (t) => {
  const person = `<xs:complexType name="Person"><xs:sequence>
    <xs:element name="Age" type="xs:int" minOccurs="0"/><xs:element name="Name" type="xs:string" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType>`;
  const types =
    person +
    wrapped(
      'Greet',
      '<xs:element name="who" type="tns:Person" minOccurs="0" nillable="true"/>',
      '<xs:element name="GreetResult" type="xs:string" minOccurs="0" nillable="true"/>',
    ) +
    wrapped(
      'Add',
      '<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>',
      '<xs:element name="AddResult" type="xs:int"/>',
    );
  const methods = {
    Greet: ({ who }: { who: { Name: string; Age: number } }) => ({
      GreetResult: `${who.Name} is ${String(who.Age)}`,
    }),
    Add: ({ a, b }: { a: number; b: number }) => ({ AddResult: a + b }),
  };
  await withPeer(
    wsdl({
      types,
      messages: wrappedMessages('Greet') + wrappedMessages('Add'),
      operations: ['Greet', 'Add'],
    }),
    { name: 'PeerService', port: 'PeerPort', methods },
    'peerFactory',
    async (client, exports) => {
      const Person = exports['Person'] as new () => object;
      t.is(
        await client['greet']?.(Object.assign(new Person(), { name: 'Ann', age: 42 })),
        'Ann is 42',
      );
      t.is(await client['add']?.(40, 2), 42);
    },
  );
});

test('XML classes: unqualified children, lists and attributes, as Java services have them', async (t) => {
  const order = `<xs:complexType name="order"><xs:sequence><xs:element name="item" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="day" type="xs:date" minOccurs="0"/></xs:sequence><xs:attribute name="id" type="xs:int" use="required"/></xs:complexType>`;
  const types =
    order +
    wrapped(
      'place',
      '<xs:element name="arg0" type="tns:order" minOccurs="0"/>',
      '<xs:element name="return" type="xs:string" minOccurs="0"/>',
    ) +
    wrapped(
      'find',
      `<xs:element name="name" type="xs:string" minOccurs="0" maxOccurs="unbounded"/><xs:element name="day" type="xs:date"/>
       <xs:element name="limit" type="xs:int" minOccurs="0"/>`,
      '<xs:element name="return" type="tns:order" minOccurs="0" maxOccurs="unbounded"/>',
    );
  interface Find {
    readonly name?: string[];
    readonly day: Date;
    readonly limit?: number;
  }
  const methods = {
    place: ({ arg0 }: { arg0: { attributes: { id: string }; item: string[] } }) => ({
      return: `${arg0.attributes.id}: ${arg0.item.join(', ')}`,
    }),
    find: ({ name = [], day, limit }: Find) => ({
      return: [...name, day.toISOString(), String(limit)].map((item, id) => ({
        attributes: { id },
        item,
      })),
    }),
  };
  await withPeer(
    wsdl({
      types,
      messages: wrappedMessages('place') + wrappedMessages('find'),
      operations: ['place', 'find'],
      qualified: false,
    }),
    { name: 'PeerService', port: 'PeerPort', methods },
    'peerFactory',
    async (client, exports) => {
      const Order = exports['Order'] as new () => object;
      const order = Object.assign(new Order(), {
        id: 7,
        item: ['tea', 'milk'],
        day: new Date('2026-11-28'),
      });
      t.is(await client['place']?.(order), '7: tea, milk');
      const day = new Date('2026-11-28T00:00:00Z');
      const found = await client['find']?.(['a', 'b'], day, null);
      t.deepEqual(
        (found as { id: number; item: string[] }[]).map(({ id, item }) => [id, item]),
        [
          [0, ['a']],
          [1, ['b']],
          [2, ['2026-11-28T00:00:00.000Z']],
          [3, ['undefined']],
        ],
      );
      t.like(await client['find']?.([], day, 5), { length: 2, 1: { item: ['5'] } });
    },
  );
});
