import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_INPUT, DEPLOYMENT_INPUT, type OtherWorld, runInOtherWorld } from './other-world.test-support.ts';
import { at, counted, stagesThat } from './simulated-run.test-support.ts';

const deploy = (world: OtherWorld, input = {}) =>
  runInOtherWorld('devops-cicd-deployment', { ...DEPLOYMENT_INPUT, ...input }, world);
const respond = (world: OtherWorld, input = {}) =>
  runInOtherWorld('devops-incident-response', { ...ALERT_INPUT, ...input }, world);

const triage = (keys: object) => JSON.stringify({ root_cause: 'r', recommended_action: 'a', ...keys });
const OOM = triage({ issue_type: 'OOM', confidence: 'high' });

const PRODUCTION = 'k8s.acme.dev:6443/apis/apps/v1/namespaces/production/deployments';
const CHAT = 'POST chat.acme.dev/hooks/4711-secret';
const PAGER = 'POST pager.acme.dev/v2/enqueue';
const BUILT = [
  'POST api.github.com/repos/acme/shop/actions/workflows/build.yml/dispatches',
  'GET api.github.com/repos/acme/shop/actions/runs?head_sha=f00dbabe ×3',
];
const STAGED = [
  ...BUILT,
  'PATCH k8s.acme.dev:6443/apis/apps/v1/namespaces/staging/deployments/checkout',
  'GET staging.shop.acme.dev/health',
];

/** The calls to hosts that the first three context calls do not go to. */
const afterContext = (calls: readonly string[]) => calls.filter((call) => !/elk|mimir|ship/.test(call));

describe('devops-cicd-deployment against services of somebody else', () => {
  it('deploys', async () => {
    const { run, calls } = await deploy({});
    expect([run.status, counted(calls)]).toEqual([
      'succeeded',
      [
        ...STAGED,
        'POST qa.acme.dev/api/run',
        `GET ${PRODUCTION}/checkout`,
        `PATCH ${PRODUCTION}/checkout`,
        'GET shop.acme.dev/health',
        CHAT,
      ],
    ]);
  });

  it('deploys although the cluster does not say what it runs', async () => {
    const { run } = await deploy({ canReadDeployments: false });
    expect([run.status, run.stages['read-production-image']?.tolerated]).toEqual(['succeeded', true]);
  });

  it('stops after a failed build', async () => {
    const { calls } = await deploy({ build: 'failure' });
    expect(counted(calls)).toEqual([...BUILT, CHAT]);
  });

  it('asks a sick staging 12 times and stops', async () => {
    const { run, calls } = await deploy({ stagingStatus: 500 });
    expect([run.status, run.error?.type, counted(calls).slice(-2)]).toEqual([
      'failed',
      'RETRY_EXHAUSTED',
      ['GET staging.shop.acme.dev/health ×12', CHAT],
    ]);
  });

  it('stops after failed tests', async () => {
    const { calls } = await deploy({ testsPassed: false, answer: 'flaky' });
    expect(counted(calls)).toEqual([...STAGED, 'POST qa.acme.dev/api/run', CHAT]);
  });

  it.each([
    ['and is healthy again', 200],
    ['also when production stays sick', 503],
  ])('goes back to the image before, %s', async (_, after) => {
    const { run, seen } = await deploy({ production: [503, after], answer: 'the pool is empty' });
    const images = seen
      .filter(({ method, address }) => method === 'PATCH' && address.startsWith(PRODUCTION))
      .map(({ body }) => at(body, 'spec', 'template', 'spec', 'containers', 0, 'image'));
    expect({
      status: run.status,
      images,
      success: run.stages['notify-success']?.status,
      finally: run.stages['log-production-result']?.status,
      analysis: run.stages['analyze-failure']?.status,
    }).toEqual({
      status: 'recovered',
      images: ['registry.acme.dev/apps/checkout:f00dbabe', 'registry.acme.dev/apps/checkout:earlier'],
      success: 'skipped',
      finally: 'succeeded',
      analysis: 'succeeded',
    });
  });

  it('never guesses an image: without one the rollback fails and a person is asked', async () => {
    const { run, seen } = await deploy({ production: [503, 503], canReadDeployments: false });
    const patches = seen.filter(({ method, address }) => method === 'PATCH' && address.startsWith(PRODUCTION));
    expect([run.status, patches.length, JSON.stringify(seen.at(-1)?.body)]).toEqual([
      'failed',
      1,
      expect.stringContaining('could not be rolled back'),
    ]);
  });

  it('goes on without a model', async () => {
    const { run } = await deploy({ production: [503, 200], answer: undefined });
    expect([run.status, run.stages['notify-rollback']?.status]).toEqual(['recovered', 'succeeded']);
  });
});

