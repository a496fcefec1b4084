/** `pnpm test`: static checks, the build, unit and property tests, and the journeys in a real browser. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { BUILT_FM, buildStale } from './builds.ts';
import { CHECKS } from './checks.ts';
import { exitCodeOf, ROOT, unitTestArgs } from './run-command.ts';

type Tally = { passed: number; failed: number };

const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numFailedTestSuites: z.int() });
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  errors: z.array(z.unknown()),
});

const reports = mkdtempSync(join(tmpdir(), 'flowmason-test-'));
const tally: Tally = { passed: 0, failed: 0 };
const failures: string[] = [];

try {
  for (const check of CHECKS) await step(check.name, async () => countOf(await check.run()));
  const isBuilt = await step('build', async () => countOf(await buildStale(ROOT).then(() => true)));
  await step('unit and property tests', () => runUnitTests(isBuilt));
  if (isBuilt) await step('browser journeys', runJourneys);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const name of failures) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
process.exitCode = tally.failed === 0 ? 0 : 1;

/** Runs one step, adds its count to the tally, and says whether it went well; a step that throws counts as one failure. */
async function step(name: string, run: () => Promise<Tally>): Promise<boolean> {
  process.stdout.write(`\n── ${name}\n`);
  const started = performance.now();
  let count: Tally;
  try {
    count = await run();
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    count = { passed: 0, failed: 1 };
  }
  tally.passed += count.passed;
  tally.failed += count.failed;
  if (count.failed > 0) failures.push(name);
  process.stdout.write(`   ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return count.failed === 0;
}

function countOf(isWell: boolean): Tally {
  return isWell ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Servers that are killed are those that were built, when there are any. */
async function runUnitTests(isBuilt: boolean): Promise<Tally> {
  const file = join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const env = isBuilt ? { FM_BIN: BUILT_FM } : {};
  const code = await exitCodeOf('vitest', [...unitTestArgs(), ...reporters], { env });
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  // A suite that cannot even be loaded has no failed test of its own; an exit code without either is a failure too.
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites, code === 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed: code === 0 ? report.numFailedTests : failed };
}

async function runJourneys(): Promise<Tally> {
  const file = join(reports, 'journeys.json');
  const code = await exitCodeOf('playwright', ['test', '--reporter=list,json'], {
    cwd: join(ROOT, 'e2e'),
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PATH: `${join(ROOT, 'e2e/node_modules/.bin')}:${process.env['PATH']}` },
  });
  const { stats, errors } = PlaywrightReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const failed = stats.unexpected + errors.length;
  return { passed: stats.expected + stats.flaky, failed: code === 0 ? failed : Math.max(1, failed) };
}
