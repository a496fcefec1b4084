/** `pnpm start`: builds what is stale, then serves editor and API with this repository as the workspace. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildStale } from './builds.ts';
import { ROOT, toolEnv } from './run-command.ts';

await buildStale(ROOT);
const args = [join(ROOT, 'apps/runner-api/bin/fm.js'), 'serve', '--workspace', ROOT, ...process.argv.slice(2)];
const server = spawn(process.execPath, args, { env: toolEnv(), stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.once('close', (code) => {
  process.exitCode = code ?? 0;
});
