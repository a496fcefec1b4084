import { fileURLToPath } from 'node:url';
import { foldRun, newRun, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { fm } from '../cli/fm.test-support.ts';
import { createRunner } from '../composition/create-runner.ts';
import type { OpenRunner } from '../runner.ts';
import { EXHAUSTED, OUTCOMES, outcomesOf, sentIn } from './outcomes.test-support.ts';
import { runInSandbox } from './sandbox-run.test-support.ts';
import { readInput } from './simulated-run.test-support.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const open: OpenRunner = async (options) =>
  createRunner({
    ...options,
    data: ':memory:',
    env: {},
    editorFolder: ROOT,
    log: (_, message, error) => {
      throw new Error(`the runner logged: ${message}`, { cause: error });
    },
    onStorageFailure: (error) => {
      throw error;
    },
  });

describe.concurrent('through fm', { timeout: 60_000 }, () => {
  it.each(OUTCOMES)(
    '%s with %s in %s ends %s and exits %d',
    async (pipeline, inputFile, situation, status, exitCode) => {
      const expected = await runInSandbox(pipeline, await readInput(inputFile), situation);
      const words = ['run', `pipelines/${pipeline}.pipeline.json`, '--input', `inputs/${inputFile}`];
      const { code, stdout } = await fm([...words, `--sandbox=${situation}`, '--events'], { cwd: ROOT, open });
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => RunEvent.parse(JSON.parse(line)));
      const run = foldRun(newRun(events[0]?.run_id ?? RunId.parse('none')), events);
      expect([code, run.status, expected.run.status]).toEqual([exitCode, status, status]);
      expect(outcomesOf(run)).toEqual(outcomesOf(expected.run));
      expect(sentIn(events)).toEqual(sentIn(expected.events));
      const [stage, attempts] = EXHAUSTED[situation] ?? [];
      if (stage !== undefined) expect(run.stages[stage]?.attempts).toBe(attempts);
    },
  );
});
