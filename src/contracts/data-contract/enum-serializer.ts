import { encodeXmlName } from './contract-names.js';
import { notA } from './primitive-type.js';
import type { Serializer } from './serializer.js';
import { show, ValueError } from './value-error.js';

/** An enumeration, ready to be compiled. */
export interface EnumDefinition {
  readonly name: string;
  readonly namespace: string;
  readonly isFlags: boolean;
  readonly members: readonly EnumMemberDefinition[];
}

/** A member of an enumeration. */
export interface EnumMemberDefinition {
  readonly name: string;
  readonly value: bigint;
  /** The text on the wire. */
  readonly text: string;
}

/** Compiles the serialiser of an enumeration: text, the names of its members. */
export function compileEnum(definition: EnumDefinition): Serializer {
  const name = encodeXmlName(definition.name);
  return Object.freeze({
    kind: 'enum',
    typeName: definition.name,
    name,
    namespace: definition.namespace,
    argumentName: name,
    argumentNamespace: definition.namespace,
    isNullable: false,
    needsPrefix: false,
    isPlain: false,
    classType: null,
    isReference: false,
    polymorphism: null,
    declaration: {
      kind: 'enum',
      isFlags: definition.isFlags,
      members: definition.members,
    },
    ...(definition.isFlags ? flagsContent(definition) : singleContent(definition)),
  });
}

type Content = Pick<Serializer, 'missing' | 'isDefault' | 'writeContent' | 'readElement'>;

function singleContent({ name, members }: EnumDefinition): Content {
  const texts = new Map(members.map((member) => [member.name, member.text]));
  const names = new Map(members.map((member) => [member.text, member.name]));
  const zero = members.find(({ value }) => value === 0n)?.name ?? null;
  return {
    // Where no member has the value 0 .NET has a value without a name; null is what comes nearest.
    missing: zero,
    isDefault: (value) => value === zero,
    writeContent(writer, value) {
      const text = typeof value === 'string' ? texts.get(value) : undefined;
      if (text === undefined) throw notAMember(name, members, value);
      writer.writeText(text);
    },
    readElement(reader) {
      const text = reader.readElementText();
      const member = names.get(text);
      if (member === undefined) throw notAMember(name, members, text);
      return member;
    },
  };
}

function flagsContent({ name, members }: EnumDefinition): Content {
  const byName = new Map(members.map((member) => [member.name, member]));
  const byText = new Map(members.map((member) => [member.text, member]));
  const valueOf = (flags: unknown): bigint => {
    if (!Array.isArray(flags)) throw notA(`a list of members of ${name}`, flags);
    return flags.reduce<bigint>((sum, flag: unknown) => {
      const member = typeof flag === 'string' ? byName.get(flag) : undefined;
      if (member === undefined) throw notAMember(name, members, flag);
      return sum | member.value;
    }, 0n);
  };
  return {
    missing: Object.freeze([]),
    isDefault: (flags) => Array.isArray(flags) && valueOf(flags) === 0n,
    writeContent(writer, flags) {
      const parts = decompose(members, valueOf(flags), true);
      writer.writeText(parts.map((member) => member.text).join(' '));
    },
    readElement(reader) {
      let value = 0n;
      for (const text of reader.readElementText().split(' ')) {
        if (text === '') continue;
        const member = byText.get(text);
        if (member === undefined) throw notAMember(name, members, text);
        value |= member.value;
      }
      return decompose(members, value, false).map((member) => member.name);
    },
  };
}

/**
 * The members that make up a value, as .NET chooses them: the one with exactly this value, else in order of declaration
 * each whose bits are all still needed. `withZero` names the value 0 by its member, if there is one.
 */
function decompose(
  members: readonly EnumMemberDefinition[],
  value: bigint,
  withZero: boolean,
): readonly EnumMemberDefinition[] {
  if (value === 0n && !withZero) return [];
  const exact = members.find((member) => member.value === value);
  if (exact !== undefined) return [exact];
  const parts: EnumMemberDefinition[] = [];
  let rest = value;
  for (const member of members) {
    if (member.value === 0n || (member.value & rest) !== member.value) continue;
    parts.push(member);
    rest &= ~member.value;
  }
  return parts;
}

function notAMember(
  name: string,
  members: readonly EnumMemberDefinition[],
  value: unknown,
): ValueError {
  const known = members.map((member) => member.name).join(', ');
  return new ValueError('', `${show(value)} is not a member of ${name} (${known})`);
}
