import type { StageReading } from '../dialects/read-stage.ts';
import type { ChangeContext } from './change-context.ts';

/** The stages of these ids and all that stands inside the scopes among them, each once, in the order of the file. */
export function withMembers(
  { document, graph, stage }: Pick<ChangeContext, 'document' | 'graph' | 'stage'>,
  ids: readonly string[],
): readonly StageReading[] {
  const wanted = new Set(ids);
  for (const id of wanted) {
    const members = graph.scopes.get(id)?.members;
    for (const list of members ? Object.values(members) : []) for (const member of list) wanted.add(member);
  }
  const readings = new Set([...wanted].flatMap((id) => stage(id) ?? []));
  return document.stages.filter((reading) => readings.has(reading));
}
