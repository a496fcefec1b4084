import { foldRun, newRun, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { previewValue } from './preview-value.ts';

describe('previewValue', () => {
  it('gives the value with the sample input, with its type', () => {
    expect(preview('{{input.replicas + 1}}', 'max_response_bytes')).toEqual(value(4));
  });

  it('encodes what stands in a URL as the request will', () => {
    expect(preview('https://x.example/{{input.service}}')).toEqual(value('https://x.example/my%20api'));
  });

  it('shows secrets by name', () => {
    expect(preview('Bearer {{secrets.TOKEN}}', 'headers')).toEqual(value('Bearer •••TOKEN'));
  });

  it('says which stages its value is only an example of', () => {
    expect(preview('{{stages.ping.output.status_code}}', 'headers')).toEqual({ ...value(200), exampleIds: ['ping'] });
  });

  it('says what is known only after a run', () => {
    expect(preview('{{stages.ping.output.body.version}}', 'headers')).toEqual({
      kind: 'unknown',
      message: 'stages.ping.output.body.version is known after a run.',
    });
  });

  it('takes the values of a run when there is one', () => {
    expect(preview('{{stages.ping.output.body.version}}', 'headers', RUN)).toEqual(value('v7'));
  });

  it('resolves every text inside a JSON', () => {
    expect(preview({ a: ['{{input.replicas}}', 1] }, 'body')).toEqual(value({ a: [3, 1] }));
  });

  it('tells how a condition came to its value', () => {
    const found = previewValue(
      DOCUMENT,
      { stageId: 'check', path: ['config', 'condition'] },
      {
        value: '{{input.replicas > 2}}',
        nowMs: 0,
      },
    );
    expect(found).toMatchObject({ value: true, traces: [{ text: 'input.replicas > 2', value: true }] });
  });

  it('says why a value cannot be worked out', () => {
    expect(preview('{{input.service / 2}}', 'headers')).toMatchObject({ kind: 'error', message: /number/ });
  });

  it('leaves what is no template yet to the findings', () => {
    expect(preview('{{input.', 'headers')).toBeUndefined();
  });
});

const DOCUMENT = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    sample_input: { service: 'my api', replicas: 3 },
    stages: [
      {
        id: 'ping',
        component: 'http_request',
        config: { url: 'https://x.example', headers: { a: '{{secrets.TOKEN}}' } },
      },
      { id: 'next', component: 'http_request', depends_on: ['ping'], config: { url: 'https://x.example' } },
      { id: 'check', component: 'conditional', depends_on: ['ping'], config: { condition: '{{true}}' } },
    ],
  }),
);

const FACT = { run_id: 'r1', at: '2026-11-22T12:00:00.000Z', t: 0, stage_id: 'ping', attempt: 1 };
const RUN = foldRun(newRun(RunId.parse('r1')), [
  RunEvent.parse({ ...FACT, seq: 1, type: 'stage.started', config: {} }),
  RunEvent.parse({ ...FACT, seq: 2, type: 'stage.succeeded', output: { body: { version: 'v7' } } }),
]);

function preview(text: Parameters<typeof previewValue>[2]['value'], key = 'url', run?: typeof RUN) {
  return previewValue(DOCUMENT, { stageId: 'next', path: ['config', key] }, { value: text, nowMs: 0, run });
}

function value(of: unknown) {
  return { kind: 'value', value: of, exampleIds: [], warnings: [], traces: [] };
}
