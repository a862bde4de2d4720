import type { XmlReaderQuotas } from '../src/core/xml/index.js';

/** Quotas that measure the reader and not the quotas. */
export const unlimited: Partial<XmlReaderQuotas> = {
  maxStringContentLength: 2 ** 30,
  maxArrayLength: 2 ** 30,
};

/** An envelope as WS-ReliableMessaging sends it with every call, some 900 bytes. */
export function smallEnvelope(): string {
  return envelope(
    '<Add xmlns="http://Microsoft.ServiceModel.Samples"><n1>100</n1><n2>15.99</n2></Add>',
  );
}

/** One text of 160 KB. */
export function largeEnvelope(): string {
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(3_560);
  return envelope(
    `<Store xmlns="http://Microsoft.ServiceModel.Samples"><text>${text}</text></Store>`,
  );
}

/** A list of records; 1,460 of them are 160 KB. */
export function manyElementsEnvelope(count = 1_460): string {
  const records = Array.from(
    { length: count },
    (_, i) =>
      `<Order><Id>${String(i)}</Id><Customer>Customer &amp; Sons ${String(i)}</Customer><Total>${String(i * 1.25)}</Total><Open>true</Open></Order>`,
  );
  return envelope(
    `<Store xmlns="http://Microsoft.ServiceModel.Samples"><orders>${records.join('')}</orders></Store>`,
  );
}

function envelope(body: string): string {
  return (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:r="http://schemas.xmlsoap.org/ws/2005/02/rm" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>' +
    '<r:Sequence s:mustUnderstand="1"><r:Identifier>urn:uuid:5b2f6f0e-6f6e-4f0c-9d0b-0f6c1c7b2a11</r:Identifier><r:MessageNumber>1</r:MessageNumber></r:Sequence>' +
    '<r:AckRequested><r:Identifier>urn:uuid:5b2f6f0e-6f6e-4f0c-9d0b-0f6c1c7b2a11</r:Identifier></r:AckRequested>' +
    '<a:Action s:mustUnderstand="1">http://Microsoft.ServiceModel.Samples/ICalculator/Add</a:Action>' +
    '<a:MessageID>urn:uuid:0f9b1d6a-58e6-4d1b-8a44-9a3c0a4b7c55</a:MessageID>' +
    '<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo>' +
    `<a:To s:mustUnderstand="1">http://localhost:8080/calculator/rm</a:To></s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}
