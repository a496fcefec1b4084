import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledTemplate, compileTemplate } from './compile-template.ts';
import type { EvaluationMode, Scope } from './evaluation.ts';
import { ExprError } from './expr-error.ts';

const NOW_MS = 1_700_000_000_123;
const strict = { mode: 'strict', nowMs: NOW_MS } as const;
const lenient = { mode: 'lenient', nowMs: NOW_MS } as const;
const condition = { mode: 'condition', nowMs: NOW_MS } as const;

function resultOf(source: string, scope: Scope = {}, mode: EvaluationMode = 'strict'): unknown {
  return compileTemplate(source).run(scope, { mode, nowMs: NOW_MS }).value;
}

function errorOf(act: () => unknown): ExprError {
  try {
    act();
  } catch (error) {
    if (error instanceof ExprError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

describe('compileTemplate', () => {
  it('gives the very value of a whole template', () => {
    const body = Object.freeze({ a: [1] });
    expect(resultOf('{{ input.body }}', { input: { body } })).toBe(body);
  });

  it('compiles the same source once', () => {
    expect(compileTemplate('{{ input.once }}')).toBe(compileTemplate('{{ input.once }}'));
  });

  it('compiles the same source anew for other roots', () => {
    const item = compileTemplate('{{ input.x }}', { roots: ['input', 'item'] });
    expect(item).not.toBe(compileTemplate('{{ input.x }}'));
    expect(compileTemplate('{{ input.x }}', { roots: ['input', 'item'] })).toBe(item);
  });

  it('refuses a root that the field does not have', () => {
    const error = errorOf(() => compileTemplate('{{ output.ok }}', { roots: ['input'] }));
    expect(error).toMatchObject({ code: 'E_UNKNOWN_ROOT', start: 3, end: 9, hint: 'known names: input' });
  });

  it('tells whole, static and joined templates apart', () => {
    const kindOf = ({ isStatic, isWhole }: CompiledTemplate): object => ({ isStatic, isWhole });
    expect(
      ['', 'a', '{% raw %}{{a}}{% endraw %}', '{{ 1 }}', ' {{ 1 }}', '{{ 1 }}{{ 2 }}'].map((source) =>
        kindOf(compileTemplate(source)),
      ),
    ).toEqual([
      { isStatic: true, isWhole: false },
      { isStatic: true, isWhole: false },
      { isStatic: true, isWhole: false },
      { isStatic: false, isWhole: true },
      { isStatic: false, isWhole: false },
      { isStatic: false, isWhole: false },
    ]);
  });

  it('says which paths it reads and where', () => {
    expect(compileTemplate("{{ stages['a-b'].output[0] }} {{ input[vars.k] }}").refs).toEqual([
      {
        root: 'stages',
        path: ['a-b', 'output', 0],
        spans: [
          { start: 10, end: 15 },
          { start: 17, end: 23 },
          { start: 24, end: 25 },
        ],
        start: 3,
        end: 26,
      },
      { root: 'input', path: [null], spans: [{ start: 39, end: 45 }], start: 33, end: 46 },
      { root: 'vars', path: ['k'], spans: [{ start: 44, end: 45 }], start: 39, end: 45 },
    ]);
  });

  it('never evaluates what data contains', () => {
    expect(resultOf('{{ input.a }}!', { input: { a: '{{ secrets.K }}' }, secrets: { K: 'v' } })).toBe(
      '{{ secrets.K }}!',
    );
  });

  it('reads the clock that it is given', () => {
    expect(resultOf('{{ [now(), now_ms(), now_iso()] }}')).toEqual([1_700_000_000, NOW_MS, '2023-11-14T22:13:20.123Z']);
  });
});

describe('a missing value', () => {
  it.each([
    '{{ input.x }}',
    'a {{ input.x }}',
    '{{ input.x | upper }}',
    '{{ input.x | length }}',
    "{{ 'a' | replace('a', input.x) }}",
    '{{ -input.x }}',
    '{{ [input.x] }}',
    '{{ input.l[input.x] }}',
  ])('ends a strict %s', (source) => {
    expect(errorOf(() => resultOf(source, { input: { l: [] } })).code).toBe('E_UNDEFINED');
  });

  it.each([
    ['{{ input.x }}', null],
    ['a{{ input.x }}b', 'ab'],
    ['{{ input.x | upper }}', null],
    ['{{ input.x | join }}', null],
    ['a{{ input.x | tojson }}', 'a'],
    ['{{ input.x | length }}', 0],
    ['{{ len(input.x) }}', 0],
    ['{{ input.x + 1 }}', null],
    ['{{ input.x < 1 }}', false],
    ['{{ [input.x] }}', [null]],
    ["{{ {'a': input.x} }}", { a: null }],
  ])('makes a lenient %s give %j with a warning', (source, expected) => {
    const { value, warnings } = compileTemplate(source).run({ input: {} }, lenient);
    expect(value).toEqual(expected);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings[0]).toMatchObject({
      code: 'E_UNDEFINED',
      message: expect.stringContaining('input.x is not defined'),
    });
  });

  it('is one warning for each place, however many items lack it', () => {
    const source = "{{ input.items | map(attribute='x') | join(',') }}{{ input.y }}";
    const { warnings } = compileTemplate(source).run({ input: { items: [{}, {}, {}] } }, lenient);
    expect(warnings.map(({ message }) => message)).toEqual(['attribute x is not defined', 'input.y is not defined']);
  });

  it.each([
    ["{{ input.x | default('d') }}", 'd'],
    ['{{ input.x is defined }}', false],
    ['{{ input.x == null }}', true],
    ["{{ 'y' if input.x else 'n' }}", 'n'],
    ["{{ input.x or 'o' }}", 'o'],
    ['{{ not input.x }}', true],
    ['{{ input.x | bool }}', false],
  ])('is allowed in a strict %s', (source, expected) => {
    const { value, warnings } = compileTemplate(source).run({ input: {} }, strict);
    expect({ value, warnings }).toEqual({ value: expected, warnings: [] });
  });

  it.each([
    ['input.poll_build', 'poll-build'],
    ['input.comit', 'commit'],
    ['input.count-1', 'count - 1'],
  ])('suggests what %s was meant to be', (path, suggestion) => {
    const scope = { input: { 'poll-build': 1, commit: 1, count: 2 } };
    expect(errorOf(() => resultOf(`{{ ${path} }}`, scope)).suggestions[0]).toBe(suggestion);
  });

  it('is named by its path, never by a value', () => {
    const scope = { input: { token: 'hidden' } };
    expect(errorOf(() => resultOf('{{ input.token.part }}', scope)).message).toBe('input.token.part is not defined');
  });
});

describe('names that must exist in every mode', () => {
  it.each(['{{ stages.nope.output }}', "{{ stages['nope'].output }}", '{{ stages.nope is defined }}'])(
    'refuses the stage in %s',
    (source) => {
      const error = errorOf(() => compileTemplate(source).run({ stages: { note: {} } }, lenient));
      expect(error).toMatchObject({ code: 'E_UNKNOWN_STAGE', suggestions: ['note'] });
    },
  );

  it('refuses a secret that is not set', () => {
    const error = errorOf(() =>
      compileTemplate("{{ secrets.TOKN | default('x') }}").run({ secrets: { TOKEN: 'v' } }, lenient),
    );
    expect(error).toMatchObject({ code: 'E_UNDEFINED', message: 'the secret TOKN is not set', suggestions: ['TOKEN'] });
  });

  it.each([
    '{{ secrets }}',
    '{{ env | length }}',
    '{{ secrets[input.k] }}',
    '{{ env[1] }}',
    '{{ stages[input.k] }}',
    '{{ secrets[:1] }}',
    "{{ (secrets if true else 1)['K'] }}",
  ])('refuses %s before it runs', (source) => {
    expect(errorOf(() => compileTemplate(source)).code).toBe('E_FORBIDDEN');
  });
});

describe('arguments', () => {
  it.each([
    ['{{ 1 | round(1, 2, 3) }}', 'round takes at most 2 arguments'],
    ['{{ 1 | round(precison=1) }}', 'round has no argument named precison'],
    ['{{ 1 | round(1, precision=1) }}', 'round gets the argument precision twice'],
    ["{{ 'a' | replace('a') }}", 'replace needs the argument new'],
    ['{{ 1 is divisibleby }}', 'the test divisibleby takes one argument'],
    ['{{ 1 is even(2) }}', 'the test even takes no arguments'],
    ["{{ 1 is even 'a' }}", 'the test even takes no arguments'],
    ['{{ len() }}', 'len takes one argument'],
    ['{{ abs(1, 2) }}', 'abs takes one argument'],
    ['{{ round(value=1) }}', 'functions take no named arguments'],
  ])('are checked in %s before it runs', (source, message) => {
    expect(errorOf(() => compileTemplate(source))).toMatchObject({ code: 'E_ARGS', message });
  });

  it('suggests the argument that was meant', () => {
    expect(errorOf(() => compileTemplate('{{ 1 | round(precison=1) }}')).suggestions).toEqual(['precision']);
  });

  it('checks the name of a test in quotes before it runs', () => {
    const error = errorOf(() => compileTemplate("{{ [] | selectattr('a', 'equalt', 1) }}"));
    expect(error).toMatchObject({ code: 'E_UNKNOWN_TEST', suggestions: ['equalto'] });
  });
});

describe('a condition', () => {
  it.each([
    ['{{ true }}', true],
    ['{{ 1 < 2 }}', true],
    [' TRUE ', true],
    ["{{ 'False' }}", false],
    ['{{ input.missing < 60 }}', false],
    ["{{ 'tr' }}{{ 'ue' }}", true],
  ])('%s decides %j', (source, expected) => {
    expect(compileTemplate(source).run({ input: {} }, condition).value).toBe(expected);
  });

  it.each([
    ['{{ 1 }}', 'number', 'compare it: value > 0'],
    ['{{ null }}', 'null', 'compare it: value == null'],
    ['{{ [1] }}', 'list', 'ask for items: value | length > 0'],
    ['{{ {} }}', 'object', 'ask for keys: value | length > 0'],
    ["{{ 'yes' }}", 'other text', "compare it: value == 'yes'"],
    ['', 'empty text', "compare it: value == 'yes'"],
    ['{{ true }} and {{ true }}', 'other text', 'write the whole condition as one {{ expression }}'],
  ])('refuses %s and says what to write', (source, found, hint) => {
    const error = errorOf(() => compileTemplate(source).run({}, condition));
    expect(error).toMatchObject({ code: 'E_TYPE', message: `a condition must be true or false, not ${found}`, hint });
  });

  it('refuses a missing value', () => {
    expect(errorOf(() => compileTemplate('{{ input.ok }}').run({ input: {} }, condition)).code).toBe('E_UNDEFINED');
  });
});

describe('display', () => {
  const scope = { secrets: { KEY: 'hunter2hunter2', OTHER: 'x' }, input: { a: 1 } };

  it('shows the names of secrets in place of what they give', () => {
    const template = compileTemplate('a {{ input.a }} {{ secrets.KEY | b64encode }} {{ secrets.OTHER ~ secrets.KEY }}');
    expect(template.display(scope, strict)).toBe('a 1 [secret:KEY] [secret:OTHER,KEY]');
  });

  it('keeps the type of a whole template without secrets', () => {
    expect(compileTemplate('{{ input.a }}').display(scope, strict)).toBe(1);
  });

  it('never holds the value of a secret, whatever the expression does with it', () => {
    const operand = fc.constantFrom(
      'secrets.KEY',
      "secrets['KEY']",
      'input.a',
      "'text'",
      '1',
      '[secrets.KEY]',
      "{'k': secrets.KEY}",
    );
    const expression = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        operand,
        fc
          .tuple(
            tie('any'),
            fc.constantFrom(
              'upper',
              'tojson',
              'length',
              'string',
              'list',
              'default(1)',
              'first',
              'b64encode',
              'urlencode',
            ),
          )
          .map(([a, f]) => `(${a}) | ${f}`),
        fc
          .tuple(tie('any'), fc.constantFrom('~', '==', 'and', 'or', 'in'), tie('any'))
          .map(([a, o, b]) => `(${a}) ${o} (${b})`),
        fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, c, b]) => `(${a}) if (${c}) else (${b})`),
      ),
    })).any;
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 3 }), (expressions) => {
        const template = compileTemplate(expressions.map((text) => `{{ ${text} }}`).join(' '));
        const shown = [attempt(() => template.display(scope, lenient)), template.trace(scope, lenient)];
        expect(JSON.stringify(shown)).not.toMatch(/hunter2|HUNTER2|aHVudGVyMmh1bnRlcjI/);
      }),
    );
  });

  function attempt(act: () => unknown): unknown {
    try {
      return act();
    } catch (error) {
      if (error instanceof ExprError) return { ...error, message: error.message };
      throw error;
    }
  }
});

