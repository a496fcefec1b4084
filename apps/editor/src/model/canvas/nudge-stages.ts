import type { StagePosition } from '@flowmason/pipeline-schema';
import type { DiagramLayout } from '../layout/layout-compose.ts';
import type { Point } from '../layout/layout-sizes.ts';
import { outermostOf, toPosition } from './canvas-places.ts';
import type { StageDiagram } from './stage-diagram.ts';
import { writtenPlaces } from './written-places.ts';

type Drawn = { readonly diagram: StageDiagram; readonly layout: DiagramLayout };

/**
 * The positions to write so that these stages move by so much, what stands in one of them with it. Counted from where `text`,
 * which may be ahead of what is drawn, has them, else from where they are drawn. Stages that are only named stay.
 */
export function toNudgedPositions(
  { diagram, layout }: Drawn,
  ids: readonly string[],
  { by, text }: { readonly by: Point; readonly text: string },
): Readonly<Record<string, StagePosition>> {
  const moved = new Set(outermostOf(diagram, ids));
  const written = writtenPlaces(text).stages;
  return Object.fromEntries(
    diagram.nodes.flatMap(({ id, parent, card }) => {
      const box = layout.boxes.get(id);
      if (!moved.has(id) || card.kind === 'ghost' || !box) return [];
      const [x, y] = written.get(id) ?? toPosition(layout, parent, box);
      const least = parent ? 0 : Number.NEGATIVE_INFINITY;
      const position: StagePosition = [Math.max(least, Math.round(x + by.x)), Math.max(least, Math.round(y + by.y))];
      return [[id, position] as const];
    }),
  );
}
