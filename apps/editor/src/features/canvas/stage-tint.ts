import type { StageCard } from '../../model/stage-card.ts';

/** Icon colour and ground for each kind of component. */
export const STAGE_TINTS: Record<StageCard['category'], string> = {
  request: 'bg-tint-request/10 text-tint-request',
  model: 'bg-tint-model/10 text-tint-model',
  control: 'bg-tint-control/10 text-tint-control',
  data: 'bg-tint-data/10 text-tint-data',
  flow: 'bg-tint-flow/10 text-tint-flow',
};
