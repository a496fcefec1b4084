import {
  type Failure,
  isJsonObject,
  type PipelineGraph,
  type Run,
  type StageRun,
  siblingKeyOf,
  stageIdOfKey,
  type UndecidedChild,
} from '@flowmason/pipeline-schema';
import { toRunFailureSentence } from './failure-story.ts';
import { instancesOfStage } from './loop-instances.ts';
import { quoted, type SentencePart } from './stage-words.ts';

/** The graph as far as telling a run needs it. */
export type StoryGraph = Pick<PipelineGraph, 'scopeOf' | 'scopes' | 'stages' | 'membership' | 'arms'>;

/**
 * Why the run ended as it did, in a sentence or two: its failure, what was cancelled and what cleaned up, or which
 * decisions left stages out. While it is held, or waits for a decision: why. Says only what the run's record proves. Undefined until then.
 */
export function toRunSentence(run: Run, graph: StoryGraph | undefined): readonly SentencePart[] | undefined {
  if (run.held !== undefined) return [`Held: ${run.held}`];
  if (run.undecided) return undecidedSentence(run, run.undecided);
  const below = run.undecided_children?.[0];
  if (below) return [{ stage: below.stage }, ` waits for ${toChildText(below)}`];
  if (run.status === 'cancelled') return cancelSentence(run, graph);
  const failure = toRunFailureSentence(run, graph);
  if (failure) return failure;
  return run.finished_at === null ? undefined : successSentence(run, graph);
}

function undecidedSentence(run: Run, undecided: readonly string[]): readonly SentencePart[] {
  const why = run.stages[undecided[0] ?? '']?.error?.message;
  const waits = undecided.length === 1 ? ' waits for a decision' : ' wait for a decision';
  return [...named(undecided), waits, ...(why === undefined ? [] : [`: ${why}`])];
}

/** The child run that waits for a person, and on what; in words that follow *waits for*. */
export function toChildText({ run_id, undecided }: UndecidedChild): string {
  return `its child run ${run_id}, where ${undecided.slice(0, 3).join(', ')} waits for a decision.`;
}

type Told = readonly (readonly [key: string, stage: StageRun])[];

/** Every stage and instance once: the summaries of loop members are left out. */
function toldStages(run: Run): Told {
  return Object.entries(run.stages).filter(
    ([key]) => key.includes('/') || instancesOfStage(run.stages, key).length === 0,
  );
}

function cancelSentence(run: Run, graph: StoryGraph | undefined): readonly SentencePart[] {
  const ran = toldStages(run).filter(([, { attempts }]) => attempts > 0);
  const roleOf = (key: string) => graph?.membership.get(stageIdOfKey(key))?.role;
  const keysOf = (role: 'catch' | 'finally') => ran.flatMap(([key]) => (roleOf(key) === role ? [key] : []));
  const ended = ran.filter(([key, { status }]) => status === 'cancelled' && !graph?.scopes.has(stageIdOfKey(key)));
  const during = ended.map(([key, { attempts }]): readonly SentencePart[] => {
    const most = graph?.stages.get(stageIdOfKey(key))?.retry?.max_attempts;
    return [{ stage: key }, ...(most === undefined ? [] : [` (attempt ${attempts} of ${most})`])];
  });
  // What was cut off is told among what was under way.
  const cleaned = keysOf('finally').filter((key) => run.stages[key]?.status !== 'cancelled');
  const caught = keysOf('catch');
  const leftOut = keysLeftOut(run);
  const hasCatch = ran.some(([key]) => (graph?.scopes.get(stageIdOfKey(key))?.members.catch.length ?? 0) > 0);
  return [
    'Cancelled',
    ...(during.length === 0 ? [] : [' during ', ...firstFew(during)]),
    ...(leftOut.length === 0 ? [] : ['; left out, do it by hand: ', ...named(leftOut, MOST_LEFT_OUT)]),
    ...(cleaned.length === 0 ? [] : ['; finally ran: ', ...named(cleaned)]),
    ...(caught.length > 0 ? ['; catch ran: ', ...named(caught)] : hasCatch ? ['; no catch ran'] : []),
    '.',
    ...(run.error ? [` Reason: ${reasonOf(run.error).replace(/\.$/, '')}.`] : []),
  ];
}

