import type { JsonObject } from '@flowmason/pipeline-schema';
import { loadTemplate } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { neighbourSteps, stepStates, toStepWords, WIZARD_STEPS } from './wizard-steps.ts';

const leftIn = (document: JsonObject) => {
  const states = stepStates(openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', ...document })));
  return Object.fromEntries(
    Object.entries(states).flatMap(([id, state]) => (state.kind === 'open' ? [[id, state.left]] : [])),
  );
};
const call = { id: 'a', component: 'http_request', config: { url: 'https://a.example' } };

describe('stepStates', () => {
  it('leaves nothing to do in a template', async () => {
    const { text } = (await loadTemplate('data-etl')) ?? expect.fail();
    const states = Object.values(stepStates(openPipelineDocument(text)));
    expect(states.map(({ kind }) => kind)).toEqual(WIZARD_STEPS.map(() => 'done'));
  });

  it('leaves everything to do while nothing is chosen', () => {
    expect(new Set(Object.values(stepStates(undefined)).map(({ kind }) => kind))).toEqual(new Set(['open']));
  });

  it('says what is left: values, stages, addresses, errors', () => {
    expect(leftIn({ stages: [] })).toMatchObject({ stages: 'there are no stages yet', 'dry-run': 'it cannot run yet' });
    expect(leftIn({ stages: [{ ...call, depends_on: ['gone'] }] })).toEqual({
      stages: '1 stage is missing',
      'dry-run': 'it cannot run yet',
      export: '1 error is left',
    });
    expect(leftIn({ stages: [{ ...call, config: { url: 'https://to-be-written.invalid/a' } }] })).toEqual({
      endpoints: '1 address is to be written',
    });
    expect(
      leftIn({ stages: [call], input_schema: { type: 'object', required: ['x', 'y'] }, sample_input: {} }),
    ).toEqual({
      inputs: '2 values do not fit',
    });
  });
});

describe('toStepWords', () => {
  it('says done only of what was gone through', () => {
    expect(WIZARD_STEPS.map(({ id }) => toStepWords(id, { kind: 'done' }, 'stages'))).toEqual([
      'done',
      'done',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says what is to do wherever it is', () => {
    const state = { kind: 'open', left: '1 stage is missing' } as const;
    expect(WIZARD_STEPS.map(({ id }) => toStepWords(id, state, 'stages'))).toEqual(
      WIZARD_STEPS.map(() => 'to do: 1 stage is missing'),
    );
  });
});

describe('neighbourSteps', () => {
  it('leads from the first step to the last and back', () => {
    expect(WIZARD_STEPS.map(({ id }) => neighbourSteps(id))).toEqual([
      { next: 'inputs' },
      { back: 'choose', next: 'stages' },
      { back: 'inputs', next: 'endpoints' },
      { back: 'stages', next: 'dry-run' },
      { back: 'endpoints', next: 'export' },
      { back: 'dry-run' },
    ]);
  });
});
