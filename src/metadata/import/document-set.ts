import { parseXmlDocument } from '../../core/xml/index.js';
import { MetadataError } from '../metadata-error.js';
import { namespaces } from '../namespaces.js';
import type { ImportReport } from './import-report.js';
import { MetadataNode } from './metadata-node.js';

/** A document, and where it came from. */
export interface MetadataSource {
  readonly uri: string;
  readonly text: string;
}

/** Gets a document that another one refers to. @throws when it cannot be had, or must not */
export type ReadMetadata = (uri: string) => Promise<MetadataSource>;

/** Bounds of what is read. */
export interface ImportLimits {
  /** Default 1,000. */
  readonly maxDocuments: number;
  /** The characters of all documents together; default 64 Mi. */
  readonly maxCharacters: number;
  /** How deep elements may be nested; default 200. */
  readonly maxDepth: number;
}

export const defaultImportLimits: ImportLimits = Object.freeze({
  maxDocuments: 1_000,
  maxCharacters: 67_108_864,
  maxDepth: 200,
});

/** A schema, with the namespace that it declares things in: one without a namespace takes that of the schema that includes it. */
export interface SchemaDocument {
  readonly node: MetadataNode;
  readonly targetNamespace: string;
  /** Whether names without prefix and default namespace are of the target namespace (XML Schema 1.0, 4.2.1). */
  readonly isChameleon: boolean;
}

/** All documents that belong together. */
export interface DocumentSet {
  readonly definitions: readonly MetadataNode[];
  readonly schemas: readonly SchemaDocument[];
  /** Policies that stand alone. */
  readonly policies: readonly MetadataNode[];
}

/** Reads documents and all that they refer to, each once, in the order in which they are met. */
export async function loadDocuments(
  roots: readonly MetadataSource[],
  read: ReadMetadata,
  report: ImportReport,
  limits: ImportLimits = defaultImportLimits,
): Promise<DocumentSet> {
  const loader = new DocumentLoader(read, report, limits);
  for (const root of roots) loader.addRoot(root);
  await loader.loadReferences();
  return loader.documents;
}

/** A document that is still to be read. */
interface Reference {
  readonly uri: string;
  readonly from: MetadataNode;
  /** The namespace of the schema that includes it; null for imports. */
  readonly includedInto: string | null;
}

class DocumentLoader {
  readonly documents = {
    definitions: [] as MetadataNode[],
    schemas: [] as SchemaDocument[],
    policies: [] as MetadataNode[],
  };
  readonly #read: ReadMetadata;
  readonly #report: ImportReport;
  readonly #limits: ImportLimits;
  readonly #queue: Reference[] = [];
  readonly #seen = new Set<string>();
  readonly #texts = new Map<string, MetadataSource>();
  #characters = 0;

  constructor(read: ReadMetadata, report: ImportReport, limits: ImportLimits) {
    this.#read = read;
    this.#report = report;
    this.#limits = limits;
  }

