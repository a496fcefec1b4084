import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { readPipeline } from '../read-pipeline.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import { CANONICAL, CICD, changed, documentOf, INCIDENT } from './change.test-support.ts';
import { fixAll } from './fix-all.ts';
import { freeStageId } from './free-stage-id.ts';
import { planChange } from './plan-change.ts';
import { planChanges } from './plan-changes.ts';
import { referencesIn } from './references-in.ts';

const components = testCatalog;
const errorsOf = (text: string) =>
  readPipeline(text, { components }).diagnostics.filter(({ severity }) => severity === 'error');

describe('planChanges', () => {
  const add = { type: 'add_stage', stage: { id: 'new', component: 'logger' } } as const;
  const connect = { type: 'connect', connection: { from: 'tell', to: 'new' } } as const;

  it('plans each on what the former left, as one batch of edits', () => {
    const plan = planChanges(CANONICAL, [add, connect], { components });
    expect(plan).toMatchObject({ label: 'Add new', select: ['new'], text: changed(changed(CANONICAL, add), connect) });
    expect(plan.edits && applyTextEdits(CANONICAL, plan.edits)).toBe(plan.text);
  });

  it('is refused as a whole', () => {
    expect(planChanges(CANONICAL, [add, add], { components })).toEqual({
      refusal: 'There is a stage "new" already. Choose another id.',
    });
  });
});

describe('labels', () => {
  it.each([
    [
      { type: 'connect', connection: { from: 'check', to: 'tell', arm: 'false' } } as const,
      'Connect false of check to tell',
    ],
    [{ type: 'disconnect', connection: { from: 'guard', to: 'tell' } } as const, 'Disconnect guard to tell'],
    [{ type: 'delete_stages', ids: ['tell', 'undo'] } as const, 'Delete 2 stages'],
    [{ type: 'rename_stage', from: 'tell', to: 'say' } as const, 'Rename tell to say'],
    [
      { type: 'move_to_list', ids: ['tell'], into: { owner: 'guard', arm: 'finally' } } as const,
      'Move tell into finally of guard',
    ],
    [{ type: 'move_to_list', ids: ['undo'], into: undefined } as const, 'Move undo out'],
    [{ type: 'set_stage_value', stageId: 'tell', path: ['disabled'], value: true } as const, 'Disable tell'],
    [{ type: 'set_stage_value', stageId: 'ping', path: ['config', 'url'], value: 'x' } as const, 'Set url of ping'],
    [{ type: 'set_positions', positions: { ping: [1, 2], tell: [3, 4] } } as const, 'Place 2 stages'],
    [{ type: 'duplicate_stages', ids: ['ping'] } as const, 'Duplicate ping'],
  ])('%j', (change, label) => {
    expect(planChange(CANONICAL, change, { components })).toMatchObject({ label });
  });
});

