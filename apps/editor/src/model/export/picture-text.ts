import type { Box } from '../layout/layout-sizes.ts';
import { type Attributes, svgElement, svgText } from './svg-text.ts';

/** A line of text in a picture. */
type LineOptions = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: number;
  readonly isMono?: boolean;
  readonly fill: string;
  /** Px that the text may take. */
  readonly room: number;
};

/** The text at its place, as far as there is room. */
export function line(text: string, { x, y, size, weight, isMono, fill, room }: LineOptions): string {
  const attributes: Attributes = {
    x,
    y,
    fill,
    'font-family': isMono ? MONO : SANS,
    'font-size': size,
    'font-weight': weight,
  };
  return svgElement('text', attributes, [svgText(cut(text, room, isMono ? MONO_WIDTH : SANS_WIDTH * (size / 13)))]);
}

/** The text as far as there is room for letters of that width. */
export function cut(text: string, room: number, letterWidth: number): string {
  const limit = Math.max(1, Math.floor(room / letterWidth));
  const letters = [...text];
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`;
}

/** The attributes of a rectangle with round corners. */
export function rounded({ x, y, width, height }: Box, radius: number): Attributes {
  return { x, y, width, height, rx: radius };
}

const SANS = "'Inter Variable', Inter, ui-sans-serif, system-ui, sans-serif";
const MONO = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace";
/** Widths of a letter, a little more than the average, so that text stays in its card in other fonts too. */
export const SANS_WIDTH = 7.2;
const MONO_WIDTH = 6.7;
