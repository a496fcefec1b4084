/** `pnpm check`: everything that a commit must pass, short of the browser: static checks, unit and property tests. */
import { CHECKS } from './checks.ts';
import { exitCodeOf, unitTestArgs } from './run-command.ts';

const failed: string[] = [];
for (const check of CHECKS) if (!(await check.run())) failed.push(check.name);
if ((await exitCodeOf('vitest', unitTestArgs())) !== 0) failed.push('unit and property tests');
for (const name of failed) process.stdout.write(`failed: ${name}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
