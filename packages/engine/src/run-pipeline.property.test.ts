import { buildGraph, type JsonObject, type Pipeline, type Retry, type Stage } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOf, pipelineOf, start, testComponents, testWorld } from './engine.test-support.ts';
import { modelRun } from './model.test-support.ts';

const MAX_STAGES = 9;

/** Everything that is drawn for one stage; what does not fit its component or place is not used. */
const draw = fc.record({
  component: fc.constantFrom('task', 'task', 'task', 'conditional', 'router', 'trycatch', 'trycatch'),
  /** Earlier stages that it depends on, by distance. */
  depends: fc.array(fc.nat({ max: MAX_STAGES }), { maxLength: 3 }),
  /** Earlier stages that own it, by distance, and in which list; mostly one. */
  owners: fc.array(fc.record({ back: fc.nat({ max: MAX_STAGES }), list: fc.nat({ max: 2 }) }), { maxLength: 2 }),
  join: fc.constantFrom('any', 'any', 'any', 'all', 'always'),
  on_error: fc.constantFrom('fail', 'fail', 'fail', 'continue'),
  disabled: fc.constantFrom(false, false, false, false, true),
  fails: fc.boolean(),
  type: fc.constantFrom('EXECUTION', 'SECURITY', 'TIMEOUT'),
  retry: fc.option(fc.record({ attempts: fc.integer({ min: 1, max: 3 }), failures: fc.integer({ min: 1, max: 3 }) })),
  verdict: fc.constantFrom('true', 'true', 'false', 'false', 'broken'),
  scope: fc.constantFrom('propagate', 'propagate', 'continue'),
  types: fc.constantFrom(undefined, undefined, ['EXECUTION'], ['SECURITY', 'RETRY_EXHAUSTED']),
  parallel: fc.boolean(),
  ms: fc.integer({ min: 1, max: 1_000_000 }),
  isReversed: fc.boolean(),
});
type Draw = typeof draw extends fc.Arbitrary<infer Value> ? Value : never;

const pipelines = fc
  .record({
    draws: fc.array(draw, { minLength: 1, maxLength: MAX_STAGES }),
    on_failure: fc.constantFrom('stop', 'finish'),
    /** Where each stage stands in the file, which is not the order in which they depend on each other. */
    places: fc.array(fc.nat(), { minLength: MAX_STAGES, maxLength: MAX_STAGES }),
  })
  .map(({ draws, on_failure, places }) => {
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
    config: isTask ? { ms, ...failing } : controlConfig(draws, index, drawn),
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
  for (const { back, list } of draws[member]?.owners ?? []) {
    const index = member - 1 - back;
    const component = draws[index]?.component;
    if (component === undefined || component === 'task' || found.some((other) => other.index === index)) continue;
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

function isBlock(draws: readonly Draw[], index: number): boolean {
  return draws[index]?.component === 'trycatch';
}

/** The list of the block that a stage belongs to, also through deciders. */
function homeOf(draws: readonly Draw[], index: number): string {
  const [owner] = ownersOf(draws, index);
  if (!owner) return '';
  return isBlock(draws, owner.index) ? `${owner.index}/${owner.list}` : homeOf(draws, owner.index);
}

async function engineRun(pipeline: Pipeline) {
  const run = await start(pipeline, testWorld()).finished;
  return { status: run.status, stages: endsOf(run) };
}

describe('the engine', () => {
  it('ends every stage of random pipelines as the model says', async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, async (pipeline) => {
        expect(await engineRun(pipeline)).toEqual(modelRun(pipeline));
      }),
      { numRuns: Number(process.env['FM_RUNS'] ?? 10_000) },
    );
  }, 120_000);
});
