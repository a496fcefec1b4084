import { isUndecided, stageKeyOf } from '@flowmason/pipeline-schema';
import type { Log } from '../log.ts';
import type { RunObserver } from './observe-runs.ts';

/** One line for the start of every run, one for its end, and one for whatever waits for a person. */
export function logRuns(log: Log): RunObserver {
  return {
    note(event, { runId, pipeline, trigger, parent }) {
      if (event.type === 'run.queued') {
        log('info', 'run accepted', {
          run_id: runId,
          pipeline,
          trigger,
          ...(parent && { parent_run_id: parent.runId }),
        });
      }
      if (event.type === 'run.waiting' && event.held !== undefined) {
        log('warn', 'run held: it does not go on by itself', { run_id: runId, pipeline });
      }
      if (event.type === 'stage.waiting' && isUndecided({ waiting: event })) {
        const facts = { run_id: runId, pipeline, stage: stageKeyOf(event) };
        log('warn', 'stage undecided: a person has to say what became of its request', facts);
      }
      if (event.type === 'run.finished') {
        const { status, error, t } = event;
        const facts = { run_id: runId, pipeline, status, ms: t, ...(error && { error_type: error.type }) };
        log('info', 'run finished', facts);
      }
    },
    recall: () => undefined,
  };
}
