import text from '../../../../pipelines/devops-cicd-deployment.pipeline.json?raw';
import { answers, says } from '../answers.ts';
import type { SimulatedAnswers } from '../simulated-answer.ts';
import type { TemplateContent } from '../template.ts';

const BUILD_URL = 'https://github.com/mycompany/api-gateway/actions/runs/9041';
const build = (status: string, conclusion: string | null) =>
  answers(200, { total_count: 1, workflow_runs: [{ id: 9041, status, conclusion, html_url: BUILD_URL }] });

const deployed = (tag: string) =>
  answers(200, {
    kind: 'Deployment',
    metadata: { name: 'api-gateway' },
    spec: {
      replicas: 3,
      template: {
        spec: { containers: [{ name: 'api-gateway', image: `gcr.io/myproject/api-gateway:${tag}` }] },
      },
    },
  });

const FAILURES = [
  { name: 'checkout keeps the basket of a guest', message: 'expected 200, got 500' },
  { name: 'checkout refuses an expired card', message: 'expected 402, got 500' },
];

const ALL_GOOD: SimulatedAnswers = {
  'trigger-build': [answers(204)],
  'poll-build-status': [build('queued', null), build('in_progress', null), build('completed', 'success')],
  'notify-build-failure': [answers(200, 'ok')],
  'deploy-staging': [deployed('abc123def456')],
  'staging-health-check': [answers(503, { status: 'starting' }), answers(200, { status: 'ok' })],
  'run-tests': [answers(200, { passed: true, total: 47, failed: 0, failures: [] }, 8000)],
  'notify-staging-failure': [answers(200, 'ok')],
  'analyze-test-failure': [
    says('Both failures are in the checkout and began with this commit: look at the session handling first.'),
  ],
  'notify-test-failure': [answers(200, 'ok')],
  'read-production-image': [deployed('9f8e7d6c5b4a')],
  'prod-deploy': [deployed('abc123def456')],
  'prod-health-check': [answers(503, { status: 'starting' }), answers(200, { status: 'ok' })],
  'rollback-production': [deployed('9f8e7d6c5b4a')],
  'notify-rollback-failure': [answers(200, 'ok')],
  'fetch-logs': [
    answers(200, { kind: 'EventList', items: [{ type: 'Warning', reason: 'Unhealthy', message: 'statuscode: 503' }] }),
  ],
  'verify-rollback': [answers(200, { status: 'ok' })],
  'analyze-failure': [says('The new image answers 503 because it cannot reach its database: DB_HOST is not set.')],
  'notify-rollback': [answers(200, 'ok')],
  'notify-success': [answers(200, 'ok')],
};

/** The reference pipeline that this repository ships; its file is the one source. */
export const content: TemplateContent = {
  text,
  problem: [
    'A deployment crosses five systems: the build, the cluster, the health checks, the test runner, the chat. When it is a chain of scripts, each of them knows its own step only. A build that never ends, a staging that never answers, a production that came up sick: every one of them is noticed by a person, in another log, minutes later, and the way back is typed by hand.',
    'Here the order, the waiting, the decision and the way back are one document, and every one of its ends is a known end.',
  ],
  pains: [
    { title: 'No visibility', text: 'which step failed, and with which answer, stands in three different logs' },
    { title: 'Manual rollback', text: 'somebody signs in and types the image that ran before, from memory' },
    { title: 'Silent failures', text: 'a deployment “succeeds” while production answers 503' },
  ],
  shows: [
    'Production is out of reach until staging is healthy and the tests have passed.',
    'The image to go back to is read before production is changed, and never guessed.',
    'Whatever ends badly tells somebody: each point of failure has a notice of its own.',
  ],
  scenarios: [
    {
      id: 'all-good',
      title: 'All goes well',
      description: 'The build passes, staging and production become healthy, the team hears of it.',
      answers: ALL_GOOD,
      ends: {
        status: 'succeeded',
        arms: {
          'validate-build': 'true',
          'staging-verdict': 'false',
          'check-tests': 'true',
          'deploy-production': 'ok',
        },
      },
    },
    {
      id: 'build-fails',
      title: 'The build fails',
      description: 'The workflow run ends with the conclusion failure; nothing is deployed and the team is told.',
      answers: { ...ALL_GOOD, 'poll-build-status': [build('in_progress', null), build('completed', 'failure')] },
      ends: { status: 'succeeded', arms: { 'validate-build': 'false' } },
    },
    {
      id: 'staging-sick',
      title: 'Staging never becomes healthy',
      description: 'Staging answers 503 to all 12 health checks; production is not touched and the team is told.',
      answers: { ...ALL_GOOD, 'staging-health-check': [answers(503, { status: 'unhealthy' })] },
      ends: { status: 'failed', arms: { 'validate-build': 'true', 'staging-verdict': 'true' } },
    },
    {
      id: 'tests-fail',
      title: 'The integration tests fail',
      description:
        'Two of 47 tests fail in staging; a model reads the report, the team is told, production is not touched.',
      answers: {
        ...ALL_GOOD,
        'run-tests': [answers(200, { passed: false, total: 47, failed: 2, failures: FAILURES }, 8000)],
      },
      ends: {
        status: 'succeeded',
        arms: { 'validate-build': 'true', 'staging-verdict': 'false', 'check-tests': 'false' },
      },
    },
    {
      id: 'production-sick',
      title: 'Production is unhealthy',
      description: 'Production answers 503 with the new image; the image before it is brought back and is healthy.',
      answers: { ...ALL_GOOD, 'prod-health-check': [answers(503, { status: 'unhealthy' })] },
      ends: {
        status: 'recovered',
        arms: {
          'validate-build': 'true',
          'staging-verdict': 'false',
          'check-tests': 'true',
          'deploy-production': 'caught',
          'rollback-verdict': 'true',
        },
      },
    },
    {
      id: 'rollback-fails',
      title: 'Production cannot be rolled back',
      description: 'The cluster refuses the rollback as well; the run fails and the team is told to act.',
      answers: {
        ...ALL_GOOD,
        'prod-health-check': [answers(503, { status: 'unhealthy' })],
        'rollback-production': [answers(403, { kind: 'Status', message: 'deployments.apps is forbidden' })],
      },
      ends: {
        status: 'failed',
        arms: {
          'validate-build': 'true',
          'staging-verdict': 'false',
          'check-tests': 'true',
          'deploy-production': 'caught',
          'rollback-verdict': 'false',
        },
      },
    },
  ],
  expectedOutput: {
    deployment: {
      status: 'success',
      service: 'api-gateway',
      commit_sha: 'abc123def456',
      environment: 'production',
      duration_ms: 40160,
      stages_completed: 15,
    },
    health_check: { staging: 'healthy', production: 'healthy' },
    tests: { passed: true, total: 47, failed: 0 },
    notifications: { slack: 'sent' },
  },
};
