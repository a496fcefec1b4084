import { ANY_HOST, type ServiceName } from './route-request.ts';

/**
 * How fast time passes in a sandbox run: a wait of 10 s takes one second. Calls take as long as they take, and a build or
 * a rollout as much less: at a much higher speed they would be over before a slow machine has asked once.
 */
export const SANDBOX_SPEED = 10;

/** A profile as a `*.profile.json` file holds it, with the parts that the sandbox needs. */
export type SandboxProfile = {
  readonly description: string;
  readonly http: { readonly rewrite: readonly { readonly match: string; readonly to: string }[] };
  readonly secrets: { readonly values: Readonly<Record<string, string>> };
  readonly llm: { readonly base_url: string; readonly provider: 'openai'; readonly api_key_secret: string };
  /** Factor by which the waits of a run are shortened; the sandbox's own times go as fast. */
  readonly clock: { readonly speed: number };
};

/** The hosts of the reference pipelines and of their sample inputs. */
const HOSTS: readonly (readonly [match: string, service: ServiceName])[] = [
  ['https://api.github.com', 'github'],
  ['https://kubernetes.*', 'kubernetes'],
  ['https://staging.*', 'staging'],
  ['https://tests.*', 'tests'],
  ['https://hooks.slack.com', 'slack'],
  ['https://events.pagerduty.com', 'pagerduty'],
  ['https://api.statuspage.io', 'statuspage'],
  ['https://logs.*', 'logs'],
  ['https://prometheus.*', 'metrics'],
  ['https://deploy.*', 'deploys'],
];

/**
 * The profile that sends everything a run asks for to a sandbox served at `baseUrl`, also hosts that are not known:
 * a run in the sandbox never reaches a real service. Its secrets open nothing and are meant to be seen through.
 */
export function sandboxProfile(baseUrl: string, speed: number = SANDBOX_SPEED): SandboxProfile {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    description: 'Simulated services. Nothing leaves this machine.',
    http: {
      rewrite: [
        ...HOSTS.map(([match, service]) => ({ match, to: `${base}/${service}` })),
        { match: base, to: base },
        { match: 'https://*', to: `${base}/${ANY_HOST}/*` },
        { match: 'http://*', to: `${base}/${ANY_HOST}/*` },
      ],
    },
    secrets: {
      values: {
        GITHUB_TOKEN: 'sandbox-github-token',
        K8S_TOKEN: 'sandbox-kubernetes-token',
        LOGGING_TOKEN: 'sandbox-logging-token',
        STATUSPAGE_TOKEN: 'sandbox-statuspage-token',
        SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0SANDBOX/B0SANDBOX/simulated-webhook',
        PAGERDUTY_EVENTS_URL: 'https://events.pagerduty.com/v2/enqueue',
        PAGERDUTY_KEY: 'sandbox-pagerduty-routing-key',
        SANDBOX_MODEL_KEY: 'sandbox-model-key',
      },
    },
    llm: { base_url: `${base}/model/v1`, provider: 'openai', api_key_secret: 'SANDBOX_MODEL_KEY' },
    clock: { speed },
  };
}
