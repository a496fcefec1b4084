import { configNode } from '../check/check-context.ts';
import { type ChangeContext, noStage, type Planned, type Refusal, refuse } from './change-context.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { findArm } from './stage-lists.ts';

/** Plans another name for a route. The other outcomes of a document have fixed names. */
export function renameArm(
  context: ChangeContext,
  { owner, from, to }: PipelineChange & { type: 'rename_arm' },
): Planned | Refusal {
  const reading = context.stage(owner);
  if (reading === undefined) return noStage(owner);
  const label = `Rename ${from} of ${owner} to ${to}`;
  if (reading.stage.component !== 'router')
    return refuse(`The outcomes of a ${reading.stage.component} have fixed names.`);
  const arm = findArm(reading, from);
  if (arm === undefined) return refuse(`"${owner}" has no route "${from}".`);
  if (from === to) return { label };
  if (arm.pointer === '/default') return refuse('The default of a router has no other name.');
  if (to.trim() === '') return refuse('A route needs a name.');
  if (to === 'default' || to === '__proto__') return refuse(`"${to}" cannot be the name of a route.`);
  if (reading.component?.arms?.(reading.stage.config).some(({ name }) => name === to) === true) {
    return refuse(`"${owner}" has a route "${to}" already.`);
  }
  const routes = reading.config.get('routes')?.value;
  const route = configNode(reading, arm.pointer.replace(/\/stages$/, ''));
  if (routes?.kind === 'object') {
    const member = routes.byKey.get(from);
    if (member !== undefined) context.edits.renameKey(member, to);
  } else if (route?.kind === 'object') {
    const name = route.byKey.get('name')?.value;
    if (name === undefined) context.edits.addMember(route, 0, 'name', to);
    else context.edits.replace(name, to);
  }
  return { label };
}
