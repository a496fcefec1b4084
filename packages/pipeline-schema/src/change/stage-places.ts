import { configKeysOf } from '../dialects/config-keys.ts';
import { canonicalStageKey, type StageReading } from '../dialects/read-stage.ts';
import type { ChangeSource } from './change-source.ts';
import { indexInOrder, STAGE_KEY_ORDER } from './key-order.ts';
import type { MemberPlace } from './set-node-value.ts';
import { configKeySpelling, configObjectOf, holderOf, mostUsed, stageKeySpelling } from './spellings.ts';

/** Where a key of a stage stands in the text, or would stand, in the document's own spelling. */
export function stagePlace(context: Pick<ChangeSource, 'document'>, reading: StageReading, key: string): MemberPlace {
  // A key that no stage has is not among the fields, but may stand in the text all the same.
  const member = reading.fields.get(key) ?? reading.node.byKey.get(key);
  const holder = member && holderOf(reading, member);
  if (member !== undefined && holder !== undefined) return { object: holder, member, key: member.key, index: 0 };
  const order = { order: STAGE_KEY_ORDER, canonical: canonicalStageKey };
  if (key === 'retry' || key === 'timeout_ms') {
    const { isInConfig, written } = usualPlace(context, key);
    const config = configObjectOf(reading);
    const isOwn = reading.component !== undefined && configKeysOf(reading.component).has(written);
    if (isInConfig && config !== undefined && !isOwn) {
      return { object: config, member: undefined, key: written, index: config.members.length };
    }
    const index = indexInOrder(reading.node, key, order);
    return { object: reading.node, member: undefined, key: isInConfig ? key : written, index };
  }
  const index = indexInOrder(reading.node, key, order);
  return { object: reading.node, member: undefined, key: stageKeySpelling(context, key), index };
}

/** The same for a key of its config; `inside` is what has to be made around it. */
export function configPlace(
  context: ChangeSource,
  reading: StageReading,
  key: string,
): { readonly place: MemberPlace; readonly inside: readonly string[] } {
  const member = reading.config.get(key);
  const holder = member && holderOf(reading, member);
  if (member !== undefined && holder !== undefined) {
    return { place: { object: holder, member, key: member.key, index: 0 }, inside: [] };
  }
  const written = configKeySpelling(context, reading, key);
  const config = configObjectOf(reading);
  if (config === undefined) return { place: stagePlace(context, reading, 'config'), inside: [written] };
  return { place: { object: config, member: undefined, key: written, index: config.members.length }, inside: [] };
}

/** Where most stages of the document have their retry or time-out: on the stage, or inside the config. */
function usualPlace(
  { document }: Pick<ChangeSource, 'document'>,
  key: string,
): { isInConfig: boolean; written: string } {
  const places = document.stages.flatMap(({ node, fields }) => {
    const member = fields.get(key);
    return member === undefined ? [] : [`${node.members.includes(member) ? 'stage' : 'config'} ${member.key}`];
  });
  const [where, written = key] = (mostUsed(places) ?? `stage ${key}`).split(' ');
  return { isInConfig: where === 'config', written };
}
