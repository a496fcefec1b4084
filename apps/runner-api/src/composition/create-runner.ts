import { builtinComponents } from '@flowmason/engine';
import { openAccess, openAudit } from '../access/open-access.ts';
import { createHostGuard } from '../effects/host-guard.ts';
import { createHttpTransport } from '../effects/http-transport.ts';
import { portOf } from '../effects/judge-address.ts';
import { createOwnEndpoints } from '../effects/own-endpoints.ts';
import type { Readiness } from '../http/probes.ts';
import { findCutOffRestore, removeLeftovers } from '../journal/leftovers.ts';
import type { Log } from '../log.ts';
import type { OpenRunnerOptions, Runner, RunningServer } from '../runner.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import { keepRetention, removeOld } from '../runs/retention.ts';
import type { OwnedRuns } from '../runs/run-feed.ts';
import { createRunService } from '../runs/run-service.ts';
import { readSecretsFile } from '../secrets/secret-sources.ts';
import { rememberTraceparents } from '../telemetry/remember-traceparents.ts';
import { requireWorkspace } from '../workspace/pipeline-files.ts';
import { createWorkspace } from '../workspace/workspace.ts';
import { endAll } from './end-all.ts';
import { listEnvironments } from './list-environments.ts';
import { knowSecrets, manageSecrets, openSecretsOf } from './open-secrets.ts';
import { closeOnFailure, openStore } from './open-store.ts';
import type { Telemetry } from './open-telemetry.ts';
import { createWorlds } from './open-world.ts';

export interface RunnerSettings extends OpenRunnerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the built editor is. */
  readonly editorFolder: string;
  readonly log: Log;
  /** Told once when the disk has failed: nothing can be recorded any more, so the process should end. */
  readonly onStorageFailure: (error: unknown) => void;
}

/** With less room than this the next run may be the one that is refused. */
const MIN_FREE_BYTES = 1024 * 1024;

/** How often a server looks for runs that other processes have left beside it. */
const ADOPT_MS = 5000;

/**
 * The runner of this process: live effects, journals in the data directory, which it owns from now on. The server is loaded
 * when it is asked for, and only it takes up runs of earlier processes.
 * @throws {RunnerError} `pipeline_not_found` when the workspace cannot be read, `data_in_use`, `data_unusable`.
 */
