import type { EnumDeclaration } from '../../contracts/index.js';
import { namespaces } from '../namespaces.js';
import { QualifiedValue, node } from './xml-tree.js';
import type { AttributeValue, TreeNode } from './xml-tree.js';

/** The type of an enumeration for the XmlSerializer, and in SOAP encoding: its texts, of flags a list of them. */
export function enumType(
  name: string,
  { isFlags, members }: Pick<EnumDeclaration, 'isFlags' | 'members'>,
): TreeNode {
  const values = members.map(({ text }) => node('xs:enumeration', { value: text }));
  const base: AttributeValue = new QualifiedValue(namespaces.xsd, 'string');
  const restriction = node('xs:restriction', { base }, values);
  const content = isFlags
    ? node('xs:list', {}, [node('xs:simpleType', {}, [restriction])])
    : restriction;
  return node('xs:simpleType', { name }, [content]);
}
