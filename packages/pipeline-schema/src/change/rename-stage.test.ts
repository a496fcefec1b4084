import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { readPipeline } from '../read-pipeline.ts';
import { CANONICAL, CICD, changed, DIALECT, documentOf, INCIDENT, linesOf, refusalOf } from './change.test-support.ts';

const rename = (from: string, to: string) => ({ type: 'rename_stage', from, to }) as const;

describe('rename_stage', () => {
  it('rewrites lists, templates with dots and brackets, output and layout', () => {
    expect(linesOf(CANONICAL, rename('ping', 'probe-2'))).toEqual([
      ...['- "id": "ping",', '+ "id": "probe-2",', '- "ping"', '+ "probe-2"'],
      ...['- "condition": "{{stages.ping.output.success}}",', '+ "condition": "{{stages.probe-2.output.success}}",'],
      ...['- "url": "{{stages.ping.output.url}}"', '+ "url": "{{stages.probe-2.output.url}}"'],
      ...['- "message": "{{stages[\'ping\'].output}}"', '+ "message": "{{stages[\'probe-2\'].output}}"'],
      ...['- "ping": "{{stages.ping.output.success}}"', '+ "ping": "{{stages.probe-2.output.success}}"'],
      ...['- "ping": [', '+ "probe-2": ['],
    ]);
  });

  it('keeps the spellings of a dialect', () => {
    const lines = linesOf(DIALECT, rename('ping', 'poke')).filter((line) => line.startsWith('+'));
    expect(lines).toEqual([
      ...['+ "id": "poke",', '+ "depends_on": "poke",', '+ "condition": "{{poke.output.success}}",'],
      ...['+ "url": "{{upstream.poke.url}}",', '+ "message": "{{poke.output}}"', '+ "ping": "{{poke.output.success}}"'],
    ]);
  });

  it('spells a reference out where the new id would mean something else', () => {
    const lines = linesOf(DIALECT, rename('ping', 'input')).filter((line) => line.includes('condition'));
    expect(lines[1]).toBe('+ "condition": "{{stages.input.output.success}}",');
  });

  it('uses brackets for an id that a dot cannot spell', () => {
    const lines = linesOf(CICD, rename('run-tests', 'run-')).filter((line) => line.includes('condition'));
    expect(lines[1]).toBe('+ "condition": "{{stages[\'run-\'].output.body.passed == true}}",');
  });

  it.each([
    ['the first seed', CICD],
    ['the second seed', INCIDENT],
  ])('changes no finding in %s, whatever is renamed', (_, text) => {
    const codesOf = (of: string) => readPipeline(of, { components: testCatalog }).diagnostics.map(({ code }) => code);
    const { pipeline } = readPipeline(text, { components: testCatalog });
    for (const { id } of pipeline?.stages ?? [])
      expect(codesOf(changed(text, rename(id, `zz-${id}`)))).toEqual(codesOf(text));
  });

  it('renames an undefined stage in all that name it', () => {
    const after = changed(CICD, rename('prod-health-check', 'prod-probe'));
    expect(after).not.toContain('prod-health-check');
    expect(after.split('prod-probe')).toHaveLength(4);
  });

  it('leaves a text alone in which the name only stands', () => {
    const text = documentOf([
      {
        id: 'a',
        component: 'logger',
        config: { message: "a stages.a {{ 'stages.a' }} {{ input.a }} {{ stages.ab.output }}" },
      },
      { id: 'ab', component: 'logger', config: { message: 'a' } },
    ]);
    expect(linesOf(text, rename('a', 'b'))).toEqual(['- "id": "a",', '+ "id": "b",']);
  });

  it.each([
    [rename('ping', 'tell'), 'There is a stage "tell" already. Choose another id.'],
    [rename('ping', 'Tell'), 'There is a stage "tell" already, which differs only in case. Choose another id.'],
    [rename('nobody', 'x'), 'There is no stage "nobody".'],
    [
      rename('ping', 'a b'),
      '"a b" cannot be the id of a stage. It starts with a letter and has up to 64 letters, digits, "_" and "-".',
    ],
    [
      rename('ping', 'constructor'),
      '"constructor" cannot be the id of a stage. It starts with a letter and has up to 64 letters, digits, "_" and "-".',
    ],
  ])('refuses %j', (change, reason) => {
    expect(refusalOf(CANONICAL, change)).toBe(reason);
  });

  it('may change the case alone', () => {
    expect(changed(CANONICAL, rename('undo', 'Undo'))).toBe(CANONICAL.replaceAll('"undo"', '"Undo"'));
  });
});
