import type { Json } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker } from './masker.ts';

const TOKEN = 'ghp_s3cr3t/Tok+en=42';
const { text, json } = createMasker(new Map([['TOKEN', TOKEN]]));

function lowerCaseEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase());
}

/** The ways in which secrets have been seen to come back. */
const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  'URL-encoded': encodeURIComponent,
  'URL-encoded with small letters': (value) => lowerCaseEscapes(encodeURIComponent(value)),
  'URL-encoded twice': (value) => encodeURIComponent(encodeURIComponent(value)),
  'URL-encoded where URLs need it': encodeURI,
  'form-encoded': (value) => new URLSearchParams([['k', value]]).toString(),
  'JSON-escaped': (value) => JSON.stringify(value),
  'JSON-escaped twice': (value) => JSON.stringify(JSON.stringify(value)),
  'JSON-escaped with slashes': (value) => JSON.stringify(value).replaceAll('/', '\\/'),
  'HTML-escaped': (value) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'base64 behind one byte': (value) => Buffer.from(`:${value}`).toString('base64'),
  'base64 between others': (value) => Buffer.from(`{"key": "${value}", "n": 1}`).toString('base64'),
  'Basic authorization': (value) => `Basic ${Buffer.from(`me:${value}`).toString('base64')}`,
  hex: (value) => Buffer.from(value).toString('hex'),
  'hex with capitals': (value) => Buffer.from(value).toString('hex').toUpperCase(),
};

