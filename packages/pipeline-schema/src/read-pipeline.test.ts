import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPipeline } from './read-pipeline.ts';
import { testCatalog } from './test-catalog.ts';

function readFixture(name: string) {
  const text = readFileSync(new URL(`../test-data/${name}`, import.meta.url), 'utf8');
  return readPipeline(text, { components: testCatalog });
}

describe('readPipeline on the seeds as they stand', () => {
  it('finds the seven undefined stages of the deployment, each one error with a fix', () => {
    const { diagnostics, ghosts, pipeline } = readFixture('seed-cicd.json');
    expect(ghosts.map(({ id }) => id)).toEqual([
      'notify-build-failure',
      'analyze-test-failure',
      'prod-deploy',
      'prod-health-check',
      'rollback-production',
      'log-production-result',
      'fetch-logs',
    ]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, fixes }) => [code, fixes.length > 0])).toEqual(Array(7).fill(['unknown-stage', true]));
    expect(pipeline?.stages).toHaveLength(11);
  });

  it('finds the five undefined stages of the incident response, each one error with a fix', () => {
    const { diagnostics, ghosts, pipeline } = readFixture('seed-incident.json');
    expect(ghosts.map(({ id }) => id)).toEqual([
      'auto-scale-connections',
      'auto-rollback',
      'execute-remediation',
      'remediation-failed-escalate',
      'log-remediation-attempt',
    ]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, fixes }) => [code, fixes.length > 0])).toEqual(Array(5).fill(['unknown-stage', true]));
    expect(pipeline?.stages).toHaveLength(14);
  });

  it('says of each undefined stage who names it, and how', () => {
    const { ghosts } = readFixture('seed-cicd.json');
    expect(ghosts.find(({ id }) => id === 'prod-health-check')?.referencedBy).toEqual([
      { stageId: 'deploy-production', pointer: '/stages/8/config/try/1', as: 'arm' },
      { stageId: 'analyze-failure', pointer: '/stages/9/config/prompt', as: 'template' },
      { stageId: 'notify-success', pointer: '/stages/10/depends_on/0', as: 'depends_on' },
    ]);
  });
});
