import type { Json, Pipeline, Stage } from '@flowmason/pipeline-schema';

/**
 * The stages that a search finds, best first: those whose id or name begins with it, then those whose id or name has it,
 * then by component, then by a text of their config. Upper and lower case are the same; none for an empty search. `others` are
 * drawn and not defined: they have only their ids.
 */
export function findStages(
  pipeline: Pipeline | undefined,
  others: readonly { readonly id: string }[],
  search: string,
): readonly string[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  const ranked = [
    ...(pipeline?.stages ?? []).map((stage) => ({ id: stage.id, rank: rankOf(stage, wanted) })),
    ...others.map(({ id }) => ({ id, rank: rankOfNames([id], wanted) })),
  ];
  return [
    ...new Set(
      ranked
        .filter(({ rank }) => rank < NOT_FOUND)
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ id }) => id),
    ),
  ];
}

const NOT_FOUND = 4;

function rankOf(stage: Stage, wanted: string): number {
  const byName = rankOfNames([stage.id, stage.name ?? ''], wanted);
  if (byName < NOT_FOUND) return byName;
  if (has(stage.component, wanted) || has(stage.component.replaceAll('_', ' '), wanted)) return 2;
  const texts = [stage.description ?? '', ...textsOf(stage.config), stage.retry?.condition ?? ''];
  return texts.some((text) => has(text, wanted)) ? 3 : NOT_FOUND;
}

function rankOfNames(names: readonly string[], wanted: string): number {
  if (names.some((name) => name.toLowerCase().startsWith(wanted))) return 0;
  return names.some((name) => has(name, wanted)) ? 1 : NOT_FOUND;
}

function has(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted);
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
