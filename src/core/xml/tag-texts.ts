import { requireName } from './valid-names.js';

/** The tags of an element, as text. */
export interface TagTexts {
  /** `<a:name` */
  readonly open: string;
  /** `<a:name>` */
  readonly start: string;
  /** `<a:name/>` */
  readonly empty: string;
  /** `</a:name>` */
  readonly end: string;
  /** `a:name` */
  readonly name: string;
}

/** The tags of one local name: without prefix, and with the prefixes that it was written with lately. */
interface NameTexts {
  readonly plain: TagTexts;
  prefix: string;
  prefixed: TagTexts | null;
}

/**
 * The tags of an element. Names come again with every message: their tags are made once, and a name that is known is valid.
 *
 * @throws InvalidOperationError when the local name is no name, or has a colon
 */
export function tagTexts(prefix: string, localName: string): TagTexts {
  let known = names.get(localName);
  if (known === undefined) {
    requireName(localName);
    known = { plain: makeTexts(localName), prefix: '', prefixed: null };
    // Bounded, for names may come from data.
    if (names.size >= mostNames) names.clear();
    if (localName.length <= longestName) names.set(localName, known);
  }
  if (prefix === '') return known.plain;
  if (known.prefixed === null || known.prefix !== prefix) {
    known.prefix = prefix;
    known.prefixed = makeTexts(`${prefix}:${localName}`);
  }
  return known.prefixed;
}

function makeTexts(name: string): TagTexts {
  return {
    open: `<${name}`,
    start: `<${name}>`,
    empty: `<${name}/>`,
    end: `</${name}>`,
    name,
  };
}

const names = new Map<string, NameTexts>();
const mostNames = 4_096;
const longestName = 64;