/** The finally stages that did not run, because the run was ended at once. */
function keysLeftOut({ error }: Run): readonly string[] {
  const names = isJsonObject(error?.details) ? error.details['left_out'] : undefined;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** The reason as it was given, without what the message adds to it. */
function reasonOf({ message, details }: Failure): string {
  const reason = isJsonObject(details) ? details['reason'] : undefined;
  return typeof reason === 'string' ? reason : message;
}

function successSentence(run: Run, graph: StoryGraph | undefined): readonly SentencePart[] {
  const told = toldStages(run);
  const clauses = [...decisionClauses(run, told, graph), ...failureClauses(told)];
  if (clauses.length > 0)
    return [...clauses.flatMap((clause, index) => (index === 0 ? clause : ['; ', ...clause])), '.'];
  const skipped = told.filter(([, { status }]) => status === 'skipped').length;
  const ran = told.filter(([, { attempts }]) => attempts > 0).length;
  const whole = skipped === 0 ? '.' : `, ${skipped} skipped.`;
  return [`${ran} ${ran === 1 ? 'stage' : 'stages'} ran${whole}`];
}

/** The decisions that left the most stages out: what each took, what ran for it, and how many it left out. */
function decisionClauses(run: Run, told: Told, graph: StoryGraph | undefined): readonly (readonly SentencePart[])[] {
  const skips = new Map<string, number>();
  for (const [, { status, because = [] }] of told) {
    const root = status === 'skipped' ? because.findLast(({ what }) => what === 'decision') : undefined;
    if (root) skips.set(root.stage_id, (skips.get(root.stage_id) ?? 0) + 1);
  }
  const most = [...skips].toSorted((one, other) => other[1] - one[1]).slice(0, MOST_DECISIONS);
  return most.map(([key, count]) => {
    const taken = run.stages[key]?.arm;
    const members = graph?.arms.get(stageIdOfKey(key))?.find(({ name }) => name === taken)?.stages ?? [];
    const ran = members.map((id) => siblingKeyOf(key, id)).filter((member) => (run.stages[member]?.attempts ?? 0) > 0);
    const took = taken === undefined ? ' went another way: ' : ` took ${quoted(taken)}: `;
    return [{ stage: key }, took, ...(ran.length === 0 ? [] : [...named(ran), ' ran, ']), `${count} skipped`];
  });
}

/** The failures that the run lives with. */
function failureClauses(told: Told): readonly (readonly SentencePart[])[] {
  const failed = told.filter(([, { status }]) => status === 'failed');
  const clauses = failed.slice(0, MOST_NAMED).map(([key, { tolerated, handled }]): readonly SentencePart[] => {
    const dealtWith = tolerated ? ' (tolerated)' : handled ? ' (handled)' : '';
    return [{ stage: key }, ` failed${dealtWith}`];
  });
  const more = failed.length - clauses.length;
  return more > 0 ? [...clauses, [`${more} more failed`]] : clauses;
}

const MOST_DECISIONS = 2;
const MOST_NAMED = 2;
/** What a person has to do is worth more room. */
const MOST_LEFT_OUT = 5;

function named(keys: readonly string[], most?: number): readonly SentencePart[] {
  return firstFew(
    keys.map((stage) => [{ stage }]),
    most,
  );
}

function firstFew(items: readonly (readonly SentencePart[])[], most = MOST_NAMED): readonly SentencePart[] {
  const more = items.length - most;
  const shown = items.slice(0, most).flatMap((item, index) => (index === 0 ? item : [', ', ...item]));
  return more > 0 ? [...shown, ` and ${more} more`] : shown;
}
