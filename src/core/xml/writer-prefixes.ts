import { InvalidOperationError } from '../errors/index.js';
import { NamespaceScope } from './namespace-scope.js';
import { requireName } from './valid-names.js';
import { xmlNamespace, xmlnsNamespace } from './xml-names.js';

/**
 * Finds, declares and makes prefixes while a document is written, in .NET's manner. It knows the start tag under way: a
 * prefix that one of its names or values relies on cannot be bound to another namespace on the same element.
 */
export class WriterPrefixes {
  readonly #scope = new NamespaceScope();
  /** Prefixes that the start tag relies on: the element's, and those of its attributes' names and values. */
  #elementPrefix = '';
  readonly #attributePrefixes: string[] = [];
  #mark = 0;
  #depth = 0;
  #made = 0;

  /** Starts an element `depth` levels deep (1 for the root) and returns the prefix to write it with. */
  startElement(depth: number, prefix: string | null, namespaceUri: string): string {
    this.#mark = this.#scope.count;
    this.#depth = depth;
    this.#made = 0;
    this.#elementPrefix = this.#bindElement(prefix, namespaceUri);
    // Setting a length costs much more than reading it.
    if (this.#attributePrefixes.length > 0) this.#attributePrefixes.length = 0;
    return this.#elementPrefix;
  }

  /** Declarations in scope outside of the element started last: what {@link endElement} takes back to. */
  get mark(): number {
    return this.#mark;
  }

  endElement(mark: number): void {
    this.#scope.truncate(mark);
  }

  /** Whether the element started last has any declarations. */
  get hasDeclarations(): boolean {
    return this.#scope.count > this.#mark;
  }

  /** Calls back for each declaration of the element started last, in the order they were made. */
  forEachDeclaration(visit: (prefix: string, namespaceUri: string) => void): void {
    for (let at = this.#mark; at < this.#scope.count; at++) {
      visit(this.#scope.prefixAt(at), this.#scope.uriAt(at));
    }
  }

  /** The prefix to write an attribute with. */
  bindAttribute(prefix: string | null, localName: string, namespaceUri: string): string {
    if (namespaceUri === '') {
      if (prefix !== null && prefix !== '') {
        throw misuse(`The attribute ${prefix}:${localName} has a prefix but no namespace`);
      }
      if (localName === 'xmlns') {
        throw misuse('A namespace declaration is written by writeNamespace');
      }
      return '';
    }
    if (namespaceUri === xmlNamespace) return 'xml';
    const used = this.#findForAttribute(prefix, namespaceUri);
    this.#attributePrefixes.push(used);
    return used;
  }

  /** Declares a prefix on the element started last. */
  declare(prefix: string, namespaceUri: string): void {
    if (prefix === 'xml' && namespaceUri === xmlNamespace) return;
    requireBindable(prefix, namespaceUri);
    if (this.#scope.lookupSince(this.#mark, prefix) === namespaceUri) return;
    if (!this.#tryDeclare(prefix, namespaceUri)) {
      throw misuse(
        `The prefix "${prefix}" cannot be bound to "${namespaceUri}": its element uses it for another namespace already`,
      );
    }
  }

  /** The nearest prefix of the namespace; if there is none, the first letter that is free is declared for it. */
  bindAny(namespaceUri: string): string {
    const found = this.lookup(namespaceUri);
    if (found !== null) {
      if (!this.#isUsed(found)) this.#attributePrefixes.push(found);
      return found;
    }
    if (namespaceUri === '') {
      this.declare('', '');
      return '';
    }
    requireBindable('', namespaceUri);
    for (const letter of letters) {
      if (this.#scope.lookup(letter) !== null) continue;
      this.#scope.declare(letter, namespaceUri);
      return letter;
    }
    return this.#make(namespaceUri);
  }

  /** The nearest prefix bound to the namespace ('' for the default namespace), or null. */
  lookup(namespaceUri: string): string | null {
    if (namespaceUri === xmlNamespace) return 'xml';
    if (namespaceUri === '') return this.#defaultNamespace() === '' ? '' : null;
    return this.#scope.lookupPrefix(namespaceUri, true);
  }

  #bindElement(prefix: string | null, namespaceUri: string): string {
    if (prefix === null) {
      const found = this.lookup(namespaceUri);
      if (found !== null) return found;
    } else if (prefix !== '') {
      if (prefix === 'xml' && namespaceUri === xmlNamespace) return prefix;
      if (this.#scope.lookup(prefix) === namespaceUri) return prefix;
      requireBindable(prefix, namespaceUri);
      this.#scope.declare(prefix, namespaceUri);
      return prefix;
    }
    if (this.#defaultNamespace() !== namespaceUri) {
      requireBindable('', namespaceUri);
      this.#scope.declare('', namespaceUri);
    }
    return '';
  }

  #findForAttribute(prefix: string | null, namespaceUri: string): string {
    if (prefix !== null && prefix !== '') {
      if (this.#scope.lookup(prefix) === namespaceUri) return prefix;
      requireBindable(prefix, namespaceUri);
      if (this.#tryDeclare(prefix, namespaceUri)) return prefix;
    }
    return this.#scope.lookupPrefix(namespaceUri, false) ?? this.#make(namespaceUri);
  }

  /** Binds a prefix in .NET's manner, `d2p1`: made on the second level, the first there. */
  #make(namespaceUri: string): string {
    for (;;) {
      const prefix = `d${String(this.#depth)}p${String(++this.#made)}`;
      if (this.#scope.lookup(prefix) !== null) continue;
      requireBindable(prefix, namespaceUri);
      this.#scope.declare(prefix, namespaceUri);
      return prefix;
    }
  }

  #tryDeclare(prefix: string, namespaceUri: string): boolean {
    if (this.#scope.lookupSince(this.#mark, prefix) !== null) return false;
    const bound = prefix === '' ? this.#defaultNamespace() : this.#scope.lookup(prefix);
    if (bound !== namespaceUri && this.#isUsed(prefix)) return false;
    this.#scope.declare(prefix, namespaceUri);
    return true;
  }

  #isUsed(prefix: string): boolean {
    return prefix === this.#elementPrefix || this.#attributePrefixes.includes(prefix);
  }

  #defaultNamespace(): string {
    return this.#scope.lookup('') ?? '';
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

function requireBindable(prefix: string, namespaceUri: string): void {
  if (prefix !== '') requireName(prefix);
  if (namespaceUri === '' && prefix !== '') {
    throw misuse(`The prefix ${prefix} cannot be bound to the empty namespace`);
  }
  if (
    isReservedPrefix(prefix) ||
    namespaceUri === xmlNamespace ||
    namespaceUri === xmlnsNamespace
  ) {
    throw misuse(
      `The prefix "${prefix}" cannot be bound to "${namespaceUri}": XML reserves one of them`,
    );
  }
}

function isReservedPrefix(prefix: string): boolean {
  return prefix === 'xml' || prefix === 'xmlns';
}

function misuse(message: string): InvalidOperationError {
  return new InvalidOperationError(`${message}.`);
}
