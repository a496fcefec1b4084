import { builtinComponents } from '@flowmason/engine';
import { pointerSegments, type Stage } from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import type { FieldPlace } from '../fields/field-place.ts';

/** A stage that may be named at a place. */
export interface StageIdOption {
  readonly id: string;
  /** What the stage is, in a few words. */
  readonly detail: string;
}

/**
 * The stages that can stand at a place that names one: `depends_on`, the lists of a control stage, `output_stage_id`; none
 * at other places. Those that the place would close a circle with are left out, and undefined ones come last.
 */
export function completeStageId(
  { graph, reading, cards }: PipelineDocument,
  place: FieldPlace,
): readonly StageIdOption[] {
  if (!graph || !namesStages(place, graph.stages.get(place.stageId ?? ''))) return [];
  const { stageId } = place;
  const isDependency = place.path[0] === 'depends_on';
  const defined = cards
    .filter(({ id }) => id !== stageId)
    .filter(({ id }) => {
      const [later, earlier] = isDependency ? [id, stageId] : [stageId, id];
      return later === undefined || earlier === undefined || !graph.isUpstream(later, earlier);
    })
    .map(({ id, componentTitle }) => ({ id, detail: componentTitle }));
  return [...defined, ...reading.ghosts.map(({ id }) => ({ id, detail: 'not defined' }))];
}

function namesStages({ stageId, path }: FieldPlace, stage: Stage | undefined): boolean {
  if (stageId === undefined) return path[0] === 'output_stage_id';
  if (path[0] === 'depends_on') return path.length <= 2;
  if (path[0] !== 'config' || !stage) return false;
  const arms = builtinComponents.get(stage.component)?.arms?.(stage.config) ?? [];
  return arms.some(({ pointer }) => isListOrItem(path.slice(1), pointerSegments(pointer)));
}

/** `path` leads to the list, or to one of its items. */
function isListOrItem(path: readonly (string | number)[], list: readonly string[]): boolean {
  const isBelow = list.every((step, index) => String(path[index]) === step);
  return isBelow && path.length <= list.length + 1;
}
