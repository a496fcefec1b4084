import { describe, expect, it } from 'vitest';
import { directoryWith, fm } from '../fm.test-support.ts';

describe('fm eval', () => {
  it.each<[string, string[], string]>([
    ['a number', ['{{ 1 + 1 }}'], '2'],
    ['text', ['Hello {{ input.name }}', '--context', '{"input":{"name":"api"}}'], '"Hello api"'],
    ['an object', ['{{ input }}', '--context', '{"input":{"a":[1,null]}}'], '{"a":[1,null]}'],
    ['a missing value in lenient mode', ['{{ input.x }}', '--context', '{"input":{}}', '--mode', 'lenient'], 'null'],
    ['a condition', ['{{ input.n < 3 }}', '--context', '{"input":{"n":1}}', '--mode', 'condition'], 'true'],
    ['the given instant', ['{{ now() }}', '--now', '1700000000999'], '1700000000'],
  ])('writes %s as JSON', async (_what, words, expected) => {
    expect(await fm(['eval', ...words])).toMatchObject({ code: 0, stdout: `${expected}\n` });
  });

  it('writes code, message and place of an error and exits with 1', async () => {
    const { code, stdout, stderr } = await fm(['eval', '{{ 1 / 0 }}']);
    expect(JSON.parse(stdout)).toEqual({ $error: 'E_DIV_ZERO', message: expect.any(String), start: 3, end: 8 });
    expect([code, stderr]).toEqual([1, '']);
  });

  it('takes the context from a file', async () => {
    const cwd = directoryWith({ 'context.json': { input: { n: 20 } } });
    expect((await fm(['eval', '{{ input.n * 2 }}', '--context', 'context.json'], { cwd })).stdout).toBe('40\n');
  });

  it.each([
    ['no template', ['eval']],
    ['template and cases', ['eval', '{{ 1 }}', '--cases', 'x.json']],
    ['an unknown mode', ['eval', '{{ 1 }}', '--mode', 'loose']],
    ['a time that is no number', ['eval', '{{ 1 }}', '--now', 'noon']],
    ['a context that is no object', ['eval', '{{ 1 }}', '--context', '[1]']],
    ['a context that is not JSON', ['eval', '{{ 1 }}', '--context', '{"a":']],
    ['cases that are not there', ['eval', '--cases', 'gone.json']],
  ])('exits with 2 for %s', async (_what, argv) => {
    const { code, stdout, stderr } = await fm(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  it('says where JSON breaks off', async () => {
    const { stderr } = await fm(['eval', '{{ 1 }}', '--context', '{"a": 1,\n "b" 2}']);
    expect(stderr).toBe('fm: --context is not JSON at line 2, column 6: expected ":" after the key.\n');
  });
});

describe('fm eval --cases', () => {
  const CASES = [
    { name: 'sum', template: '{{ 1 + 1 }}', context: {}, expected: 2 },
    { name: 'wrong', template: '{{ 1 + 1 }}', context: {}, expected: 3 },
    { name: 'error', template: '{{ 1 / 0 }}', context: {}, expect: { error: 'E_DIV_ZERO' } },
  ];

  it('writes each difference and counts', async () => {
    const cwd = directoryWith({ 'cases.json': CASES });
    expect(await fm(['eval', '--cases', 'cases.json'], { cwd })).toEqual({
      code: 1,
      stdout: 'wrong: expected 3, got 2\n2 passed, 1 failed\n',
      stderr: '',
    });
  });

  it('exits with 0 when all pass', async () => {
    const cwd = directoryWith({ 'cases.json': [CASES[0], CASES[2]] });
    expect(await fm(['eval', '--cases', 'cases.json'], { cwd })).toMatchObject({
      code: 0,
      stdout: '2 passed, 0 failed\n',
    });
  });

  it('refuses a file of something else', async () => {
    const cwd = directoryWith({ 'cases.json': { cases: [] } });
    expect((await fm(['eval', '--cases', 'cases.json'], { cwd })).code).toBe(2);
  });
});