describe('createMasker', () => {
  it.each(Object.keys(ENCODINGS))('finds a secret that is %s', (name) => {
    expect(text(`before ${ENCODINGS[name]?.(TOKEN)} after`)).toMatch(/^before .*•••TOKEN.* after$/);
  });

  it('leaves nothing of any secret in any encoding at any place of any JSON', { timeout: 60_000 }, () => {
    const secret = fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme' }).filter((value) => value.isWellFormed());
    const around = fc.string({ maxLength: 10 });
    fc.assert(
      fc.property(secret, fc.constantFrom(...Object.values(ENCODINGS)), around, around, (value, encode, a, b) => {
        const masker = createMasker(new Map([['S', value]]));
        const form = encode(value);
        const texts: Json = { [`${a}${form}${b}`]: [a, { deep: `${a} ${form} ${b}` }] };
        expect(JSON.stringify(masker.json(texts))).not.toContain(JSON.stringify(form).slice(1, -1));
        expect(masker.text(`${a} ${form} ${b}`)).toContain('•••S');
      }),
      { numRuns: 300 },
    );
  });

  it('masks every line of a secret of several lines', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nAgEAAoIBAQC7VJTUt9Us\n-----END KEY-----\n';
    const masker = createMasker(new Map([['KEY', key]]));
    expect(masker.text(`got AgEAAoIBAQC7VJTUt9Us and ${JSON.stringify(key)}`)).toBe('got •••KEY and "•••KEY"');
  });

  it('masks path and query of a secret that is an address, also behind another host', () => {
    const masker = createMasker(new Map([['HOOK', 'https://hooks.example/services/T01/B02?key=abcdefgh']]));
    const seen = [
      'http://127.0.0.1:4010/hooks/services/T01/B02?key=abcdefgh',
      'POST /services/T01/B02',
      'key=abcdefgh',
    ];
    expect(seen.map((line) => masker.text(line))).toEqual([
      'http://127.0.0.1:4010/hooks•••HOOK',
      'POST •••HOOK',
      '•••HOOK',
    ]);
  });

  it('leaves the name of a database, which the address of one ends with', () => {
    const masker = createMasker([['DSN', 'postgres://deploy:s3cr3t-pass@db.internal:5432/production?sslmode=require']]);
    const seen = ['GET /production/health', 'production', 's3cr3t-pass', '/production?sslmode=require'];
    expect(seen.map((line) => masker.text(line))).toEqual(['GET /production/health', 'production', '•••DSN', '•••DSN']);
  });

  it.each([
    ['of several parts', 'https://hooks.example/services/T000/B000/XXXX', '/services/T000/B000/XXXX'],
    ['of one word, when nothing else is secret', 'https://notify.example/deploy-alerts', '/deploy-alerts'],
    ['that is no word, behind a user', 'https://me@hooks.example/catch9fK2x', '/catch9fK2x'],
    ['that is no word, of another protocol', 'chat://7319/ac04e8f1b2', '/ac04e8f1b2'],
  ])('masks a path %s', (_, address, path) => {
    expect(createMasker([['HOOK', address]]).text(`POST ${path} 200`)).toBe('POST •••HOOK 200');
  });

  it('masks the texts inside a secret that is JSON, but no plain address', () => {
    const key = {
      type: 'service',
      private_key: '-----BEGIN-----\nMIIEvQIBADANB\n',
      token_uri: 'https://auth.example/token',
    };
    const masker = createMasker(new Map([['KEY', JSON.stringify(key, null, 2)]]));
    expect(masker.json({ sent: key, line: 'MIIEvQIBADANB' })).toEqual({
      sent: { type: 'service', private_key: '•••KEY', token_uri: 'https://auth.example/token' },
      line: '•••KEY',
    });
  });

  it('masks a secret that was read as the host of an address', () => {
    const masker = createMasker(new Map([['HOST', 'kd83Hfla9sh']]));
    expect(masker.text(`the name ${new URL('http://kd83Hfla9sh.invalid').host} is not known`)).toBe(
      'the name •••HOST.invalid is not known',
    );
  });

  it.each([
    ['in capitals', TOKEN.toUpperCase()],
    ['in small letters', TOKEN.toLowerCase()],
    ['in capitals and URL-encoded', encodeURIComponent(TOKEN.toUpperCase())],
  ])('masks a long secret that comes back %s', (_, echoed) => {
    expect(text(`got ${echoed}.`)).toBe('got •••TOKEN.');
  });

  it('leaves the capitals of a short secret, which may be an everyday word', () => {
    const masker = createMasker(new Map([['NAME', 'Deployments']]));
    expect(masker.text('Deployments DEPLOYMENTS')).toBe('•••NAME DEPLOYMENTS');
  });

  it('masks a number that spells a secret', () => {
    const masker = createMasker([
      ['PIN', '1234567890'],
      ['LONG', '90817263544536271809'],
    ]);
    expect(masker.json({ pin: 1234567890, other: 12, rounded: Number('90817263544536271809') })).toEqual({
      pin: '•••PIN',
      other: 12,
      rounded: '•••LONG',
    });
  });

  it('prefers the longer of two secrets of which one begins like the other', () => {
    const masker = createMasker(
      new Map([
        ['SHORT', 'abcdefgh'],
        ['LONG', 'abcdefghijkl'],
      ]),
    );
    expect(masker.text('abcdefghijkl abcdefgh')).toBe('•••LONG •••SHORT');
  });

  it('tells which secrets a text holds', () => {
    const both = createMasker(
      new Map([
        ['A', 'secret-one'],
        ['B', 'secret-two'],
        ['C', 'secret-three'],
      ]),
    );
    const held = `${Buffer.from('x secret-two').toString('base64')} and secret-one, secret-one`;
    expect([...both.namesIn(held)].toSorted()).toEqual(['A', 'B']);
  });

  it('gives back the same value when nothing in it is secret', () => {
    const value = { list: [1, 'two', { three: null }], text: 'nothing to see here' };
    expect(json(value)).toBe(value);
  });

  it('shares the parts of a value that hold no secret', () => {
    const clean = { deep: ['clean'] };
    expect(json({ clean, bad: TOKEN })['clean']).toBe(clean);
  });

  it('leaves a megabyte without a secret as it is, with fifty secrets known', () => {
    const many = new Map([...Array(50).keys()].map((n) => [`S${n}`, `secret-value-number-${n}-${'x'.repeat(n)}`]));
    const masker = createMasker(many);
    const long = 'The quick brown fox jumps over the lazy dog. '.repeat(25_000);
    expect(masker.text(long)).toBe(long);
  });

  it.each([
    ['of backslashes', '\\'.repeat(10_000)],
    ['of backslashes and a letter', `${'\\'.repeat(10_000)}Q`],
    ['of 64 kB', '0123456789abcdef'.repeat(4096)],
    ['of thousands of lines', [...Array(1000).keys()].map((n) => `line-${n}-of-it`).join('\n')],
    ['of half-written escapes', '%25&amp;\\u00'.repeat(500)],
    ['that is deep JSON', `${'['.repeat(20_000)}"deep-secret"${']'.repeat(20_000)}`],
  ])('masks a secret %s, plain and escaped', (_, value) => {
    const masker = createMasker([['BIG', value]]);
    const forms = [value, JSON.stringify(value), encodeURIComponent(value), JSON.stringify(JSON.stringify(value))];
    expect(forms.map((form) => masker.text(`a ${form} z`).replaceAll(/[\\"]/g, ''))).toEqual(
      forms.map(() => 'a •••BIG z'),
    );
  });

  it('rather masks too much than too little of hundreds of secrets that begin alike', () => {
    const lines = [...Array(300).keys()].map((n) => `${'a'.repeat(n + 8)}b`);
    const masker = createMasker([['BIG', lines.join('\n')]]);
    expect(lines.filter((line) => masker.text(`a ${line} z`).includes('aaaa'))).toEqual([]);
  });

  it('masks what is escaped by some characters only, and by two formats', () => {
    const masker = createMasker([['S', 'one/two+three="four" ü']]);
    const inBase64 = encodeURIComponent(Buffer.from('>>one/two+three="four" ü').toString('base64'));
    const forms = [
      'one%2Ftwo+three=%22four%22%20ü',
      'one\\/two+three=\\u0022four\\u0022 \\u00FC',
      'one/two&#43;three&#x3D;&quot;four&quot; &#252;',
      encodeURIComponent(JSON.stringify('one/two+three="four" ü').slice(1, -1)),
    ];
    expect(forms.map((form) => masker.text(form))).toEqual(forms.map(() => '•••S'));
    expect(masker.text(inBase64)).toContain('•••S');
  });

  it('masks a secret that holds what looks like escapes, as JSON that is made for pages', () => {
    const values = ['p%41x&amp;yz<0123', 'a+b&amp;cdefghij', 'a\\b&lt;cdefghij'];
    const echoed = values.map((value) => {
      const json = JSON.stringify(value).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c');
      return createMasker([['S', value]]).text(`got ${json}`);
    });
    expect(echoed).toEqual(values.map(() => 'got "•••S"'));
  });
});
