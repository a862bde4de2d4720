import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What it costs to make something of a large document, with the start of the process. */
export interface MetadataImportRow {
  readonly program: string;
  readonly megabytes: number;
  readonly seconds: number;
  /** The most memory that the process had. */
  readonly peakMegabytes: number;
}

/** Makes contracts and a client of a document of 10 MB, and beside it has node-soap read the same one. */
export async function measureMetadataImport(): Promise<MetadataImportRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'channelstack-import-'));
  try {
    const text = largeDocument(10_000_000);
    const file = join(folder, 'large.wsdl');
    await writeFile(file, text);
    const nodeSoap = join(folder, 'node-soap.mjs');
    const module = import.meta.resolve('soap');
    await writeFile(
      nodeSoap,
      `import soap from ${JSON.stringify(module)};\nawait soap.createClientAsync(${JSON.stringify(file)});\n`,
    );
    const main = resolve('dist', 'tools', 'main.js');
    const rows: MetadataImportRow[] = [];
    for (const [program, args] of [
      ['channelstack svcutil', [main, 'svcutil', file, '--out', folder, '--quiet']],
      ['node-soap, which makes no code', [nodeSoap]],
    ] as const)
      rows.push({ program, megabytes: text.length / 1e6, ...(await costOf(args)) });
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Prints the most memory that a process had, in kilobytes, when it ends. */
const watch =
  "data:text/javascript,process.on('exit',()=>console.log('peak',process.resourceUsage().maxRSS))";

async function costOf(
  args: readonly string[],
): Promise<Pick<MetadataImportRow, 'seconds' | 'peakMegabytes'>> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, ['--import', watch, ...args]);
  const seconds = (performance.now() - started) / 1_000;
  const [, kilobytes = '0'] = /peak (\d+)/.exec(stdout) ?? [];
  return { seconds, peakMegabytes: Number(kilobytes) / 1_000 };
}

/** A document of document/literal operations, each with types of its own, of about that many characters. */
function largeDocument(length: number): string {
  const schema: string[] = [];
  const messages: string[] = [];
  const operations: string[] = [];
  const bound: string[] = [];
  let size = 0;
  const add = (list: string[], text: string): void => {
    list.push(text);
    size += text.length;
  };
  for (let number = 0; size < length; number += 1) {
    const name = `Operation${String(number)}`;
    const member = (index: number, type: string): string =>
      `<xs:element minOccurs="0" name="Member${String(index)}" nillable="true" type="${type}"><xs:annotation><xs:documentation>What stands in the member ${String(index)} of the order ${String(number)}.</xs:documentation></xs:annotation></xs:element>`;
    const types = ['xs:string', 'xs:string', `tns:Order${String(Math.max(number - 1, 0))}`];
    const members = Array.from({ length: 12 }, (_, index) =>
      member(index, types[index % types.length] ?? ''),
    ).join('');
    add(
      schema,
      `<xs:complexType name="Order${String(number)}"><xs:sequence>${members}</xs:sequence></xs:complexType>`,
    );
    for (const [suffix, part] of [
      ['', 'order'],
      ['Response', `${name}Result`],
    ] as const) {
      add(
        schema,
        `<xs:element name="${name}${suffix}"><xs:complexType><xs:sequence><xs:element minOccurs="0" name="${part}" nillable="true" type="tns:Order${String(number)}"/></xs:sequence></xs:complexType></xs:element>`,
      );
      add(
        messages,
        `<wsdl:message name="${name}${suffix}Message"><wsdl:part name="parameters" element="tns:${name}${suffix}"/></wsdl:message>`,
      );
    }
    add(
      operations,
      `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}Message"/><wsdl:output message="tns:${name}ResponseMessage"/></wsdl:operation>`,
    );
    add(
      bound,
      `<wsdl:operation name="${name}"><soap:operation soapAction="urn:large/ILarge/${name}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
    );
  }
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:large" targetNamespace="urn:large">
<wsdl:types><xs:schema elementFormDefault="qualified" targetNamespace="urn:large">${schema.join('')}</xs:schema></wsdl:types>
${messages.join('')}<wsdl:portType name="ILarge">${operations.join('')}</wsdl:portType>
<wsdl:binding name="Large" type="tns:ILarge"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>${bound.join('')}</wsdl:binding>
<wsdl:service name="Large"><wsdl:port name="Large" binding="tns:Large"><soap:address location="http://localhost/large"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}
