import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironmentSecrets, readSecretsFile } from './secret-sources.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-secrets-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(text: string): Promise<string> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.env`);
  await writeFile(path, text);
  return path;
}

describe('readEnvironmentSecrets', () => {
  it('reads FM_SECRET_NAME and the variables that the profile names, and nothing else', async () => {
    const env = { FM_SECRET_TOKEN: 'from-prefix', GITHUB_TOKEN: 'from-profile', HOME: '/root', FM_SECRET_EMPTY: '' };
    expect(await readEnvironmentSecrets(env, ['GITHUB_TOKEN', 'ABSENT'])).toEqual({
      TOKEN: 'from-prefix',
      GITHUB_TOKEN: 'from-profile',
    });
  });

  it('reads FM_SECRET_NAME_FILE without the line end behind the value', async () => {
    const path = await fileWith('line one\nline two\n');
    expect(await readEnvironmentSecrets({ FM_SECRET_KEY_FILE: path }, [])).toEqual({ KEY: 'line one\nline two' });
  });

  it('refuses a variable and its file at once, because nobody can tell which is meant', async () => {
    const env = { FM_SECRET_KEY: 'a-value-of-its-own', FM_SECRET_KEY_FILE: await fileWith('another-value') };
    await expect(readEnvironmentSecrets(env, [])).rejects.toThrow(
      'FM_SECRET_KEY and FM_SECRET_KEY_FILE are both set. Unset one of them.',
    );
  });

  it('names the variable and the file when the file cannot be read', async () => {
    await expect(readEnvironmentSecrets({ FM_SECRET_KEY_FILE: '/nowhere/key' }, [])).rejects.toThrow(
      'FM_SECRET_KEY_FILE names the file /nowhere/key, which cannot be read (ENOENT).',
    );
  });
});

describe('readSecretsFile', () => {
  it('reads lines with comments, quotes, export and escapes', async () => {
    const path = await fileWith(
      '# tokens\nA=plain # why\nexport B="two\\nlines"\nC=\'as $is\\n\'\n\n D = spaced \r\nE=a#b=c\n',
    );
    expect(await readSecretsFile(path)).toEqual({
      A: 'plain',
      B: 'two\nlines',
      C: 'as $is\\n',
      D: 'spaced',
      E: 'a#b=c',
    });
  });

  it('reads a JSON object of texts', async () => {
    expect(await readSecretsFile(await fileWith('{"TOKEN": "abc"}'))).toEqual({ TOKEN: 'abc' });
  });

  it.each([
    ['a line that is no assignment', 'A=1\nhunter2hunter2', /Line 2 .* is not NAME=value/],
    ['broken JSON', '{"A": "hunter2hunter2"', /begins like JSON but is not/],
    ['JSON with other values', '{"A": {"x": "hunter2hunter2"}}', /"A" is not one/],
  ])('refuses %s without quoting a value', async (_, text, message) => {
    const error: unknown = await readSecretsFile(await fileWith(text)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'secrets_invalid', message: expect.stringMatching(message) });
    expect(inspect(error)).not.toContain('hunter2');
  });
});
