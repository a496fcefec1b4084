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

describe('a range of addresses', () => {
  const addressRefusal = (http: Http, url: string, address: string): string | undefined =>
    rulesOf(http).addressRuleFor(new URL(url))?.refusalOf(address, new URL(url).hostname);

  it.each([
    ['10.0.0.0/8', 'http://10.1.2.3/', true],
    ['10.0.0.0/8', 'http://167838211/', true],
    ['10.0.0.0/8', 'http://[::ffff:10.1.2.3]/', true],
    ['10.0.0.0/8', 'http://[64:ff9b::a01:203]/', true],
    ['10.0.0.0/8', 'http://11.1.2.3/', false],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['fd00::/8', 'http://[fe12::1]/', false],
    ['[fd00::]/8', 'http://[fd12::1]/', true],
    ['private', 'http://192.168.1.1/', true],
    ['private', 'http://127.0.0.1:8080/', true],
    ['private', 'http://100.64.0.1/', true],
    ['private', 'http://[::1]/', true],
    ['private', 'http://[fc00::1]/', true],
    ['private', 'http://0.0.0.0/', true],
    ['PRIVATE', 'http://172.16.0.1/', true],
    ['private', 'http://8.8.8.8/', false],
    ['private', 'http://[2606:4700::1111]/', false],
    ['10.0.0.5', 'http://0xa000005/', true],
  ])('that is denied, %s, refuses %s: %s', (range, url, isRefused) => {
    expect(rulesOf({ deny: [range] }).refusalOf(new URL(url)) !== undefined).toBe(isRefused);
  });

  it('that is denied is held against each address that a name turns out to have', () => {
    expect(addressRefusal({ deny: ['private'] }, 'http://intranet.example/', '10.0.0.1')).toBe(
      'the profile denies "private", and intranet.example is at 10.0.0.1',
    );
    expect(addressRefusal({ deny: ['private'] }, 'http://intranet.example/', '8.8.8.8')).toBeUndefined();
  });

  it('that is one denied address is held against names too', () => {
    expect(addressRefusal({ deny: ['10.0.0.5'] }, 'http://db.example/', '10.0.0.5')).toContain('denies "10.0.0.5"');
  });

  it('that is allowed lets its addresses pass and no others', () => {
    const rules = rulesOf({ allow: ['10.0.0.0/8'] });
    const refusals = ['http://10.1.2.3/', 'http://[::ffff:10.1.2.3]/', 'http://8.8.8.8/', 'http://[2002:a01:203::]/'];
    expect(refusals.map((url) => rules.refusalOf(new URL(url)))).toEqual([
      undefined,
      undefined,
      'the profile allows only "10.0.0.0/8"',
      'the profile allows only "10.0.0.0/8"',
    ]);
  });

  it('that is allowed is held against the addresses of names that nothing else allows', () => {
    const http = { allow: ['10.0.0.0/8', 'https://api.example'] };
    expect(rulesOf(http).refusalOf(new URL('https://other.example/'))).toBeUndefined();
    expect(addressRefusal(http, 'https://other.example/', '10.0.0.1')).toBeUndefined();
    expect(addressRefusal(http, 'https://other.example/', '8.8.8.8')).toBe(
      'the profile allows only "10.0.0.0/8", "https://api.example", and other.example is at 8.8.8.8',
    );
    expect(addressRefusal(http, 'https://api.example/', '8.8.8.8')).toBeUndefined();
  });

  it('that is allowed does not allow a name that is rewritten, whose addresses nobody asks for', () => {
    const rules = rulesOf({ allow: ['10.0.0.0/8'], rewrite: [{ match: 'https://*', to: 'http://127.0.0.1:1' }] });
    expect(rules.refusalOf(new URL('https://other.example/'))).toBe('the profile allows only "10.0.0.0/8"');
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129'])(
    'that is written %s is refused, because it would hold nothing',
    (text) => {
      expect(() => rulesOf({ deny: [text] })).toThrow('http.deny.0: must look like');
    },
  );

  it('cannot be rewritten, nor a secret be bound to it', () => {
    expect(() => rulesOf({ rewrite: [{ match: '10.0.0.0/8', to: 'http://a' }] })).toThrow(
      'a range of addresses can only be allowed or denied',
    );
  });
});
