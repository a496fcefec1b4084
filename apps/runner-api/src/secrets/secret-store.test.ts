import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changeAlone } from '../private-file.ts';
import { openSecretStore, type SecretStore } from './secret-store.ts';

const NOW = Date.parse('2026-11-22T08:00:00.000Z');
const TOKEN = 'ghp_0123456789abcdef';

type Place = { readonly folder: string; readonly path: string; readonly env: Record<string, string> };

/** An installation with a data directory, both empty. */
function newPlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'fm-store-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'data');
  return { folder, path: join(folder, 'secrets.json'), env: { HOME: join(root, 'home') } };
}

function open({ folder, env }: Pick<Place, 'folder' | 'env'>, now: () => number = () => NOW): SecretStore {
  return openSecretStore({ folder, env, now });
}

function valuesIn(store: SecretStore): Record<string, string | undefined> {
  return Object.fromEntries([...store.look().secrets].map(([name, { value }]) => [name, value]));
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

describe('a secret store', () => {
  it('gives back what was set, with its hosts and dates', async () => {
    const store = open(newPlace());
    await store.set('TOKEN', { value: TOKEN, hosts: ['https://api.github.com'] });
    expect([...store.look().secrets.values()]).toEqual([
      {
        name: 'TOKEN',
        hosts: ['https://api.github.com'],
        created_at: '2026-11-22T08:00:00.000Z',
        updated_at: '2026-11-22T08:00:00.000Z',
        version: 1,
        value: TOKEN,
        problem: undefined,
        retired: [],
      },
    ]);
  });

  it('shares the key with a data directory of the same user that needs its first one at the same time', async () => {
    const one = newPlace();
    const other = { ...newPlace(), env: one.env };
    const keyFolder = join(one.env['HOME'] ?? '', '.config/flowmason');
    mkdirSync(keyFolder, { recursive: true });
    const keyFile = join(keyFolder, 'encryption-key');
    let setOther: Promise<void> | undefined;
    await changeAlone(keyFile, () => {
      setOther = open(other).set('TOKEN', { value: TOKEN });
      writeFileSync(keyFile, newKey(), { mode: 0o600 });
      return open(one).set('TOKEN', { value: TOKEN });
    });
    await setOther;
    expect([valuesIn(open(one)), valuesIn(open(other))]).toEqual([{ TOKEN }, { TOKEN }]);
  });

  it('keeps values encrypted, for its user alone, and the key elsewhere', async () => {
    const place = newPlace();
    await open(place).set('TOKEN', { value: TOKEN });
    const keyFile = join(place.env['HOME'] ?? '', '.config/flowmason/encryption-key');
    const text = readFileSync(place.path, 'utf8');
    const key = readFileSync(keyFile, 'utf8').trim().split('\n').at(-1) ?? '';
    expect([text.includes(TOKEN), text.includes(key), key.length]).toEqual([false, false, 44]);
    expect([statSync(place.path).mode & 0o777, statSync(keyFile).mode & 0o777]).toEqual([0o600, 0o600]);
    expect(readdirSync(place.folder).toSorted()).toEqual(['secrets.json', 'secrets.json.lock']);
  });

  it('encrypts the same value differently each time', async () => {
    const store = open(newPlace());
    await store.set('A', { value: TOKEN });
    await store.set('B', { value: TOKEN });
    expect(valuesIn(store)).toEqual({ A: TOKEN, B: TOKEN });
  });

  it('keeps hosts when only the value is set, and what it was before', async () => {
    const store = open(newPlace());
    await store.set('A', { value: 'value-one', hosts: ['https://a.example'] });
    for (const value of ['value-two', 'value-three', 'value-two', 'value-four', 'value-five'])
      await store.set('A', { value });
    expect(store.look().secrets.get('A')).toMatchObject({
      value: 'value-five',
      hosts: ['https://a.example'],
      version: 6,
      retired: ['value-four', 'value-two', 'value-three'],
    });
  });

  it('shows every other process what one has changed', async () => {
    const place = newPlace();
    const [one, other] = [open(place), open(place)];
    expect(valuesIn(other)).toEqual({});
    await one.set('A', { value: 'value-one' });
    expect(valuesIn(other)).toEqual({ A: 'value-one' });
    const before = other.look();
    expect(other.look()).toBe(before);
    await one.remove('A');
    expect(valuesIn(other)).toEqual({});
  });

  it('loses nothing when several set at once', async () => {
    const place = newPlace();
    const names = [...'ABCDEFGH'];
    await Promise.all(names.map((name) => open(place).set(name, { value: `value-of-${name}` })));
    expect(Object.keys(valuesIn(open(place)))).toEqual(names);
  });

  it('says that there is none of that name', async () => {
    await expect(open(newPlace()).remove('A')).rejects.toMatchObject({ code: 'secret_not_found' });
  });

  it.each([
    ['is bound to other hosts', (text: string) => text.replace('https://a.example', 'https://e.example')],
    ['is under another name', (text: string) => text.replace('"name": "A"', '"name": "C"')],
    [
      'has other bytes',
      (text: string) => text.replace(/"data": "(.)/, (_, one) => `"data": "${one === 'A' ? 'B' : 'A'}`),
    ],
    [
      'has the bytes of another secret',
      (text: string) => {
        const [a = '', b = ''] = [...text.matchAll(/"value": \{[^}]*\}/g)].map(([match]) => match);
        return text.replace(a, b);
      },
    ],
  ])('does not open a value that %s, and leaves the others', async (_, tamper) => {
    const place = newPlace();
    const store = open(place);
    await store.set('A', { value: 'value-one', hosts: ['https://a.example'] });
    await store.set('B', { value: 'value-two' });
    writeFileSync(place.path, tamper(readFileSync(place.path, 'utf8')));
    expect(Object.values(valuesIn(store))).toEqual(expect.arrayContaining([undefined, 'value-two']));
    expect(store.look().problem).toMatch(
      /^Stored secrets cannot be used \([AC]\)\. Something in .*secrets.json is not what was written/,
    );
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, -20), 'is damaged'],
    ['is empty', () => '', 'is damaged'],
    ['has something twice', (text: string) => text.replaceAll('"name": "B"', '"name": "A"'), 'is damaged'],
    [
      'is of a newer version',
      (text: string) => text.replace('"format": 1', '"format": 2'),
      'newer version of FlowMason',
    ],
  ])('neither uses nor writes over a file that %s', async (_, damage, message) => {
    const place = newPlace();
    const store = open(place);
    await store.set('A', { value: 'value-one' });
    await store.set('B', { value: 'value-two' });
    const damaged = damage(readFileSync(place.path, 'utf8'));
    writeFileSync(place.path, damaged);
    expect(store.look()).toMatchObject({ isUnreadable: true, problem: expect.stringContaining(message) });
    await expect(store.set('C', { value: 'value-three' })).rejects.toMatchObject({ code: 'secrets_unusable' });
    await expect(store.remove('A')).rejects.toMatchObject({ code: 'secrets_unusable' });
    expect(readFileSync(place.path, 'utf8')).toBe(damaged);
  });

  it('is not opened while other users may read it', async () => {
    const place = newPlace();
    await open(place).set('A', { value: 'value-one' });
    chmodSync(place.path, 0o644);
    expect(() => open(place)).toThrow(`chmod 600 ${place.path}`);
  });
});

describe('the key of a secret store', () => {
  it.each([
    ['base64', newKey()],
    ['base64url', randomBytes(32).toString('base64url')],
    ['hex', randomBytes(32).toString('hex')],
  ])('is taken from FM_ENCRYPTION_KEY in %s', async (_, FM_ENCRYPTION_KEY) => {
    const { folder } = newPlace();
    await open({ folder, env: { FM_ENCRYPTION_KEY } }).set('A', { value: 'value-one' });
    expect(valuesIn(open({ folder, env: { FM_ENCRYPTION_KEY } }))).toEqual({ A: 'value-one' });
  });

  it('is not guessed at when a key and a file are given at once', () => {
    const { folder } = newPlace();
    const env = { FM_ENCRYPTION_KEY: newKey(), FM_ENCRYPTION_KEY_FILE: join(folder, '../key') };
    expect(() => open({ folder, env })).toThrow('FM_ENCRYPTION_KEY and FM_ENCRYPTION_KEY_FILE are both set.');
  });

  it('is taken from the file that FM_ENCRYPTION_KEY_FILE names', async () => {
    const { folder, path } = newPlace();
    const env = { FM_ENCRYPTION_KEY_FILE: join(folder, '../key') };
    writeFileSync(env.FM_ENCRYPTION_KEY_FILE, `${newKey()}\n`);
    await open({ folder, env }).set('A', { value: 'value-one' });
    expect([valuesIn(open({ folder, env })), readFileSync(path, 'utf8').includes('value-one')]).toEqual([
      { A: 'value-one' },
      false,
    ]);
  });

  it.each([
    ['a passphrase', 'correct horse battery staple'],
    ['too short', randomBytes(16).toString('base64')],
    ['a word of the right length', 'correct-horse-battery-staple-is-no-good-key'],
    ['a comment alone', '# none'],
  ])('is refused when it is %s, without being repeated', (_, FM_ENCRYPTION_KEY) => {
    const { folder } = newPlace();
    const refused = () => open({ folder, env: { FM_ENCRYPTION_KEY } });
    expect(refused).toThrow(/openssl rand -base64 32$/);
    expect(refused).not.toThrow(FM_ENCRYPTION_KEY);
  });

  it.each([
    [
      'another one',
      () => ({ FM_ENCRYPTION_KEY: newKey() }),
      /needs the key [0-9a-f]{8}, and in FM_ENCRYPTION_KEY those that are there are /,
    ],
    [
      'none',
      () => ({ HOME: '/nowhere' }),
      /needs the key [0-9a-f]{8}, and in \/nowhere\/\.config\/flowmason\/encryption-key there is none/,
    ],
    ['none and no place for one', () => ({}), /in FM_ENCRYPTION_KEY there is none/],
  ])('is said to be missing when there is %s; only removing works then', async (_, env, message) => {
    const place = newPlace();
    await open(place).set('A', { value: 'value-one' });
    const locked = open({ folder: place.folder, env: env() });
    expect([valuesIn(locked), locked.look().problem]).toEqual([{ A: undefined }, expect.stringMatching(message)]);
    await expect(locked.set('B', { value: 'value-two' })).rejects.toMatchObject({ code: 'secrets_unusable' });
    expect(valuesIn(open(place))).toEqual({ A: 'value-one' });
    await locked.remove('A');
    expect(locked.look().problem).toBeUndefined();
  });

  it('is changed for a generated one, which a store that is open notices', async () => {
    const place = newPlace();
    const [store, other] = [open(place), open(place)];
    await store.set('A', { value: 'value-one' });
    await store.set('A', { value: 'value-two' });
    const before = readFileSync(place.path, 'utf8');
    expect(valuesIn(other)).toEqual({ A: 'value-two' });
    expect(await store.rotateKey()).toMatchObject({ count: 1 });
    const oldKey = /"key": "([0-9a-f]+)"/.exec(before)?.[1];
    expect([oldKey?.length, readFileSync(place.path, 'utf8').includes(String(oldKey))]).toEqual([8, false]);
    expect(other.look().secrets.get('A')).toMatchObject({ value: 'value-two', retired: ['value-one'] });
  });

  it('can be changed half: the old file is read with both keys there', async () => {
    const place = newPlace();
    await open(place).set('A', { value: 'value-one' });
    const before = readFileSync(place.path);
    await open(place).rotateKey();
    writeFileSync(place.path, before);
    expect(valuesIn(open(place))).toEqual({ A: 'value-one' });
  });

  it('is changed for the first of those that a person gives', async () => {
    const { folder } = newPlace();
    const [old, next] = [newKey(), newKey()];
    const env = { FM_ENCRYPTION_KEY: old };
    await open({ folder, env }).set('A', { value: 'value-one' });
    await expect(open({ folder, env }).rotateKey()).rejects.toThrow('Put a new key before it there');
    await open({ folder, env: { FM_ENCRYPTION_KEY: `${next},${old}` } }).rotateKey();
    expect(valuesIn(open({ folder, env: { FM_ENCRYPTION_KEY: next } }))).toEqual({ A: 'value-one' });
  });
});
