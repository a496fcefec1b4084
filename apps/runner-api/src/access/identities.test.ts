import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAccessFile } from './access-file.ts';
import { createIdentities, SESSION_MS } from './identities.ts';
import { createTokens } from './tokens.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

/** One data directory as a server sees it, and as a command beside it does. */
function accessIn(folder = newFolder(), { adminToken }: { readonly adminToken?: string } = {}) {
  const path = join(folder, 'access.json');
  let nowMs = NOON;
  const now = () => nowMs;
  return {
    path,
    tokens: createTokens(createAccessFile(path), now),
    identities: createIdentities({ store: createAccessFile(path), adminToken, now }),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-access-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a token', () => {
  it('is 256 random bits behind a known beginning, and its holder is found by it', async () => {
    const { tokens, identities } = accessIn();
    const { token, ...info } = await tokens.create({ name: 'ci', role: 'operator' });
    expect(token).toMatch(/^fmt_[A-Za-z0-9_-]{43}$/);
    expect(info).toEqual({ name: 'ci', role: 'operator', created_at: '2026-03-01T12:00:00.000Z', expires_at: null });
    expect(identities.findByToken(token)).toEqual({ name: 'ci', role: 'operator' });
  });

  it('is kept nowhere, and its file is closed to other users', async () => {
    const { tokens, path } = accessIn();
    const { token } = await tokens.create({ name: 'ci', role: 'viewer' });
    const text = readFileSync(path, 'utf8');
    expect([text.includes(token), text.includes(token.slice(4)), statSync(path).mode & 0o777]).toEqual([
      false,
      false,
      0o600,
    ]);
  });

  it('is unknown once it was revoked, also to a server that is up', async () => {
    const { tokens, identities } = accessIn();
    const { token } = await tokens.create({ name: 'ci', role: 'viewer' });
    identities.findByToken(token);
    await tokens.revoke('ci');
    expect([identities.findByToken(token), identities.hasToken()]).toEqual([undefined, false]);
  });

  it('is unknown from the moment at which it expires', async () => {
    const { tokens, identities, pass } = accessIn();
    const { token } = await tokens.create({ name: 'ci', role: 'viewer', expiresInMs: 1000 });
    pass(999);
    expect(identities.findByToken(token)).toMatchObject({ name: 'ci' });
    pass(1);
    expect([identities.findByToken(token), identities.hasToken()]).toEqual([undefined, false]);
  });

  it.each(['', 'fmt_', 'null', 'undefined', 'nothing', 'fmt_'.padEnd(47, 'A'), 'x'.repeat(1_000_000)])(
    'is not "%.20s"',
    async (text) => {
      const { tokens, identities } = accessIn();
      await tokens.create({ name: 'ci', role: 'viewer' });
      expect(identities.findByToken(text)).toBeUndefined();
    },
  );

  it('of the environment is an admin’s', () => {
    const { identities } = accessIn(newFolder(), { adminToken: 'a'.repeat(40) });
    expect(identities.findByToken('a'.repeat(40))).toEqual({ name: 'FM_ADMIN_TOKEN', role: 'admin' });
    expect(identities.findByToken('a'.repeat(39))).toBeUndefined();
  });

  it.each(['', 'local', 'unknown', 'FM_ADMIN_TOKEN', 'a b', '../x', '-x', 'x'.repeat(65), 'ci\n', '__proto__'])(
    'cannot be named "%s"',
    async (name) => {
      await expect(accessIn().tokens.create({ name, role: 'viewer' })).rejects.toMatchObject({
        code: 'access_invalid',
      });
    },
  );

  it('has a name that no other has, whatever its case', async () => {
    const { tokens } = accessIn();
    await tokens.create({ name: 'ci', role: 'viewer' });
    await expect(tokens.create({ name: 'CI', role: 'admin' })).rejects.toMatchObject({ code: 'access_invalid' });
    expect(tokens.list()).toMatchObject([{ name: 'ci', role: 'viewer' }]);
  });

  it('that is not there cannot be revoked', async () => {
    await expect(accessIn().tokens.revoke('ci')).rejects.toMatchObject({ code: 'token_not_found' });
  });
});

