import type { Json } from '@flowmason/pipeline-schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInSandbox, type SandboxRun } from './sandbox-run.test-support.ts';
import { at, counted, readInput, stagesThat } from './simulated-run.test-support.ts';

const REPOSITORY = '/repos/mycompany/api-gateway/actions';
const BUILD = [`POST github ${REPOSITORY}/workflows/build.yml/dispatches`, `GET github ${REPOSITORY}/runs ×3`];
const deploymentIn = (namespace: string) => `kubernetes /apis/apps/v1/namespaces/${namespace}/deployments/api-gateway`;
const PATCH_STAGING = `PATCH ${deploymentIn('staging')}`;
const GET_PRODUCTION = `GET ${deploymentIn('production')}`;
const PATCH_PRODUCTION = `PATCH ${deploymentIn('production')}`;
const SLACK = 'POST slack /services/T0SANDBOX/B0SANDBOX/simulated-webhook';
const TESTED = [...BUILD, PATCH_STAGING, 'GET staging /health ×2', 'POST tests /run'];
const NEW_IMAGE = 'gcr.io/myproject/api-gateway:abc123def456';
const OLD_IMAGE = 'gcr.io/myproject/api-gateway:2.4.1';
const FAILURE_STAGES = [
  'notify-build-failure',
  'notify-staging-failure',
  'analyze-test-failure',
  'notify-test-failure',
  'rollback-production',
  'rollback-verdict',
  'notify-rollback-failure',
  'fetch-logs',
  'verify-rollback',
  'analyze-failure',
  'notify-rollback',
];

let result: SandboxRun;
function inSituation(situation: string): void {
  beforeAll(async () => {
    result = await runInSandbox('devops-cicd-deployment', await readInput('deploy-api-gateway.json'), situation);
  });
}

function idsThat(status: 'succeeded' | 'skipped' | 'failed'): readonly string[] {
  return stagesThat(result.run, status).map((entry) => entry.split(':')[0] ?? '');
}

/** Images that were sent to a namespace, in order. */
function patchedImages(namespace: string): readonly (Json | undefined)[] {
  return result.received
    .filter(({ method, path }) => method === 'PATCH' && path.includes(`/namespaces/${namespace}/`))
    .map(({ body }) => at(body, 'spec', 'template', 'spec', 'containers', 0, 'image'));
}

/** Place of the last change of production among the calls. */
function rollbackIndex(): number {
  return result.calls.lastIndexOf(PATCH_PRODUCTION);
}

function slackText(): string {
  return JSON.stringify(result.state['messages']);
}

describe('devops-cicd-deployment, all good', () => {
  inSituation('all-good');

  it('succeeds', () => {
    expect(result.run.status).toBe('succeeded');
  });

  it('runs every stage but those of failures', () => {
    expect(idsThat('skipped').toSorted()).toEqual(FAILURE_STAGES.toSorted());
    expect(idsThat('succeeded')).toHaveLength(Object.keys(result.run.stages).length - FAILURE_STAGES.length);
  });

  it('asks the services in order and nobody else', () => {
    expect(counted(result.calls)).toEqual([
      ...TESTED,
      GET_PRODUCTION,
      PATCH_PRODUCTION,
      'GET production /health ×2',
      SLACK,
    ]);
  });

  it('asks no model', () => {
    expect(result.received.filter(({ service }) => service === 'model')).toEqual([]);
  });

  it('sends token, media types and values of the right type', () => {
    const [dispatch] = result.received;
    expect(dispatch).toMatchObject({
      headers: { authorization: 'Bearer sandbox-github-token', accept: 'application/vnd.github.v3+json' },
      body: { ref: 'main', inputs: { commit_sha: 'abc123def456', service: 'api-gateway' } },
    });
    const patches = result.received.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ headers }) => [headers['authorization'], headers['content-type']])).toEqual(
      Array(2).fill(['Bearer sandbox-kubernetes-token', 'application/strategic-merge-patch+json']),
    );
  });

  it('asks for the runs of the commit', () => {
    expect(result.received[1]?.query).toEqual({ head_sha: 'abc123def456' });
  });

  it('sets the image of the commit in both namespaces', () => {
    expect([patchedImages('staging'), patchedImages('production')]).toEqual([[NEW_IMAGE], [NEW_IMAGE]]);
  });

  it('gives the output that the documentation promises', () => {
    expect(result.run.output).toEqual({
      deployment: {
        status: 'success',
        service: 'api-gateway',
        commit_sha: 'abc123def456',
        environment: 'production',
        duration_ms: expect.any(Number),
        stages_completed: Object.keys(result.run.stages).length - FAILURE_STAGES.length,
      },
      health_check: { staging: 'healthy', production: 'healthy' },
      tests: { passed: true, total: 47, failed: 0 },
      notifications: { slack: 'sent' },
    });
  });
});

