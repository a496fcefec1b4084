import type { Json } from '@flowmason/pipeline-schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInSandbox, type SandboxRun } from './sandbox-run.test-support.ts';
import { at, counted, readInput, stagesThat } from './simulated-run.test-support.ts';

const CONTEXT = ['GET deploys /deployments', 'POST logs /query', 'POST metrics /query_range'];
const DEPLOYMENT = 'kubernetes /apis/apps/v1/namespaces/production/deployments/payment-service';
const SCALE = `PATCH ${DEPLOYMENT}/scale`;
const HEALTH = 'GET service /health';
const STATUS_PAGE = 'POST statuspage /v1/pages/payments/incidents';
const SLACK = 'POST slack /services/T0SANDBOX/B0SANDBOX/simulated-webhook';
const PAGE = 'POST pagerduty /v2/enqueue';

let result: SandboxRun;
function inSituation(situation: string): void {
  beforeAll(async () => {
    result = await runInSandbox('devops-incident-response', await readInput('sample-alert.json'), situation);
  });
}

/** The calls, with those that go out side by side in alphabetical order. */
function calls(): readonly string[] {
  const context = result.calls.slice(0, 3).toSorted();
  const rest = result.calls.slice(3);
  const told = rest.filter((call) => call === STATUS_PAGE || call === SLACK).toSorted();
  return counted([...context, ...rest.filter((call) => call !== STATUS_PAGE && call !== SLACK), ...told]);
}

function statusOf(...ids: readonly string[]): readonly (string | undefined)[] {
  return ids.map((id) => result.run.stages[id]?.status);
}

function replicas(): readonly (Json | undefined)[] {
  return result.received.filter(({ path }) => path.endsWith('/scale')).map(({ body }) => at(body, 'spec', 'replicas'));
}

function pageDetail(name: string): Json | undefined {
  return at(result.state, 'pages', 0, 'payload', 'custom_details', name);
}

const REMEDY_STAGES = [
  'auto-restart-service',
  'restore-replicas',
  'read-pool-size',
  'auto-scale-connections',
  'auto-rollback',
  'auto-remediate',
  'execute-remediation',
  'verify-health',
  'remediation-failed-escalate',
  'log-remediation-attempt',
  'update-status',
  'notify-team',
  'create-postmortem',
];

describe.each(['oom', 'all-good'])('devops-incident-response, memory runs out (%s)', (situation) => {
  inSituation(situation);

  it('succeeds', () => {
    expect(result.run.status).toBe('succeeded');
  });

  it('restarts, verifies, and tells status page and team', () => {
    expect(calls()).toEqual([...CONTEXT, `${SCALE} ×2`, `${HEALTH} ×2`, SLACK, STATUS_PAGE]);
  });

  it('sends replicas 0 and then 3, both as numbers', () => {
    expect(replicas()).toEqual([0, 3]);
  });

  it('sends token and patch content type with both', () => {
    const scaled = result.received.filter(({ path }) => path.endsWith('/scale'));
    expect(scaled.map(({ headers }) => [headers['authorization'], headers['content-type']])).toEqual(
      Array(2).fill(['Bearer sandbox-kubernetes-token', 'application/strategic-merge-patch+json']),
    );
  });

  it('tells status page and team side by side', () => {
    const startOf = (id: string) => result.run.stages[id]?.started_at;
    expect(startOf('update-status')).toBe(startOf('notify-team'));
  });

  it('drafts the post-mortem after the team was told', () => {
    expect(String(at(result.run.output, 'postmortem_draft'))).toContain('Post-mortem draft: payment-service');
  });

  it('pages nobody', () => {
    expect(statusOf('escalate-to-human', 'remediation-failed-escalate')).toEqual(['skipped', 'skipped']);
    expect(result.state['pages']).toEqual([]);
  });

  it('gives the output that the documentation promises', () => {
    expect(result.run.output).toEqual({
      incident_id: 'incident-12345',
      service: 'payment-service',
      resolution: {
        type: 'auto-remediated',
        action: 'service_restart',
        duration_seconds: expect.any(Number),
        success: true,
      },
      analysis: {
        root_cause: 'Memory leak in the payment batch: heap grows until the container is killed (OOM)',
        issue_type: 'OOM',
        confidence: 'high',
        supporting_evidence: ['16 log lines show it', 'Memory grew from 45 % to 94 %', 'Last deploy 1130 minutes ago'],
      },
      notifications: { status_page: 'updated', slack: 'sent', pagerduty: 'not paged' },
      postmortem_draft: expect.any(String),
    });
  });

  it('sends times as numbers and a query that names the service', () => {
    const metrics = result.received.find(({ service }) => service === 'metrics')?.body;
    expect([
      at(metrics, 'query'),
      Number(at(metrics, 'end')) - Number(at(metrics, 'start')),
      typeof at(metrics, 'end'),
    ]).toEqual(['up{service="payment-service"}', 1800, 'number']);
    expect(result.received.find(({ service }) => service === 'deploys')?.query).toEqual({
      service: 'payment-service',
      since: '-24h',
      limit: '5',
    });
  });
});

