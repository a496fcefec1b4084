import text from '../../../../pipelines/devops-incident-response.pipeline.json?raw';
import { answers, says } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const analysis = (issue_type: string, confidence: 'high' | 'low', root_cause: string) =>
  says({
    root_cause,
    severity: 'critical',
    issue_type,
    recommended_action: 'Apply the remedy of the playbook and keep what was gathered',
    confidence,
    supporting_evidence: ['24 log lines show it', 'The metrics agree with them'],
  });

const paged = answers(202, { status: 'success', message: 'Event processed' });
const scaled = (replicas: number) => answers(200, { kind: 'Scale', spec: { replicas } });

const deployedMinutesAgo = (age_minutes: number) =>
  answers(200, [
    {
      version: '2.4.1',
      image: 'registry/payment-service:2.4.1',
      previous_image: 'registry/payment-service:2.4.0',
      age_minutes,
    },
  ]);

const OUT_OF_MEMORY: SimulatedAnswers = {
  'fetch-logs': [
    answers(
      200,
      { total: 24, logs: [{ level: 'error', message: 'java.lang.OutOfMemoryError: Java heap space' }] },
      1400,
    ),
  ],
  'fetch-metrics': [answers(200, { status: 'success', data: { memory_used_percent: ['71.2', '88.0', '94.1'] } }, 900)],
  'fetch-recent-deploys': [deployedMinutesAgo(1130)],
  'analyze-incident': [analysis('OOM', 'high', 'Memory leak in the payment batch: the heap grows until it is killed')],
  'auto-restart-service': [scaled(0)],
  'restore-replicas': [scaled(3)],
  'read-pool-size': [
    answers(200, {
      spec: {
        template: { spec: { containers: [{ name: 'payment-service', env: [{ name: 'DB_POOL_MAX', value: '20' }] }] } },
      },
    }),
  ],
  'auto-scale-connections': [answers(200, { kind: 'Deployment' })],
  'auto-rollback': [answers(200, { kind: 'Deployment' })],
  'verify-health': [answers(503, { status: 'starting' }), answers(200, { status: 'ok' })],
  'remediation-failed-escalate': [paged],
  'escalate-to-human': [paged],
  'update-status': [answers(201, { id: 'inc-1', status: 'resolved' })],
  'notify-team': [answers(200, 'ok')],
  'create-postmortem': [
    says('# Post-mortem draft\n\n## Summary\nA memory leak took payment-service down; it was restarted.', 3200),
  ],
};

/** The reference pipeline that this repository ships; its file is the one source. */
export const content: TemplateContent = {
  text,
  problem: [
    'At 3 a.m. most of the half hour until a known incident is over goes into waking up, signing in and gathering what the alert does not say. The fix itself is a line of a runbook, and the write-up never happens.',
    'A runbook is “when these signs, do this”: a decision and a few actions, so it can be a pipeline. What a runbook does not know a person must still decide, and then what has been gathered should stand on the page already.',
  ],
  pains: [
    { title: 'Slow response', text: 'waking somebody takes longer than the remedy' },
    { title: 'Missing context', text: 'logs, metrics and deploys are looked up one after the other, by hand' },
    { title: 'Risky automation', text: 'a script that restarts on every alert hides what is really broken' },
  ],
  shows: [
    'The model proposes, the router decides: only an exact kind with high confidence selects a remedy.',
    'Whatever remedy was taken is verified, and nobody hears “resolved” before that.',
    'A remedy that fails anywhere pages a person, with everything that is known.',
  ],
  scenarios: [
    {
      id: 'out-of-memory',
      title: 'Memory runs out',
      description: 'Logs and metrics agree on a memory leak; the service is restarted, verified, and the team is told.',
      answers: OUT_OF_MEMORY,
      ends: { status: 'succeeded', arms: { 'determine-action': 'oom-restart', 'auto-remediate': 'ok' } },
    },
    {
      id: 'pool-used-up',
      title: 'The connection pool is used up',
      description: 'The service waits for database connections; its pool is doubled and the service is verified.',
      answers: {
        ...OUT_OF_MEMORY,
        'analyze-incident': [analysis('connection_pool_exhausted', 'high', 'All connections are active, 61 wait')],
      },
      ends: { status: 'succeeded', arms: { 'determine-action': 'connection-pool', 'auto-remediate': 'ok' } },
    },
    {
      id: 'bad-deploy',
      title: 'A deploy broke it',
      description:
        'Errors began with the newest deploy, 12 minutes ago; it is rolled back and the service is verified.',
      answers: {
        ...OUT_OF_MEMORY,
        'fetch-recent-deploys': [deployedMinutesAgo(12)],
        'analyze-incident': [analysis('bad_deploy', 'high', 'Version 2.4.1 fails on requests that 2.4.0 served')],
      },
      ends: { status: 'succeeded', arms: { 'determine-action': 'recent-deploy', 'auto-remediate': 'ok' } },
    },
    {
      id: 'not-sure',
      title: 'Nobody is sure',
      description: 'The model is not confident: nothing is changed and a person is paged.',
      answers: {
        ...OUT_OF_MEMORY,
        'analyze-incident': [analysis('OOM', 'low', 'Perhaps a memory leak, perhaps a slow ledger')],
      },
      ends: { status: 'succeeded', arms: { 'determine-action': 'unknown' } },
    },
    {
      id: 'never-healthy',
      title: 'The restart does not help',
      description: 'All six health checks fail: a person is paged, and nobody is told that it is over.',
      answers: { ...OUT_OF_MEMORY, 'verify-health': [answers(503, { status: 'unhealthy' })] },
      ends: { status: 'recovered', arms: { 'determine-action': 'oom-restart', 'auto-remediate': 'caught' } },
    },
  ],
  expectedOutput: {
    incident_id: 'incident-12345',
    service: 'payment-service',
    resolution: { type: 'auto-remediated', action: 'service_restart', duration_seconds: 17.9, success: true },
    analysis: {
      root_cause: 'Memory leak in the payment batch: the heap grows until it is killed',
      issue_type: 'OOM',
      confidence: 'high',
      supporting_evidence: ['24 log lines show it', 'The metrics agree with them'],
    },
    notifications: { status_page: 'updated', slack: 'sent', pagerduty: 'not paged' },
    postmortem_draft: '# Post-mortem draft\n\n## Summary\nA memory leak took payment-service down; it was restarted.',
  },
};
