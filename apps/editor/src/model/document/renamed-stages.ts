import type { Pipeline, Stage } from '@flowmason/pipeline-schema';
import type { SimulatedAnswers } from '@flowmason/templates';

/**
 * Which stages of `before` are called otherwise in `after`: one that is gone and one that is new, of the same component and
 * with the same description or config, are the same stage.
 */
export function findRenamedStages(
  before: Pick<Pipeline, 'stages'>,
  after: Pick<Pipeline, 'stages'>,
): ReadonlyMap<string, string> {
  const beforeIds = new Set(before.stages.map(({ id }) => id));
  const afterIds = new Set(after.stages.map(({ id }) => id));
  const added = after.stages.filter(({ id }) => !beforeIds.has(id));
  const renamed = new Map<string, string>();
  for (const stage of before.stages) {
    if (afterIds.has(stage.id)) continue;
    const at = added.findIndex((candidate) => isSameStage(stage, candidate));
    const [found] = at < 0 ? [] : added.splice(at, 1);
    if (found) renamed.set(stage.id, found.id);
  }
  return renamed;
}

/** The answers under the names that their stages have now; in loop addresses both the loop and the member may have another. */
export function renameAnswers(answers: SimulatedAnswers, renamed: ReadonlyMap<string, string>): SimulatedAnswers {
  if (renamed.size === 0) return answers;
  const renameKey = (key: string): string =>
    key
      .split('/')
      .map((part) => part.replace(/^[^[]+/, (id) => renamed.get(id) ?? id))
      .join('/');
  return Object.fromEntries(Object.entries(answers).map(([key, list]) => [renameKey(key), list]));
}

function isSameStage(one: Stage, other: Stage): boolean {
  if (one.component !== other.component) return false;
  if (one.description !== undefined && one.description === other.description) return true;
  return JSON.stringify(one.config) === JSON.stringify(other.config);
}
