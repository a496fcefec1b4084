import { builtinComponents } from '@flowmason/engine';
import { openAccess } from '../access/open-access.ts';
import { portOf } from '../effects/judge-address.ts';
import type { Readiness } from '../http/probes.ts';
import type { startServer } from '../http/server.ts';
import { findCutOffRestore, removeRestoreLeftovers } from '../journal/leftovers.ts';
import type { Log } from '../log.ts';
import type { OpenRunnerOptions, Runner, RunningServer, ServeOptions } from '../runner.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import type { OwnedRuns } from '../runs/run-feed.ts';
import { readEnvironmentSecrets, readSecretsFile } from '../secrets/secret-sources.ts';
import { requireWorkspace } from '../workspace/pipeline-files.ts';
import { endAll } from './end-all.ts';
import { listEnvironments } from './list-environments.ts';
import { type OpenedRuns, openRuns } from './open-runs.ts';
import { knowSecrets, manageSecrets, openSecretsOf } from './open-secrets.ts';
import type { Telemetry } from './open-telemetry.ts';
import { createRunUpkeep, type RunReadiness, type RunUpkeep } from './run-upkeep.ts';

export interface RunnerSettings extends OpenRunnerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the built editor is. */
  readonly editorFolder: string;
  readonly log: Log;
  /** Told once when the disk has failed: nothing can be recorded any more, so the process should end. */
  readonly onStorageFailure: (error: unknown) => void;
}

/**
 * The runner of this process: live effects, journals in the data directory, which it owns from now on. The server is loaded
 * when it is asked for, and only it takes up runs of earlier processes.
 * @throws {RunnerError} `pipeline_not_found` when the workspace cannot be read, `data_in_use`, `data_unusable`.
 */
export async function createRunner(settings: RunnerSettings): Promise<Runner & { readonly runs: OwnedRuns }> {
  const { workspace: root, data, onlyHere, log } = settings;
  // Each look into `process.env` asks the system.
  const env = { ...settings.env };
  await requireWorkspace(root);
  let telemetry: Telemetry | undefined;
  const secretStore = openSecretsOf(data, env);
  const known = knowSecrets(secretStore, env);
  const cutOff = onlyHere && data !== ':memory:' ? findCutOffRestore(data) : undefined;
  const opened = await openRuns({ ...settings, env, known, telemetry: () => telemetry });
  const { runs, store, audit, workspace, transport } = opened;
  const upkeep = createRunUpkeep({ runs, store, log });
  const shared: SharedParts = {
    components: builtinComponents,
    runs,
    workspace,
    audit,
    secrets: manageSecrets(secretStore, env, known.stored),
    maskText: (text) => known.masker().text(text),
    environments: () => listEnvironments(root),
  };
  const servers = new Set<RunningServer>();
  const close = async (limit: AbortSignal): Promise<void> => {
    upkeep.stop();
    await endAll([
      upkeep.removed,
      () => Promise.all([runs.leave(limit), upkeep.recovered()]),
      () => runs.leave(limit), // what was being taken up at that moment
      // Until now they have said that the process ends, and shown how it does.
      () => Promise.all([...servers].map((server) => server.close())),
      () => audit.close(),
      () => telemetry?.close(),
      () => store.close(),
      () => transport.close(),
    ]);
  };
  let closed: Promise<void> | undefined;

  return {
    ...shared,
    readSecretsFile,
    prune: upkeep.prune,
    async serve(options) {
      const [{ startServer }, { openTelemetry }] = await Promise.all([
        import('../http/server.ts'),
        import('./open-telemetry.ts'),
      ]);
      // Refused now, not with each run; and hidden before there is one.
      known.note(await readEnvironmentSecrets(env, []));
      const isReady = () => upkeep.readiness().isReady;
      telemetry ??= openTelemetry({ ...opened, env, log, isReady, breakerStates: opened.hosts.breakerStates });
      const server = await openServer({ ...settings, ...opened, startServer, shared, upkeep, telemetry }, options);
      servers.add(server);
      upkeep.begin({ keepDays: options.keepDays ?? 0 });
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

/** What the runner gives to whoever has it, and to its server. */
type SharedParts = Pick<
  Runner,
  'components' | 'runs' | 'workspace' | 'audit' | 'secrets' | 'maskText' | 'environments'
> & { readonly runs: OwnedRuns };

interface ServerParts extends Omit<RunnerSettings, 'workspace'>, Pick<OpenedRuns, 'store' | 'own'> {
  /** Loaded when a server is asked for. */
  readonly startServer: typeof startServer;
  readonly shared: SharedParts;
  readonly upkeep: RunUpkeep;
  readonly telemetry: Telemetry;
}

/** A server that answers; pipelines cannot call it from now on. */
async function openServer(parts: ServerParts, options: ServeOptions): Promise<RunningServer> {
  const { startServer, shared, upkeep, telemetry, store, own, editorFolder, log } = parts;
  const access = openAccess(parts);
  if (access.identities.hasToken()) await access.prepare();
  const server = await startServer(
    {
      ...shared,
      identities: access.identities,
      version: RUNNER_VERSION,
      editorFolder,
      log,
      readiness: () => withAccess(upkeep.readiness(), access.identities.isReadable),
      isStopping: upkeep.isStopping,
      onServed: telemetry.noteRequest,
      readMetrics: telemetry.readMetrics,
    },
    options,
  );
  own.add(portOf(new URL(server.url)), options.allowedHosts);
  store.tellUrl(server.url);
  return server;
}

function withAccess({ isReady, checks }: RunReadiness, isReadable: boolean): Readiness {
  return { isReady: isReady && isReadable, checks: { ...checks, access: isReadable ? 'ok' : 'failed' } };
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
  const removed = removeRestoreLeftovers(data);
  if (removed.length > 0) log('info', 'what restores that were killed had left was removed', { paths: removed });
}
