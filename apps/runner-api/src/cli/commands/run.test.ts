import { join } from 'node:path';
import type { Diagnostic, RunEvent } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { RunnerError } from '../../runner-error.ts';
import { POLLING_RUN } from '../../terminal/events.test-support.ts';
import { directoryWith, doorsWith, fm, GOOD_DOCUMENT } from '../fm.test-support.ts';
import { createMemoryIo } from '../memory-io.test-support.ts';
import { runCli } from '../run-cli.ts';
import { createScriptedRunner, type Script } from '../scripted-runner.test-support.ts';

const DOCUMENT = { ...GOOD_DOCUMENT, sample_input: { service: 'sample' } };
const TEXT = JSON.stringify(DOCUMENT, null, 2);

async function run(words: readonly string[], script: Partial<Script> = {}, files: Record<string, unknown> = {}) {
  const cwd = directoryWith({ 'greet.pipeline.json': DOCUMENT, ...files });
  const runner = createScriptedRunner({ events: POLLING_RUN, ...script });
  const result = await fm(['run', ...words], { cwd, open: runner.open, stdin: '{"service":"stdin"}' });
  return { ...result, cwd, runner, request: runner.started[0]?.request };
}

function endingWith(status: 'succeeded' | 'recovered' | 'failed' | 'cancelled'): RunEvent[] {
  return POLLING_RUN.map((event) => (event.type === 'run.finished' ? { ...event, status } : event));
}

describe('fm run', () => {
  it.each([
    ['succeeded', 0],
    ['failed', 1],
    ['recovered', 3],
    ['cancelled', 4],
  ] as const)('ends a run that %s with exit code %i', async (status, code) => {
    expect((await run(['greet'], { events: endingWith(status) })).code).toBe(code);
  });

  it('starts the document of the file, and says where it is', async () => {
    const { request, cwd, runner } = await run(['greet.pipeline.json']);
    expect(request).toEqual({ document: TEXT, input: {}, trigger: 'cli' });
    expect(runner.started[0]?.options).toEqual({ documentPath: join(cwd, 'greet.pipeline.json') });
    expect(runner.isClosed()).toBe(true);
  });

  it('leaves a name that is no file to the workspace', async () => {
    expect((await run(['some-name'])).request).toEqual({ pipeline: 'some-name', input: {}, trigger: 'cli' });
  });

  it.each<[string, string[], unknown]>([
    ['as JSON', ['--input', '{"service":"api"}'], { service: 'api' }],
    ['from a path', ['--input', 'in.json'], { service: 'file' }],
    ['from a path behind @', ['--input', '@in.json'], { service: 'file' }],
    ['from standard input', ['--input', '-'], { service: 'stdin' }],
    ['from the sample', ['--sample'], { service: 'sample' }],
  ])('takes the input %s', async (_how, words, input) => {
    expect((await run(['greet', ...words], {}, { 'in.json': { service: 'file' } })).request?.input).toEqual(input);
  });

  it.each<[string, string[], unknown]>([
    ['before the file', ['--sandbox', 'greet'], true],
    ['behind the file', ['greet', '--sandbox'], true],
    ['with a situation', ['greet', '--sandbox=oom'], 'oom'],
    ['before another option', ['--sandbox', '--json', 'greet'], true],
  ])('takes --sandbox %s', async (_where, words, sandbox) => {
    const { request } = await run(words);
    expect([request?.sandbox, request?.document]).toEqual([sandbox, TEXT]);
  });

  it('passes on a profile by name, by its path in the workspace, and by its content from elsewhere', async () => {
    const elsewhere = directoryWith({ 'x.profile.json': { env: { A: 'b' } } });
    const profileOf = async (profile: string) => (await run(['greet', '--profile', profile])).request?.profile;
    expect(await profileOf('staging')).toBe('staging');
    expect(await profileOf('./env/x.profile.json')).toBe('env/x.profile.json');
    expect(await profileOf(join(elsewhere, 'x.profile.json'))).toEqual({ env: { A: 'b' } });
  });

  it('hands over the secrets of a file and shows them nowhere', async () => {
    const { request, stdout, stderr } = await run(['greet', '--secrets-file', 'my.env']);
    expect(request?.secrets).toEqual({ TOKEN: 'not-for-anyone' });
    expect(stdout + stderr).not.toContain('not-for-anyone');
  });

  it('writes the output on standard output, and the story on standard error', async () => {
    const { stdout, stderr } = await run(['greet']);
    expect(JSON.parse(stdout)).toEqual({ healthy: false });
    expect(stderr).toContain('+2.1 s  build  succeeded\n');
    expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
      '✗ failed in 8.0 s · deploy · r1 · simulated services: staging-sick',
      'health failed: still 503 after 2 of 2 attempts (5.9 s).',
    ]);
  });

  it('writes with --json only the finished run', async () => {
    const { stdout, stderr } = await run(['greet', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'r1', status: 'failed', stages: { health: { attempts: 2 } } });
    expect(stderr).not.toContain('build');
  });

  it('writes with --events the journal, one event a line', async () => {
    const { stdout } = await run(['greet', '--events']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(POLLING_RUN);
  });

  it('shows findings with their lines when the document is refused', async () => {
    const start = { offset: 4, line: 2, column: 3 };
    const diagnostic: Diagnostic = {
      code: 'unknown-stage',
      severity: 'error',
      message: 'There is no such stage.',
      pointer: '/name',
      range: { start, end: { offset: 10, line: 2, column: 9 } },
      related: [],
      fixes: [],
    };
    const refuse = new RunnerError('pipeline_invalid', 'Nothing was started.', { diagnostics: [diagnostic] });
    expect(await run(['greet'], { refuse })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: [
        'greet.pipeline.json:2:3: error: There is no such stage. [unknown-stage]',
        '  2 |   "name": "greet",',
        '    |   ^^^^^^',
        'fm: Nothing was started.',
        '',
      ].join('\n'),
    });
  });

  it('gives the reason of a refusal as JSON to machines', async () => {
    const refuse = new RunnerError('profile_not_found', 'There is no profile "x".');
    const { code, stdout } = await run(['greet', '--json'], { refuse });
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      { error: { code: 'profile_not_found', message: 'There is no profile "x".' } },
    ]);
  });

  it.each<[string, string[]]>([
    ['a file that is not there', ['gone.json']],
    ['a path that is a directory', ['.']],
    ['input and sample at once', ['greet', '--input', '{}', '--sample']],
    ['input that is not JSON', ['greet', '--input', '{"a"']],
    ['an input file that is not there', ['greet', '--input', 'gone.json']],
    ['an unknown option', ['greet', '--fast']],
    ['a situation behind a blank', ['greet', '--sandbox', 'oom']],
    ['a server that is no address', ['greet', '--server', 'localhost']],
    ['no file at all', []],
  ])('starts nothing for %s and exits with 2', async (_what, words) => {
    const { code, stdout, stderr, runner } = await run(words);
    expect([code, stdout, runner.started]).toEqual([2, '', []]);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.length).toBeGreaterThan(20);
  });

  it('says how a situation is written', async () => {
    expect((await run(['greet', '--sandbox', 'oom'])).stderr).toContain('--sandbox=production-sick');
  });

  it('shows a mistake of ours with its stack, and ends with 1', async () => {
    const { code, stderr } = await run(['greet'], { refuse: new TypeError('oops') });
    expect(code).toBe(1);
    expect(stderr).toMatch(/this is a mistake of ours.*\nTypeError: oops\n +at /);
  });

  it('says which Node it needs when this one lacks a part, and ends with 2', async () => {
    const missing = Object.assign(new Error('No such built-in module'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    const { code, stderr } = await run(['greet'], { refuse: missing });
    expect(code).toBe(2);
    expect(stderr).toContain('needs Node.js 24 or later');
  });
});

