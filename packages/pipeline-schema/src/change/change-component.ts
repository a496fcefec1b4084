import { canonicalConfigKey } from '../dialects/config-aliases.ts';
import { configKeysOf } from '../dialects/config-keys.ts';
import { starterConfig } from '../starter-config.ts';
import { checkComponent } from './add-stage.ts';
import { type ChangeContext, noStage, type Planned, type Refusal } from './change-context.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { setMemberValue } from './set-node-value.ts';
import { componentSpelling, configObjectOf, holderOf } from './spellings.ts';
import { stagePlace } from './stage-places.ts';

/** Plans another component. Settings that it also has stay, the others go, and what it starts with is filled in. */
export function changeComponent(
  context: ChangeContext,
  { stageId, component }: PipelineChange & { type: 'change_component' },
): Planned | Refusal {
  const reading = context.stage(stageId);
  if (reading === undefined) return noStage(stageId);
  const label = `Make ${stageId} a ${component}`;
  if (reading.stage.component === component) return { label };
  const problem = checkComponent(context, component);
  const description = context.components.get(component);
  if (problem !== undefined || description === undefined) return problem ?? noStage(stageId);

  const { edits } = context;
  setMemberValue(edits, stagePlace(context, reading, 'component'), [], componentSpelling(context, component));
  const keys = configKeysOf(description);
  const kept = new Set<string>();
  for (const [key, member] of reading.config) {
    const holder = holderOf(reading, member);
    if (!keys.has(key)) {
      if (holder !== undefined) edits.removeMember(holder, member);
      continue;
    }
    kept.add(key);
    const isUnderstood = member.key === key || canonicalConfigKey(component, member.key) === key;
    if (!isUnderstood) edits.renameKey(member, key);
  }
  const missing = Object.entries(starterConfig(description, stageId)).filter(([key]) => !kept.has(key));
  const config = configObjectOf(reading);
  if (config !== undefined) {
    for (const [key, value] of missing) edits.addMember(config, config.members.length, key, value);
  } else if (missing.length > 0) {
    setMemberValue(edits, stagePlace(context, reading, 'config'), [], Object.fromEntries(missing));
  }
  return { label };
}
