/** Character data as .NET's text writer escapes it: CR, `>` and control characters too, LF and TAB not. */
export function escapeText(text: string): string {
  return specialInText.test(text) ? text.replace(allSpecialInText, escapeCharacter) : text;
}

/** An attribute value for double quotes, as .NET's text writer escapes it. */
export function escapeAttributeValue(value: string): string {
  return specialInValue.test(value) ? value.replace(allSpecialInValue, escapeCharacter) : value;
}

// What needs no escape, negated: everything but & < > and control characters other than LF and TAB, up to U+FFFD.
const specialInText = /[^\t\n -%'-;=?-\uFFFD]/;
const allSpecialInText = new RegExp(specialInText, 'g');
// The same without LF, TAB and the double quote.
const specialInValue = /[^ !#-%'-;=?-\uFFFD]/;
const allSpecialInValue = new RegExp(specialInValue, 'g');

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    default:
      return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  }
}
