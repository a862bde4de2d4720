import type { XmlContentDeclaration } from '../../contracts/index.js';
import type { XmlElement } from '../../core/xml/index.js';
import { namespaces } from '../namespaces.js';
import type { SchemaDocument } from './schema-set.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { TreeNode } from './xml-tree.js';

/** The type of elements whose content is written and read by itself; `note` names it for .NET. */
export function xmlContentType(
  { particles, repeats }: XmlContentDeclaration,
  schema: SchemaDocument,
  name?: string,
  note: XmlElement | null = null,
): TreeNode {
  const annotation =
    note === null ? [] : [node('xs:annotation', {}, [node('xs:appinfo', {}, [note])])];
  const content = particles.map(({ kind, ...wildcard }) => {
    if (kind === 'any') return node('xs:any', wildcard);
    schema.refersTo(namespaces.xsd);
    return node('xs:element', { ref: new QualifiedValue(namespaces.xsd, 'schema') });
  });
  const sequence = node('xs:sequence', { maxOccurs: repeats ? 'unbounded' : undefined }, content);
  return node('xs:complexType', { name }, [...annotation, sequence]);
}

/** Any elements without namespace, and the name of the type of .NET that made them. */
export function namedValuesType(name: string, schema: SchemaDocument): TreeNode {
  schema.refersTo(namespaces.ser);
  const any = node('xs:any', {
    minOccurs: '0',
    maxOccurs: 'unbounded',
    namespace: '##local',
    processContents: 'skip',
  });
  return node('xs:complexType', { name }, [
    node('xs:sequence', {}, [any]),
    node('xs:attribute', { ref: new QualifiedValue(namespaces.ser, 'FactoryType') }),
  ]);
}