  addRoot(source: MetadataSource): void {
    this.#seen.add(source.uri);
    this.#count(source);
    this.#texts.set(source.uri, source);
    const root = this.#parse(source);
    if (!this.#add(root, source.uri, null))
      throw new MetadataError(
        `${source.uri} is no WSDL document, no schema, no policy and no metadata: its document element is ${root.localName} of the namespace '${root.namespace}'.`,
      );
  }

  async loadReferences(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      await this.#follow(next);
  }

  async #follow({ uri, from, includedInto }: Reference): Promise<void> {
    const leaveOut = (error: unknown): null => {
      const why = error instanceof Error ? error.message : String(error);
      this.#report.add(`${uri} is left out: ${why}`, from);
      return null;
    };
    const known = this.#texts.get(uri);
    const source = known ?? (await this.#read(uri).catch(leaveOut));
    if (source === null) return;
    if (known === undefined) this.#count(source);
    this.#texts.set(uri, source);
    const root = this.#tryParse(source, leaveOut);
    if (root !== null && !this.#add(root, source.uri, includedInto))
      this.#report.add(`${uri} is left out: it is neither a WSDL document nor a schema.`, from);
  }

  #tryParse(source: MetadataSource, leaveOut: (error: unknown) => null): MetadataNode | null {
    try {
      return this.#parse(source);
    } catch (error) {
      return leaveOut(error);
    }
  }

  #count({ text, uri }: MetadataSource): void {
    this.#characters += text.length;
    const { maxCharacters, maxDocuments } = this.#limits;
    if (this.#characters > maxCharacters)
      throw new MetadataError(
        `With ${uri} the documents are longer than ${String(maxCharacters)} characters together; raise maxCharacters if that is what you want.`,
      );
    if (this.#texts.size >= maxDocuments)
      throw new MetadataError(
        `${uri} would be one document more than ${String(maxDocuments)}; raise maxDocuments if that is what you want.`,
      );
  }

  #parse({ text, uri }: MetadataSource): MetadataNode {
    const { maxCharacters, maxDepth } = this.#limits;
    const { root, source } = parseXmlDocument(text, {
      fileName: uri,
      kind: 'metadata document',
      maxLength: maxCharacters,
      maxDepth,
      createError: (message, options) => new MetadataError(message, options),
    });
    return new MetadataNode(root, source);
  }

  /** Takes a document by its element; false for one that is no metadata. */
  #add(root: MetadataNode, uri: string, includedInto: string | null): boolean {
    if (root.is(namespaces.wsdl, 'definitions')) this.#addDefinitions(root, uri);
    else if (root.is(namespaces.xs, 'schema')) this.#addSchema(root, uri, includedInto);
    else if (root.localName === 'Policy') this.documents.policies.push(root);
    else if (root.is(namespaces.wsx, 'Metadata')) this.#addSections(root, uri);
    else if (root.localName === 'Envelope') return this.#addEnvelope(root, uri);
    else if (root.localName === 'discovery') this.#addDiscovery(root, uri);
    else return false;
    return true;
  }

  #addDefinitions(root: MetadataNode, uri: string): void {
    this.documents.definitions.push(root);
    for (const child of root.all(namespaces.wsdl, 'import'))
      this.#refer(child, child.attribute('location'), uri, null);
    for (const types of root.all(namespaces.wsdl, 'types'))
      for (const child of types.children)
        if (child.is(namespaces.xs, 'schema')) this.#addSchema(child, uri, null);
  }

  #addSchema(node: MetadataNode, uri: string, includedInto: string | null): void {
    const own = node.attribute('targetNamespace');
    this.documents.schemas.push({
      node,
      targetNamespace: own ?? includedInto ?? '',
      isChameleon: own === null && includedInto !== null && includedInto !== '',
    });
    for (const child of node.children) {
      if (child.namespace !== namespaces.xs) continue;
      const location = child.attribute('schemaLocation');
      if (child.localName === 'import') this.#refer(child, location, uri, null);
      if (child.localName === 'include' || child.localName === 'redefine')
        this.#refer(child, location, uri, own ?? includedInto ?? '');
      if (child.localName === 'redefine')
        this.#report.add('xs:redefine is taken for xs:include: its changes are left out.', child);
    }
  }

  #addSections(root: MetadataNode, uri: string): void {
    for (const [index, section] of root.all(namespaces.wsx, 'MetadataSection').entries())
      for (const child of section.children) {
        if (child.localName === 'Location') this.#refer(section, child.text, uri, null);
        else if (!this.#add(child, `${uri}#${String(index)}`, null))
          this.#report.add(`A section of the dialect of ${child.localName} is left out.`, child);
      }
  }

  #addEnvelope(root: MetadataNode, uri: string): boolean {
    const body = root.children.find(({ localName }) => localName === 'Body');
    const [content] = body?.children ?? [];
    if (content?.is(namespaces.wsx, 'Metadata') !== true) return false;
    this.#addSections(content, uri);
    return true;
  }

  #addDiscovery(root: MetadataNode, uri: string): void {
    for (const child of root.children)
      if (child.localName === 'contractRef') this.#refer(child, child.attribute('ref'), uri, null);
  }

  #refer(
    from: MetadataNode,
    location: string | null,
    base: string,
    includedInto: string | null,
  ): void {
    // Without a place it is among the other documents, or it is one of those that everybody knows.
    if (location === null || location === '') return;
    const uri = URL.canParse(location, base) ? new URL(location, base).href : location;
    const key = `${uri} ${includedInto ?? ''}`;
    if (this.#seen.has(key) || (includedInto === null && this.#seen.has(uri))) return;
    this.#seen.add(key);
    if (includedInto === null) this.#seen.add(uri);
    this.#queue.push({ uri, from, includedInto });
  }
}
