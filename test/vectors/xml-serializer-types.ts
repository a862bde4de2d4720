import {
  DateTime,
  DateTimeOffset,
  Decimal,
  Duration,
  TypedValue,
  arrayOf,
  char,
  dateTimeOffset,
  dictionaryOf,
  enumOf,
  guid,
  lazy,
  nullable,
  typed,
  xmlElement,
  xmlSerializable,
  xsd,
} from '../../src/contracts/data-contract/index.js';
import type { TypeReference } from '../../src/contracts/data-contract/index.js';
import {
  XmlAnyAttributeMember,
  XmlAnyElementMember,
  XmlArrayMember,
  XmlAttributeMember,
  XmlElementMember,
  XmlInclude,
  XmlRoot,
  XmlTextMember,
  XmlType,
} from '../../src/contracts/decorators/index.js';
import { choiceOf, mixedOf } from '../../src/contracts/xml-serializer/index.js';
import type { XmlDataType, XmlForm } from '../../src/contracts/xml-serializer/index.js';
import { XmlElement } from '../../src/core/xml/index.js';
import type { XmlAttribute } from '../../src/core/xml/index.js';
import { readerOn, written } from '../contracts/data-contract/xml-text.js';
import { emptyClass } from './data-contract-types.js';

/** The types of a vector: names of primitives, `array<T>`, `list<T>`, `T?`, or `@` and a key of `types`. */
export interface XmlVectorContract {
  readonly root: string;
  readonly types: Readonly<Record<string, XmlVectorType>>;
}

interface XmlVectorType {
  readonly kind: 'class' | 'enum' | 'collection' | 'xmlSerializable' | 'invalid';
  readonly name: string;
  readonly base?: string;
  readonly abstract?: boolean;
  readonly item?: string;
  readonly attributes?: readonly VectorAttribute[];
  readonly members?: readonly XmlVectorMember[];
}

interface XmlVectorMember {
  readonly name: string;
  readonly type: string;
  readonly value?: number;
  readonly xmlName?: string;
  readonly attributes?: readonly VectorAttribute[];
}

/** A C# attribute with its properties. */
interface VectorAttribute {
  readonly attribute: string;
  readonly type?: string;
  readonly name?: string;
  readonly elementName?: string;
  readonly attributeName?: string;
  readonly typeName?: string;
  readonly namespace?: string;
  readonly form?: string;
  readonly dataType?: string;
  readonly isNullable?: boolean;
  readonly order?: number;
  readonly nestingLevel?: number;
  readonly memberName?: string;
  readonly value?: string | number | boolean;
}

/** A type of a vector in our terms, and its values to and from the notation of the vectors. */
export interface XmlCodec {
  readonly type: TypeReference;
  toValue(notation: unknown): unknown;
  toNotation(value: unknown): unknown;
}

const primitives = new Map<string, TypeReference>([
  ...Object.entries(xsd),
  ['bytes', xsd.base64Binary],
  ['guid', guid],
  ['char', char],
  ['dateTimeOffset', dateTimeOffset],
]);

/** Builds the types of a vector. @throws Error for what the type language has no word for */
export class XmlVectorTypes {
  readonly #contract: XmlVectorContract;
  readonly #codecs = new Map<string, XmlCodec>();
  readonly #codecsOfClasses = new Map<unknown, XmlCodec>();

  readonly #source: string;

  /** `source`: the types in C#. */
  constructor(contract: XmlVectorContract, source: string) {
    this.#source = source;
    this.#contract = contract;
  }

  get root(): XmlCodec {
    return this.codecOf(this.#contract.root);
  }

  codecOf(reference: string): XmlCodec {
    const known = this.#codecs.get(reference);
    if (known !== undefined) return known;
    const codec = this.#build(reference);
    this.#codecs.set(reference, codec);
    return codec;
  }

  #build(reference: string): XmlCodec {
    if (reference.endsWith('?')) {
      const inner = this.codecOf(reference.slice(0, -1));
      return mapped(nullable(inner.type), inner);
    }
    const list = /^(?:array|list)<(.*)>$/.exec(reference)?.[1];
    if (list !== undefined) return this.#listCodec(list);
    if (reference === 'anyType') return this.#anyCodec();
    if (reference === 'xmlNode') return xmlNodeCodec;
    if (!reference.startsWith('@')) return primitiveCodec(reference);
    const type = this.#contract.types[reference.slice(1)];
    if (type === undefined) throw new Error(`no type ${reference}`);
    switch (type.kind) {
      case 'enum':
        return enumCodec(type);
      case 'collection':
        return this.#listCodec(type.item ?? this.#itemInSource(type.name));
      case 'xmlSerializable':
        return serializableCodec(type);
      case 'class':
        return this.#classCodec(reference, type);
      case 'invalid':
        throw new Error(`no word for ${type.kind}`);
    }
  }

