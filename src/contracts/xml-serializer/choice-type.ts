import type { XmlElement } from '../../core/xml/index.js';
import { xsd } from '../data-contract/index.js';
import { wireType } from '../data-contract/wire-type.js';
import type { Accepts, Infer, WireType } from '../data-contract/index.js';
import type { ChoiceAlternative } from '../data-contract/wire-type.js';

/** A value of a choice: the element's name says which alternative it is. */
export type ChoiceValue<A extends readonly ChoiceAlternative[]> = {
  [I in keyof A]: { readonly name: A[I][0]; readonly value: Infer<A[I][1]> };
}[number];

/** What may be written as a {@link ChoiceValue}. */
export type ChoiceInput<A extends readonly ChoiceAlternative[]> = {
  [I in keyof A]: { readonly name: A[I][0]; readonly value: Accepts<A[I][1]> };
}[number];

/**
 * One of several elements: `choiceOf([['card', Card], ['cash', xsd.decimal]])`, with values `{ name: 'card', value: ... }`. Its
 * place is a member of a class for the XmlSerializer, `arrayOf(choiceOf(...))` included. .NET's several XmlElementAttributes on
 * one member, with or without XmlChoiceIdentifierAttribute.
 */
export function choiceOf<const A extends readonly ChoiceAlternative[]>(
  alternatives: A,
): WireType<ChoiceValue<A>, ChoiceInput<A>> {
  return choiceType(alternatives, false);
}

/**
 * Mixed content, for `arrayOf(mixedOf(...))`: text, the elements of the choice, and any other elements as trees. .NET's
 * XmlTextAttribute and XmlAnyElementAttribute beside XmlElementAttributes.
 */
export function mixedOf<const A extends readonly ChoiceAlternative[]>(
  alternatives: A,
): WireType<ChoiceValue<A> | string | XmlElement, ChoiceInput<A> | string | XmlElement> {
  return choiceType(alternatives, true);
}

function choiceType<T, In>(
  alternatives: readonly ChoiceAlternative[],
  isMixed: boolean,
): WireType<T, In> {
  const names = alternatives.map(([name]) => name).join(', ');
  const label = `${isMixed ? 'mixedOf' : 'choiceOf'}(${names})`;
  return wireType(
    label,
    (resolver) => {
      resolver.report(
        `The type ${label} is for members of classes of the XmlSerializer; data contracts have no choices.`,
      );
      return resolver.serializerOf(xsd.string);
    },
    { kind: 'choice', alternatives, isMixed },
  );
}