export async function createRunner(settings: RunnerSettings): Promise<Runner & { readonly runs: OwnedRuns }> {
  const { workspace: root, data, onlyHere, editorFolder, log, onStorageFailure } = settings;
  // Each look into `process.env` asks the system.
  const env = { ...settings.env };
  await requireWorkspace(root);
  let telemetry: Telemetry | undefined;
  const secretStore = openSecretsOf(data, env);
  const known = knowSecrets(secretStore, env);
  const maskText = (text: string) => known.masker().text(text);
  const cutOff = onlyHere && data !== ':memory:' ? findCutOffRestore(data) : undefined;
  const store = await openStore({
    ...settings,
    onFailure: onStorageFailure,
    onCommit: (writes, ms) => telemetry?.noteCommit(writes, ms),
    onDefect: (error) => log('error', 'runs that another process has left could not be taken in', error),
  });
  const audit = openAudit(settings.data, {
    maskText,
    onDefect: (error) => log('error', 'the audit log cannot be written to', error),
  });
  const traceparents = rememberTraceparents(store.journal);
  const workspace = createWorkspace(root);
  const own = createOwnEndpoints();
  const transport = createHttpTransport({ own });
  const hosts = createHostGuard();
  const runs = await closeOnFailure(store, () =>
    createRunService({
      store: { ...store, journal: { ...store.journal, ...traceparents.journal } },
      components: builtinComponents,
      workspace,
      openWorld: createWorlds({
        root,
        env,
        transport,
        traceHeaders: async (context) => telemetry?.traceHeaders(context),
        hosts,
        known,
      }),
      now: Date.now,
      mask: (value) => known.masker().json(value),
      limits: settings.limits ?? {},
      turnsAreWith: store.besideOf,
      onDefect: (runId, error) => log('error', `the run ${runId} broke off`, error),
      onCommit: (events) => telemetry?.noteEvents(events),
    }),
  );
  const servers = new Set<RunningServer>();
  const environments = () => listEnvironments(root);
  const secrets = manageSecrets(secretStore, env, known.stored);
  let adopting: NodeJS.Timeout | undefined;
  const closing = new AbortController();
  let retention: Promise<void> | undefined;
  /** Recovery and adoption take turns. */
  let recovered: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>) => {
    recovered = recovered.then(task).catch((error: unknown) => log('error', 'open runs could not be taken up', error));
  };

  let phase: 'starting' | 'ok' | 'stopping' = 'starting';
  const recoverFirst = async (): Promise<void> => {
    await runs.recover();
    if (phase === 'starting') phase = 'ok';
  };
  const readiness = (): Readiness => {
    const state = store.state();
    const { freeBytes = MIN_FREE_BYTES } = store.usage() ?? {};
    const storage = state === 'ok' && freeBytes < MIN_FREE_BYTES ? 'full' : state;
    return {
      isReady: phase === 'ok' && storage === 'ok',
      checks: {
        recovery: phase === 'starting' ? 'starting' : 'ok',
        storage,
        process: phase === 'stopping' ? 'stopping' : 'ok',
      },
    };
  };

  const close = async (limit: AbortSignal): Promise<void> => {
    phase = 'stopping';
    clearInterval(adopting);
    closing.abort();
    await endAll([
      () => retention,
      () => Promise.all([...servers].map((server) => server.close())),
      () => Promise.all([runs.leave(limit), recovered]),
      () => runs.leave(limit), // what was being taken up at that moment
      () => audit.close(),
      () => telemetry?.close(),
      () => store.close(),
      () => transport.close(),
    ]);
  };
  let closed: Promise<void> | undefined;

  return {
    components: builtinComponents,
    runs,
    workspace,
    audit,
    secrets,
    maskText,
    environments,
    readSecretsFile,
    prune: (keepDays) => removeOld({ runs, keepDays, now: Date.now }, closing.signal),
    async serve(options) {
      const { keepDays = 0 } = options;
      const [{ startServer }, { openTelemetry }] = await Promise.all([
        import('../http/server.ts'),
        import('./open-telemetry.ts'),
      ]);
      telemetry ??= openTelemetry({
        env,
        store,
        traceparents,
        isReady: () => readiness().isReady,
        breakerStates: hosts.breakerStates,
        log,
      });
      const { noteRequest, readMetrics } = telemetry;
      const access = openAccess(settings);
      if (access.identities.hasToken()) await access.prepare();
      const server = await startServer(
        {
          components: builtinComponents,
          workspace,
          runs,
          audit,
          identities: access.identities,
          environments,
          secrets,
          maskText,
          version: RUNNER_VERSION,
          editorFolder,
          log,
          readiness,
          onServed: noteRequest,
          readMetrics,
        },
        options,
      );
      servers.add(server);
      own.add(portOf(new URL(server.url)), options.allowedHosts);
      store.tellUrl(server.url);
      inTurn(recoverFirst);
      adopting ??= setInterval(() => {
        if (store.state() !== 'failed') inTurn(runs.adopt); // a server that is asked nothing notices here that its files are gone
      }, ADOPT_MS).unref();
      retention ??= keepRetention(
        {
          runs,
          keepDays,
          now: Date.now,
          onRemoved: (count) => log('info', `${count} runs that ended more than ${keepDays} days ago were removed`),
          onDefect: (error) => log('error', 'old runs could not be removed', error),
        },
        closing.signal,
      );
      tellLeftovers({ data, cutOff, log });
      log('info', 'serving', { url: server.url, workspace: root, data, version: RUNNER_VERSION, pid: process.pid });
      return server;
    },
    close(limit = AbortSignal.abort()) {
      closed ??= close(limit);
      return closed;
    },
  };
}

/** Clears up after restores that were killed, and says where the data is of which one may have been cut off half-way. */
function tellLeftovers(found: { readonly data: string; readonly cutOff: string | undefined; readonly log: Log }): void {
  const { data, cutOff, log } = found;
  if (cutOff !== undefined) {
    log(
      'warn',
      'nothing was in the data directory, and one that a restore has moved aside lies beside it: was that restore cut off?',
      {
        moved_to: cutOff,
        if_so: 'stop, and restore the backup again or move that directory back',
      },
    );
  }
  if (data === ':memory:') return;
  const removed = removeLeftovers(data);
  if (removed.length > 0) log('info', 'what restores that were killed had left was removed', { paths: removed });
}
