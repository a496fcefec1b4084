import { builtinComponents } from '@flowmason/engine';
import { type JsonObject, type Pipeline, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { answers, fails, says } from './answers.ts';
import { simulatePipeline } from './simulate-pipeline.ts';

describe('simulatePipeline', () => {
  it('gives the same events for the same request', async () => {
    const request = {
      pipeline: pipelineOf([call('a'), call('b')]),
      input: {},
      answers: { a: [answers(200)], b: [answers(200)] },
    };
    expect((await simulatePipeline(request)).events).toEqual((await simulatePipeline(request)).events);
  });

  it('gives the calls of a stage its answers in order, and the last from then on', async () => {
    const pipeline = pipelineOf([
      call('a', { retry: { max_attempts: 5, delay_seconds: 60, condition: '{{output.body.n < 3}}' } }),
    ]);
    const { run } = await simulatePipeline({
      pipeline,
      input: {},
      answers: { a: [answers(200, { n: 1 }), answers(200, { n: 2 }), answers(200, { n: 3 })] },
    });
    expect([run.status, run.stages['a']?.attempts]).toEqual(['succeeded', 3]);
  });

  it('takes the answer of a turn of a loop before that of the stage', async () => {
    const each = { id: 'each', component: 'foreach', config: { items: [1, 2], stages: ['a'], break_on_error: false } };
    const { run } = await simulatePipeline({
      pipeline: pipelineOf([each, call('a')]),
      input: {},
      answers: { a: [answers(200, 'well')], 'each[1]/a': [fails('CONNECTIVITY', 'gone')] },
    });
    expect([run.stages['each[0]/a']?.status, run.stages['each[1]/a']?.error?.message]).toEqual(['succeeded', 'gone']);
  });

  it('lets a model say what it is told to say', async () => {
    const ask = { id: 'ask', component: 'generator', config: { model: 'm', prompt: 'p' } };
    const { run } = await simulatePipeline({
      pipeline: pipelineOf([ask]),
      input: {},
      answers: { ask: [says({ kind: 'x' })] },
    });
    expect(run.stages['ask']?.output).toMatchObject({ json: { kind: 'x' } });
  });

  it('makes nothing up for a stage without an answer', async () => {
    const { run } = await simulatePipeline({ pipeline: pipelineOf([call('a')]), input: {}, answers: {} });
    expect(run.error?.message).toBe('The simulation has no answer for the stage "a". Say what it is to answer.');
  });

  it('gives a pipeline that is called as a stage the output that it is told', async () => {
    const child = { id: 'child', component: 'subpipeline', config: { pipeline: 'other' } };
    const { run } = await simulatePipeline({
      pipeline: pipelineOf([child]),
      input: {},
      answers: { child: [{ kind: 'output', output: { done: true } }] },
    });
    expect([run.status, run.stages['child']?.output]).toEqual(['succeeded', { done: true }]);
  });

  it('has a value for every secret, which no event shows', async () => {
    const secret = call('a', { config: { url: '{{secrets.WEBHOOK}}', headers: { 'X-Key': '{{secrets.KEY}}' } } });
    const { events } = await simulatePipeline({
      pipeline: pipelineOf([secret]),
      input: {},
      answers: { a: [answers(200)] },
    });
    expect(events.find(({ type }) => type === 'stage.started')).toMatchObject({
      config: { url: '[secret:WEBHOOK]', headers: { 'X-Key': '[secret:KEY]' } },
    });
    expect(JSON.stringify(events)).not.toContain('simulated-key');
  });

  it('refuses an input that does not fit', async () => {
    const pipeline = { ...pipelineOf([call('a')]), input_schema: { type: 'object', required: ['x'] } };
    await expect(simulatePipeline({ pipeline, input: {}, answers: {} })).rejects.toThrow('the input does not fit');
  });

  it('ends as cancelled when it is stopped', async () => {
    const stop = new AbortController();
    const pipeline = pipelineOf([
      call('a', { retry: { max_attempts: 100, delay_seconds: 60, condition: '{{true}}' } }),
    ]);
    const simulated = simulatePipeline({
      pipeline,
      input: {},
      answers: { a: [answers(200)] },
      signal: stop.signal,
      settle: turn,
    });
    await turn();
    stop.abort();
    expect((await simulated).run.status).toBe('cancelled');
  });
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function call(id: string, rest: JsonObject = {}): JsonObject {
  return { id, component: 'http_request', config: { url: `https://api.example.com/${id}` }, ...rest };
}

function pipelineOf(stages: readonly JsonObject[]): Pipeline {
  const text = JSON.stringify({ name: 'test', version: '1.0.0', stages });
  const { pipeline, diagnostics } = readPipeline(text, { components: builtinComponents });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length === 0 && pipeline ? pipeline : expect.fail(errors.map(({ message }) => message).join('\n'));
}
