/** The echoed text; with it a request has about 900 bytes and a reply about 600. */
export const echoText = '0123456789'.repeat(30);

const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const addressing = 'http://www.w3.org/2005/08/addressing';
const reliable = 'http://schemas.xmlsoap.org/ws/2005/02/rm';

/** A request as a .NET client sends it; `headers` stand in front, `id` makes the MessageID. */
export function echoRequest(headers = '', id = '00112233-4455-6677-8899-aabbccddeeff'): string {
  const declared = headers === '' ? '' : ` xmlns:r="${reliable}"`;
  return (
    `<s:Envelope xmlns:s="${soap12}"${declared} xmlns:a="${addressing}"><s:Header>${headers}` +
    `<a:Action s:mustUnderstand="1">urn:echo/IEcho/Echo</a:Action><a:MessageID>urn:uuid:${id}</a:MessageID>` +
    `<a:ReplyTo><a:Address>${addressing}/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">http://127.0.0.1/echo</a:To>` +
    `</s:Header><s:Body><Echo xmlns="urn:echo"><text>${echoText}</text></Echo></s:Body></s:Envelope>`
  );
}

/** A reply as the service sends it. */
export const echoReply =
  `<s:Envelope xmlns:s="${soap12}" xmlns:a="${addressing}"><s:Header><a:Action s:mustUnderstand="1">urn:echo/IEcho/EchoResponse</a:Action>` +
  `<a:RelatesTo>urn:uuid:00112233-4455-6677-8899-aabbccddeeff</a:RelatesTo></s:Header><s:Body><EchoResponse xmlns="urn:echo">` +
  `<EchoResult>${echoText}</EchoResult></EchoResponse></s:Body></s:Envelope>`;

/** CreateSequence with an offered sequence. */
export function createSequence(offer: string): string {
  return (
    `<s:Envelope xmlns:s="${soap12}" xmlns:a="${addressing}"><s:Header><a:Action s:mustUnderstand="1">${reliable}/CreateSequence</a:Action>` +
    `<a:MessageID>${offer}</a:MessageID><a:To s:mustUnderstand="1">http://127.0.0.1/echo</a:To></s:Header><s:Body>` +
    `<CreateSequence xmlns="${reliable}"><AcksTo><a:Address>${addressing}/anonymous</a:Address></AcksTo>` +
    `<Offer><Identifier>${offer}</Identifier></Offer></CreateSequence></s:Body></s:Envelope>`
  );
}

/** A request in three parts: between them go the headers of a reliable session, and what makes the MessageID unique. */
export const requestParts = echoRequest('\n', '\n').split('\n') as [string, string, string];

/** The same operation for node-soap. */
export const echoWsdl = `<definitions name="Echo" targetNamespace="urn:echo" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:tns="urn:echo" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <types><xsd:schema targetNamespace="urn:echo" elementFormDefault="qualified">
    <xsd:element name="Echo"><xsd:complexType><xsd:sequence><xsd:element name="text" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
    <xsd:element name="EchoResponse"><xsd:complexType><xsd:sequence><xsd:element name="EchoResult" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema></types>
  <message name="In"><part name="parameters" element="tns:Echo"/></message>
  <message name="Out"><part name="parameters" element="tns:EchoResponse"/></message>
  <portType name="EchoType"><operation name="Echo"><input message="tns:In"/><output message="tns:Out"/></operation></portType>
  <binding name="EchoBinding" type="tns:EchoType"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Echo"><soap:operation soapAction="urn:echo/IEcho/Echo"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
  <service name="EchoService"><port name="EchoPort" binding="tns:EchoBinding"><soap:address location="http://127.0.0.1/echo"/></port></service>
</definitions>`;
