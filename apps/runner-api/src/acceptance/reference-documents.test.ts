import { readFile } from 'node:fs/promises';
import { builtinComponents } from '@flowmason/engine';
import {
  checkInput,
  formatPipeline,
  isJsonObject,
  type Json,
  type Run,
  readPipeline,
} from '@flowmason/pipeline-schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInSandbox } from './sandbox-run.test-support.ts';
import { at, type ReferencePipeline, readInput, readPipelineText } from './simulated-run.test-support.ts';

const CASES = [
  ['devops-cicd-deployment', 'deploy-api-gateway.json', 'all-good'],
  ['devops-incident-response', 'sample-alert.json', 'oom'],
] as const;

/** The stages that the original description of each pipeline defines or names. */
const DESCRIBED: Readonly<Record<ReferencePipeline, readonly string[]>> = {
  'devops-cicd-deployment': [
    ...['log-start', 'trigger-build', 'poll-build-status', 'validate-build', 'deploy-staging', 'staging-health-check'],
    ...['run-tests', 'check-tests', 'deploy-production', 'analyze-failure', 'notify-success', 'notify-build-failure'],
    ...['analyze-test-failure', 'prod-deploy', 'prod-health-check', 'rollback-production', 'log-production-result'],
    'fetch-logs',
  ],
  'devops-incident-response': [
    ...['receive-alert', 'fetch-logs', 'fetch-metrics', 'fetch-recent-deploys', 'analyze-incident', 'determine-action'],
    ...['auto-remediate', 'auto-restart-service', 'restore-replicas', 'verify-health', 'escalate-to-human'],
    ...['update-status', 'notify-team', 'create-postmortem', 'auto-scale-connections', 'auto-rollback'],
    ...['execute-remediation', 'remediation-failed-escalate', 'log-remediation-attempt'],
  ],
};

describe.each(CASES)('%s', (name, inputFile, situation) => {
  let text: string;
  let document: Json;
  let guide: string;
  let run: Run;
  beforeAll(async () => {
    text = await readPipelineText(name);
    document = JSON.parse(text);
    guide = await readFile(new URL(`../../../../docs/pipelines/${name}.md`, import.meta.url), 'utf8');
    ({ run } = await runInSandbox(name, await readInput(inputFile), situation));
  });

  it('has nothing that the checker would find', () => {
    expect(readPipeline(text, { components: builtinComponents }).diagnostics).toEqual([]);
  });

  it('stands in canonical form', () => {
    const { pipeline } = readPipeline(text, { components: builtinComponents });
    if (pipeline === undefined) throw new Error('it cannot be read');
    expect(JSON.stringify(document)).toBe(JSON.stringify(JSON.parse(formatPipeline(pipeline))));
  });

  it('defines every stage of the description', () => {
    const stages = at(document, 'stages');
    const ids = Array.isArray(stages) ? stages.map((stage: Json) => at(stage, 'id')) : [];
    expect(ids).toEqual(expect.arrayContaining([...DESCRIBED[name]]));
  });

  it('has its shipped input as sample input, and accepts it', async () => {
    const input = await readInput(inputFile);
    expect(at(document, 'sample_input')).toEqual(input);
    const schema = at(document, 'input_schema');
    expect(checkInput(isJsonObject(schema) ? schema : undefined, input)).toEqual({ input, problems: [] });
  });

  it('takes the input that its page shows', async () => {
    expect(jsonUnder('## Sample input')).toEqual(await readInput(inputFile));
  });

  it('gives the output that its page shows', () => {
    const shown = jsonUnder('## Expected output');
    const draft = at(shown, 'postmortem_draft') === undefined ? {} : { postmortem_draft: expect.any(String) };
    expect(run.output).toEqual({ ...(isJsonObject(shown) && shown), ...draft });
  });

  it('takes the times that its page draws', () => {
    const drawn = [...guide.matchAll(/^ {2}(\S+) +:(\d+), (\d+)$/gm)].map(([, id, from, to]) => [
      id,
      Number(from),
      Number(to),
    ]);
    const startedAt = Date.parse(run.started_at ?? '');
    const since = (instant: string | null | undefined) => Date.parse(instant ?? '') - startedAt;
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn).toEqual(
      drawn.map(([id]) => {
        const stage = run.stages[String(id)];
        return [id, since(stage?.started_at), since(stage?.finished_at)];
      }),
    );
  });

  it('has every stage in its page', () => {
    const unnamed = Object.keys(run.stages).filter((id) => !guide.includes(`\`${id}\``) && !guide.includes(`${id} `));
    expect(unnamed).toEqual([]);
  });

  function jsonUnder(heading: string): Json {
    const section = guide.slice(guide.indexOf(heading));
    const value: Json = JSON.parse(/```json\n(.*?)\n```/s.exec(section)?.[1] ?? 'null');
    return value;
  }
});
