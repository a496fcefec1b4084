import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillHistory, violationsOf } from './kill-oracle.test-support.ts';
import { createRandom, KillWorkload } from './kill-workload.test-support.ts';
import { until } from './runner-process.test-support.ts';
import type { Sabotage } from './sabotage.test-support.ts';

const env = process.env;
const KILLS = Number(env['FM_KILLS'] ?? 20);
const RUNS_PER_KILL = Number(env['FM_RUNS_PER_KILL'] ?? 4);
/** The same seed draws the same pipelines and the same waits; what the processes make of them is theirs. */
const SEED = env['FM_SEED'] === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(env['FM_SEED'] ?? 20_261_122);
/** A fault that is built in, so that the promises must be found broken. */
const MUTANT = env['FM_MUTANT'] as Sabotage['mutant']; // the preloaded file checks it
const TIMEOUT = 60_000 + KILLS * 30_000;
/** Runs of a broken runner may never come to rest. */
const MUTANT_PATIENCE_MS = 10_000;

/** By what each fault is to be found out. */
const SYMPTOMS = {
  repeats_recorded: / started \S+ again$/,
  tells_before_commit: / is lost$| no longer has | was called unrecorded$/,
  events_beside_commit: / cannot be read$/,
  repeats_unmarked_posts: /^the unmarked POST /,
} as const satisfies Record<NonNullable<Sabotage['mutant']>, RegExp>;

let workload: KillWorkload;
let history: KillHistory;

/** Kills the server while it works, or while it is still starting. */
async function killOnce(kill: number, random: () => number): Promise<void> {
  const { server } = workload;
  const before = workload.callCount;
  const starts = Array.from({ length: RUNS_PER_KILL }, (_, index) => workload.start(`${kill}-${index}`));
  const started = Promise.all(starts);
  let hasStarted = false;
  let failure: unknown;
  void started.then(
    () => {
      hasStarted = true;
    },
    (error: unknown) => {
      failure = error;
    },
  );
  const wanted = before + 1 + Math.floor(random() * RUNS_PER_KILL * 4);
  // Runs of the shorter pipelines may have ended before so many calls.
  await until(
    async () => {
      if (failure !== undefined) throw failure;
      return workload.callCount >= wanted || (hasStarted && (await server.isAtRest()));
    },
    `${wanted - before} calls, or the end of the runs`,
  );
  await workload.look();
  await server.end('SIGKILL');
  if (random() < 0.5) {
    server.launch({}, { sabotage: sabotage() });
    await new Promise((resolve) => setTimeout(resolve, random() * 500));
    await server.end('SIGKILL');
  }
  await server.start({}, { sabotage: sabotage() });
  await started;
}

function sabotage(): Sabotage | undefined {
  return MUTANT === undefined ? undefined : { mutant: MUTANT };
}

beforeAll(async () => {
  const random = createRandom(SEED);
  workload = await KillWorkload.open(random);
  await workload.server.start();
  await workload.learnOutcomes();
  await workload.server.end('SIGTERM');
  await workload.server.start({}, { sabotage: sabotage() });
  for (let kill = 0; kill < KILLS; kill++) {
    try {
      await killOnce(kill, random);
    } catch (error) {
      if (MUTANT === undefined) throw error;
      break; // it is so broken that it does not go on
    }
  }
  history = await workload.history(MUTANT && MUTANT_PATIENCE_MS);
  await workload.server.end('SIGTERM');
}, TIMEOUT);

afterAll(() => workload.close());

describe(`${KILLS} kills at any moment, FM_SEED=${SEED}`, () => {
  it.skipIf(MUTANT !== undefined)('break none of the promises', () => {
    expect(violationsOf(history)).toEqual([]);
  });

  it.skipIf(MUTANT !== undefined)('leave a file that is in order', () => {
    expect(workload.integrity()).toBe('ok');
  });

  it.skipIf(MUTANT !== undefined)('were survived by runs of which something was seen', () => {
    expect(history.seen.some(({ events }) => events.length > 0)).toBe(true);
    expect(history.acknowledged.length).toBeGreaterThanOrEqual(KILLS * RUNS_PER_KILL);
  });

  it.runIf(MUTANT !== undefined)(`are found to break promises with the fault "${MUTANT}" built in`, () => {
    const symptom = MUTANT && SYMPTOMS[MUTANT];
    expect(violationsOf(history)).toContainEqual(expect.stringMatching(symptom ?? /^/));
  });
});
