import { type PipelineGraph, type Run, type StageRun, siblingKeyOf, stageIdOfKey } from '@flowmason/pipeline-schema';
import { instancesOfStage } from './loop-instances.ts';
import type { SentencePart } from './stage-words.ts';

/** The graph as far as telling a failure needs it. */
export type FailureGraph = Pick<PipelineGraph, 'scopeOf' | 'scopes' | 'stages' | 'membership'>;

/**
 * How the run failed in one or two sentences: which stage, why, who caught it, and what did not run because of it.
 * Says only what the run's record proves. Undefined while nothing has failed for good, and when nothing did.
 */
export function toRunFailureSentence(run: Run, graph: FailureGraph | undefined): readonly SentencePart[] | undefined {
  const { error } = run;
  if (!error) return undefined;
  if (error.stage_id === null) return [ended(error.message.charAt(0).toUpperCase() + error.message.slice(1))];
  return [
    { stage: error.stage_id },
    ` failed: ${ended(error.message)}`,
    ...(catchSentence(run, error.stage_id, graph) ?? []),
    ...notRunSentence(run, error.stage_id),
  ];
}

/** Why the catch around a failed stage did or did not run; undefined for a stage that has not failed. */
export function toCatchSentence(
  run: Run,
  key: string,
  graph: FailureGraph | undefined,
): readonly SentencePart[] | undefined {
  const stage = run.stages[key];
  if (stage?.status !== 'failed') return undefined;
  const rounds = instancesOfStage(run.stages, key);
  // The summary of a loop's member does not know what became of a failure, its instances do.
  if (!key.includes('/') && rounds.length > 0) return roundsSentence(run, rounds, graph);
  if (stage.tolerated) return ['It may fail (on_error: continue), so what depends on it runs.'];
  if (stage.arm === 'caught') return ownCatchSentence(run, key, graph);
  const scope = scopeAround(key, graph);
  if (scope === undefined) return ['No trycatch stands around it, so nothing caught the failure.'];
  const role = graph?.membership.get(stageIdOfKey(key))?.role;
  if (role === 'catch' || role === 'finally') {
    return ['It belongs to the ', role, ' of ', { stage: scope }, ', which does not catch its own failures.'];
  }
  return catchSentence(run, key, graph) ?? uncaughtSentence(run, scope, stage, graph);
}

/** In how many rounds of its loop a member failed, and what took each failure; the first few by name. */
function roundsSentence(
  run: Run,
  rounds: readonly { readonly key: string; readonly stageRun: StageRun }[],
  graph: FailureGraph | undefined,
): readonly SentencePart[] {
  const failed = rounds.filter(({ stageRun }) => stageRun.status === 'failed');
  const named = failed.slice(0, NAMED);
  const more = failed.length - named.length;
  return [
    `Failed in ${failed.length} of ${rounds.length} rounds: `,
    ...named.flatMap(({ key, stageRun }, index): readonly SentencePart[] => [
      ...(index === 0 ? [] : ['; ']),
      { stage: key },
      ...takerOf(run, key, stageRun, graph),
    ]),
    more > 0 ? `; and ${more} more.` : '.',
  ];
}

/** What became of the failure of one instance, in words behind its name. */
function takerOf(run: Run, key: string, stage: StageRun, graph: FailureGraph | undefined): readonly SentencePart[] {
  if (stage.tolerated) return [', which it may'];
  if (stage.arm === 'caught') return [', after its own catch ran'];
  if (stage.handled !== true) return [', not caught'];
  const catcher = catcherOf(run, key, graph);
  return catcher === undefined ? [', handled'] : [', handled by ', { stage: catcher }];
}

/** A block that fails after its own catch ran passes the failure on: the run recovers, what depends on the block does not run. */
function ownCatchSentence(run: Run, key: string, graph: FailureGraph | undefined): readonly SentencePart[] {
  const ran = caughtBy(run, key, graph);
  return ['It caught the failure', ...(ran.length === 0 ? [] : ['; ', ...listed(ran), ' ran']), '.'];
}

