import { compileEnum } from './enum-serializer.js';
import { defaultDataContractNamespace } from './namespaces.js';
import { wireType } from './wire-type.js';
import type { WireType } from './wire-type.js';

/** A member's number; or, when its text on the wire is not its name, number and text. .NET's EnumMember. */
export type EnumMember =
  number | bigint | { readonly value: number | bigint; readonly text: string };

/** How {@link enumOf} makes the type. */
export interface EnumOptions {
  /** Default `http://schemas.datacontract.org/2004/07/`. */
  readonly namespace?: string | undefined;
}

/** An enumeration: its values are the names of its members. */
export interface EnumType<Name extends string> extends WireType<Name> {
  /** Each name under itself: `Color.values.Red` is `'Red'`. */
  readonly values: { readonly [N in Name]: N };
}

/** An enumeration whose members can be combined: its values are lists of names. .NET's [Flags]. */
export interface FlagsType<Name extends string> extends WireType<readonly Name[]> {
  /** Each name under itself. */
  readonly values: { readonly [N in Name]: N };
}

/**
 * An enumeration: `enumOf('Color', { Red: 0, Green: 1 }, { namespace: 'urn:example' })`. Values are the names
 * (`'Red'`); the numbers decide, as in .NET, which one a missing element stands for (the one with 0) and how flags combine.
 *
 * With `flags: true` values are lists of names. What is read is in .NET's order: composite members where they fit
 * exactly, none for 0.
 */
export function enumOf<const M extends Readonly<Record<string, EnumMember>>>(
  name: string,
  members: M,
  options: EnumOptions & { readonly flags: true },
): FlagsType<keyof M & string>;
export function enumOf<const M extends Readonly<Record<string, EnumMember>>>(
  name: string,
  members: M,
  options?: EnumOptions & { readonly flags?: false },
): EnumType<keyof M & string>;
export function enumOf(
  name: string,
  members: Readonly<Record<string, EnumMember>>,
  options: EnumOptions & { readonly flags?: boolean } = {},
): EnumType<string> | FlagsType<string> {
  const names = Object.keys(members);
  const type = wireType<never, unknown>(name, (resolver) => {
    if (names.length === 0)
      resolver.report(`The enumeration ${name} has no members; give it some.`);
    return compileEnum({
      name,
      namespace: options.namespace ?? defaultDataContractNamespace,
      isFlags: options.flags ?? false,
      members: names.map((member) => memberOf(member, members[member] ?? 0)),
    });
  });
  const values = Object.freeze(Object.fromEntries(names.map((member) => [member, member])));
  return Object.freeze({ ...type, values });
}

function memberOf(name: string, member: EnumMember): { name: string; value: bigint; text: string } {
  return typeof member === 'object'
    ? { name, value: BigInt(member.value), text: member.text }
    : { name, value: BigInt(member), text: name };
}
