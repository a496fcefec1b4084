import { isUndecided, type Run } from '@flowmason/pipeline-schema';
import { toPlainLine } from './plain-text.ts';
import { shellWord } from './shell-word.ts';

/** The command with which a person decides for a stage, as it can be pasted into a shell. */
export function decisionCommand(runId: string, stageKey: string): string {
  return `fm resolve ${shellWord(runId)} ${shellWord(stageKey)} --as done|failed|retry`;
}

/**
 * What each stage waits for that a person has to decide on, and the command for it, also of the runs below; a held run is to
 * be resumed first.
 */
export function decisionLines(run: Pick<Run, 'id' | 'stages' | 'undecided' | 'undecided_children' | 'held'>): string[] {
  const { id, stages, undecided = [], undecided_children = [], held } = run;
  const say = held === undefined ? 'Say which' : `Say which once it is resumed ("fm resume ${id}")`;
  const own = undecided.map((key) => {
    const message = stages[key]?.error?.message;
    const what = message === undefined ? '.' : `: ${toPlainLine(message)}`;
    return `${toPlainLine(key)} waits for a decision${what} ${say}: ${decisionCommand(id, key)}`;
  });
  const below = undecided_children.flatMap(({ stage, run_id, undecided: keys }) =>
    keys.map((key) => {
      const what = `${toPlainLine(stage)} waits for its child run ${run_id}, where ${toPlainLine(key)} waits for a decision.`;
      return `${what} ${say}: ${decisionCommand(run_id, key)}`;
    }),
  );
  return [...own, ...below];
}

/** True for a run that does not go on until a person has decided: nothing runs, and no stage waits for a time. */
export function waitsForPerson({
  status,
  stages,
  undecided = [],
}: Pick<Run, 'status' | 'stages' | 'undecided'>): boolean {
  if (status !== 'waiting' || undecided.length === 0) return false;
  return Object.values(stages).every((stage) => stage.waiting === undefined || isUndecided(stage));
}
