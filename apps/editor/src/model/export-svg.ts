import type { Note } from '@flowmason/pipeline-schema';
import type { DiagramLayout, Lane } from './layout-compose.ts';
import { armText, type Box, CARD, outletOf, SCOPE } from './layout-sizes.ts';
import { toRoutePath } from './route-path.ts';
import type { DiagramEdge, DiagramNode, StageDiagram } from './stage-diagram.ts';
import { type Attributes, svgElement, svgText } from './svg-text.ts';

/** Colours of a picture; a picture leaves the page, so they cannot be its variables. */
export interface PictureTheme {
  readonly ground: string;
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly edge: string;
  readonly ink: string;
  readonly muted: string;
  readonly failed: string;
  readonly note: string;
  readonly tints: Readonly<Record<DiagramNode['card']['category'], string>>;
}

/** What a picture is drawn of. */
export interface PictureSource {
  readonly title: string;
  readonly diagram: StageDiagram;
  readonly layout: DiagramLayout;
  readonly notes: readonly Note[];
  readonly theme: PictureTheme;
  /** The strokes of each icon by its name, drawn in 24 × 24; a card whose icon is missing has none. */
  readonly icons: ReadonlyMap<string, string>;
  /** Goes into the picture as its style sheet, such as the fonts. */
  readonly css?: string;
}

/** A picture as SVG, and its size in px. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The canvas as one SVG, to be read anywhere: real text, nothing that is fetched, nothing that can act. */
export function drawPicture(source: PictureSource): Picture {
  const { title, diagram, layout, notes, theme, css } = source;
  const { x, y, width, height } = frameOf(layout, notes);
  const scopes = diagram.nodes.filter(({ lanes }) => lanes.length > 0);
  const cards = diagram.nodes.filter(({ lanes }) => lanes.length === 0);
  const svg = svgElement(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `${x} ${y} ${width} ${height}`, role: 'img' },
    [
      svgElement('title', {}, [svgText(title)]),
      svgElement('style', {}, [svgText(css ?? '')]),
      svgElement('defs', {}, [arrow(theme)]),
      svgElement('rect', { x, y, width, height, fill: theme.ground }),
      ...notes.map((note) => drawNote(note, theme)),
      ...scopes.map((node) => drawScope(node, source)),
      ...diagram.edges.map((edge) => drawEdge(edge, source)),
      ...cards.map((node) => drawCard(node, source)),
      ...diagram.nodes.map((node) => drawArms(node, source)),
    ],
  );
  return { svg: `${svg}\n`, width, height };
}

/** Free room around everything. */
const MARGIN = 32;
const SANS = "'Inter Variable', Inter, ui-sans-serif, system-ui, sans-serif";
const MONO = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace";
/** Widths of a letter, a little more than the average, so that text stays in its card in other fonts too. */
const SANS_WIDTH = 7.2;
const MONO_WIDTH = 6.7;
const NOTE = { width: 220, height: 120, padding: 12, lineHeight: 18 } as const;

function frameOf({ boxes, routes }: DiagramLayout, notes: readonly Note[]): Box {
  const corners = [
    ...[...boxes.values()].flatMap((box) => [box, { x: box.x + box.width, y: box.y + box.height }]),
    ...[...routes.values()].flat(),
    ...notes.flatMap(({ position: [x, y], size = [NOTE.width, NOTE.height] }) => [
      { x, y },
      { x: x + size[0], y: y + size[1] },
    ]),
  ];
  const [left, top] = [least(corners.map(({ x }) => x)), least(corners.map(({ y }) => y))];
  const [right, bottom] = [-least(corners.map(({ x }) => -x)), -least(corners.map(({ y }) => -y))];
  return {
    x: Math.floor(left) - MARGIN,
    y: Math.floor(top) - MARGIN,
    width: Math.ceil(right - left) + 2 * MARGIN,
    height: Math.ceil(bottom - top) + 2 * MARGIN,
  };
}

/** Spread arguments would be too many for a large diagram. */
function least(numbers: readonly number[]): number {
  return numbers.reduce((best, next) => Math.min(best, next), numbers[0] ?? 0);
}

function arrow({ edge }: PictureTheme): string {
  const marker = {
    id: 'arrow',
    viewBox: '0 0 8 8',
    refX: 7,
    refY: 4,
    markerWidth: 8,
    markerHeight: 8,
    markerUnits: 'userSpaceOnUse',
    orient: 'auto',
  };
  return svgElement('marker', marker, [svgElement('path', { d: 'M0 0.5 L7.5 4 L0 7.5 z', fill: edge })]);
}

function drawEdge({ id, kind }: DiagramEdge, { layout, theme }: PictureSource): string {
  const route = layout.routes.get(id) ?? [];
  if (route.length < 2) return '';
  return svgElement('path', {
    d: toRoutePath(route),
    fill: 'none',
    stroke: theme.edge,
    'stroke-width': 1.5,
    'stroke-dasharray': kind === 'reads' ? '4 4' : undefined,
    'marker-end': 'url(#arrow)',
  });
}

