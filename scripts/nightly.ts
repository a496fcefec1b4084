/**
 * `pnpm nightly [part …]`: what takes too long for every change. Kills the built server a few hundred times, shows that each
 * fault that is built in on purpose is found, damages copies of the store, fills its disk, and draws other cases for the property tests.
 * `FM_SEED=N` repeats a night; it ends with `N passed, N failed` parts.
 */
import { BUILT_FM, buildStale } from './builds.ts';
import { exitCodeOf, ROOT, unitTestArgs } from './run-command.ts';

type Part = {
  readonly name: string;
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const KILLS = 200;
const MAX_TEST_MS = 2 * 60 * 60 * 1000;
/** One in fifty recorded stages is enough to be found in so many. */
const MUTANT_KILLS = 40;
const MUTANTS = ['repeats_recorded', 'tells_before_commit', 'events_beside_commit', 'repeats_unmarked_posts'];

const seed = process.env['FM_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31));
const parts: readonly Part[] = [
  {
    name: 'kills',
    files: ['acceptance/random-kills'],
    env: { FM_KILLS: String(KILLS), FM_RUNS_PER_KILL: '4' },
  },
  { name: 'moments', files: ['acceptance/crash', 'acceptance/stop'], env: {} },
  ...MUTANTS.map((mutant) => ({
    name: `mutant-${mutant}`,
    files: ['acceptance/random-kills'],
    env: { FM_KILLS: String(MUTANT_KILLS), FM_MUTANT: mutant },
  })),
  {
    name: 'damage',
    files: ['journal/damaged-store', 'journal/sqlite-journal', 'acceptance/damaged-directory'],
    env: { FM_DAMAGED: '1000', FM_CUT_STEP: '1' },
  },
  { name: 'disk', files: ['acceptance/full-disk'], env: { FM_DISK_CYCLES: '20' } },
  { name: 'properties', files: ['property.test', 'run-pipeline', 'resume'], env: { FM_RUNS: '100000' } },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}
await buildStale(ROOT);
process.stdout.write(`FM_SEED=${seed} repeats this night\n`);
const failed: string[] = [];
const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const { name, files, env } of chosen) {
  process.stdout.write(`\n── ${name}\n`);
  const args = [...unitTestArgs({ maxMs: MAX_TEST_MS }), ...files];
  const code = await exitCodeOf('vitest', args, { env: { FM_BIN: BUILT_FM, FM_SEED: seed, ...env } });
  if (code !== 0) failed.push(name);
}
for (const name of failed) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(`${chosen.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
