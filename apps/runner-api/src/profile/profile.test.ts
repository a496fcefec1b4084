import { describe, expect, it } from 'vitest';
import { parseProfile } from './profile.ts';

describe('parseProfile', () => {
  it('fills in what is left out', () => {
    expect(parseProfile('{}', 'staging')).toEqual({
      description: '',
      http: { rewrite: [], allow: [], deny: [] },
      secrets: { from_env: [], hosts: {}, values: {} },
      env: {},
    });
  });

  it('reads values of env as text', () => {
    expect(parseProfile({ env: { REGION: 'eu', SHARDS: 3, DRY: true } }, 'x').env).toEqual({
      REGION: 'eu',
      SHARDS: '3',
      DRY: 'true',
    });
  });

  it('says what is wrong and where, for every place at once', () => {
    const profile = { http: { rewrites: [], deny: ['ftp://x'] }, llm: { base_url: 'model.example' } };
    expect(() => parseProfile(profile, 'staging')).toThrow(
      /profile staging cannot be used\..*http\.deny\.0: must look like.*Unrecognized key: "rewrites".*llm\.base_url: must be an http or https address/,
    );
  });

  it.each(['FM_ENCRYPTION_KEY', 'FM_ADMIN_TOKEN'])('refuses to make a secret of %s', (name) => {
    expect(() => parseProfile({ secrets: { from_env: [name] } }, 'x')).toThrow('belongs to the runner itself');
  });

  it('takes variables with secrets by their whole names too', () => {
    expect(parseProfile({ secrets: { from_env: ['FM_SECRET_A', 'TOKEN'] } }, 'x').secrets.from_env).toEqual([
      'FM_SECRET_A',
      'TOKEN',
    ]);
  });

  it('refuses a text that is not JSON', () => {
    expect(() => parseProfile('{', 'staging.profile.json')).toThrow(/The profile staging\.profile\.json is not JSON/);
  });
});