function drawCard(node: DiagramNode, source: PictureSource): string {
  const box = source.layout.boxes.get(node.id);
  if (!box) return '';
  const { theme, icons } = source;
  const { card } = node;
  const isGhost = card.kind === 'ghost';
  const middle = box.y + box.height / 2;
  const tint = isGhost ? theme.muted : theme.tints[card.category];
  const textX = box.x + 54;
  const room = CARD.width - 54 - 12;
  return svgElement('g', { opacity: card.isDisabled ? 0.55 : undefined }, [
    svgElement('rect', {
      ...rounded({ ...box, width: CARD.width }, 8),
      fill: isGhost ? 'none' : theme.surface,
      stroke: isGhost ? theme.edge : theme.line,
      'stroke-dasharray': isGhost ? '4 3' : undefined,
    }),
    svgElement('rect', {
      ...rounded({ x: box.x + 12, y: middle - 16, width: 32, height: 32 }, 6),
      fill: tint,
      'fill-opacity': 0.1,
    }),
    drawIcon(icons.get(card.icon), { x: box.x + 20, y: middle - 8, size: 16, colour: tint }),
    line(card.title, { x: textX, y: middle - 4, size: 13, weight: 600, fill: theme.ink, room }),
    line(isGhost ? 'not defined' : card.fact || card.component, {
      x: textX,
      y: middle + 14,
      size: 11,
      isMono: true,
      fill: isGhost ? theme.failed : theme.muted,
      room,
    }),
  ]);
}

function drawScope(node: DiagramNode, { layout, theme, icons }: PictureSource): string {
  const box = layout.boxes.get(node.id);
  if (!box) return '';
  const { card } = node;
  const tint = theme.tints[card.category];
  const middle = box.y + SCOPE.header / 2;
  const titleRoom = box.width / 2;
  const title = cut(card.title, titleRoom, SANS_WIDTH);
  const factX = box.x + 46 + title.length * SANS_WIDTH + 12;
  return svgElement('g', { opacity: card.isDisabled ? 0.55 : undefined }, [
    svgElement('rect', { ...rounded(box, 12), fill: tint, 'fill-opacity': 0.04, stroke: theme.lineStrong }),
    drawIcon(icons.get(card.icon), { x: box.x + 17, y: middle - 7, size: 14, colour: tint }),
    line(title, { x: box.x + 46, y: middle + 4.5, size: 13, weight: 600, fill: theme.ink, room: titleRoom }),
    line(card.fact || card.component, {
      x: factX,
      y: middle + 4,
      size: 11,
      isMono: true,
      fill: theme.muted,
      room: box.x + box.width - factX - 12,
    }),
    ...(layout.lanes.get(node.id) ?? []).map((lane) => drawLane(lane, theme)),
  ]);
}

function drawLane(lane: Lane, theme: PictureTheme): string {
  const { x, y, width, role } = lane;
  return (
    svgElement('path', { d: `M${x} ${y} h${width}`, stroke: theme.line }) +
    line(role, { x: x + 24, y: y + 20, size: 11, weight: 500, fill: theme.muted, room: width })
  );
}

/** The names of the outcomes beside their handles, on a ground that parts them from their lines. */
function drawArms(node: DiagramNode, { layout, theme }: PictureSource): string {
  const box = layout.boxes.get(node.id);
  if (!box) return '';
  const width = node.lanes.length > 0 ? box.width : CARD.width;
  return node.arms
    .map((arm) => {
      const at = outletOf(node, width, arm);
      const text = armText(arm);
      const place = { x: box.x + at.x + 8, y: box.y + at.y };
      const ground = { ...place, y: place.y - 8, width: text.length * 6.5 + 8, height: 16 };
      return (
        svgElement('rect', { ...rounded(ground, 4), fill: theme.ground }) +
        line(text, { x: place.x + 4, y: place.y + 4, size: 11, weight: 500, fill: theme.muted, room: 400 })
      );
    })
    .join('');
}

function drawNote({ text, position: [x, y], size = [NOTE.width, NOTE.height] }: Note, theme: PictureTheme): string {
  const [width, height] = size;
  const perLine = Math.max(1, Math.floor((width - 2 * NOTE.padding) / SANS_WIDTH));
  const rows = text.split('\n').flatMap((paragraph) => wrap(paragraph, perLine));
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

function wrap(paragraph: string, perLine: number): readonly string[] {
  const rows: string[] = [''];
  for (const word of paragraph.split(/\s+/)) {
    const row = rows.at(-1) ?? '';
    if (row !== '' && row.length + 1 + word.length > perLine) rows.push(word);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return rows;
}

function drawIcon(
  strokes: string | undefined,
  { x, y, size, colour }: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string },
): string {
  if (strokes === undefined) return '';
  const attributes = {
    transform: `translate(${x} ${y}) scale(${size / 24})`,
    fill: 'none',
    stroke: colour,
    'stroke-width': 2,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  };
  return svgElement('g', attributes, [strokes]);
}

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

function line(text: string, { x, y, size, weight, isMono, fill, room }: LineOptions): string {
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

/** The text as far as there is room. */
function cut(text: string, room: number, letterWidth: number): string {
  const limit = Math.max(1, Math.floor(room / letterWidth));
  const letters = [...text];
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`;
}

function rounded({ x, y, width, height }: Box, radius: number): Attributes {
  return { x, y, width, height, rx: radius };
}
