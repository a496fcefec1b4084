import { type Audit, LOCAL_CALLER } from '../audit.ts';
import type { RunService } from '../runner.ts';

/** `runs` of which every act is recorded as one of the person at this machine. A server records those that it is asked for. */
export function auditRuns(runs: RunService, audit: Audit): RunService {
  return {
    get: runs.get,
    list: runs.list,
    follow: runs.follow,
    start: (request, options) =>
      audit.record(LOCAL_CALLER, { action: 'run.start', target: request.pipeline ?? 'document' }, async (tell) => {
        const run = await runs.start(request, options);
        tell({ target: run.id, ...(run.definition_hash !== undefined && { definition: run.definition_hash }) });
        return run;
      }),
    cancel: (runId, reason, options = {}) =>
      audit.record(
        LOCAL_CALLER,
        { action: 'run.cancel', target: runId, ...(options.isForced && { detail: 'at once' }) },
        () => runs.cancel(runId, reason, options),
      ),
    resolve: (runId, stageKey, decision) =>
      audit.record(LOCAL_CALLER, { action: 'run.resolve', target: runId, detail: `${stageKey}: ${decision.as}` }, () =>
        runs.resolve(runId, stageKey, decision),
      ),
    resume: (runId) => audit.record(LOCAL_CALLER, { action: 'run.resume', target: runId }, () => runs.resume(runId)),
  };
}