describe('devops-incident-response against services of somebody else', () => {
  it('restarts, verifies and tells', async () => {
    const { run, calls, seen } = await respond({ answer: OOM });
    const scaled = seen.filter(({ address }) => address.endsWith('/scale'));
    expect({
      status: run.status,
      calls: counted(afterContext(calls)).slice(0, 2),
      told: afterContext(calls).slice(3).toSorted(),
      replicas: scaled.map(({ body }) => at(body, 'spec', 'replicas')),
    }).toEqual({
      status: 'succeeded',
      calls: [`PATCH ${PRODUCTION}/ledger/scale ×2`, 'GET ledger.internal/health'],
      told: [CHAT, 'POST status.acme.dev/v1/incidents'],
      replicas: [0, 3],
    });
  });

  it('brings back as many replicas as the alert says there were', async () => {
    const custom_details = { original_replicas: 7 };
    const { seen } = await respond({ answer: OOM }, { payload: { ...ALERT_INPUT.payload, custom_details } });
    const scaled = seen.filter(({ address }) => address.endsWith('/scale'));
    expect(scaled.map(({ body }) => at(body, 'spec', 'replicas'))).toEqual([0, 7]);
  });

  it.each([
    ['an unknown kind', triage({ issue_type: 'gremlins', confidence: 'high' })],
    ['low confidence', triage({ issue_type: 'OOM', confidence: 'low' })],
    ['low confidence in another remedy', triage({ issue_type: 'connection_pool_exhausted', confidence: 'low' })],
    ['a confidence that is no word of the vocabulary', triage({ issue_type: 'OOM', confidence: 'HIGH ' })],
    ['a number as confidence', triage({ issue_type: 'OOM', confidence: 0.99 })],
    ['prose', 'I think that memory is the problem.'],
    ['nothing', ''],
    ['JSON that is cut off', OOM.slice(0, -4)],
    ['two objects', `${OOM}${OOM}`],
    ['a list', `[${OOM}]`],
    ['a template', triage({ issue_type: "{{'OOM'}}", confidence: 'high' })],
    ['no model', undefined],
  ])('pages a person and does nothing else for %s', async (_, answer) => {
    const { run, calls } = await respond({ answer });
    expect([run.status, afterContext(calls)]).toEqual(['succeeded', [PAGER]]);
  });

  it.each([
    ['an empty list', []],
    ['an empty object', {}],
    ['null', null],
    ['a deploy without an age', [{ version: '7' }]],
    ['an age of null', [{ version: '7', age_minutes: null }]],
    ['an age as text', [{ version: '7', age_minutes: '5' }]],
    ['an old deploy', [{ version: '7', age_minutes: 60 }]],
  ])('does not roll back for %s, and pages', async (_, recentDeploys) => {
    const { run, calls } = await respond({
      answer: triage({ issue_type: 'bad_deploy', confidence: 'high' }),
      recentDeploys,
    });
    expect([run.status, run.stages['determine-action']?.arm, afterContext(calls)]).toEqual([
      'succeeded',
      'unknown',
      [PAGER],
    ]);
  });

  describe('with a deploy of five minutes ago', () => {
    const image = 'registry.acme.dev/apps/ledger:6';
    const fresh = { version: '7', age_minutes: 5, previous_image: image };

    it('goes back to the image before it', async () => {
      const answer = triage({ issue_type: 'bad_deploy', confidence: 'high' });
      const { run, seen } = await respond({ answer, recentDeploys: [fresh] });
      const patch = seen.find(({ method }) => method === 'PATCH');
      expect([run.status, patch?.address, at(patch?.body, 'spec', 'template', 'spec', 'containers')]).toEqual([
        'succeeded',
        `${PRODUCTION}/ledger`,
        [{ name: 'ledger', image }],
      ]);
    });

    it.each(['medium', 'low'])('changes nothing with %s confidence, and pages', async (confidence) => {
      const answer = triage({ issue_type: 'bad_deploy', confidence });
      const { calls } = await respond({ answer, recentDeploys: [fresh] });
      expect(afterContext(calls)).toEqual([PAGER]);
    });

    it('guesses no image when the history has none, and pages', async () => {
      const answer = triage({ issue_type: 'bad_deploy', confidence: 'high' });
      const { run, calls } = await respond({ answer, recentDeploys: [{ version: '7', age_minutes: 5 }] });
      expect([run.status, afterContext(calls)]).toEqual(['recovered', [PAGER]]);
    });
  });

  it('guesses no pool size when the cluster tells none, and pages', async () => {
    const answer = triage({ issue_type: 'connection_pool_exhausted', confidence: 'high' });
    const { run, calls } = await respond({ answer });
    expect([run.status, afterContext(calls)]).toEqual(['recovered', [`GET ${PRODUCTION}/ledger`, PAGER]]);
  });

  it('asks a service that stays sick six times and pages', async () => {
    const { run, calls } = await respond({ answer: OOM, serviceStatus: 503 });
    expect([run.status, counted(afterContext(calls))]).toEqual([
      'recovered',
      [`PATCH ${PRODUCTION}/ledger/scale ×2`, 'GET ledger.internal/health ×6', PAGER],
    ]);
  });

  it.each([403, 409, 422, 500, 504])('pages without a health call when the restart answers %d', async (scaleStatus) => {
    const { run, calls } = await respond({ answer: OOM, scaleStatus });
    expect([run.status, counted(afterContext(calls))]).toEqual([
      'recovered',
      [`PATCH ${PRODUCTION}/ledger/scale`, PAGER],
    ]);
  });

  it('pages although no source of context answers', async () => {
    const gone = 'https://gone.acme.dev';
    const { run, seen } = await respond(
      { answer: 'no idea' },
      { logging_api: gone, metrics_api: gone, deploy_api: gone },
    );
    const details = at(seen.at(-1)?.body, 'payload', 'custom_details');
    expect([run.status, at(details, 'logs_summary'), at(details, 'recent_deploy')]).toEqual([
      'succeeded',
      'the logs could not be read',
      'the deploys could not be read',
    ]);
  });

  it('sends a severity that PagerDuty knows', async () => {
    const { seen } = await respond({ answer: '' }, { payload: { source: 'ledger', severity: 'SEV1' } });
    expect(at(seen.at(-1)?.body, 'payload', 'severity')).toBe('critical');
  });

  it('lets nothing that the model writes mention a channel in Slack', async () => {
    const root_cause = '<!channel> memory & more';
    const { seen } = await respond({ answer: triage({ issue_type: 'OOM', confidence: 'high', root_cause }) });
    const message = JSON.stringify(seen.find(({ address }) => address.startsWith('chat.'))?.body);
    expect([message.includes('<!channel>'), message.includes('&lt;!channel> memory &amp; more')]).toEqual([
      false,
      true,
    ]);
  });

  it('runs without a status page', async () => {
    const { run } = await respond({ answer: OOM }, { statuspage_api: 'https://gone.acme.dev' });
    expect([run.status, at(run.output, 'notifications', 'status_page')]).toEqual(['succeeded', 'failed']);
  });
});

