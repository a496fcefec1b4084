/** Attributes of an element; undefined ones are left out. */
export type Attributes = { readonly [name: string]: string | number | undefined };

/** An element with its children, which are markup already. */
export function svgElement(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${svgText(typeof value === 'number' ? toNumber(value) : String(value))}"`)
    .join('');
  const inner = children.join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

/** Text as it stands in markup: nothing in it can end it, and what XML does not allow shows as U+FFFD. */
export function svgText(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** A quarter of a pixel is as exact as a picture needs to be. */
function toNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