describe('fixAll', () => {
  it('takes nothing away that a person wrote when it fixes everything', () => {
    const text = '{"name":"a","version":"1.0.0","stages":[],"x-team":{"owner":"ops"}}';
    expect(fixAll(text, undefined, { components })).toMatchObject({ text, fixedCount: 0, leftCount: 1 });
  });

  it('makes up nobody’s mind where a finding has several readings', () => {
    const stage = '{"id":"a","component":"http_request","config":{"url":"https://a.internal","method":"POST"}}';
    const text = `{"name":"a","version":"1.0.0","stages":[${stage}]}`;
    expect(fixAll(text, undefined, { components })).toMatchObject({ text, fixedCount: 0, leftCount: 1 });
  });

  it('leaves to a person whether requests may be sent again, also when all of that kind are to be fixed', () => {
    const post = (id: string) => ({
      id,
      component: 'http_request',
      config: { url: 'https://a.internal', method: 'POST' },
    });
    const text = documentOf([post('clean'), post('roll-back')]);
    expect(fixAll(text, 'not-idempotent', { components })).toMatchObject({ text, fixedCount: 0, leftCount: 2 });
  });

  it.each([
    ['the first seed', CICD, 7],
    ['the second seed', INCIDENT, 5],
  ])('makes %s valid by creating the stages that it lacks', (_, text, count) => {
    const fixed = fixAll(text, 'unknown-stage', { components });
    expect(fixed).toMatchObject({ label: `Fix ${count} problems`, fixedCount: count, leftCount: 0 });
    expect(errorsOf(fixed.text)).toEqual([]);
    expect(applyTextEdits(text, fixed.edits)).toBe(fixed.text);
  });

  it('creates a stage rather than guess that another one was meant', () => {
    const { text } = fixAll(CICD, 'unknown-stage', { components });
    expect(JSON.parse(text).stages.map(({ id }: { id: string }) => id)).toContain('analyze-test-failure');
    expect(text).toContain('"if_false": ["analyze-test-failure"]');
  });

  it('fixes findings of all kinds', () => {
    expect(errorsOf(fixAll(CICD, undefined, { components }).text)).toEqual([]);
  });

  it('creates hundreds of stages, also those that are only read, in a few rounds', () => {
    const readers = Array.from({ length: 150 }, (_, index) => ({
      id: `r${index}`,
      component: 'logger',
      config: { message: `{{stages.gone-${index}.output}} {{stages.lost-${index}.output}}` },
    }));
    const fixed = fixAll(documentOf(readers), 'unknown-stage', { components });
    expect(fixed).toMatchObject({ fixedCount: 300, leftCount: 0 });
    expect(errorsOf(fixed.text)).toEqual([]);
  }, 60_000);

  it('leaves what has no fix, and says how much', () => {
    const text = documentOf([{ id: 'a', component: 'logger', config: { message: '{{ 1 + }}' } }]);
    expect(fixAll(text, 'template-syntax', { components })).toMatchObject({
      edits: [],
      text,
      fixedCount: 0,
      leftCount: 1,
    });
  });
});

describe('referencesIn', () => {
  it('tells who names a stage, whom it names, and what else it reads', () => {
    const references = referencesIn(CANONICAL, { components });
    const short = (id: string) => {
      const { incoming, outgoing, reads } = references.get(id) ?? { incoming: [], outgoing: [], reads: [] };
      return {
        incoming: incoming.map(({ from, as }) => `${as} of ${from}`),
        outgoing: outgoing.map(({ to, as }) => `${as} ${to}`),
        reads: reads.map(({ root, path }) => [root, ...path].join('.')),
      };
    };
    expect(short('ping')).toEqual({
      incoming: ['depends_on of check', 'template of check', 'template of push', 'template of tell', 'output of '],
      outgoing: [],
      reads: [],
    });
    expect(short('check')).toEqual({
      incoming: [],
      outgoing: ['depends_on ping', 'template ping', 'arm guard'],
      reads: [],
    });
    expect(short('')).toEqual({ incoming: [], outgoing: ['output ping'], reads: [] });
  });

  it('points at the name itself', () => {
    const place = referencesIn(CANONICAL, { components }).get('push')?.outgoing[0];
    expect(place && CANONICAL.slice(place.range.start.offset, place.range.end.offset)).toBe('ping');
  });

  it('tells inputs and secrets, and stages that are not there', () => {
    const references = referencesIn(CICD, { components });
    const reads = references.get('trigger-build')?.reads.map(({ root, path }) => [root, ...path].join('.'));
    expect(reads?.filter((each) => each.startsWith('secrets'))).toEqual(['secrets.GITHUB_TOKEN']);
    expect(references.get('prod-health-check')?.incoming.map(({ from }) => from)).toEqual([
      'deploy-production',
      'analyze-failure',
      'notify-success',
    ]);
  });

  it('is empty while the text is broken', () => {
    expect(referencesIn('{', { components }).size).toBe(0);
  });
});

describe('freeStageId', () => {
  it.each([
    [[], 'ping', 'ping'],
    [['ping'], 'ping', 'ping-2'],
    [['PING', 'ping-2'], 'ping', 'ping-3'],
    [['ping', 'ping-2'], 'ping-2', 'ping-3'],
    [[], 'Überprüfung läuft!', 'U-berpru-fung-la-uft'],
    [[], '42', 'stage'],
    [['stage'], '', 'stage-2'],
    [[], 'constructor', 'stage'],
    [['x'.repeat(64)], 'x'.repeat(64), `${'x'.repeat(62)}-2`],
  ])('beside %j gives for %j %j', (taken, wanted, id) => {
    expect(freeStageId(taken, wanted)).toBe(id);
  });
});