describe('both pipelines, however late each answer is', () => {
  const delaysMs = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 40, maxLength: 60 });

  it.each([
    ['succeeded', {}],
    ['failed', { stagingStatus: 503 }],
    ['recovered', { production: [503, 200], answer: 'a' } satisfies OtherWorld],
  ])('deployments end %s', async (status, world: OtherWorld) => {
    const expected = [...(await deploy(world)).calls].toSorted();
    await fc.assert(
      fc.asyncProperty(delaysMs, async (late) => {
        const { run, calls } = await deploy({ ...world, delaysMs: late });
        expect([run.status, calls.toSorted()]).toEqual([status, expected]);
        expect(stagesThat(run, 'pending')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['succeeded', { answer: OOM }],
    ['succeeded', { answer: 'prose' }],
    ['recovered', { answer: OOM, serviceStatus: 503 }],
    ['recovered', { answer: OOM, scaleStatus: 403 }],
  ])('incidents end %s', async (status, world: OtherWorld) => {
    const expected = [...(await respond(world)).calls].toSorted();
    await fc.assert(
      fc.asyncProperty(delaysMs, async (late) => {
        const { run, calls } = await respond({ ...world, delaysMs: late });
        expect([run.status, calls.toSorted()]).toEqual([status, expected]);
      }),
      { numRuns: 25 },
    );
  });
});
