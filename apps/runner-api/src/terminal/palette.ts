/** Colours for text on a terminal; each puts its text between the codes, or gives it back when colours are off. */
export type Palette = Readonly<Record<Colour, (text: string) => string>>;
export type Colour = keyof typeof CODES;

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  amber: [33, 39],
  blue: [34, 39],
  violet: [35, 39],
  grey: [90, 39],
} as const;

/** Colours belong on a terminal whose user has not set `NO_COLOR` (https://no-color.org) and that is not `TERM=dumb`. */
export function createPalette(
  output: { readonly isTty: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Palette {
  const isColoured = output.isTty && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const colour = (name: Colour) => (text: string) => {
    const [on, off] = CODES[name];
    return isColoured ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  };
  return {
    bold: colour('bold'),
    dim: colour('dim'),
    red: colour('red'),
    green: colour('green'),
    amber: colour('amber'),
    blue: colour('blue'),
    violet: colour('violet'),
    grey: colour('grey'),
  };
}
