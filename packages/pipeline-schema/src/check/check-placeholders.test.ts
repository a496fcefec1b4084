import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { planChange } from '../change/plan-change.ts';
import type { Json } from '../json.ts';
import { readPipeline } from '../read-pipeline.ts';
import { starterConfig } from '../starter-config.ts';
import { applyTextEdits } from '../text/text-edit.ts';

const read = (text: string) => readPipeline(text, { components: testCatalog });

function readStages(...stages: readonly Json[]) {
  return read(JSON.stringify({ name: 'n', version: '1.0.0', stages }));
}

function findings(...stages: readonly Json[]): string[] {
  return readStages(...stages).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
}

/** Their starters are empty lists: there is nothing to be written. */
const WITHOUT_PLACEHOLDER: ReadonlySet<string> = new Set(['trycatch']);

describe('checkPlaceholders', () => {
  it.each([...testCatalog.keys()].filter((name) => !WITHOUT_PLACEHOLDER.has(name)))(
    'finds what a new %s leaves to be written, and leaves the document valid',
    (name) => {
      const component = testCatalog.get(name);
      if (component === undefined) return expect.fail(name);
      const { diagnostics } = readStages({ id: 'new', component: name, config: starterConfig(component, 'new') });
      expect(new Set(diagnostics.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
        new Set(['placeholder warning']),
      );
    },
  );

  it('says of a created stage what to fill in, and says nothing more when it is filled in', () => {
    const text = `{"name": "n", "version": "1", "stages": [{"id": "a", "component": "logger", "config": {"message": "x"}, "depends_on": ["check-api"]}]}`;
    const created = applyTextEdits(text, read(text).diagnostics[0]?.fixes[0]?.edits ?? []);
    const [finding, ...more] = read(created).diagnostics;
    expect([finding?.code, finding?.message, more]).toEqual([
      'placeholder',
      '"url" of stage "check-api" is still a placeholder: no server has this address. Fill in the address that the stage is to call.',
      [],
    ]);
    const url = {
      type: 'set_stage_value',
      stageId: 'check-api',
      path: ['config', 'url'],
      value: 'https://api.example/',
    } as const;
    const plan = planChange(created, url, { components: testCatalog });
    expect(read(applyTextEdits(created, plan.edits ?? [])).diagnostics).toEqual([]);
  });

  it('finds placeholders deep inside a value', () => {
    const routes = [{ name: 'first', condition: '{{vars.to_be_written}}', stages: [] }];
    expect(findings({ id: 'r', component: 'router', config: { routes, default: [] } })).toEqual([
      'placeholder /stages/0/config/routes/0/condition',
    ]);
  });

  it.each([
    'The report is to be written by you',
    'Answer to be written: {{input.to_be_written}}',
    'see https://to-be-written.invalid.example/a',
  ])('lets %j be: a person wrote it', (message) => {
    const found = findings({ id: 'l', component: 'logger', config: { message } });
    expect(found.filter((each) => each.startsWith('placeholder'))).toEqual([]);
  });
});
