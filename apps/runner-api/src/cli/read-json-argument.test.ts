import { describe, expect, it } from 'vitest';
import { directoryWith } from './fm.test-support.ts';
import { createMemoryIo } from './memory-io.test-support.ts';
import { readJsonArgument } from './read-json-argument.ts';

function read(argument: string, stdin = '') {
  const cwd = directoryWith({ 'a.json': '{"from":"file"}', 'bom.json': '\uFEFF[1]', 'bad.json': '{\n  "a": oops\n}' });
  return readJsonArgument(argument, '--input', createMemoryIo({ cwd, stdin }).io);
}

describe('readJsonArgument', () => {
  it.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    [' [1, 2] ', [1, 2]],
    ['"text"', 'text'],
    ['-1.5e3', -1500],
    ['null', null],
    ['a.json', { from: 'file' }],
    ['@a.json', { from: 'file' }],
    ['@bom.json', [1]],
  ])('reads %s', async (argument, value) => {
    expect(await read(argument)).toEqual(value);
  });

  it('reads standard input', async () => {
    expect(await read('-', '{"from":"stdin"}')).toEqual({ from: 'stdin' });
  });

  it('keeps a number that JavaScript cannot hold as it is written', async () => {
    expect(await read('{"id":12345678901234567890}')).toEqual({ id: '12345678901234567890' });
  });

  it.each<[string, string, string]>([
    ['gone.json', '', 'gone.json: there is no such file. Check the path; it is taken from the current directory.'],
    ['@', '', 'A path must follow "@".'],
    [
      'bad.json',
      '',
      'bad.json: is not JSON at line 2, column 8: unexpected characters; texts stand in double quotes, and true, false and null are the only bare words.',
    ],
    [
      '{"a":',
      '',
      '--input is not JSON at line 1, column 6: expected a value; a comma before the closing bracket is not allowed in JSON.',
    ],
    ['-', '', '--input from standard input is not JSON: it is empty.'],
    ['{"__proto__": 1}', '', '--input has the key "__proto__".'],
    [`${'['.repeat(200)}${']'.repeat(200)}`, '', '--input is nested deeper than 100 levels.'],
  ])('refuses %s with its place', async (argument, stdin, message) => {
    await expect(read(argument, stdin)).rejects.toMatchObject({ name: 'CliError', message });
  });
});
