import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { svcutil, writeFiles } from '../../src/tools/index.js';
import { generatedProject } from './generated-project.js';

/** A document with one operation, whose names and texts are those that are given. */
function document({
  name = 'Hello',
  namespace = 'urn:test',
  documentation = '',
  types = '',
  address = 'http://localhost:1/hello',
} = {}): string {
  return `<?xml version="1.0"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="${namespace}" targetNamespace="${namespace}">
  <wsdl:types><xs:schema targetNamespace="${namespace}" elementFormDefault="qualified">
    ${types}
    <xs:element name="${name}"><xs:complexType><xs:sequence>
      <xs:element name="who" type="xs:string" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="${name}Response"><xs:complexType><xs:sequence>
      <xs:element name="${name}Result" type="xs:string" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema></wsdl:types>
  <wsdl:message name="In"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>
  <wsdl:message name="Out"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>
  <wsdl:portType name="IGreeter"><wsdl:documentation>${documentation}</wsdl:documentation>
    <wsdl:operation name="${name}"><wsdl:input message="tns:In"/><wsdl:output message="tns:Out"/></wsdl:operation></wsdl:portType>
  <wsdl:binding name="Greeter" type="tns:IGreeter"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="${name}"><soap:operation soapAction="${namespace}/IGreeter/${name}"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation></wsdl:binding>
  <wsdl:service name="GreeterService"><wsdl:port name="Greeter" binding="tns:Greeter"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

/** Runs svcutil over documents that stand in one folder; the first of them is named. */
async function generated(
  documents: Readonly<Record<string, string>>,
  options: Partial<Parameters<typeof svcutil>[0]> = {},
) {
  using project = generatedProject();
  for (const [name, text] of Object.entries(documents)) project.write(name, text);
  const [first = ''] = Object.keys(documents);
  return await svcutil({ sources: [join(project.folder, first)], ...options });
}

/** Serves texts by their paths, on a port of the loopback. */
async function served(
  answer: (path: string) => { status?: number; body?: string; headers?: Record<string, string> },
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const { status = 200, body = '', headers = { 'content-type': 'text/xml' } } = answer(path);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

test('a document gives a contract, a client and its configuration', async (t) => {
  const { files, configuration, notices } = await generated({ 'a.wsdl': document() });
  t.deepEqual(
    files.map(({ name }) => name),
    ['greeter.ts'],
  );
  t.regex(files[0]?.text ?? '', /export class Greeter \{/);
  t.regex(files[0]?.text ?? '', /hello\(who: string\): Promise<string>/);
  t.regex(files[0]?.text ?? '', /export function greeterFactory\(/);
  t.regex(configuration?.text ?? '', /binding="basicHttpBinding"/);
  t.deepEqual(notices, []);
});

test('without a configuration file the endpoint is in the code', async (t) => {
  const { files, configuration } = await generated({ 'a.wsdl': document() }, { config: null });
  t.is(configuration, null);
  t.regex(files[0]?.text ?? '', /basicHttpBinding\(\{ name: "Greeter" \}\)/);
  t.regex(files[0]?.text ?? '', /"http:\/\/localhost:1\/hello"/);
});

test('what may be nil says so when that is wanted', async (t) => {
  const { files } = await generated({ 'a.wsdl': document() }, { strictNulls: true });
  t.regex(files[0]?.text ?? '', /hello\(who: string \| null\): Promise<string \| null>/);
});

test('the element of an operation stays whole when that is wanted', async (t) => {
  const { files } = await generated(
    { 'a.wsdl': document() },
    { wrapped: true, serializer: 'XmlSerializer' },
  );
  t.regex(files[0]?.text ?? '', /hello\(request: HelloRequest\): Promise<HelloResponse>/);
});

test('types of a namespace go into a file of their own', async (t) => {
  const types = `<xs:complexType name="Person"><xs:sequence><xs:element name="Name" type="xs:string" minOccurs="0" nillable="true"/>
    <xs:element name="Boss" type="tns:Person" minOccurs="0" nillable="true"/></xs:sequence></xs:complexType>`;
  const { files } = await generated(
    { 'a.wsdl': document({ types }) },
    { namespaces: { 'urn:test': 'people' } },
  );
  t.deepEqual(files.map(({ name }) => name).sort(), ['greeter.ts', 'people.ts']);
  const [people] = files.filter(({ name }) => name === 'people.ts');
  t.regex(people?.text ?? '', /lazy\(\(\) => Person\)/);
  const [greeter] = files.filter(({ name }) => name === 'greeter.ts');
  t.regex(greeter?.text ?? '', /import \{ Person \} from "\.\/people\.js";/);
});

test('only the types, out of a schema alone', async (t) => {
  const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:simpleType name="Color"><xs:restriction base="xs:string"><xs:enumeration value="Red"/></xs:restriction></xs:simpleType>
    <xs:complexType name="Car"><xs:sequence><xs:element name="Paint" type="t:Color" minOccurs="0"/></xs:sequence></xs:complexType></xs:schema>`;
  const { files, configuration } = await generated(
    { 'cars.xsd': schema },
    { dataContractOnly: true },
  );
  t.is(configuration, null);
  t.regex(files[0]?.text ?? '', /export class Car/);
  t.notRegex(files[0]?.text ?? '', /ServiceContract/);
});