  /** The items of a class that extends List<T>, which only the C# source tells. */
  #itemInSource(name: string): string {
    return new RegExp(`class ${name} : List<(\\w+)>`).exec(this.#source)?.[1] ?? '';
  }

  #listCodec(item: string): XmlCodec {
    const codec = this.codecOf(item);
    return {
      type: arrayOf(codec.type),
      toValue: (list) =>
        Array.isArray(list) ? list.map((one) => codec.toValue(valueIn(one, item))) : list,
      toNotation: (list) => (Array.isArray(list) ? list.map((one) => codec.toNotation(one)) : list),
    };
  }

  #anyCodec(): XmlCodec {
    return {
      type: xsd.anyType,
      toValue: (notation) => {
        if (typeof notation !== 'object' || notation === null) return notation;
        const { $type, $value, $xml } = notation as {
          $type?: string;
          $value?: unknown;
          $xml?: string;
        };
        if ($xml !== undefined) return xmlNodeCodec.toValue(notation);
        if ($type === undefined || $type === 'anyType') return {};
        if ($type === 'XmlNode[]') return nodesElement($value as readonly { $xml: string }[]);
        const codec = this.codecOf($type);
        const value = codec.toValue('$value' in notation ? $value : notation);
        return plainTypes.has($type) || this.#codecsOfClasses.has(classOf(value))
          ? value
          : typed(codec.type, value as never);
      },
      toNotation: (value) => {
        if (value instanceof TypedValue) return { typed: plainNotation(value.value) };
        if (value instanceof XmlElement) return { element: xmlNodeCodec.toNotation(value) };
        const codec = this.#codecsOfClasses.get(classOf(value));
        return codec === undefined ? plainNotation(value) : codec.toNotation(value);
      },
    };
  }

  #classCodec(reference: string, type: XmlVectorType): XmlCodec {
    const base = type.base === undefined ? null : this.codecOf(type.base);
    const Base = (base?.type ?? Object) as new () => object;
    const Class = base === null ? emptyClass() : class extends Base {};
    Object.defineProperty(Class, 'name', { value: genericName(reference, type.name) });
    const members = (type.members ?? []).map((member) => this.#member(type, member));
    const codec: XmlCodec = {
      type: Class,
      toValue: (notation) => {
        if (typeof notation !== 'object' || notation === null) return notation;
        const { $type } = notation as { $type?: string };
        if ($type !== undefined && $type !== reference)
          return this.codecOf($type).toValue({ ...notation, $type: undefined });
        const value = Object.assign(
          new Class(),
          base?.toValue({ ...notation, $type: undefined }),
        ) as Record<string, unknown>;
        for (const member of members) member.set(value, notation as Record<string, unknown>);
        return value;
      },
      toNotation: (value) => {
        if (typeof value !== 'object' || value === null) return value;
        const actual = this.#codecsOfClasses.get(value.constructor);
        if (actual !== undefined && actual !== codec) return actual.toNotation(value);
        const notation: Record<string, unknown> = { class: type.name };
        if (base !== null)
          Object.assign(
            notation,
            base.toNotation(
              Object.assign(Object.create(Base.prototype as object) as object, value),
            ),
          );
        notation['class'] = type.name;
        for (const member of members) member.get(value as Record<string, unknown>, notation);
        return notation;
      },
    };
    this.#codecs.set(reference, codec);
    this.#codecsOfClasses.set(Class, codec);
    for (const attribute of type.attributes ?? []) {
      switch (attribute.attribute) {
        case 'XmlType':
          XmlType({
            name: attribute.typeName,
            namespace: attribute.namespace,
            isAbstract: type.abstract,
          })(Class);
          break;
        case 'XmlRoot':
          XmlRoot({ name: attribute.elementName, namespace: attribute.namespace })(Class);
          break;
        case 'XmlInclude':
          XmlInclude(lazy(() => this.codecOf(attribute.type ?? '').type))(Class);
      }
    }
    if (!(type.attributes ?? []).some(({ attribute }) => attribute === 'XmlType'))
      XmlType({ isAbstract: type.abstract })(Class);
    for (const { decorator, name } of members)
      if (decorator !== null)
        Reflect.apply(decorator as () => void, undefined, [Class.prototype, name]);
    return codec;
  }

  #member(owner: XmlVectorType, member: XmlVectorMember): MemberCodec {
    const attributes = member.attributes ?? [];
    const has = (attribute: string): VectorAttribute | undefined =>
      attributes.find((one) => one.attribute === attribute);
    const siblings = owner.members ?? [];
    const { name } = member;
    if (has('XmlIgnore') !== undefined) return this.#ignoredMember(member, siblings);
    const choice = attributes.filter(
      ({ attribute, type }) => attribute === 'XmlElement' && type !== undefined,
    );
    const text = has('XmlText');
    const isSpecified = siblings.some((one) => one.name === `${name}Specified`);
    const identifier = has('XmlChoiceIdentifier')?.memberName;
    if (choice.length > 0 || has('XmlText')?.type !== undefined)
      return this.#choiceMember(member, choice, text !== undefined, identifier);
    const items = attributes.filter(
      ({ attribute, type }) => attribute === 'XmlArrayItem' && type !== undefined,
    );
    if (items.length > 0) {
      return {
        ...this.#choiceMember(member, items, false, undefined),
        decorator: this.#elementDecorator(member, has, isSpecified),
      };
    }
    const codec = lazyCodec(() => this.codecOf(member.type));
    const set = plainSetter(name, codec, isSpecified);
    if (has('XmlAny') !== undefined)
      return { name, decorator: XmlAnyAttributeMember(), ...anyAttributes(name) };
    const any = has('XmlAnyElement');
    if (any !== undefined) {
      const isSingle = !/^(?:array|list)</.test(member.type);
      const options = { name: any.name === '' ? undefined : any.name, namespace: any.namespace };
      return {
        name,
        decorator: isSingle
          ? XmlAnyElementMember({ ...options, isSingle })
          : XmlAnyElementMember(options),
        ...set,
      };
    }
    const attribute = has('Xml');
    if (attribute !== undefined) {
      const decorator = XmlAttributeMember(this.#lazyType(member.type), {
        name: attribute.attributeName,
        namespace: attribute.namespace,
        form: attribute.form as XmlForm | undefined,
        dataType: attribute.dataType as XmlDataType | undefined,
        defaultValue: has('DefaultValue')?.value,
      });
      return { name, decorator, ...set };
    }
    if (text !== undefined)
      return { name, decorator: XmlTextMember(this.#lazyType(member.type)), ...set };
    return { name, decorator: this.#elementDecorator(member, has, isSpecified), ...set };
  }

  #elementDecorator(
    { name, type }: XmlVectorMember,
    has: (attribute: string) => VectorAttribute | undefined,
    isOptional: boolean,
  ): object {
    const item = /^(?:array|list)<(.*)>$/.exec(type)?.[1] ?? this.#collectionItem(type);
    const element = has('XmlElement');
    const defaultValue = has('DefaultValue')?.value;
    if (item === undefined || element !== undefined) {
      return XmlElementMember(this.#lazyType(type), {
        name: element?.elementName ?? name,
        namespace: element?.namespace,
        form: element?.form as XmlForm | undefined,
        dataType: element?.dataType as XmlDataType | undefined,
        isNullable: element?.isNullable,
        order: element?.order,
        isOptional,
        defaultValue,
      });
    }
    const array = has('XmlArray');
    const { itemType, itemName, itemNamespace, itemIsNullable } = this.#items(item, has, type);
    return XmlArrayMember(itemType, {
      name: array?.elementName ?? name,
      namespace: array?.namespace,
      isNullable: array?.isNullable,
      itemName,
      itemNamespace,
      itemIsNullable,
      missing: type.startsWith('array<') || array?.isNullable === true ? 'null' : 'empty',
    });
  }

  #collectionItem(type: string): string | undefined {
    const collection = this.#contract.types[type.slice(1)];
    if (collection?.kind !== 'collection') return undefined;
    return collection.item ?? this.#itemInSource(collection.name);
  }

  #items(
    item: string,
    has: (attribute: string) => VectorAttribute | undefined,
    type: string,
  ): {
    itemType: TypeReference;
    itemName?: string | undefined;
    itemNamespace?: string | undefined;
    itemIsNullable?: boolean | undefined;
  } {
    const member = this.#attributesOf(type, has);
    const items = member.filter(({ attribute }) => attribute === 'XmlArrayItem');
    const choice = items.filter((one) => one.type !== undefined);
    if (choice.length > 0) {
      return {
        itemType: choiceOf(
          choice.map(
            ({ elementName, type: alternative = '' }) =>
              [elementName ?? alternative.replace('@', ''), this.#lazyType(alternative)] as const,
          ),
        ),
      };
    }
    const [outer, inner] = items;
    const itemType =
      inner === undefined
        ? this.#lazyType(item)
        : arrayOf(this.#lazyType(/<(.*)>/.exec(item)?.[1] ?? ''), { itemName: inner.elementName });
    return {
      itemType,
      itemName: outer?.elementName,
      itemNamespace: outer?.namespace,
      // The vectors tell of properties that are not the default: an item attribute without others is IsNullable = false.
      itemIsNullable: outer !== undefined && Object.keys(outer).length === 1 ? false : undefined,
    };
  }

  #attributesOf(
    type: string,
    has: (attribute: string) => VectorAttribute | undefined,
  ): readonly VectorAttribute[] {
    const found = has('XmlArrayItem');
    if (found === undefined) return [];
    for (const one of Object.values(this.#contract.types))
      for (const member of one.members ?? [])
        if (member.type === type && (member.attributes ?? []).includes(found))
          return member.attributes ?? [];
    return [];
  }

  #lazyType(reference: string): TypeReference {
    const shown = /^(?:array|list)<(.*)>$/.exec(reference)?.[1];
    if (shown !== undefined) return arrayOf(this.#lazyType(shown));
    if (reference.startsWith('@') && this.#contract.types[reference.slice(1)]?.kind === 'class')
      return lazy(() => this.codecOf(reference).type);
    return this.codecOf(reference).type;
  }

  /** A member that is not on the wire: what it says of another one is in that one's value here. */
  #ignoredMember(
    { name, type }: XmlVectorMember,
    siblings: readonly XmlVectorMember[],
  ): MemberCodec {
    const specified = /^(.*)Specified$/.exec(name)?.[1];
    const missing = (type === 'boolean' ? false : 0) as unknown;
    return {
      name,
      decorator: null,
      set: () => undefined,
      get(value, notation) {
        if (specified !== undefined && siblings.some((one) => one.name === specified))
          notation[name] = value[specified] !== undefined;
        else if (!(name in notation)) notation[name] = missing;
      },
    };
  }

  #choiceMember(
    { name, type }: XmlVectorMember,
    choice: readonly VectorAttribute[],
    isMixed: boolean,
    identifier: string | undefined,
  ): MemberCodec {
    const isList = /^(?:array|list)</.test(type);
    const alternatives = choice.map(
      ({ elementName = '', type: alternative = '' }) =>
        [elementName, this.#lazyType(alternative)] as const,
    );
    const one = isMixed ? mixedOf(alternatives) : choiceOf(alternatives);
    const any = this.#anyCodec();
    const toValue = (notation: unknown, kind: unknown): unknown => {
      if (isMixed && !isAlternative(notation, choice)) return any.toValue(notation);
      const actual = (notation as { $type?: string } | null)?.$type;
      const named =
        typeof kind === 'string'
          ? choice.find(({ elementName }) => elementName === kind)
          : choice.find((alternative) => alternative.type === actual);
      const codec = this.codecOf(named?.type ?? '');
      const value = notation as { $value?: unknown };
      return {
        name: named?.elementName,
        value: codec.toValue(
          typeof notation === 'object' && notation !== null && '$value' in notation
            ? value.$value
            : notation,
        ),
      };
    };
    const toNotation = (value: unknown): { notation: unknown; kind: unknown } => {
      if (
        typeof value !== 'object' ||
        value === null ||
        !('name' in value) ||
        value instanceof XmlElement
      )
        return { notation: any.toNotation(value), kind: null };
      const { name: alternative, value: content } = value as { name: unknown; value: unknown };
      return { notation: any.toNotation(content), kind: alternative };
    };
    return {
      name,
      decorator: XmlElementMember(isList ? arrayOf(one) : one),
      set(value, notation) {
        const given = notation[name];
        const kinds = identifier === undefined ? undefined : notation[identifier];
        value[name] = Array.isArray(given)
          ? given.map((item, index) =>
              toValue(item, Array.isArray(kinds) ? kinds[index] : undefined),
            )
          : given === null || given === undefined
            ? null
            : toValue(given, kinds);
      },
      get(value, notation) {
        const given = value[name];
        const parts = Array.isArray(given) ? given.map(toNotation) : [toNotation(given)];
        const pick = (part: 'notation' | 'kind'): unknown =>
          Array.isArray(given) ? parts.map((each) => each[part]) : parts[0]?.[part];
        notation[name] = pick('notation');
        if (identifier !== undefined) notation[identifier] = pick('kind');
      },
    };
  }
}

interface MemberCodec {
  readonly name: string;
  readonly decorator: object | null;
  set(value: Record<string, unknown>, notation: Readonly<Record<string, unknown>>): void;
  get(value: Readonly<Record<string, unknown>>, notation: Record<string, unknown>): void;
}

function plainSetter(
  name: string,
  codec: XmlCodec,
  isSpecified: boolean,
): Pick<MemberCodec, 'set' | 'get'> {
  return {
    set(value, notation) {
      const isLeftOut = isSpecified && notation[`${name}Specified`] === false;
      value[name] = isLeftOut ? undefined : codec.toValue(notation[name]);
    },
    get(value, notation) {
      notation[name] = isSpecified && value[name] === undefined ? 0 : codec.toNotation(value[name]);
    },
  };
}

function anyAttributes(name: string): Pick<MemberCodec, 'set' | 'get'> {
  return {
    set(value, notation) {
      const list = (notation[name] ?? []) as readonly { readonly $xml: string }[];
      value[name] = list.map(({ $xml }) => {
        const element = readerOn(`<e xmlns:q="urn:q" ${$xml}/>`).readElement();
        return element.attributes.find(({ prefix }) => prefix !== 'xmlns');
      });
    },
    get(value, notation) {
      const list = (value[name] ?? []) as readonly XmlAttribute[];
      notation[name] = list.map((one) => `{${one.namespaceUri}}${one.localName}=${one.value}`);
    },
  };
}

function isAlternative(notation: unknown, choice: readonly VectorAttribute[]): boolean {
  const type = (notation as { $type?: string } | null)?.$type;
  return choice.some((one) => one.type === type);
}

/** An item of a list whose notation tells the type that the list has anyway. */
function valueIn(notation: unknown, type: string): unknown {
  if (typeof notation !== 'object' || notation === null || type === 'anyType') return notation;
  const { $type, $value } = notation as { $type?: string; $value?: unknown };
  return $type === type && '$value' in notation ? $value : notation;
}

function mapped(type: TypeReference, inner: XmlCodec): XmlCodec {
  return {
    type,
    toValue: (notation) => (notation === null ? null : inner.toValue(notation)),
    toNotation: (value) => (value === null || value === undefined ? null : inner.toNotation(value)),
  };
}

function lazyCodec(codec: () => XmlCodec): XmlCodec {
  return {
    get type() {
      return codec().type;
    },
    toValue: (notation) => codec().toValue(notation),
    toNotation: (value) => codec().toNotation(value),
  };
}

function primitiveCodec(name: string): XmlCodec {
  if (name.startsWith('dictionary<'))
    return mapped(dictionaryOf(xsd.string, xsd.int), primitiveCodec('string'));
  const type = primitives.get(name);
  if (type === undefined) throw new Error(`no word for ${name}`);
  return { type, toValue: (notation) => toPrimitive(name, notation), toNotation: plainNotation };
}

function toPrimitive(name: string, notation: unknown): unknown {
  if (notation === null || notation === undefined) return notation;
  switch (name) {
    case 'long':
    case 'unsignedLong':
      return BigInt(notation as string);
    case 'float':
      return Math.fround(toNumber(notation as string));
    case 'double':
      return toNumber(notation as string);
    case 'decimal':
      return Decimal.parse(notation as string);
    case 'dateTime': {
      const { ticks, kind } = notation as { ticks: string; kind: DateTime['kind'] };
      return new DateTime(BigInt(ticks), kind);
    }
    case 'dateTimeOffset': {
      const { iso, offsetMinutes } = notation as { iso: string; offsetMinutes: number };
      const clock = DateTime.parse(iso).ticks - BigInt(offsetMinutes) * 600_000_000n;
      return new DateTimeOffset(new DateTime(clock, 'Utc'), offsetMinutes);
    }
    case 'duration':
      return new Duration(BigInt((notation as { ticks: string }).ticks));
    case 'bytes':
    case 'base64Binary':
      return Buffer.from(notation as string, 'base64');
    default:
      return notation;
  }
}

function toNumber(text: string): number {
  if (text === 'INF') return Infinity;
  return text === '-INF' ? -Infinity : Number(text);
}

function plainNotation(value: unknown): unknown {
  if (typeof value === 'bigint' || value instanceof Decimal) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Duration) return value.toString();
  if (value instanceof DateTime) return `${value.kind} ${value.toString()}`;
  if (value instanceof DateTimeOffset)
    return `${value.utc.toString()} ${String(value.offsetMinutes)}`;
  return value;
}

const plainTypes: ReadonlySet<string> = new Set([
  'string',
  'boolean',
  'int',
  'long',
  'decimal',
  'dateTime',
  'duration',
  'base64Binary',
  'bytes',
  'double',
  'QName',
  'dateTimeOffset',
]);

function enumCodec({ name, attributes = [], members = [] }: XmlVectorType): XmlCodec {
  const isFlags = attributes.some(({ attribute }) => attribute === 'Flags');
  const definition = Object.fromEntries(
    members.map((one) => [one.name, { value: one.value ?? 0, text: one.xmlName ?? one.name }]),
  );
  if (!isFlags) {
    return {
      type: enumOf(name, definition),
      toValue: (notation) => notation,
      toNotation: (value) => value,
    };
  }
  const zero = members.find(({ value }) => value === 0)?.name ?? '0';
  return {
    type: enumOf(name, definition, { flags: true }),
    toValue: (notation) =>
      typeof notation === 'string' ? notation.split(', ').filter((one) => one !== zero) : notation,
    toNotation: (value) =>
      Array.isArray(value) ? (value.length === 0 ? zero : value.join(', ')) : value,
  };
}

/** The class IXs of the vectors, which writes an attribute and an element. */
function serializableCodec({ name }: XmlVectorType): XmlCodec {
  return {
    type: xmlSerializable<{ readonly V: string | null }>({
      name,
      write(writer, { V }) {
        writer.writeAttribute('', 'v', '', V ?? '');
        writer.writeStartElement('', 'x', '');
        writer.writeText('1');
        writer.writeEndElement();
      },
      read(reader) {
        const V = reader.getAttribute('v');
        reader.skip();
        return { V };
      },
    }),
    toValue: (notation) => notation,
    toNotation: (value) => value,
  };
}

const xmlNodeCodec: XmlCodec = {
  type: xmlElement,
  toValue(notation) {
    if (typeof notation !== 'object' || notation === null) return notation;
    return readerOn((notation as { $xml: string }).$xml).readElement();
  },
  toNotation: (value) =>
    value instanceof XmlElement
      ? written((writer) => {
          writer.writeElement(value);
        })
      : value,
};

/** What .NET has as nodes: attributes, texts and elements of an element without type. */
function nodesElement(nodes: readonly { readonly $xml: string }[]): XmlElement {
  const attributes = nodes.filter(({ $xml }) => /^[\w:]+="/.test($xml)).map(({ $xml }) => $xml);
  const rest = nodes.filter(({ $xml }) => !/^[\w:]+="/.test($xml)).map(({ $xml }) => $xml);
  const i = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
  const used = attributes.some((one) => one.startsWith('i:')) ? i : '';
  return readerOn(
    `<Object ${used} ${attributes.join(' ')}>${rest.join('')}</Object>`,
  ).readElement();
}

/** .NET's name of a generic type: `GenX<List<String>>` is GenXOfListOfString. */
function genericName(reference: string, name: string): string {
  return reference.includes('<')
    ? reference.slice(1).replace(/</g, 'Of').replace(/[>,]/g, '')
    : name;
}

function classOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? value.constructor : null;
}
