import type { JsonObject } from '@flowmason/pipeline-schema';
import { loadTemplate, TEMPLATES } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { type DryRunChoices, decisionsOf, dryRun } from './dry-run.ts';
import { deriveAnswers } from './dry-run-answers.ts';

const NO_CHOICES: DryRunChoices = { answers: {}, arms: {}, failing: [] };

describe.each(TEMPLATES.map(({ id }) => id))('a dry run of %s', (id) => {
  it('ends well on derived answers alone', async () => {
    const { run } = await dryRun(await openTemplate(id), NO_CHOICES);
    expect([run.status, run.error]).toEqual(['succeeded', null]);
  });

  it('takes each arm that a decision is told to take, once it is reached', async () => {
    const document = await openTemplate(id);
    for (const { stageId, component, arms } of decisionsOf(document.graph)) {
      for (const arm of arms) {
        const { run } = await dryRun(document, { ...NO_CHOICES, arms: { [stageId]: arm } });
        const stage = run.stages[stageId];
        if (stage?.status === 'skipped') continue;
        expect([stageId, component, stage?.arm]).toEqual([stageId, component, arm]);
      }
    }
  });
});

describe('dryRun', () => {
  it('gives the same events each time', async () => {
    const document = await openTemplate('devops-cicd-deployment');
    expect((await dryRun(document, NO_CHOICES)).events).toEqual((await dryRun(document, NO_CHOICES)).events);
  });

  it('prefers what a person has written to the scenario, and the scenario to what is derived', async () => {
    const template = (await loadTemplate('support-triage')) ?? expect.fail();
    const document = await openTemplate('support-triage');
    const outage = template.scenarios.find(({ id }) => id === 'outage');
    const scenario = await dryRun(document, { ...NO_CHOICES, scenario: outage });
    const written = await dryRun(document, {
      ...NO_CHOICES,
      scenario: outage,
      answers: { 'classify-ticket': [{ kind: 'model', content: 'I would rather not say.' }] },
    });
    const arms = [scenario, written].map(({ run }) => run.stages['choose-queue']?.arm);
    expect(arms).toEqual(['outage', 'default']);
  });

  it('prefers what a person has written also where the scenario answers single turns of a loop', async () => {
    const template = (await loadTemplate('batch-processing')) ?? expect.fail();
    const document = await openTemplate('batch-processing');
    const choices: DryRunChoices = {
      ...NO_CHOICES,
      scenario: template.scenarios[0],
      answers: { 'order-certificate': [{ kind: 'response', status: 422, body: { error: 'not today' } }] },
    };
    const { run } = await dryRun(document, choices);
    expect(run.output).toMatchObject({ due: 3, failed: 3 });
  });

  it('takes the sample where the input of the scenario does not fit any more', async () => {
    const template = (await loadTemplate('conditional-routing')) ?? expect.fail();
    const { pipeline, graph } = await openTemplate('conditional-routing');
    const scenario = template.scenarios.find(({ id }) => id === 'high');
    const narrowed = { ...pipeline, input_schema: { type: 'object', properties: { role: { enum: ['viewer'] } } } };
    const runs = [pipeline, narrowed].map((each) => dryRun({ pipeline: each, graph }, { ...NO_CHOICES, scenario }));
    const roles = (await Promise.all(runs)).map(({ run }) => run.input);
    expect(roles).toMatchObject([{ role: 'admin' }, { role: 'viewer' }]);
  });

  it('lets a stage fail that is told to', async () => {
    const document = await openTemplate('error-handling');
    const { run } = await dryRun(document, { ...NO_CHOICES, failing: ['book-shipment'] });
    expect([run.status, run.stages['refund-payment']?.status]).toEqual(['recovered', 'succeeded']);
  });

  it('lets a step of a block fail that is told to catch', async () => {
    const document = await openTemplate('devops-cicd-deployment');
    const { run } = await dryRun(document, { ...NO_CHOICES, arms: { 'deploy-production': 'caught' } });
    expect([run.status, run.stages['rollback-production']?.status]).toEqual(['recovered', 'succeeded']);
  });

  it('lets a stage fail in every turn of a loop, whatever the scenario says of single turns', async () => {
    const template = (await loadTemplate('batch-processing')) ?? expect.fail();
    const document = await openTemplate('batch-processing');
    const choices = { ...NO_CHOICES, scenario: template.scenarios[0], failing: ['order-certificate'] };
    const { run } = await dryRun(document, choices);
    expect(run.output).toMatchObject({ due: 3, failed: 3 });
  });
});