describe.each(['unknown-cause', 'not-json', 'oom-not-sure'])('devops-incident-response, %s', (situation) => {
  inSituation(situation);

  it('succeeds', () => {
    expect(result.run.status).toBe('succeeded');
  });

  it('pages a person and does nothing else', () => {
    expect(calls()).toEqual([...CONTEXT, PAGE]);
  });

  it('skips remedy, health check, status page and team', () => {
    expect(stagesThat(result.run, 'skipped').map((entry) => entry.split(':')[0])).toEqual(REMEDY_STAGES);
  });

  it('says that a person was paged', () => {
    expect(at(result.run.output, 'resolution', 'type')).toBe('escalated');
    expect(at(result.run.output, 'notifications')).toEqual({
      status_page: 'not updated',
      slack: 'not sent',
      pagerduty: 'paged',
    });
  });
});

describe('the page of devops-incident-response', () => {
  const page = async (situation: string) => {
    result = await runInSandbox('devops-incident-response', await readInput('sample-alert.json'), situation);
  };

  it('says that confidence is not high', async () => {
    await page('oom-not-sure');
    expect([pageDetail('why_not_auto'), pageDetail('logs_summary'), pageDetail('recent_deploy')]).toEqual([
      'confidence is not high',
      '24 error logs in the last 30 min',
      '2.4.1 (1130 min ago)',
    ]);
  });

  it('says that the model gave nothing to go by', async () => {
    await page('not-json');
    expect(pageDetail('why_not_auto')).toBe('the model gave no answer that can be used');
  });

  it('goes out when there are no recent deploys, and the route for them is not taken', async () => {
    await page('unknown-cause');
    expect([result.run.stages['determine-action']?.arm, pageDetail('recent_deploy')]).toEqual([
      'unknown',
      'none in the last 24 h',
    ]);
  });
});

describe.each([
  ['pool-exhausted', 'connection-pool', 'connection_pool_scaled', [`GET ${DEPLOYMENT}`, `PATCH ${DEPLOYMENT}`]],
  ['bad-deploy', 'recent-deploy', 'deployment_rolled_back', [`PATCH ${DEPLOYMENT}`]],
])('devops-incident-response, %s', (situation, route, action, remedy) => {
  inSituation(situation);

  it('takes the route and succeeds', () => {
    expect([result.run.stages['determine-action']?.arm, result.run.status]).toEqual([route, 'succeeded']);
  });

  it('applies the one remedy, verifies it, and tells what was done', () => {
    expect(calls()).toEqual([...CONTEXT, ...remedy, `${HEALTH} ×2`, SLACK, STATUS_PAGE]);
    expect(at(result.run.output, 'resolution', 'action')).toBe(action);
  });
});

describe('devops-incident-response, health never returns', () => {
  inSituation('never-healthy');

  it('ends recovered', () => {
    expect(result.run.status).toBe('recovered');
  });

  it('asks six times, pages, and tells nobody that it is over', () => {
    expect(calls()).toEqual([...CONTEXT, `${SCALE} ×2`, `${HEALTH} ×6`, PAGE]);
  });

  it('runs catch and finally, and skips what follows a healthy service', () => {
    expect(statusOf('remediation-failed-escalate', 'log-remediation-attempt')).toEqual(['succeeded', 'succeeded']);
    expect(statusOf('update-status', 'notify-team', 'create-postmortem')).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('tells the person what failed and that the replicas are back', () => {
    expect([pageDetail('failed_stage'), pageDetail('replicas')]).toEqual(['verify-health', 'restored']);
  });
});

describe('devops-incident-response, the restart is refused', () => {
  inSituation('restart-refused');

  it('ends recovered', () => {
    expect(result.run.status).toBe('recovered');
  });

  it('pages without a health call', () => {
    expect(calls()).toEqual([...CONTEXT, SCALE, PAGE]);
  });

  it('runs catch and finally', () => {
    expect(statusOf('remediation-failed-escalate', 'log-remediation-attempt')).toEqual(['succeeded', 'succeeded']);
  });

  it('tells the person to check the replicas', () => {
    expect([pageDetail('failed_stage'), String(pageDetail('replicas'))]).toEqual([
      'auto-restart-service',
      expect.stringContaining('check that the deployment is not at 0'),
    ]);
  });
});

describe('devops-incident-response, the replicas cannot be brought back', () => {
  inSituation('restore-refused');

  it('ends recovered and pages without a health call', () => {
    expect(result.run.status).toBe('recovered');
    expect(calls()).toEqual([...CONTEXT, `${SCALE} ×2`, PAGE]);
  });

  it('tells the person that production stands at zero, and what to set', () => {
    expect(String(pageDetail('replicas'))).toMatch(/^NOT RESTORED.*set it to 3/);
  });
});