describe('devops-cicd-deployment, the build fails', () => {
  inSituation('build-fails');

  it('tells the team and asks nobody from deploy-staging on', () => {
    expect(counted(result.calls)).toEqual([...BUILD, SLACK]);
  });

  it('runs nothing from deploy-staging on', () => {
    expect(idsThat('succeeded')).toEqual([
      'log-start',
      'trigger-build',
      'poll-build-status',
      'validate-build',
      'notify-build-failure',
    ]);
    expect(idsThat('failed')).toEqual([]);
  });

  it('says so in its output', () => {
    expect(at(result.run.output, 'deployment', 'status')).toBe('build_failed');
    expect(at(result.run.output, 'tests')).toEqual({ passed: null, total: null, failed: null });
  });
});

describe('devops-cicd-deployment, staging never healthy', () => {
  inSituation('staging-sick');

  it('fails with RETRY_EXHAUSTED', () => {
    expect([result.run.status, result.run.error?.type, result.run.error?.stage_id]).toEqual([
      'failed',
      'RETRY_EXHAUSTED',
      'staging-health-check',
    ]);
  });

  it('asks 12 times, tells the team, and does not go near production', () => {
    expect(counted(result.calls)).toEqual([...BUILD, PATCH_STAGING, 'GET staging /health ×12', SLACK]);
  });

  it('says what failed and that production was not touched', () => {
    expect(slackText()).toMatch(/staging-health-check.*Production was not touched.*503/s);
  });
});

describe('devops-cicd-deployment, tests fail', () => {
  inSituation('tests-fail');

  it('analyses, tells the team, and does not go near production', () => {
    expect(counted(result.calls)).toEqual([...TESTED, SLACK]);
    expect(idsThat('succeeded').slice(-3)).toEqual(['check-tests', 'analyze-test-failure', 'notify-test-failure']);
  });

  it('names the failed tests in the message', () => {
    expect(slackText()).toContain('checkout refuses an expired card');
  });
});

describe('devops-cicd-deployment, production unhealthy', () => {
  inSituation('production-sick');

  it('ends recovered', () => {
    expect(result.run.status).toBe('recovered');
  });

  it('goes back to the image before', () => {
    expect(patchedImages('production')).toEqual([NEW_IMAGE, OLD_IMAGE]);
  });

  it('asks the services in order up to the rollback', () => {
    expect(counted(result.calls.slice(0, rollbackIndex() + 1))).toEqual([
      ...TESTED,
      GET_PRODUCTION,
      PATCH_PRODUCTION,
      'GET production /health ×6',
      PATCH_PRODUCTION,
    ]);
  });

  it('verifies the health, asks for the log, and tells the team last', () => {
    const after = result.calls.slice(rollbackIndex() + 1);
    expect(after.at(-1)).toBe(SLACK);
    expect(counted(after.toSorted())).toEqual([
      'GET kubernetes /api/v1/namespaces/production/events',
      'GET production /health ×2',
      SLACK,
    ]);
  });

  it('runs finally and the analysis, and never the notice of success', () => {
    const { stages } = result.run;
    expect({
      health: [stages['prod-health-check']?.status, stages['prod-health-check']?.handled],
      block: [stages['deploy-production']?.status, stages['deploy-production']?.handled],
      finally: stages['log-production-result']?.status,
      analysis: stages['analyze-failure']?.status,
      success: [stages['notify-success']?.status, stages['notify-success']?.reason],
    }).toEqual({
      health: ['failed', true],
      block: ['failed', true],
      finally: 'succeeded',
      analysis: 'succeeded',
      success: ['skipped', 'dependency_failed'],
    });
  });

  it('gives the model the answer of the failed health check', () => {
    const prompt = result.received.find(({ service }) => service === 'model')?.body;
    expect(JSON.stringify(prompt)).toContain('readiness probe fails');
  });

  it('tells the team once, with the verified health, and claims no success', () => {
    expect(result.state['messages']).toHaveLength(1);
    expect(slackText()).toContain('200, verified');
    expect(slackText()).not.toContain('deployed to');
  });
});

describe('devops-cicd-deployment, the rollback is refused', () => {
  inSituation('rollback-fails');

  it('fails, and keeps the failure that came first', () => {
    expect([result.run.status, result.run.error?.stage_id]).toEqual(['failed', 'prod-health-check']);
  });

  it('asks a person to act', () => {
    expect(slackText()).toContain('could not be rolled back');
  });

  it('runs finally', () => {
    expect(result.run.stages['log-production-result']?.status).toBe('succeeded');
  });
});