describe('parts', () => {
  it('gives the pieces one by one', () => {
    const { parts, warnings } = compileTemplate('{{ secrets.URL }}/{{ input.p | path }}{{ input.x }}').parts(
      { secrets: { URL: 'https://h' }, input: { p: 'a/b' } },
      lenient,
    );
    expect(parts).toEqual([
      { kind: 'value', value: 'https://h', start: 0, end: 17, secrets: ['URL'], keepsSlashes: false },
      { kind: 'text', value: '/', start: 17, end: 18, secrets: [], keepsSlashes: false },
      { kind: 'value', value: 'a/b', start: 18, end: 38, secrets: [], keepsSlashes: true },
      { kind: 'value', value: undefined, start: 38, end: 51, secrets: [], keepsSlashes: false },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['E_UNDEFINED']);
  });

  it('fails on a missing value in strict mode', () => {
    expect(errorOf(() => compileTemplate('a{{ input.x }}').parts({ input: {} }, strict)).code).toBe('E_UNDEFINED');
  });
});

describe('limits', () => {
  it.each([
    ['the length of a template', () => compileTemplate('a'.repeat(262_145))],
    ['the length of an expression', () => compileTemplate(`{{ '${'a'.repeat(8_192)}' }}`)],
    ['the length of a name', () => compileTemplate(`{{ input.${'a'.repeat(9_000)} }}`)],
    [
      'the nesting of JSON text',
      () => resultOf('{{ input.t | fromjson }}', { input: { t: '['.repeat(101) + ']'.repeat(101) } }),
    ],
    [
      'the items of JSON text',
      () => resultOf('{{ input.t | fromjson }}', { input: { t: `[${'1,'.repeat(100_000)}1]` } }),
    ],
    [
      'the growth of a text by replacing',
      () => resultOf("{{ input.t | replace('a', input.t) }}", { input: { t: 'a'.repeat(2_000) } }),
    ],
    [
      'the growth of a text by joining',
      () => resultOf('{{ input.l | join(input.t) }}', { input: { l: Array(2_000).fill('a'), t: 'a'.repeat(2_000) } }),
    ],
    [
      'work on lists',
      () =>
        resultOf('{{ input.l | sort | sort | sort }}', {
          input: { l: Array.from({ length: 90_000 }, (_, index) => -index) },
        }),
    ],
    [
      'work repeated for each item',
      () => resultOf("{{ input.l | map('tojson') }}", { input: { l: Array(2_000).fill(Array(1_000).fill(1)) } }),
    ],
    [
      'work of comparing',
      () =>
        resultOf('{{ input.l | reject("in", input.l) }}', {
          input: { l: Array.from({ length: 2_000 }, (_, index) => [index]) },
        }),
    ],
  ])('hold %s', (_what, act) => {
    expect(errorOf(act).code).toBe('E_LIMIT');
  });

  it.each(['{{ input.t | fromjson }}', "{{ '1e999' | fromjson }}"])(
    'refuses JSON with a number out of range: %s',
    (source) => {
      expect(errorOf(() => resultOf(source, { input: { t: '[1e999]' } })).code).toBe('E_VALUE');
    },
  );
});
