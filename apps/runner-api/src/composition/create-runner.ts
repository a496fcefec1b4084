import { builtinComponents, createMemoryJournal } from '@flowmason/engine';
import { createHttpTransport } from '../effects/http-transport.ts';
import type { Log } from '../http/log.ts';
import type { Runner, RunningServer } from '../runner.ts';
import { RUNNER_VERSION } from '../runner-version.ts';
import type { EmbeddedRuns } from '../runs/run-feed.ts';
import { createRunService } from '../runs/run-service.ts';
import { readSecretsFile } from '../secrets/secret-sources.ts';
import { requireWorkspace } from '../workspace/pipeline-files.ts';
import { createWorkspace } from '../workspace/workspace.ts';
import { listEnvironments } from './list-environments.ts';
import { createWorlds } from './open-world.ts';

export interface RunnerSettings {
  /** Absolute path of the directory whose pipeline files are the truth. */
  readonly workspace: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the built editor is. */
  readonly editorFolder: string;
  readonly log: Log;
}

/** The runner of this process: live effects, journals in memory. The server is loaded when it is asked for. */
export function createRunner({
  workspace: root,
  env,
  editorFolder,
  log,
}: RunnerSettings): Runner & { readonly runs: EmbeddedRuns } {
  const workspace = createWorkspace(root);
  const transport = createHttpTransport();
  const runs = createRunService({
    journal: createMemoryJournal(),
    components: builtinComponents,
    workspace,
    openWorld: createWorlds({ root, env, transport }),
    now: Date.now,
    onDefect: (runId, error) => log('error', `the run ${runId} broke off`, error),
  });
  const servers = new Set<RunningServer>();
  const environments = () => listEnvironments(root);

  return {
    components: builtinComponents,
    runs,
    workspace,
    environments,
    readSecretsFile,
    async serve(options) {
      await requireWorkspace(root);
      const { startServer } = await import('../http/server.ts');
      const server = await startServer(
        {
          components: builtinComponents,
          workspace,
          runs,
          environments,
          version: RUNNER_VERSION,
          editorFolder,
          log,
        },
        options,
      );
      servers.add(server);
      return server;
    },
    async close() {
      await Promise.all([...servers].map((server) => server.close()));
      await transport.close();
    },
  };
}