test('types that are there already are imported', async (t) => {
  using project = generatedProject();
  project.write(
    'cars.mjs',
    `import { DataContract, enumOf } from ${JSON.stringify(new URL('../../src/index.js', import.meta.url).href)};
export class Car {}
DataContract({ namespace: 'urn:t' })(Car);
export const Color = enumOf('Color', { Red: 0 }, { namespace: 'urn:t' });
export const answer = 42;`,
  );
  project.write(
    'a.xsd',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:simpleType name="Color"><xs:restriction base="xs:string"><xs:enumeration value="Red"/></xs:restriction></xs:simpleType>
    <xs:complexType name="Car"><xs:sequence/></xs:complexType>
    <xs:complexType name="Garage"><xs:sequence><xs:element name="Cars" type="t:Car" minOccurs="0" nillable="true"/>
    <xs:element name="Paint" type="t:Color" minOccurs="0"/></xs:sequence></xs:complexType></xs:schema>`,
  );
  const { files } = await svcutil({
    sources: [join(project.folder, 'a.xsd')],
    dataContractOnly: true,
    references: ['./cars.mjs'],
    folder: project.folder,
  });
  const text = files[0]?.text ?? '';
  t.regex(text, /import \{ Car, Color \} from "\.\/cars\.mjs";/);
  t.notRegex(text, /class Car|enumOf/);
  t.regex(text, /class Garage/);
});

test('files are written once, and are kept when they are of another hand', async (t) => {
  using project = generatedProject();
  project.write('a.wsdl', document());
  const result = await svcutil({ sources: [join(project.folder, 'a.wsdl')] });
  const outcomes = async (force = false) =>
    (await writeFiles(result, project.folder, { force })).map(({ outcome }) => outcome);
  t.deepEqual(await outcomes(), ['written', 'written']);
  t.deepEqual(await outcomes(), ['unchanged', 'unchanged']);
  project.write('app.config', '<configuration/>');
  t.deepEqual(await outcomes(), ['unchanged', 'kept']);
  t.is(project.read('app.config'), '<configuration/>');
  project.write('greeter.ts', 'const mine = 1;');
  await t.throwsAsync(writeFiles(result, project.folder), { message: /--force/ });
  t.deepEqual(await outcomes(true), ['written', 'written']);
});

test('nothing in a document becomes code: names, texts and addresses are only that', async (t) => {
  const evil = `*/ globalThis.pwned = 1; /* \`\${globalThis.pwned = 1}\` \\" ' \\u2028 @decorated`;
  const attribute = evil.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const types = `<xs:complexType name="constructor"><xs:annotation><xs:documentation>${evil}</xs:documentation></xs:annotation><xs:sequence>
    <xs:element name="__proto__" type="xs:string" minOccurs="0"/><xs:element name="constructor" type="xs:string" minOccurs="0"/>
    <xs:element name="then" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>
    <xs:complexType name="x();${attribute}"><xs:sequence/></xs:complexType>
    <xs:simpleType name="E"><xs:restriction base="xs:string"><xs:enumeration value="${attribute}"/><xs:enumeration value="__proto__"/></xs:restriction></xs:simpleType>`;
  const text = document({
    types,
    documentation: evil,
    namespace: `urn:${attribute}`,
    address: `http://localhost:1/${attribute}`,
  });
  using project = generatedProject();
  project.write('a.wsdl', text);
  for (const config of ['app.config', null]) {
    const { files, configuration } = await svcutil({
      sources: [join(project.folder, 'a.wsdl')],
      config,
    });
    for (const file of files) project.write(file.name, file.text);
    t.deepEqual(project.compile(files.map(({ name }) => name)), []);
    await project.import('greeter.js');
    t.false('pwned' in globalThis);
    t.notRegex(configuration?.text ?? '', /address="[^"]*<|"\s*\S*=\s*globalThis/);
  }
});

test('a type that no document declares is told, and is anything', async (t) => {
  const text = document().replaceAll(/<wsdl:types>.*<\/wsdl:types>/gs, '');
  const typed = text.replace(
    '<wsdl:part name="parameters" element="tns:Hello"/>',
    '<wsdl:part name="parameters" type="tns:Missing"/>',
  );
  const { files, notices } = await generated({ 'a.wsdl': typed });
  t.regex(files[0]?.text ?? '', /xsd\.anyType/);
  t.true(notices.some(({ message }) => message.startsWith('The type Missing of the namespace')));
});

test('a DataSet of an ASMX service is one, whatever serialiser its operation has', async (t) => {
  const dataSet =
    '<xs:element name="who" minOccurs="0"><xs:complexType><xs:sequence><xs:element ref="xs:schema"/><xs:any/></xs:sequence></xs:complexType></xs:element>';
  const text = document().replace(/<xs:element name="who"[^>]*>/, dataSet);
  const { files } = await generated({ 'a.wsdl': text }, { config: null });
  const [file] = files;
  t.regex(file?.text ?? '', /@XmlSerializerFormat\(\)/);
  t.regex(file?.text ?? '', /\["who", dataSet\]/);
  t.regex(file?.text ?? '', /who: DataSetXml/);
});

test('a name of an operation that the language has other plans for is another in code', async (t) => {
  const { files } = await generated({ 'a.wsdl': document({ name: 'then' }) });
  t.regex(files[0]?.text ?? '', /then1\(who/);
});

const hostile: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  [
    'entities that grow',
    `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${document()}`,
    /DOCTYPE is not allowed/,
  ],
  ['external entities', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', /DOCTYPE is not allowed/],
  [
    '10,000 elements inside of each other',
    `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`,
    /nested|Maximum/,
  ],
  ['what is no XML', 'hello', /no element|not well-formed/],
  [
    'what is another document',
    '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    /is no WSDL document/,
  ],
  ['half a document', document().slice(0, 900), /not well-formed/],
];
for (const [title, text, message] of hostile)
  test(`${title} is refused with the place`, async (t) => {
    const error = await t.throwsAsync(generated({ 'a.wsdl': text }), {
      code: 'MetadataError',
      message,
    });
    t.regex(error.message, /a\.wsdl/);
  });

test('documents that import each other, and themselves, are read once', async (t) => {
  const importing = (location: string): string =>
    document().replace(
      '<wsdl:types>',
      `<wsdl:import namespace="urn:test" location="${location}"/><wsdl:types>`,
    );
  const { files } = await generated({
    'a.wsdl': importing('b.wsdl'),
    'b.wsdl': importing('a.wsdl'),
  });
  t.is(files.length, 1);
  const schema = (location: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:s"><xs:include schemaLocation="${location}"/>
     <xs:complexType name="T${location[0] ?? ''}"><xs:sequence/></xs:complexType></xs:schema>`;
  const circle = await generated(
    { 'a.xsd': schema('b.xsd'), 'b.xsd': schema('a.xsd') },
    { dataContractOnly: true },
  );
  t.regex(circle.files[0]?.text ?? '', /class Ta/);
  t.regex(circle.files[0]?.text ?? '', /class Tb/);
});

test('types in circles and in chains of thousands need no deep stack', async (t) => {
  const link = (index: number, extend: boolean): string => {
    const member = `<xs:sequence><xs:element name="Next" type="tns:T${String(index + 1)}" minOccurs="0" nillable="true"/></xs:sequence>`;
    const content = extend
      ? `<xs:complexContent><xs:extension base="tns:T${String(index + 1)}"><xs:sequence/></xs:extension></xs:complexContent>`
      : member;
    return `<xs:complexType name="T${String(index)}">${content}</xs:complexType>`;
  };
  const chain = (count: number, extend: boolean): string =>
    document({
      types: `${Array.from({ length: count }, (_, index) => link(index, extend)).join('')}<xs:complexType name="T${String(count)}"><xs:sequence/></xs:complexType>`,
    });
  const { files } = await generated({ 'a.wsdl': chain(5_000, false) });
  t.regex(files[0]?.text ?? '', /class T4999 /);
  await t.notThrowsAsync(generated({ 'a.wsdl': chain(90, true) }));
  await t.throwsAsync(
    generated(
      { 'a.wsdl': chain(5_000, true) },
      { serializer: 'XmlSerializer', dataContractOnly: true },
    ),
    {
      code: 'MetadataError',
    },
  );
});

test('a type that is its own base, and a group that holds itself, end', async (t) => {
  const types = `<xs:complexType name="A"><xs:complexContent><xs:extension base="tns:A"><xs:sequence><xs:group ref="tns:G"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:group name="G"><xs:sequence><xs:group ref="tns:G"/><xs:element name="x" type="xs:int"/></xs:sequence></xs:group>
    <xs:simpleType name="S"><xs:list itemType="tns:S"/></xs:simpleType>
    <xs:attributeGroup name="R"><xs:attributeGroup ref="tns:R"/></xs:attributeGroup>
    <xs:complexType name="B"><xs:attributeGroup ref="tns:R"/><xs:attribute name="s" type="tns:S"/></xs:complexType>`;
  const options = { serializer: 'XmlSerializer', dataContractOnly: true } as const;
  const { files } = await generated({ 'a.wsdl': document({ types }) }, options);
  t.regex(files[0]?.text ?? '', /class A /);
});

test('a file outside of the folders that were named is not read', async (t) => {
  using project = generatedProject();
  const include = '<xs:include schemaLocation="../secret.xsd"/>';
  project.write('secret.xsd', '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>');
  project.write('inner/a.wsdl', document({ types: include }));
  const { notices } = await svcutil({ sources: [join(project.folder, 'inner/a.wsdl')] });
  t.regex(
    notices.map(({ message }) => message).join(' '),
    /secret\.xsd is left out: it is outside of the folders/,
  );
  const both = [join(project.folder, 'inner/a.wsdl'), join(project.folder, 'secret.xsd')];
  t.deepEqual((await svcutil({ sources: both })).notices, []);
});

test('a document from a file gets none from a host that was not named', async (t) => {
  await using server = await served(() => ({
    body: '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
  }));
  const types = `<xs:import namespace="urn:other" schemaLocation="${server.url}/other.xsd"/>`;
  const { notices } = await generated({ 'a.wsdl': document({ types }) });
  t.regex(
    notices.map(({ message }) => message).join(' '),
    /was not named; allow it with --allow-host 127\.0\.0\.1:\d+/,
  );
  t.deepEqual(server.asked, []);
  const { host } = new URL(server.url);
  t.deepEqual(
    (await generated({ 'a.wsdl': document({ types }) }, { allowedHosts: [host] })).notices,
    [],
  );
  t.deepEqual(server.asked, ['/other.xsd']);
});

test('a host that was named leads nowhere else, and to no file', async (t) => {
  await using inner = await served(() => ({ body: document() }));
  for (const location of [`${inner.url}/a.wsdl`, 'file:///etc/hostname', '/again']) {
    await using server = await served(() => ({ status: 302, headers: { location } }));
    await t.throwsAsync(
      svcutil({ sources: [`${server.url}/a?wsdl`] }),
      { code: 'MetadataError' },
      `to ${location}`,
    );
  }
  t.deepEqual(inner.asked, []);
  const reference = document({ types: '<xs:include schemaLocation="file:///etc/hostname"/>' });
  await using server = await served(() => ({ body: reference }));
  const { notices } = await svcutil({ sources: [`${server.url}/a?wsdl`] });
  t.regex(
    notices.map(({ message }) => message).join(' '),
    /left out: it is outside of the folders/,
  );
});

test('the address of a service is enough: its page leads to ?wsdl', async (t) => {
  await using server = await served((path) =>
    path.endsWith('?wsdl')
      ? { body: document() }
      : { body: '<html></html>', headers: { 'content-type': 'text/html' } },
  );
  const { files } = await svcutil({ sources: [`${server.url}/service`] });
  t.is(files.length, 1);
});

test('a service without metadata is told what to do', async (t) => {
  await using server = await served(() => ({ status: 404 }));
  await t.throwsAsync(svcutil({ sources: [`${server.url}/service`] }), {
    code: 'MetadataError',
    message: /serviceMetadata httpGetEnabled="true"/,
  });
});

test('documents are bounded in number and in length', async (t) => {
  const imports = Array.from(
    { length: 20 },
    (_, index) => `<xs:include schemaLocation="s${String(index)}.xsd"/>`,
  );
  const schemas = Object.fromEntries(
    imports.map((_, index) => [
      `s${String(index)}.xsd`,
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
    ]),
  );
  const all = { 'a.wsdl': document({ types: imports.join('') }), ...schemas };
  await t.throwsAsync(generated(all, { limits: { maxDocuments: 10 } }), {
    message: /more than 10/,
  });
  await t.throwsAsync(generated(all, { limits: { maxCharacters: 1_000 } }), {
    message: /longer than 1000 characters/,
  });
});

test('documents in other encodings are read as they say', async (t) => {
  using project = generatedProject();
  const text = document({ documentation: 'Grüße' });
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(project.folder, 'a.wsdl'), Buffer.from(`\uFEFF${text}`, 'utf16le'));
  const latin = text.replace(
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
  );
  writeFileSync(join(project.folder, 'b.wsdl'), Buffer.from(latin, 'latin1'));
  for (const name of ['a.wsdl', 'b.wsdl']) {
    const { files } = await svcutil({ sources: [join(project.folder, name)] });
    t.regex(files[0]?.text ?? '', /Grüße/, `of ${name}`);
  }
});
