import type { DiagramNode } from '../canvas/stage-diagram.ts';
import type { Lane } from '../layout/layout-compose.ts';
import { armText, CARD, outletOf, SCOPE } from '../layout/layout-sizes.ts';
import type { PictureSource, PictureTheme } from './picture.ts';
import { cut, line, rounded, SANS_WIDTH } from './picture-text.ts';
import { svgElement } from './svg-text.ts';

/** The card of a stage. */
export function drawCard(node: DiagramNode, source: PictureSource): string {
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

/** A box with its header and its lanes; what stands in it is drawn apart. */
export function drawScope(node: DiagramNode, { layout, theme, icons }: PictureSource): string {
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

/** The names of the outcomes beside their handles, on a ground that parts them from their lines. */
export function drawArms(node: DiagramNode, { layout, theme }: PictureSource): string {
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

function drawLane(lane: Lane, theme: PictureTheme): string {
  const { x, y, width, role } = lane;
  return (
    svgElement('path', { d: `M${x} ${y} h${width}`, stroke: theme.line }) +
    line(role, { x: x + 24, y: y + 20, size: 11, weight: 500, fill: theme.muted, room: width })
  );
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
