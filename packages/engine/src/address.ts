import type { Instance } from './state.ts';

/** The keys by which events name an instance: its stage, and its address inside loops. */
export function addressOf({ planned, key }: Pick<Instance, 'planned' | 'key'>): {
  stage_id: string;
  instance?: string;
} {
  return key === planned.id ? { stage_id: planned.id } : { stage_id: planned.id, instance: key };
}

/** `<run>-<stage>[-<item>]`: the same for every attempt of an instance, also after a restart. */
export function idempotencyKeyOf(runId: string, instance: Instance): string {
  const indexes: number[] = [];
  for (let frame = instance.frame; frame.owner; frame = frame.owner.frame) indexes.unshift(frame.index);
  const item = indexes.length > 0 ? `-${indexes.join('.')}` : '';
  return `${runId}-${instance.planned.id}${item}`;
}
