import {
  ExprError,
  isJsonObject,
  type Json,
  type PipelineGraph,
  parseTemplate,
  referencesOf,
} from '@flowmason/pipeline-schema';

/** One way in which a stage and another one (undefined for the pipeline itself) know each other. */
export interface StageReference {
  readonly stageId: string | undefined;
  /** For a person: `config.url`, `waits for it`, `its outcome true`. */
  readonly how: string;
}

/** What a stage reads, and who reads or names it. */
export interface StageReferences {
  readonly reads: readonly StageReference[];
  readonly readBy: readonly StageReference[];
}

/** The references of a stage in both directions, in file order. */
export function stageReferences(graph: PipelineGraph, stageId: string, output?: Json): StageReferences {
  const reads = new Map<string, StageReference>();
  const readBy = new Map<string, StageReference>();
  const note = (map: Map<string, StageReference>, reference: StageReference): void =>
    void map.set(`${reference.stageId} ${reference.how}`, reference);
  for (const { id, config, retry, depends_on } of graph.stages.values()) {
    for (const read of readsIn({ config, retry: { condition: retry?.condition ?? null } })) {
      if (id === stageId && read.id !== stageId) note(reads, { stageId: read.id, how: read.path });
      else if (id !== stageId && read.id === stageId) note(readBy, { stageId: id, how: `reads it in ${read.path}` });
    }
    if (id !== stageId && depends_on.includes(stageId)) note(readBy, { stageId: id, how: 'waits for it' });
  }
  for (const { owner, arm } of graph.owners.get(stageId) ?? [])
    note(readBy, { stageId: owner, how: `runs it: ${arm}` });
  for (const read of readsIn(output ?? null, 'output_mapping')) {
    if (read.id === stageId) note(readBy, { stageId: undefined, how: `reads it in ${read.path}` });
  }
  return { reads: [...reads.values()], readBy: [...readBy.values()] };
}

interface Read {
  readonly id: string;
  readonly path: string;
}

function readsIn(value: unknown, path = ''): readonly Read[] {
  if (typeof value === 'string') return value.includes('stages') ? readsInText(value, path) : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => readsIn(item, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => readsIn(item, path === '' ? key : `${path}.${key}`));
}

function readsInText(text: string, path: string): readonly Read[] {
  try {
    return referencesOf(parseTemplate(text)).flatMap(({ root, path: [id] }) =>
      root === 'stages' && typeof id === 'string' ? [{ id, path }] : [],
    );
  } catch (error) {
    // What cannot be parsed is told as a finding of the field; it reads nothing yet.
    if (error instanceof ExprError) return [];
    throw error;
  }
}
