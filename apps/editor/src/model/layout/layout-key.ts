import type { StageDiagram } from '../canvas/stage-diagram.ts';
import type { StagePositions } from './layout-pins.ts';

/**
 * All that places depend on, as a text: two diagrams with the same key are laid out alike, however different the words on
 * their cards are.
 */
export function toLayoutKey({ nodes, edges }: StageDiagram, positions: StagePositions): string {
  return JSON.stringify([
    nodes.map(({ id, parent, arms, lanes }) => [id, parent?.scope, parent?.role, arms, lanes]),
    edges.map(({ id, kind }) => [id, kind]),
    Object.entries(positions),
  ]);
}
