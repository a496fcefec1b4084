import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './any-text.test-support.ts';
import { compileTemplate } from './compile-template.ts';
import { encodeUrl } from './encode-url.ts';
import { ExprError } from './expr-error.ts';

const options = { mode: 'strict', nowMs: 0 } as const;

function urlOf(source: string, input: unknown, secrets: unknown = {}): { url: string; display: string } {
  return encodeUrl(compileTemplate(source).parts({ input, secrets }, options).parts);
}

function codeOf(source: string, input: unknown): string {
  try {
    return `no error: ${urlOf(source, input).url}`;
  } catch (error) {
    if (error instanceof ExprError) return error.code;
    throw error;
  }
}

describe('encodeUrl', () => {
  it.each([
    ['https://api.example.com/health', {}, 'https://api.example.com/health'],
    [
      '{{input.base}}/apis/{{input.x}}',
      { base: 'http://127.0.0.1:4010/k8s', x: 'a' },
      'http://127.0.0.1:4010/k8s/apis/a',
    ],
    ['{{input.base}}/apis', { base: 'http://h/' }, 'http://h/apis'],
    ['{{input.base}}', { base: 'https://h/hook?token=1#x' }, 'https://h/hook?token=1#x'],
    [
      '{{input.base}}&thread={{input.x}}',
      { base: 'https://h/hook?token=1', x: 'a&b' },
      'https://h/hook?token=1&thread=a%26b',
    ],
    ['{{input.base}}:8080/x', { base: 'https://h' }, 'https://h:8080/x'],
    ['{{input.base}}{{input.x | path}}', { base: 'https://h', x: '/a b/c' }, 'https://h/a%20b/c'],
    ['https://{{input.x}}.internal/health', { x: 'payments-api' }, 'https://payments-api.internal/health'],
    ['https://staging.{{input.x}}/health', { x: 'example.com' }, 'https://staging.example.com/health'],
    ['http://h:{{input.x}}/', { x: 8080 }, 'http://h:8080/'],
    ['http://[::1]:{{input.x}}/', { x: 8080 }, 'http://[::1]:8080/'],
    ['https://h/{{input.x}}/scale', { x: 'a/b ?#é' }, 'https://h/a%2Fb%20%3F%23%C3%A9/scale'],
    ['https://h/{{input.x | path}}/scale', { x: 'a/b c' }, 'https://h/a/b%20c/scale'],
    ['https://h/v{{input.x}}.json', { x: 1.5 }, 'https://h/v1.5.json'],
    ['https://h/?q={{input.x}}&b=1', { x: 'a&b=c#d /é' }, 'https://h/?q=a%26b%3Dc%23d%20%2F%C3%A9&b=1'],
    ['https://h?q={{input.x}}', { x: '' }, 'https://h?q='],
    ['https://h/a#{{input.x}}', { x: 'a b' }, 'https://h/a#a%20b'],
    ['https://user:word@h/{{input.x}}', { x: 'a' }, 'https://user:word@h/a'],
    ['https://h/{{input.x}}', { x: '...' }, 'https://h/...'],
    ['https://h/{{input.x}}', { x: '\ud800' }, 'https://h/%EF%BF%BD'],
  ])('writes %s with %j as %s', (source, input, expected) => {
    expect(urlOf(source, input).url).toBe(expected);
  });

  it.each([
    ['https://{{input.x}}.internal/health', 'evil.example/x?'],
    ['https://{{input.x}}.internal/health', 'evil.example#'],
    ['https://{{input.x}}.internal/health', 'user@evil.example'],
    ['https://{{input.x}}.internal/health', 'evil.example\\'],
    ['https://{{input.x}}.internal/health', 'evil:80'],
    ['https://{{input.x}}.internal/health', 'a b'],
    ['https://{{input.x}}.internal/health', 'a\n'],
    ['https://{{input.x}}.internal/health', '\uff0e'],
    ['https://{{input.x}}.internal/health', ''],
    ['http://h:{{input.x}}/', '80@evil.example'],
    ['http://[{{input.x}}]/', '::1'],
    ['https://{{input.x}}@h/', 'user'],
    ['https://a:{{input.x}}@h/', '123'],
    ['https://h/{{input.x}}', '..'],
    ['https://h/{{input.x}}', '.'],
    ['https://h/{{input.x}}', '%2e%2E'],
    ['https://h/{{input.x}}/x', '../../api'],
    ['https://h/.{{input.x}}', '.'],
    ['https://h/%2{{input.x}}/', 'e'],
    ['https://h/%{{input.x}}/', '2e'],
    ['https://h/{{input.x}}%2e/', '.'],
    ['{{input.x}}/apis', 'https://user:word@h'],
    ['{{input.x}}/apis', 'https://h?'],
    ['{{input.x}}/apis', 'https://h/a?b=1'],
    ['{{input.x}}/apis', 'https://h#'],
    ['{{input.x}}/apis', 'https://h/../x'],
    ['{{input.x}}{{input.x}}', 'https://h'],
  ])('refuses %s with %j', (source, x) => {
    expect(codeOf(source, { x })).toBe('E_FORBIDDEN');
  });

  it.each([
    ['{{input.x}}/apis', 'ftp://h'],
    ['{{input.x}}/apis', 'javascript:alert(1)'],
    ['{{input.x}}/apis', '/relative'],
    ['{{input.x}}/apis', 'https:h'],
    ['{{input.x}}/apis', 'https:///h'],
    ['{{input.x}}/apis', 'https://h\\evil'],
    ['{{input.x}}/apis', ' https://h'],
    ['{{input.x}}/apis', 'https://h\t/x'],
    ['{{input.x}}/apis', 'https://h:99999'],
    ['{{input.x}}.evil/apis', 'https://h'],
    ['{{input.x}}apis', 'https://h'],
    ['ftp://h/{{input.x}}', 'a'],
    ['/relative/{{input.x}}', 'a'],
    [' {{input.x}}', 'https://h'],
    ['http{{input.x}}://h', 's'],
    ['https://h/{{input.x}}/scale', ''],
    ['https://h/{{input.x}}', ''],
    ['https://.{{input.x}}/', 'h'],
    ['https://h/a b/{{input.x}}', 'a'],
    ['https:///{{input.x}}', 'a'],
  ])('cannot call %s with %j', (source, x) => {
    expect(codeOf(source, { x })).toBe('E_VALUE');
  });

  it.each([[[1]], [{ a: 1 }]])('refuses %j as a part', (x) => {
    expect(codeOf('https://h/{{input.x}}', { x })).toBe('E_TYPE');
  });

  it('refuses a missing part even when that is tolerated elsewhere', () => {
    const { parts } = compileTemplate('https://h/{{input.x}}').parts({ input: {} }, { mode: 'lenient', nowMs: 0 });
    expect(() => encodeUrl(parts)).toThrow('a value that is missing cannot stand in a URL');
  });

  it('shows the names of secrets in place of what they give', () => {
    const secrets = { HOOK: 'https://h/T0/B0', KEY: 'k/1' };
    expect(urlOf('{{secrets.HOOK}}/{{input.x}}?key={{secrets.KEY}}', { x: 'a b' }, secrets)).toEqual({
      url: 'https://h/T0/B0/a%20b?key=k%2F1',
      display: '[secret:HOOK]/a%20b?key=[secret:KEY]',
    });
  });

  it('never lets a value change where a request goes', () => {
    const nasty = fc
      .array(
        fc.constantFrom(
          'a',
          '.',
          '..',
          '/',
          '\\',
          '?',
          '#',
          '@',
          ':',
          '%',
          '%2e',
          '%2f',
          ' ',
          '\t',
          '\0',
          'é',
          '。',
          '//',
          ';',
          '&',
          '=',
        ),
      )
      .map((all) => all.join(''));
    const value = fc.oneof(nasty, anyText);
    fc.assert(
      fc.property(value, value, (x, y) => {
        for (const source of [
          'https://h.example/a/{{input.x}}/b{{input.y}}/end?k={{input.x}}#{{input.y}}',
          'https://h.example/a/{{input.x | path}}/b{{input.y}}/end?k={{input.x}}',
        ]) {
          if (codeOf(source, { x, y }).startsWith('E_')) continue;
          const url = new URL(urlOf(source, { x, y }).url);
          expect(url.host).toBe('h.example');
          expect(url.pathname).toMatch(/^\/a\/.*\/b[^/]*\/end$/);
          expect(url.searchParams.get('k')).toBe(x.toWellFormed());
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never lets a value leave the domain that the author wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ0.-_/\\?#@:%\t 。') }), (x) => {
        const source = 'https://{{input.x}}.internal:8443/health';
        if (codeOf(source, { x }).startsWith('E_')) return;
        const url = new URL(urlOf(source, { x }).url);
        expect([url.hostname.endsWith('.internal'), url.port, url.pathname, url.username]).toEqual([
          true,
          '8443',
          '/health',
          '',
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
