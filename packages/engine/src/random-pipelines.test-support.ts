import { buildGraph, type JsonObject, type Retry, type Stage } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { pipelineOf, testComponents } from './engine.test-support.ts';

const MAX_STAGES = 12;

/** A near earlier stage is drawn more often than a far one, so that small pipelines are well connected. */
const back = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 2 }) },
  { weight: 1, arbitrary: fc.nat({ max: MAX_STAGES }) },
);
const list = fc.constantFrom(0, 0, 0, 1, 1, 2);
const owner = fc.record({ back: fc.constantFrom(0, 0, 0, 1, 1, 2, 3), list });
/** A fixed owner and list, which outlines give some of their stages. */
type Owner = { readonly back?: number; readonly at?: number; readonly list: number };

/** Everything that is drawn for one stage; what does not fit its component or place is not used. */
const draw = fc.record({
  component: fc.constantFrom<string[]>(
    'task',
    'task',
    'task',
    'task',
    'conditional',
    'router',
    'trycatch',
    'trycatch',
    'trycatch',
  ),
  /** Earlier stages that it depends on, by distance. */
  depends: fc.array(back, { maxLength: 2 }),
  /** Earlier control stages that own it, by distance among these, and in which list; mostly one. */
  owners: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 6, arbitrary: fc.tuple(owner) },
    { weight: 1, arbitrary: fc.tuple(owner, owner) },
  ),
  join: fc.constantFrom('any', 'any', 'any', 'any', 'any', 'all', 'always'),
  on_error: fc.constantFrom('fail', 'fail', 'fail', 'fail', 'fail', 'fail', 'fail', 'continue'),
  disabled: fc.integer({ min: 0, max: 19 }).map((value) => value === 19),
  fails: fc.integer({ min: 0, max: 9 }).map((value) => value > 5),
  type: fc.constantFrom('EXECUTION', 'SECURITY', 'TIMEOUT'),
  retry: fc.option(fc.record({ attempts: fc.integer({ min: 1, max: 3 }), failures: fc.integer({ min: 1, max: 3 }) }), {
    freq: 3,
  }),
  verdict: fc.constantFrom('true', 'true', 'true', 'false', 'false', 'false', 'broken'),
  scope: fc.constantFrom('propagate', 'continue'),
  types: fc.constantFrom(undefined, undefined, undefined, ['EXECUTION'], ['SECURITY', 'RETRY_EXHAUSTED']),
  parallel: fc.boolean(),
  ms: fc.integer({ min: 1, max: 1_000_000 }),
  isReversed: fc.boolean(),
});
type Drawn = typeof draw extends fc.Arbitrary<infer Value> ? Value : never;
type Draw = Omit<Drawn, 'owners'> & { readonly owners: readonly Owner[] };

/** Stages that an outline settles in advance, by index: pure chance hardly ever builds a block that catches something. */
type Outline = Readonly<
  Record<
    number,
    { readonly component: string; readonly owner?: readonly [at: number, list: number]; readonly after?: number }
  >
>;
const block: Outline = {
  1: { component: 'trycatch' },
  2: { component: 'task', owner: [1, 0] },
  3: { component: 'task', owner: [1, 0] },
  4: { component: 'task', owner: [1, 1] },
  5: { component: 'task', owner: [1, 2] },
};
const nested: Outline = {
  ...block,
  2: { component: 'trycatch', owner: [1, 0] },
  3: { component: 'task', owner: [2, 0] },
  6: { component: 'task', owner: [2, 1] },
};
const deciding: Outline = {
  ...block,
  2: { component: 'conditional', owner: [1, 0] },
  3: { component: 'task', owner: [2, 0] },
};

/** A failure outside that leads into a block, directly or by one more stage. */
const incident: Outline = {
  ...block,
  0: { component: 'task' },
  2: { component: 'task', owner: [1, 0], after: 0 },
  6: { component: 'task', after: 0 },
};

function withOutline(draws: readonly Drawn[], outline: Outline): readonly Draw[] {
  return draws.map((drawn, index): Draw => {
    const fixed = outline[index];
    if (!fixed) return drawn;
    const owners: readonly Owner[] = fixed.owner ? [{ at: fixed.owner[0], list: fixed.owner[1] }] : [];
    const depends = fixed.after === undefined ? drawn.depends : [...drawn.depends.slice(1), index - 1 - fixed.after];
    return { ...drawn, component: fixed.component, owners, depends };
  });
}

