import test from 'ava';
import { wsdlExporter } from '../../src/metadata/export/index.js';
import {
  CustomBinding,
  MessageVersion,
  Operation,
  ServiceContract,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
  arrayOf,
  contractOnly,
  dataSet,
  describeContract,
  enumOf,
  httpTransport,
  nullable,
  textEncoding,
  xsd,
} from '../../src/index.js';
import type { DataSetXml, TypeReference } from '../../src/index.js';

/** The documents of a service of one operation, which takes these. */
function described(parameters: readonly (readonly [string, TypeReference])[]): string {
  @XmlSerializerFormat()
  @ServiceContract({ name: 'IShop', namespace: 'urn:shop' })
  class Shop {
    @Operation({ name: 'Take', parameters })
    take(...values: unknown[]): Promise<void> {
      return contractOnly(values);
    }
  }
  const endpoint = {
    name: null,
    contract: describeContract(Shop),
    binding: new CustomBinding('CustomBinding', [textEncoding(), httpTransport()]),
    version: MessageVersion.soap12WSAddressing10,
    address: 'http://localhost/shop',
  };
  return wsdlExporter
    .export({
      name: 'Shop',
      namespace: 'urn:shop',
      policyVersion: 'Policy12',
      endpoints: [endpoint],
    })
    .renderSingle();
}

@XmlType({ namespace: 'urn:shop' })
class ArrayOfInt {
  @XmlElementMember(xsd.string) text = '';
}

@XmlType({ name: 'ArrayOfInt', namespace: 'urn:shop' })
class Other {
  @XmlElementMember(xsd.string) text = '';
}

@XmlType({ namespace: 'urn:shop' })
class Basket {
  @XmlArrayMember(xsd.int) amounts: number[] = [];
}

const called = /called ArrayOfInt in the namespace 'urn:shop'.*@XmlType/;

test('a list goes out of the way of a class of its name', (t) => {
  const text = described([
    ['first', ArrayOfInt],
    ['second', Basket],
  ]);
  t.is(text.split('name="ArrayOfInt"').length, 2);
  t.is(text.split('name="ArrayOfInt1"').length, 2);
});

test('a class cannot go out of the way of a list, nor of another class', (t) => {
  t.throws(
    () =>
      described([
        ['first', Basket],
        ['second', ArrayOfInt],
      ]),
    { message: called },
  );
  t.throws(
    () =>
      described([
        ['first', Other],
        ['second', ArrayOfInt],
      ]),
    { message: called },
  );
});

test('a DataSet is a schema and what follows it, wherever it stands', (t) => {
  @XmlType({ namespace: 'urn:shop' })
  class Answer {
    @XmlElementMember(nullable(dataSet)) rows: DataSetXml | null = null;
  }
  const content =
    /<xsd?:complexType><xsd?:sequence><xsd?:element ref="xsd?:schema"\/><xsd?:any\/><\/xsd?:sequence><\/xsd?:complexType>/g;
  const text = described([
    ['first', dataSet],
    ['second', Answer],
  ]);
  t.is([...text.matchAll(content)].length, 2);
});

test('a type that is used often is declared once', (t) => {
  const Size = enumOf('Size', { Small: 0, Large: 1 }, { namespace: 'urn:shop' });
  const text = described([
    ['first', Size],
    ['second', Size],
    ['third', arrayOf(Size)],
    ['fourth', arrayOf(Size)],
    ['fifth', Basket],
    ['sixth', Basket],
  ]);
  for (const name of ['Size', 'Basket', 'ArrayOfSize'])
    t.is(text.split(`Type name="${name}"`).length, 2, `${name} is there once`);
});

test('attributes of other namespaces that differ cannot have one name', (t) => {
  @XmlType({ namespace: 'urn:shop' })
  class One {
    @XmlAttributeMember(xsd.string, { namespace: 'urn:more' }) size = '';
  }
  @XmlType({ namespace: 'urn:shop' })
  class Two {
    @XmlAttributeMember(xsd.string, { namespace: 'urn:more' }) size = '';
  }
  @XmlType({ namespace: 'urn:shop' })
  class Three {
    @XmlAttributeMember(xsd.int, { namespace: 'urn:more' }) size = 0;
  }
  const text = described([
    ['one', One],
    ['two', Two],
  ]);
  t.is(text.split('attribute name="size"').length, 2);
  t.throws(
    () =>
      described([
        ['one', One],
        ['three', Three],
      ]),
    {
      message: /The attribute size of the namespace 'urn:more' is declared twice/,
    },
  );
});
