import { readdir, readFile } from 'node:fs/promises';
import { builtinComponents } from '@flowmason/engine';
import {
  buildGraph,
  documentPipeline,
  isJsonObject,
  type Json,
  type Run,
  readPipeline,
} from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { simulatePipeline } from './simulate-pipeline.ts';
import type { Template, TemplateScenario } from './template.ts';
import { loadTemplate, TEMPLATES } from './template-catalog.ts';

const templates = await Promise.all(TEMPLATES.map(({ id }) => load(id)));

describe.each(templates.map((template) => [template.id, template] as const))('template %s', (_id, template) => {
  const reading = readPipeline(template.text, { components: builtinComponents });

  it('has neither errors nor warnings', () => {
    expect(reading.diagnostics).toEqual([]);
  });

  it('is written in the canonical form', () => {
    expect(JSON.stringify(JSON.parse(template.text))).toBe(JSON.stringify(documentPipeline(pipelineOf(template))));
  });

  it('is what the gallery says of it', () => {
    const { name, category, difficulty, stages } = pipelineOf(template);
    expect({
      id: name,
      category,
      difficulty,
      components: [...new Set(stages.map(({ component }) => component))],
      stageCount: stages.length,
    }).toEqual({
      id: template.id,
      category: template.category,
      difficulty: template.difficulty,
      components: template.components,
      stageCount: template.stageCount,
    });
  });

  it.each(template.scenarios.map((scenario) => [scenario.id, scenario] as const))(
    'ends as said: %s',
    async (_, scenario) => {
      const { run } = await simulate(template, scenario);
      expect({ status: run.status, arms: armsOf(run.stages) }).toEqual(scenario.ends);
    },
  );

  it('gives the expected output when all goes well', async () => {
    const { run } = await simulate(template, template.scenarios[0]);
    expect(run.output).toEqual(template.expectedOutput);
  });

  it('takes every arm of every decision in one of its scenarios', () => {
    const graph = buildGraph(pipelineOf(template), builtinComponents);
    const all = [...graph.stages.values()].flatMap(({ id, component }) => {
      if (component === 'trycatch') return [`${id}: ok`, `${id}: caught`];
      if (component === 'foreach') return [];
      return (graph.arms.get(id) ?? []).map(({ name }) => `${id}: ${name}`);
    });
    const taken = template.scenarios.flatMap(({ ends }) =>
      Object.entries(ends.arms).map(([id, arm]) => `${id}: ${arm}`),
    );
    expect([...new Set(taken)].sort()).toEqual(all.sort());
  });

  it('runs every stage in one of its scenarios', async () => {
    const ran = new Set<string>();
    for (const scenario of template.scenarios) {
      const { run } = await simulate(template, scenario);
      for (const [id, { status }] of Object.entries(run.stages)) if (status !== 'skipped') ran.add(id);
    }
    expect(pipelineOf(template).stages.filter(({ id }) => !ran.has(id))).toEqual([]);
  });

  it('says what a sample input is', () => {
    expect(isJsonObject(pipelineOf(template).sample_input)).toBe(true);
  });
});

describe('the reference pipelines', () => {
  it.each(['devops-cicd-deployment', 'devops-incident-response'])(
    'are templates as they are shipped: %s',
    async (id) => {
      const shipped = new URL(`../../../pipelines/${id}.pipeline.json`, import.meta.url);
      expect((await load(id)).text).toBe(await readFile(shipped, 'utf8'));
    },
  );
});

describe('the other templates', () => {
  it('are no pipelines of the workspace that this repository is', async () => {
    const sources = await readdir(new URL('../pipelines/', import.meta.url));
    expect(sources.filter((name) => name.endsWith('.pipeline.json'))).toEqual([]);
  });
});

describe('loadTemplate', () => {
  it('knows nothing of a template that is not in the gallery', async () => {
    expect(await loadTemplate('no-such-template')).toBeUndefined();
  });
});

async function load(id: string): Promise<Template> {
  return (await loadTemplate(id)) ?? expect.fail(`${id} cannot be loaded`);
}

function pipelineOf({ text, id }: Template) {
  return readPipeline(text, { components: builtinComponents }).pipeline ?? expect.fail(`${id} cannot be read`);
}

function simulate(template: Template, { answers, input }: TemplateScenario) {
  const pipeline = pipelineOf(template);
  const given: Json = input ?? pipeline.sample_input ?? {};
  return simulatePipeline({ pipeline, input: given, answers });
}

/** The arms of decisions; a stage that polls has arms too, which depend on how often its service is asked. */
function armsOf(stages: Run['stages']) {
  return Object.fromEntries(
    Object.entries(stages).flatMap(([id, { arm, component }]) =>
      arm !== undefined && DECISIONS.has(component) ? [[id, arm] as const] : [],
    ),
  );
}

const DECISIONS = new Set(['conditional', 'router', 'trycatch']);
