import { MAX_STAGES } from '../dialects/read-document.ts';
import { isStageId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Pipeline } from '../pipeline.ts';
import { starterConfig } from '../starter-config.ts';
import { suggest } from '../text/suggest.ts';
import { type ChangeContext, noStage, type Planned, type Refusal, refuse } from './change-context.ts';
import { writePositions } from './layout.ts';
import { checkAdded } from './move-to-list.ts';
import type { NewStage, PipelineChange } from './pipeline-change.ts';
import { componentSpelling, stageKeySpelling } from './spellings.ts';

/** Plans a new stage. Its keys and component are spelled as the other stages spell theirs. */
export function addStage(
  context: ChangeContext,
  { stage, behind, into, position }: PipelineChange & { type: 'add_stage' },
): Planned | Refusal {
  const problem = checkNewId(context, stage.id) ?? checkComponent(context, stage.component) ?? checkRoom(context, 1);
  if (problem !== undefined) return problem;
  const before = behind === undefined ? undefined : context.stage(behind);
  if (behind !== undefined && before === undefined) return noStage(behind);
  const unknown = stage.depends_on?.find((id) => context.stage(id) === undefined);
  if (unknown !== undefined) return noStage(unknown);

  const { list } = context.document;
  const index = before === undefined ? list.items.length : list.items.indexOf(before.node) + 1;
  context.edits.addItem(list, index, toDocumentStage(context, stage));
  if (into !== undefined) {
    const refusal = checkAdded(context, withNewStage(context, stage), stage.id, into);
    if (refusal !== undefined) return refusal;
    const owner = context.stage(into.owner);
    const target = owner && context.lists.arm(owner, into.arm);
    const at = behind === undefined ? -1 : (target?.names().indexOf(behind) ?? -1);
    target?.add([stage.id], at < 0 ? undefined : at + 1);
  }
  const refusal = position && writePositions(context, { [stage.id]: position });
  return refusal ?? { label: `Add ${stage.id}`, select: [stage.id] };
}

/** The refusal for an id that cannot be a new stage's. The stage `except` may have it in another case. */
export function checkNewId(context: ChangeContext, id: string, except?: string): Refusal | undefined {
  if (!isStageId(id)) {
    return refuse(
      `${JSON.stringify(id)} cannot be the id of a stage. It starts with a letter and has up to 64 letters, digits, "_" and "-".`,
    );
  }
  const other = context.document.stages.find(
    ({ stage }) => stage.id !== except && stage.id.toLowerCase() === id.toLowerCase(),
  );
  if (other === undefined) return undefined;
  const differs = other.stage.id === id ? '' : ', which differs only in case';
  return refuse(`There is a stage "${other.stage.id}" already${differs}. Choose another id.`);
}

/** The refusal for more stages than a pipeline may have. */
export function checkRoom({ document }: Pick<ChangeContext, 'document'>, added: number): Refusal | undefined {
  if (document.list.items.length + added <= MAX_STAGES) return undefined;
  return refuse(`A pipeline has at most ${MAX_STAGES} stages.`);
}

/** The refusal for a component that the catalog does not have. */
export function checkComponent({ components, document }: ChangeContext, name: string): Refusal | undefined {
  const found = document.context.nameComponent(name);
  if (found.description !== undefined && found.name === name) return undefined;
  const [best] = suggest(name, components.keys());
  return refuse(`There is no component "${name}".${best === undefined ? '' : ` Did you mean "${best}"?`}`);
}

/** The canonical pipeline with the new stage, as far as its place in the graph goes. */
function withNewStage(
  { document }: ChangeContext,
  { id, component, depends_on = [], config = {} }: NewStage,
): Pipeline {
  const defaults = { join: 'any', on_error: 'fail', idempotent: false, disabled: false } as const;
  const stages = [...document.pipeline.stages, { ...defaults, id, component, depends_on, config }];
  return { ...document.pipeline, stages };
}

function toDocumentStage(
  context: ChangeContext,
  { id, name, component, depends_on = [], config }: NewStage,
): JsonObject {
  const description = context.components.get(component);
  const settings = config ?? (description === undefined ? {} : starterConfig(description, id));
  const members: (readonly [string, Json])[] = [
    ['id', id],
    ...(name === undefined ? [] : [['name', name] as const]),
    [stageKeySpelling(context, 'component'), componentSpelling(context, component)],
    ...(depends_on.length === 0 ? [] : [[stageKeySpelling(context, 'depends_on'), depends_on] as const]),
    [stageKeySpelling(context, 'config'), settings],
  ];
  return Object.fromEntries(members);
}