describe('fm run on a terminal', () => {
  function start(script: Script) {
    const runner = createScriptedRunner(script);
    const cwd = directoryWith({ 'greet.pipeline.json': DOCUMENT });
    const memory = createMemoryIo({ cwd, tty: 'stderr', columns: 100 });
    return {
      runner,
      memory,
      code: runCli(['run', 'greet'], doorsWith({ open: runner.open }), memory.io),
    };
  }
  const half = { events: POLLING_RUN.slice(0, 6), afterCancel: endingWith('cancelled').slice(6) };

  it('redraws the timeline in place and gives the cursor back', async () => {
    const { memory, code } = start({ events: POLLING_RUN });
    expect(await code).toBe(1);
    expect(memory.stderr()).toMatch(/deploy · failed · 8\.0 s · simulated services: staging-sick/);
    expect(memory.stderr()).toContain('✗');
    expect(memory.stderr().split('\u001b[?25h')).toHaveLength(2);
  });

  it('cancels on the first Ctrl+C and ends with 4 when the finally blocks have run', async () => {
    const { memory, runner, code } = start(half);
    await memory.untilListening;
    memory.tick();
    memory.interrupt();
    expect(await code).toBe(4);
    expect(runner.cancels).toEqual(['interrupted on the command line']);
    expect(memory.stderr()).toContain('Cancelling: finally blocks still run.');
    expect(memory.exits).toEqual([]);
  });

  it('ends the process on the second Ctrl+C, with the cursor given back', async () => {
    const { memory, code } = start(half);
    await memory.untilListening;
    memory.tick();
    memory.interrupt();
    memory.interrupt();
    expect(memory.exits).toEqual([4]);
    expect(memory.stderr().endsWith('\u001b[?25h')).toBe(true);
    await code;
  });
});