describe('a session', () => {
  async function signedIn(folder = newFolder()) {
    const access = accessIn(folder);
    const { token } = await access.tokens.create({ name: 'anna', role: 'operator' });
    const session = access.identities.openSession(token);
    if (session === undefined) throw new Error('the token is one');
    return { ...access, session };
  }

  it('is known by its cookie for twelve hours, also after a restart', async () => {
    const folder = newFolder();
    const { session, identities, pass } = await signedIn(folder);
    expect(session).toMatchObject({ holder: { name: 'anna', role: 'operator' }, maxAgeMs: SESSION_MS });
    expect(accessIn(folder).identities.findBySession(session.cookie)).toEqual({ name: 'anna', role: 'operator' });
    pass(SESSION_MS);
    expect(identities.findBySession(session.cookie)).toBeUndefined();
  });

  it('ends with its token, and a new token of the same name does not revive it', async () => {
    const { session, identities, tokens } = await signedIn();
    await tokens.revoke('anna');
    expect(identities.findBySession(session.cookie)).toBeUndefined();
    await tokens.create({ name: 'anna', role: 'admin' });
    expect(identities.findBySession(session.cookie)).toBeUndefined();
  });

  it('stays ended after a restart, and is forgotten when its time has come', async () => {
    const { tokens, identities, path, pass } = accessIn();
    const { token } = await tokens.create({ name: 'anna', role: 'viewer' });
    const sessions = [identities.openSession(token), identities.openSession(token)];
    const [ended = '', other = ''] = sessions.map((session) => session?.cookie);
    await identities.endSession(ended);
    await identities.endSession(ended);
    await identities.endSession('nonsense');
    const restarted = createIdentities({ store: createAccessFile(path), now: () => NOON });
    expect([ended, other].map((cookie) => restarted.findBySession(cookie)?.name)).toEqual([undefined, 'anna']);
    expect(JSON.parse(readFileSync(path, 'utf8')).ended).toHaveLength(1);
    pass(SESSION_MS);
    await identities.endSession(identities.openSession(token)?.cookie ?? '');
    expect(JSON.parse(readFileSync(path, 'utf8')).ended).toHaveLength(1);
  });

  it('is not revived by the ends of very many others', async () => {
    const { tokens, identities, path, pass } = accessIn();
    const { token } = await tokens.create({ name: 'anna', role: 'viewer' });
    const open = () => identities.openSession(token)?.cookie ?? '';
    const first = open();
    await identities.endSession(first);
    for (let count = 0; count < 100; count++) await identities.endSession(open());
    expect(JSON.parse(readFileSync(path, 'utf8')).ended).toHaveLength(1);
    pass(1);
    expect([first, open()].map((cookie) => identities.findBySession(cookie)?.name)).toEqual([undefined, 'anna']);
  });

  it('of a cookie that an older version has signed is none', async () => {
    const { tokens, identities, path } = accessIn();
    const { token } = await tokens.create({ name: 'anna', role: 'viewer' });
    const [text = ''] = (identities.openSession(token)?.cookie ?? '').split('.');
    const { id: _, from: __, ...facts } = JSON.parse(Buffer.from(text, 'base64url').toString());
    const old = Buffer.from(JSON.stringify(facts)).toString('base64url');
    const key = Buffer.from(JSON.parse(readFileSync(path, 'utf8')).session_key, 'base64url');
    const signature = createHmac('sha256', key).update(`fm-session-1.${old}`).digest('base64url');
    expect(identities.findBySession(`${old}.${signature}`)).toBeUndefined();
  });

  it.each(['!', '=', ' ', '.', 'A', '-'])('of a cookie with %j behind its signature is none', async (junk) => {
    const { tokens, identities } = accessIn();
    const { token } = await tokens.create({ name: 'anna', role: 'viewer' });
    const cookie = identities.openSession(token)?.cookie ?? '';
    const found = [cookie, cookie + junk].map((one) => identities.findBySession(one)?.name);
    expect(found).toEqual(['anna', undefined]);
  });

  it('does not outlive a token that expires sooner', async () => {
    const { tokens, identities } = accessIn();
    const { token } = await tokens.create({ name: 'short', role: 'viewer', expiresInMs: 5000 });
    expect(identities.openSession(token)?.maxAgeMs).toBe(5000);
  });

  it('is not opened with a wrong token', async () => {
    const { identities } = await signedIn();
    expect(identities.openSession('fmt_wrong')).toBeUndefined();
  });

  it('is of one data directory', async () => {
    const [here, elsewhere] = [await signedIn(), await signedIn()];
    expect(elsewhere.identities.findBySession(here.session.cookie)).toBeUndefined();
    expect(elsewhere.identities.cookieName).not.toBe(here.identities.cookieName);
  });

  it.each([
    ['other facts', (facts: string, signature: string) => `${facts.slice(0, -2)}AA.${signature}`],
    ['another signature', (facts: string) => `${facts}.${'A'.repeat(43)}`],
    ['no signature', (facts: string) => facts],
    ['an empty signature', (facts: string) => `${facts}.`],
    ['something behind it', (facts: string, signature: string) => `${facts}.${signature}.x`],
    ['nothing', () => ''],
  ])('with %s is none', async (_what, forge) => {
    const { session, identities } = await signedIn();
    const [facts = '', signature = ''] = session.cookie.split('.');
    expect(identities.findBySession(forge(facts, signature))).toBeUndefined();
  });
});

describe('the file of access', () => {
  it('that is damaged lets nobody in, and is not overwritten', async () => {
    const { tokens, identities, path } = accessIn();
    const { token } = await tokens.create({ name: 'ci', role: 'admin' });
    writeFileSync(path, '{"version": 1, "tokens": [');
    expect(() => identities.findByToken(token)).toThrow(
      expect.objectContaining({
        code: 'access_unusable',
        message: expect.stringMatching(/^The tokens of this server cannot be read, so nobody is let in\. Its log/),
        cause: expect.objectContaining({ message: expect.stringContaining('The file access.json') }),
      }),
    );
    expect(identities.isReadable).toBe(false);
    await expect(tokens.create({ name: 'other', role: 'admin' })).rejects.toMatchObject({ code: 'data_unusable' });
    expect(readFileSync(path, 'utf8')).toBe('{"version": 1, "tokens": [');
  });

  it('loses no token when two are made at once', async () => {
    const folder = newFolder();
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => accessIn(folder).tokens.create({ name, role: 'viewer' })));
    expect(
      accessIn(folder)
        .tokens.list()
        .map(({ name }) => name),
    ).toEqual(names);
  });
});
