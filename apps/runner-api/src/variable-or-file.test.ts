import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryWith } from './cli/fm.test-support.ts';
import { readVariableOrFile, takePipes } from './variable-or-file.ts';

const LIMITS = { silentMs: 40, openMs: 400 };

function fileWith(text: string): string {
  const path = join(directoryWith({}), 'value');
  writeFileSync(path, text);
  return path;
}

function newPipe(): string {
  const path = join(directoryWith({}), 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** A pipe whose other end `script` has as its standard output. */
function pipeFrom(script: string): string {
  const path = newPipe();
  const writer = spawn('sh', ['-c', `exec >"$0" 2>&-; ${script}`, path], { stdio: 'ignore' });
  onTestFinished(() => void writer.kill('SIGKILL'));
  return path;
}

describe('readVariableOrFile', () => {
  it('is the variable, or the file without its last line end', () => {
    const envs = [{ FM_TOKEN: 'a' }, { FM_TOKEN: '' }, { FM_TOKEN_FILE: fileWith('b\n\n') }];
    expect(envs.map((env) => readVariableOrFile(env, 'FM_TOKEN'))).toEqual(['a', undefined, 'b\n']);
  });

  it.each(['', '\n'])('refuses a file that holds %j', (text) => {
    const path = fileWith(text);
    expect(() => readVariableOrFile({ FM_TOKEN_FILE: path }, 'FM_TOKEN')).toThrow(
      `FM_TOKEN_FILE names the file ${path}, which is empty.`,
    );
  });

  it('refuses a variable beside its file', () => {
    const env = { FM_TOKEN: 'a', FM_TOKEN_FILE: fileWith('b') };
    expect(() => readVariableOrFile(env, 'FM_TOKEN')).toThrow('FM_TOKEN and FM_TOKEN_FILE are both set.');
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe', () => {
    expect(() => readVariableOrFile({ FM_TOKEN_FILE: newPipe() }, 'FM_TOKEN')).toThrow('which is no file');
  });
});

describe.skipIf(process.platform === 'win32')('takePipes', () => {
  it('puts what comes out of a pipe into the variable, and leaves the rest as it is', async () => {
    const env = {
      FM_ENCRYPTION_KEY_FILE: pipeFrom('sleep 0.1; printf "first\\n"; sleep 0.1; printf "second\\n"'),
      FM_SECRET_A_FILE: fileWith('a'),
      FM_TOKEN_FILE: newPipe(),
      FM_SECRET_B_FILE: '/nowhere/but/here',
    };
    const isWanted = (name: string) => name === 'FM_ENCRYPTION_KEY' || name === 'FM_SECRET_A';
    expect(await takePipes(env, isWanted)).toEqual({
      ...env,
      FM_ENCRYPTION_KEY: 'first\nsecond',
      FM_ENCRYPTION_KEY_FILE: undefined,
    });
  });

  it('waits for the whole of a value that takes long, as long as somebody has it', async () => {
    const env = { FM_TOKEN_FILE: pipeFrom('sleep 0.3; head -c 200000 /dev/zero | tr "\\\\0" x') };
    const taken = await takePipes(env, () => true, { silentMs: 150, openMs: 10_000 });
    expect(taken['FM_TOKEN']).toBe('x'.repeat(200_000));
  });

  it.each([
    ['nobody writes into', '', 'nobody has written into for 0.04 s', 'FM_SECRET_A', 'secrets_invalid'],
    [
      'is never closed',
      'printf key; exec sleep 60',
      'is still being written into after 0.4 s',
      'FM_ENCRYPTION_KEY',
      'secrets_unusable',
    ],
    ['has no end', 'yes', 'gives more than 1024 kB', 'FM_TOKEN', 'access_invalid'],
    ['holds a line end only', 'echo', 'holds nothing', 'FM_TOKEN', 'access_invalid'],
  ])('refuses a pipe that %s', async (_, script, why, name, code) => {
    const path = script === '' ? newPipe() : pipeFrom(script);
    const limits = script === '' ? LIMITS : { ...LIMITS, silentMs: 5000 };
    await expect(takePipes({ [`${name}_FILE`]: path }, () => true, limits)).rejects.toMatchObject({
      code,
      message: `${name}_FILE names the pipe ${path}, which ${why}.`,
    });
  });

  it('refuses a pipe beside the variable without reading it', async () => {
    const env = { FM_TOKEN: 'a', FM_TOKEN_FILE: newPipe() };
    await expect(takePipes(env, () => true)).rejects.toThrow('FM_TOKEN and FM_TOKEN_FILE are both set.');
  });
});
