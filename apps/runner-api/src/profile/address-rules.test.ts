import { describe, expect, it } from 'vitest';
import { createAddressRules } from './address-rules.ts';
import { parseProfile } from './profile.ts';

type Http = { rewrite?: { match: string; to: string }[]; allow?: string[]; deny?: string[] };

function rulesOf(http: Http) {
  return createAddressRules(parseProfile({ http }, 'test').http);
}

function rewritten(match: string, url: string, to = 'http://127.0.0.1:4010/x'): string | undefined {
  return rulesOf({ rewrite: [{ match, to }] }).rewrite(new URL(url))?.href;
}

describe('rewrite', () => {
  it('replaces scheme, host and port, and keeps path and query', () => {
    expect(rewritten('https://api.github.com', 'https://api.github.com/repos/a?x=1&y=%20')).toBe(
      'http://127.0.0.1:4010/x/repos/a?x=1&y=%20',
    );
  });

  it.each([
    ['https://staging.*', 'https://staging.example.com/health', 'http://127.0.0.1:4010/x/health'],
    ['https://staging.*', 'https://staging.example.com:8443/health', 'http://127.0.0.1:4010/x/health'],
    ['https://staging.*', 'https://staging/health', undefined],
    ['https://*.internal', 'https://api.internal/health', 'http://127.0.0.1:4010/x/health'],
    ['https://*.internal', 'https://a.b.internal/health', 'http://127.0.0.1:4010/x/health'],
    ['https://*.internal', 'https://api.internal.evil.example/', undefined],
    ['https://api-*.internal', 'https://api-7.internal/', 'http://127.0.0.1:4010/x/'],
    ['https://api-*.internal', 'https://api-7.b.internal/', undefined],
    ['https://*', 'https://anything.example:444/a', 'http://127.0.0.1:4010/x/a'],
    ['https://api.github.com', 'http://api.github.com/', undefined],
    ['api.github.com', 'http://api.github.com/', 'http://127.0.0.1:4010/x/'],
    ['api.github.com', 'https://api.github.com:8443/', 'http://127.0.0.1:4010/x/'],
    ['api.github.com:444', 'https://api.github.com:8443/', undefined],
    ['*://api.github.com', 'https://api.github.com/', 'http://127.0.0.1:4010/x/'],
    ['https://API.GitHub.com', 'https://api.github.com/', 'http://127.0.0.1:4010/x/'],
    ['https://api.github.com', 'https://api.github.com:444/', undefined],
    ['https://api.github.com:444', 'https://api.github.com:444/', 'http://127.0.0.1:4010/x/'],
    ['https://api.github.com:*', 'https://api.github.com:444/', 'http://127.0.0.1:4010/x/'],
    ['https://api.github.com/repos', 'https://api.github.com/repos/a', 'http://127.0.0.1:4010/x/a'],
    ['https://api.github.com/repos/', 'https://api.github.com/repos', 'http://127.0.0.1:4010/x'],
    ['https://api.github.com/repos', 'https://api.github.com/repository', undefined],
    ['http://[::1]:80', 'http://[::1]/a', 'http://127.0.0.1:4010/x/a'],
  ])('%s makes of %s: %s', (match, url, expected) => {
    expect(rewritten(match, url)).toBe(expected);
  });

  it('puts what a star stood for where the target has one', () => {
    expect(rewritten('https://*.internal', 'https://api.internal/health', 'http://127.0.0.1:4010/*')).toBe(
      'http://127.0.0.1:4010/api/health',
    );
  });

  it('lets the longest pattern win, whatever the order', () => {
    const rules = rulesOf({
      rewrite: [
        { match: 'https://*.internal', to: 'http://127.0.0.1:1' },
        { match: 'https://api.internal', to: 'http://127.0.0.1:2' },
        { match: 'https://*', to: 'http://127.0.0.1:3' },
      ],
    });
    expect(rules.rewrite(new URL('https://api.internal/'))?.port).toBe('2');
  });

  it('leaves an address alone that nothing matches', () => {
    expect(rewritten('https://a.example', 'https://b.example/')).toBeUndefined();
  });
});

describe('refusalOf', () => {
  it('lets everything pass when nothing is listed', () => {
    expect(rulesOf({}).refusalOf(new URL('https://a.example/'))).toBeUndefined();
  });

  it('refuses what an allow list does not name', () => {
    expect(rulesOf({ allow: ['https://a.example'] }).refusalOf(new URL('https://b.example/'))).toBe(
      'the profile allows only "https://a.example"',
    );
  });

  it('keeps every port of a denied host shut', () => {
    expect(rulesOf({ deny: ['10.0.0.5'] }).refusalOf(new URL('http://10.0.0.5:8443/x'))).toBe(
      'the profile denies "10.0.0.5"',
    );
  });

  it('lets what an allow list names pass', () => {
    expect(rulesOf({ allow: ['https://*.example'] }).refusalOf(new URL('https://b.example/'))).toBeUndefined();
  });

  it('refuses what is denied, also when it is allowed', () => {
    const rules = rulesOf({ allow: ['https://*'], deny: ['https://b.example'] });
    expect(rules.refusalOf(new URL('https://b.example/x'))).toBe('the profile denies "https://b.example"');
  });
});
