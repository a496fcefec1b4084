import type { ComponentDescription } from '@flowmason/pipeline-schema';

/** Icon colour and ground for each kind of component, as classes. */
export const COMPONENT_TINTS: Readonly<Record<ComponentDescription['category'], string>> = {
  request: 'bg-tint-request/10 text-tint-request',
  model: 'bg-tint-model/10 text-tint-model',
  control: 'bg-tint-control/10 text-tint-control',
  data: 'bg-tint-data/10 text-tint-data',
  flow: 'bg-tint-flow/10 text-tint-flow',
};
