import { builtinComponents } from '@flowmason/engine';
import { openAudit } from '../access/open-access.ts';
import type { Audit } from '../audit.ts';
import { createHostGuard, type HostGuard } from '../effects/host-guard.ts';
import { createHttpTransport, type HttpTransport } from '../effects/http-transport.ts';
import { createOwnEndpoints, type OwnEndpoints } from '../effects/own-endpoints.ts';
import type { Log } from '../log.ts';
import type { OpenRunnerOptions, Workspace } from '../runner.ts';
import type { OwnedRuns } from '../runs/run-feed.ts';
import { createRunService } from '../runs/run-service.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { rememberTraceparents, type TraceparentMemory } from '../telemetry/remember-traceparents.ts';
import { createWorkspace } from '../workspace/workspace.ts';
import { closeOnFailure, type OwnedStore, openStore } from './open-store.ts';
import type { Telemetry } from './open-telemetry.ts';
import { createWorlds } from './open-world.ts';

export interface OpenRunsSettings extends OpenRunnerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly known: KnownSecrets;
  readonly log: Log;
  readonly onStorageFailure: (error: unknown) => void;
  /** Undefined until there is a server, which is what is watched. */
  readonly telemetry: () => Telemetry | undefined;
}

/** The runs of a data directory, and what they are made of. Whoever has them closes `store` and `transport`. */
export interface OpenedRuns {
  readonly runs: OwnedRuns;
  readonly store: OwnedStore;
  readonly audit: Audit;
  readonly workspace: Workspace;
  readonly transport: HttpTransport;
  readonly own: OwnEndpoints;
  readonly hosts: HostGuard;
  readonly traceparents: TraceparentMemory;
}

/**
 * Opens the store of the data directory, and the runs in it. When something cannot be opened the store is closed in order.
 * @throws {RunnerError} `data_in_use`, `data_unusable`.
 */
export async function openRuns(settings: OpenRunsSettings): Promise<OpenedRuns> {
  const { onStorageFailure, log, telemetry } = settings;
  const store = await openStore({
    ...settings,
    onFailure: onStorageFailure,
    onCommit: (writes, ms) => telemetry()?.noteCommit(writes, ms),
    onDefect: (error) => log('error', 'runs that another process has left could not be taken in', error),
  });
  return closeOnFailure(store, () => openOver(store, settings));
}

function openOver(store: OwnedStore, settings: OpenRunsSettings): OpenedRuns {
  const { workspace: root, data, env, known, log, telemetry } = settings;
  const audit = openAudit(data, {
    maskText: (text) => known.commonMasker().text(text),
    maskUnreadable: (text) => known.masker().text(text),
    onDefect: (error) => log('error', 'the audit log cannot be written to', error),
  });
  const traceparents = rememberTraceparents(store.journal);
  const workspace = createWorkspace(root);
  const own = createOwnEndpoints();
  const transport = createHttpTransport({ own });
  const hosts = createHostGuard();
  const traceHeaders: Telemetry['traceHeaders'] = async (context) => telemetry()?.traceHeaders(context) ?? {};
  const runs = createRunService({
    store: { ...store, journal: { ...store.journal, ...traceparents.journal } },
    components: builtinComponents,
    workspace,
    openWorld: createWorlds({ root, env, transport, traceHeaders, hosts, known }),
    now: Date.now,
    mask: (value) => known.masker().json(value),
    limits: settings.limits ?? {},
    turnsAreWith: store.besideOf,
    onDefect: (runId, error) => log('error', `the run ${runId} broke off`, error),
    onCommit: (events) => telemetry()?.noteEvents(events),
  });
  return { runs, store, audit, workspace, transport, own, hosts, traceparents };
}
