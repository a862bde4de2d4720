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

/** A document as an SAP system publishes it: unqualified, simple types with bounds, tables of `item`, and policies of its own. */
const sapDocument = `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"
    xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    xmlns:tns="urn:peer:style" xmlns:n1="urn:peer:functions" targetNamespace="urn:peer:style">
  <wsp:UsingPolicy wsdl:required="true"/>
  <wsp:Policy wsu:Id="BN_BN_FLIGHTS">
    <bnd:OptimizedXMLTransfer xmlns:bnd="urn:peer:features" uri="urn:peer:binxml" wsp:Optional="true"/>
    <bnd:CentralAdministration xmlns:bnd="urn:peer:features" wsp:Optional="true" businessApplicationID="1"/>
  </wsp:Policy>
  <wsp:Policy wsu:Id="IF_IF_FLIGHTS"><ses:Session xmlns:ses="urn:peer:session"><ses:enableSession>false</ses:enableSession></ses:Session></wsp:Policy>
  <wsdl:types>
    <xsd:schema attributeFormDefault="qualified" targetNamespace="urn:peer:functions">
      <xsd:simpleType name="char3"><xsd:restriction base="xsd:string"><xsd:maxLength value="3"/></xsd:restriction></xsd:simpleType>
      <xsd:simpleType name="curr23.4"><xsd:restriction base="xsd:decimal"><xsd:totalDigits value="23"/><xsd:fractionDigits value="4"/></xsd:restriction></xsd:simpleType>
      <xsd:simpleType name="date10"><xsd:restriction base="xsd:string"><xsd:maxLength value="10"/><xsd:pattern value="\\d\\d\\d\\d-\\d\\d-\\d\\d"/></xsd:restriction></xsd:simpleType>
      <xsd:simpleType name="numeric4"><xsd:restriction base="xsd:string"><xsd:maxLength value="4"/><xsd:pattern value="\\d*"/></xsd:restriction></xsd:simpleType>
    </xsd:schema>
    <xsd:schema attributeFormDefault="qualified" targetNamespace="urn:peer:style">
      <xsd:import namespace="urn:peer:functions"/>
      <xsd:complexType name="Flight"><xsd:sequence><xsd:element name="Airline" type="n1:char3"/><xsd:element name="Connectid" type="n1:numeric4"/>
        <xsd:element name="Flightdate" type="n1:date10"/><xsd:element name="Price" type="n1:curr23.4"/></xsd:sequence></xsd:complexType>
      <xsd:complexType name="TableOfFlight"><xsd:sequence><xsd:element name="item" type="tns:Flight" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
      <xsd:element name="FlightGetlist"><xsd:complexType><xsd:sequence><xsd:element name="Airline" type="n1:char3" minOccurs="0"/>
        <xsd:element name="FlightList" type="tns:TableOfFlight" minOccurs="0"/><xsd:element name="MaxRows" type="xsd:int" minOccurs="0"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="FlightGetlistResponse"><xsd:complexType><xsd:sequence><xsd:element name="FlightList" type="tns:TableOfFlight"/>
        <xsd:element name="Return" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:schema>
  </wsdl:types>
  <wsdl:message name="FlightGetlist"><wsdl:part name="parameters" element="tns:FlightGetlist"/></wsdl:message>
  <wsdl:message name="FlightGetlistResponse"><wsdl:part name="parameter" element="tns:FlightGetlistResponse"/></wsdl:message>
  <wsdl:portType name="FLIGHTS"><wsp:Policy><wsp:PolicyReference URI="#IF_IF_FLIGHTS"/></wsp:Policy>
    <wsdl:operation name="FlightGetlist"><wsdl:input message="tns:FlightGetlist"/><wsdl:output message="tns:FlightGetlistResponse"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="FLIGHTS" type="tns:FLIGHTS"><wsp:Policy><wsp:PolicyReference URI="#BN_BN_FLIGHTS"/></wsp:Policy>
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <wsdl:operation name="FlightGetlist"><soap:operation soapAction="urn:peer:style:FLIGHTS:FlightGetlistRequest" style="document"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>
  <wsdl:service name="FLIGHTS"><wsdl:port name="FLIGHTS" binding="tns:FLIGHTS"><soap:address location="{address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

test('the style of SAP: types with bounds, tables, policies of its own', async (t) => {
  interface Row {
    readonly Airline: string;
    readonly Price: string;
  }
  const methods = {
    FlightGetlist: ({
      Airline,
      FlightList,
      MaxRows,
    }: {
      Airline: string;
      FlightList?: { item: Row[] };
      MaxRows?: number;
    }) => ({
      FlightList: {
        item: [
          { Airline, Connectid: '0017', Flightdate: '2026-11-28', Price: '422.9400' },
          ...(FlightList?.item ?? []),
        ],
      },
      Return: String(MaxRows),
    }),
  };
  await withPeer(
    sapDocument,
    { name: 'FLIGHTS', port: 'FLIGHTS', methods },
    'flightsFactory',
    async (client, exports) => {
      const Flight = exports['Flight'] as new () => object;
      const flight = Object.assign(new Flight(), {
        airline: 'LH',
        connectid: '0400',
        flightdate: '2026-11-29',
        price: '899.0000',
      });
      const found = (await client['flightGetlist']?.('AA', [flight, flight], 5)) as {
        FlightList: { airline: string; price: { toString(): string } }[];
        Return: string;
      };
      t.is(found.Return, '5');
      t.deepEqual(
        found.FlightList.map(({ airline, price }) => `${airline} ${price.toString()}`),
        ['AA 422.9400', 'LH 899.0000', 'LH 899.0000'],
      );
      t.like(await client['flightGetlist']?.('AA', null, null), { Return: 'undefined' });
    },
  );
});
