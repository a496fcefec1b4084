import type { Note } from '@flowmason/pipeline-schema';
import type { Box } from '../layout/layout-sizes.ts';
import type { PictureTheme } from './picture.ts';
import { line, rounded, SANS_WIDTH } from './picture-text.ts';
import { svgElement } from './svg-text.ts';

/** A note with as many lines of its text as it has room for. */
export function drawNote(note: Note, theme: PictureTheme): string {
  const { x, y, width, height } = boxOfNote(note);
  const perLine = Math.max(1, Math.floor((width - 2 * NOTE.padding) / SANS_WIDTH));
  const rows = note.text.split('\n').flatMap((paragraph) => wrap(paragraph, perLine));
  const fitting = rows.slice(0, Math.max(1, Math.floor((height - NOTE.padding) / NOTE.lineHeight)));
  return svgElement('g', {}, [
    svgElement('rect', { ...rounded({ x, y, width, height }, 8), fill: theme.note, stroke: theme.line }),
    ...fitting.map((row, index) =>
      line(row, {
        x: x + NOTE.padding,
        y: y + NOTE.padding + 11 + index * NOTE.lineHeight,
        size: 12,
        fill: theme.ink,
        room: width,
      }),
    ),
  ]);
}

/** Where a note lies. */
export function boxOfNote({ position: [x, y], size = [NOTE.width, NOTE.height] }: Note): Box {
  return { x, y, width: size[0], height: size[1] };
}

const NOTE = { width: 220, height: 120, padding: 12, lineHeight: 18 } as const;

function wrap(paragraph: string, perLine: number): readonly string[] {
  const rows: string[] = [''];
  for (const word of paragraph.split(/\s+/)) {
    const row = rows.at(-1) ?? '';
    if (row !== '' && row.length + 1 + word.length > perLine) rows.push(word);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return rows;
}