/** Pipelines of tasks, deciders and blocks in any combination that has no cycle; no two moments of a run coincide by chance. */
export const pipelines = fc
  .record({
    draws: fc.array(draw, { minLength: 2, maxLength: MAX_STAGES, size: 'max' }),
    outline: fc.constantFrom({}, block, nested, deciding, incident),
    on_failure: fc.constantFrom('stop', 'finish'),
    /** Where each stage stands in the file, which is not the order in which they depend on each other. */
    places: fc.array(fc.nat(), { minLength: MAX_STAGES, maxLength: MAX_STAGES }),
  })
  .map(({ draws: drawn, outline, on_failure, places }) => {
    const draws = withOutline(drawn, outline);
    const stages = draws.map((_, index) => toStage(draws, index));
    const sorted = stages
      .map((stage, index) => ({ stage, place: places[index] ?? 0 }))
      .sort((a, b) => a.place - b.place);
    return pipelineOf(
      sorted.map(({ stage }) => stage),
      { settings: { max_parallel: 100, on_failure: on_failure as 'stop' | 'finish' } },
    );
  })
  .filter((pipeline) => buildGraph(pipeline, testComponents).cycles.length === 0);

const idOf = (index: number) => `s${index}`;

function toStage(draws: readonly Draw[], index: number): Partial<Stage> & { id: string } {
  const drawn = draws[index];
  if (!drawn) throw new Error('drawn out of range');
  const { component, join, on_error, disabled, retry, fails, type, ms } = drawn;
  const depends = drawn.depends.filter((back) => back < index).map((back) => idOf(index - 1 - back));
  const policy: Retry = {
    max_attempts: retry?.attempts ?? 1,
    delay_seconds: 7,
    backoff: 1,
    max_delay_seconds: 60,
    jitter: false,
    on_exhausted: 'fail',
  };
  const isTask = component === 'task';
  const failing: JsonObject = fails ? { type, retryable: true, ...(retry && { failures: retry.failures }) } : {};
  return {
    id: idOf(index),
    component,
    depends_on: [...new Set(depends)],
    join: join as Stage['join'],
    on_error: on_error as Stage['on_error'],
    disabled,
    ...(isTask && retry && { retry: policy }),
    config: isTask ? { ms: ms * MAX_STAGES + index, ...failing } : controlConfig(draws, index, drawn),
  };
}

function controlConfig(draws: readonly Draw[], index: number, drawn: Draw): JsonObject {
  const members = (list: number): string[] => {
    const ids = draws.flatMap((_, other) => (listOf(draws, other, index) === list ? [idOf(other)] : []));
    return drawn.isReversed ? ids.reverse() : ids;
  };
  switch (drawn.component) {
    case 'conditional':
      return {
        condition: drawn.verdict === 'broken' ? 'broken' : drawn.verdict === 'true',
        if_true: members(0),
        if_false: [...members(1), ...members(2)],
      };
    case 'router':
      return {
        routes: [
          { name: 'first', condition: drawn.verdict === 'true', stages: members(0) },
          { name: 'second', condition: drawn.verdict === 'false', stages: members(1) },
        ],
        ...(drawn.parallel && { default: members(2) }),
      };
    default:
      return {
        try: members(0),
        catch: members(1),
        finally: members(2),
        parallel: drawn.parallel,
        error_scope: drawn.scope,
        ...(drawn.types && { catch_error_types: drawn.types }),
      };
  }
}

/** In which list of `owner` a stage stands. A second owner counts only if both are deciders of the same block. */
function listOf(draws: readonly Draw[], member: number, owner: number): number | undefined {
  return ownersOf(draws, member).find(({ index }) => index === owner)?.list;
}

function ownersOf(draws: readonly Draw[], member: number): readonly { index: number; list: number }[] {
  const found: { index: number; list: number }[] = [];
  for (const { back, at, list } of draws[member]?.owners ?? []) {
    const index = at ?? controlsBefore(draws, member)[back ?? 0];
    if (index === undefined || found.some((other) => other.index === index)) continue;
    const [first] = found;
    if (
      first &&
      (isBlock(draws, index) || isBlock(draws, first.index) || homeOf(draws, index) !== homeOf(draws, first.index))
    )
      continue;
    found.push({ index, list });
  }
  return found;
}

/** The stages before `member` that may own it, nearest first. */
function controlsBefore(draws: readonly Draw[], member: number): readonly number[] {
  return draws.flatMap(({ component }, index) => (index < member && component !== 'task' ? [index] : [])).reverse();
}

function isBlock(draws: readonly Draw[], index: number): boolean {
  return draws[index]?.component === 'trycatch';
}

/** The list of the block that a stage belongs to, also through deciders. */
function homeOf(draws: readonly Draw[], index: number): string {
  const [owner] = ownersOf(draws, index);
  if (!owner) return '';
  return isBlock(draws, owner.index) ? `${owner.index}/${owner.list}` : homeOf(draws, owner.index);
}
