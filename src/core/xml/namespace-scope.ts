/**
 * The namespace declarations in scope, innermost last: declared on the way in, taken back by {@link truncate} on the
 * way out. Looking up costs a short walk over few declarations and a hash lookup over many, so that a document full of
 * declarations takes no more than linear time.
 */
export class NamespaceScope {
  readonly #prefixes: string[] = [];
  readonly #uris: string[] = [];
  /** Innermost declaration of each prefix; made when the walk gets long. */
  #index: Map<string, number> | null = null;
  /** By declaration: the one of the same prefix that it hides, or -1. Kept while there is an index. */
  readonly #hidden: number[] = [];
  readonly #serials: number[] = [];
  #lastSerial = 0;

  /** Number of declarations in scope: the mark to give to {@link truncate}. */
  count = 0;

  /** Identifies the declarations before a mark: when the version is the same, so are they. */
  versionAt(mark: number): number {
    return mark === 0 ? 0 : (this.#serials[mark - 1] ?? 0);
  }

  declare(prefix: string, uri: string): void {
    const at = this.count++;
    this.#prefixes[at] = prefix;
    this.#uris[at] = uri;
    this.#serials[at] = ++this.#lastSerial;
    if (this.#index !== null) this.#addToIndex(this.#index, prefix, at);
    else if (at === longestWalk) this.#index = this.#buildIndex();
  }

  /** Takes back all declarations after a mark. */
  truncate(mark: number): void {
    if (this.#index === null) {
      this.count = mark;
      return;
    }
    while (this.count > mark) {
      const at = --this.count;
      const prefix = this.#prefixes[at] ?? '';
      const hidden = this.#hidden[at] ?? -1;
      if (hidden < 0) this.#index.delete(prefix);
      else this.#index.set(prefix, hidden);
    }
  }

  /** The namespace a prefix is bound to, or null; a default namespace taken back by `xmlns=""` is ''. */
  lookup(prefix: string): string | null {
    const at = this.#find(prefix);
    return at < 0 ? null : (this.#uris[at] ?? null);
  }

  /** The namespace that a declaration after the mark binds the prefix to, or null. */
  lookupSince(mark: number, prefix: string): string | null {
    const at = this.#find(prefix);
    return at < mark ? null : (this.#uris[at] ?? null);
  }

  /** The innermost prefix bound to a namespace and not hidden since; '' only when `allowDefault`. Null if there is none. */
  lookupPrefix(uri: string, allowDefault: boolean): string | null {
    for (let at = this.count - 1; at >= 0; at--) {
      if (this.#uris[at] !== uri) continue;
      const prefix = this.#prefixes[at] ?? '';
      if ((allowDefault || prefix !== '') && this.#find(prefix) === at) return prefix;
    }
    return null;
  }

  prefixAt(at: number): string {
    return this.#prefixes[at] ?? '';
  }

  uriAt(at: number): string {
    return this.#uris[at] ?? '';
  }

  /** The bindings that the declarations before a mark make. */
  toMap(mark: number): Map<string, string> {
    const bindings = new Map<string, string>();
    for (let at = 0; at < mark; at++) bindings.set(this.prefixAt(at), this.uriAt(at));
    return bindings;
  }

  #find(prefix: string): number {
    if (this.#index !== null) return this.#index.get(prefix) ?? -1;
    let at = this.count - 1;
    while (at >= 0 && this.#prefixes[at] !== prefix) at--;
    return at;
  }

  #buildIndex(): Map<string, number> {
    const index = new Map<string, number>();
    for (let at = 0; at < this.count; at++) this.#addToIndex(index, this.prefixAt(at), at);
    return index;
  }

  #addToIndex(index: Map<string, number>, prefix: string, at: number): void {
    this.#hidden[at] = index.get(prefix) ?? -1;
    index.set(prefix, at);
  }
}

const longestWalk = 24;
