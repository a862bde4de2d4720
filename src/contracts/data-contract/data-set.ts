import { XmlElement } from '../../core/xml/index.js';
import type { XmlReader } from '../../core/xml/index.js';
import { schemaNamespace } from './namespaces.js';
import { readChildren } from './complex-serializer.js';
import { notA } from './primitive-type.js';
import type { XmlParticle } from './serializer.js';
import { wireType } from './wire-type.js';
import type { WireType } from './wire-type.js';
import { xmlSerializer } from './xml-types.js';

/** A DataSet or DataTable of .NET as it travels: a schema of its tables, and their rows as a diffgram. */
export interface DataSetXml {
  /** `xs:schema`, from which .NET makes the tables. */
  readonly schema: XmlElement | null;
  /** `diffgr:diffgram` with the rows and what was changed in them. */
  readonly diffgram: XmlElement | null;
}

const diffgramNamespace = 'urn:schemas-microsoft-com:xml-diffgram-v1';
const dataNamespace = 'http://schemas.datacontract.org/2004/07/System.Data';

/** .NET's DataSet, whose elements hold a schema and a diffgram. */
export const dataSet = dataType('dataSet', 'DataSet', {
  rootNamespace: '',
  particles: [
    { kind: 'any', minOccurs: '0', namespace: schemaNamespace, processContents: 'lax' },
    { kind: 'any', minOccurs: '0', namespace: diffgramNamespace, processContents: 'lax' },
  ],
  repeats: true,
});

/** .NET's DataTable; as {@link dataSet}. */
export const dataTable = dataType('dataTable', 'DataTable', {
  rootNamespace: dataNamespace,
  particles: [
    {
      kind: 'any',
      minOccurs: '0',
      maxOccurs: 'unbounded',
      namespace: schemaNamespace,
      processContents: 'lax',
    },
    { kind: 'any', minOccurs: '1', namespace: diffgramNamespace, processContents: 'lax' },
  ],
  repeats: false,
});

interface DataTypeForm {
  readonly rootNamespace: string;
  readonly particles: readonly XmlParticle[];
  readonly repeats: boolean;
}

function dataType(
  label: string,
  name: string,
  { rootNamespace, particles, repeats }: DataTypeForm,
): WireType<DataSetXml> {
  const serializer = xmlSerializer(
    {
      name,
      namespace: dataNamespace,
      write: (writer, value) => {
        for (const element of partsOf(value)) writer.writeElement(element);
      },
      read: readParts,
    },
    { kind: 'xmlContent', declares: 'element', isNoted: true, particles, repeats },
    rootNamespace,
  );
  return wireType(label, () => serializer);
}

function partsOf(value: unknown): readonly XmlElement[] {
  const expected = 'an object with schema and diffgram, each an XmlElement or null';
  if (typeof value !== 'object' || value === null) throw notA(expected, value);
  // Any object has properties, which are checked below.
  const { schema, diffgram } = value as Readonly<Record<string, unknown>>;
  return [schema, diffgram].flatMap((part) => {
    if (part === null || part === undefined) return [];
    if (!(part instanceof XmlElement)) throw notA(expected, value);
    return [part];
  });
}

function readParts(reader: XmlReader): DataSetXml {
  let schema: XmlElement | null = null;
  let diffgram: XmlElement | null = null;
  readChildren(reader, () => {
    const element = reader.readElement();
    if (element.is('schema', schemaNamespace)) schema = element;
    else if (element.is('diffgram', diffgramNamespace)) diffgram = element;
  });
  return { schema, diffgram };
}
