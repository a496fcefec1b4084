import type { Note } from '@flowmason/pipeline-schema';
import type { DiagramEdge } from '../canvas/stage-diagram.ts';
import type { DiagramLayout } from '../layout/layout-compose.ts';
import type { Box } from '../layout/layout-sizes.ts';
import { toRoutePath } from '../layout/route-path.ts';
import type { Picture, PictureSource, PictureTheme } from './picture.ts';
import { boxOfNote, drawNote } from './picture-note.ts';
import { drawArms, drawCard, drawScope } from './picture-stage.ts';
import { svgElement, svgText } from './svg-text.ts';

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

function frameOf({ boxes, routes }: DiagramLayout, notes: readonly Note[]): Box {
  const corners = [
    ...[...boxes.values(), ...notes.map(boxOfNote)].flatMap((box) => [
      box,
      { x: box.x + box.width, y: box.y + box.height },
    ]),
    ...[...routes.values()].flat(),
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