/** The members of the catch of `scope` that ran. */
function caughtBy(run: Run, scope: string, graph: FailureGraph | undefined): readonly string[] {
  const members = graph?.scopes.get(stageIdOfKey(scope))?.members.catch ?? [];
  return members.map((id) => siblingKeyOf(scope, id)).filter((key) => (run.stages[key]?.attempts ?? 0) > 0);
}

function catchSentence(run: Run, key: string, graph: FailureGraph | undefined): readonly SentencePart[] | undefined {
  if (run.stages[key]?.handled !== true) return undefined;
  const scope = catcherOf(run, key, graph);
  if (scope === undefined) return [' It was caught.'];
  const ran = caughtBy(run, scope, graph);
  const caught: readonly SentencePart[] = [' ', { stage: scope }, ' caught it'];
  return ran.length === 0 ? [...caught, '.'] : [...caught, '; ', ...listed(ran), ' ran.'];
}

/** The block whose catch took the failure: the innermost one around the stage that says so. */
function catcherOf(run: Run, key: string, graph: FailureGraph | undefined): string | undefined {
  for (let scope = scopeAround(key, graph); scope !== undefined; scope = scopeAround(scope, graph)) {
    const block = run.stages[scope];
    if (block?.arm === 'caught') return scope;
  }
  return undefined;
}

function uncaughtSentence(
  run: Run,
  scope: string,
  stage: StageRun,
  graph: FailureGraph | undefined,
): readonly SentencePart[] {
  const block: SentencePart = { stage: scope };
  const definition = graph?.stages.get(stageIdOfKey(scope));
  const types = definition?.config['catch_error_types'];
  if (Array.isArray(types) && types.length > 0 && stage.error && !types.includes(stage.error.type)) {
    return [block, ` catches only ${types.join(', ')}, and this is ${stage.error.type}.`];
  }
  if (run.cancelling) return ['The run is being cancelled, so the catch of ', block, ' does not run.'];
  if (graph?.scopes.get(stageIdOfKey(scope))?.members.catch.length === 0) return [block, ' has no catch.'];
  return run.finished_at === null ? [block, ' has not taken it yet.'] : [block, ' did not take it.'];
}

/** The stages that never ran for this failure's sake, the first few by name. */
function notRunSentence(run: Run, failedKey: string): readonly SentencePart[] {
  const keys = Object.entries(run.stages).flatMap(([key, { status, because }]) =>
    status === 'skipped' && because?.some(({ stage_id, what }) => what === 'failed' && stage_id === failedKey)
      ? [key]
      : [],
  );
  if (keys.length === 0) return [];
  const named = keys.slice(0, keys.length > NAMED + 1 ? NAMED : keys.length);
  const more = keys.length - named.length;
  return [' Not run because of it: ', ...commaList(named), more > 0 ? ` and ${more} more.` : '.'];
}

const NAMED = 3;

function scopeAround(key: string, graph: FailureGraph | undefined): string | undefined {
  const scope = graph?.scopeOf.get(stageIdOfKey(key));
  if (scope === undefined) return undefined;
  const kind = graph?.scopes.get(scope)?.kind;
  if (kind === 'trycatch') return siblingKeyOf(key, scope);
  const turn = key.slice(0, Math.max(0, key.lastIndexOf('/')));
  return turn === '' ? scope : turn.replace(/\[\d+\]$/, '');
}

function commaList(keys: readonly string[]): readonly SentencePart[] {
  return keys.flatMap((key, index) => (index === 0 ? [{ stage: key }] : [', ', { stage: key }]));
}

function listed(keys: readonly string[]): readonly SentencePart[] {
  return keys.flatMap((key, index): readonly SentencePart[] => {
    if (index === 0) return [{ stage: key }];
    return [index === keys.length - 1 ? ' and ' : ', ', { stage: key }];
  });
}

function ended(message: string): string {
  return /[.!?…]$/.test(message) ? message : `${message}.`;
}
