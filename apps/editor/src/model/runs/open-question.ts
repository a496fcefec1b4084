import { isJsonObject, type Run, stageIdOfKey } from '@flowmason/pipeline-schema';

/** What a person has to decide about a stage: what became of the request that was on its way when the runner stopped. */
export interface OpenQuestion {
  readonly stageKey: string;
  /** What was sent, in short, such as `POST api.example.com/jobs`; the stage's id when that is not known. */
  readonly what: string;
  /** The method and the host, for whoever is about to send it again. */
  readonly target: { readonly method: string; readonly host: string } | undefined;
  /** UTC instant; undefined when it is not known. */
  readonly startedAt: string | undefined;
  readonly attempt: number;
}

/** The question that the stage at `stageKey` waits for an answer to; undefined when it does not. */
export function findOpenQuestion(run: Run, stageKey: string): OpenQuestion | undefined {
  const stage = run.stages[stageKey];
  if (!run.undecided?.includes(stageKey) || !stage) return undefined;
  const details = isJsonObject(stage.error?.details) ? stage.error.details : {};
  const { method, host, path, started_at: startedAt } = details;
  const isKnown = typeof method === 'string' && typeof host === 'string';
  return {
    stageKey,
    what: isKnown ? `${method} ${host}${typeof path === 'string' ? path : ''}` : stageIdOfKey(stageKey),
    target: isKnown ? { method, host } : undefined,
    startedAt: typeof startedAt === 'string' ? startedAt : undefined,
    attempt: stage.attempts,
  };
}