describe('deriveAnswers', () => {
  it('gives a response every member that somebody reads, with the value that it is compared with', () => {
    expect(
      bodyOf("{{stages.a.output.body.runs[0].conclusion == 'success' and stages.a.output.body.total > 3}}"),
    ).toEqual({
      runs: [{ conclusion: 'success' }],
      total: 3,
    });
  });

  it('lets a poll end at its first answer', () => {
    expect(bodyOf('{{true}}', { condition: "{{output.body.state != 'ready'}}" })).toEqual({ state: 'ready' });
    expect(bodyOf('{{true}}', { condition: "{{output.body.state == 'pending'}}" })).toEqual({ state: 'not pending' });
  });

  it('answers with a status that the stage expects', () => {
    const { pipeline } = openStages({
      id: 'a',
      component: 'http_request',
      config: { url: 'https://a.example', expect_status: '201-204' },
    });
    expect(deriveAnswers(pipeline)['a']).toMatchObject([{ status: 201 }]);
  });

  it('lets a model say what fits its schema', () => {
    const output_schema = { type: 'object', properties: { kind: { enum: ['x', 'y'] } }, required: ['kind'] };
    const { pipeline } = openStages({
      id: 'a',
      component: 'generator',
      config: { model: 'm', prompt: 'p', output_schema },
    });
    expect(deriveAnswers(pipeline)['a']).toMatchObject([{ kind: 'model', content: '{"kind":"x"}' }]);
  });

  it('lets a model say what its readers look for, where the schema lets it', () => {
    const output_schema = { type: 'object', properties: { kind: { type: 'string' }, sure: { enum: ['no', 'yes'] } } };
    const ask = { id: 'a', component: 'generator', config: { model: 'm', prompt: 'p', output_schema } };
    const condition = "{{stages.a.output.kind == 'bug' and stages.a.output.sure == 'perhaps'}}";
    const { pipeline } = openStages(ask, {
      id: 'b',
      component: 'conditional',
      depends_on: ['a'],
      config: { condition },
    });
    expect(deriveAnswers(pipeline)['a']).toMatchObject([{ content: '{"kind":"bug","sure":"no"}' }]);
  });

  it('answers for nothing that stays inside', () => {
    const { pipeline } = openStages({ id: 'a', component: 'logger', config: { message: 'm' } });
    expect(deriveAnswers(pipeline)).toEqual({});
  });
});

function bodyOf(condition: string, retry?: JsonObject) {
  const { pipeline } = openStages(
    { id: 'a', component: 'http_request', config: { url: 'https://a.example' }, ...(retry && { retry }) },
    { id: 'b', component: 'conditional', depends_on: ['a'], config: { condition } },
  );
  const [answer] = deriveAnswers(pipeline)['a'] ?? [];
  return answer?.kind === 'response' ? answer.body : expect.fail('a is no request');
}

async function openTemplate(id: string) {
  const template = (await loadTemplate(id)) ?? expect.fail(`${id} is no template`);
  return opened(template.text);
}

function openStages(...stages: readonly JsonObject[]) {
  return opened(JSON.stringify({ name: 'test', version: '1.0.0', stages }));
}

function opened(text: string) {
  const { reading, graph } = openPipelineDocument(text);
  return reading.pipeline && graph ? { pipeline: reading.pipeline, graph } : expect.fail('cannot be read');
}
