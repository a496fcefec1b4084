import { foldRun, newRun, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { findOpenQuestion } from './open-question.ts';
import { failureOf, journalOf, queued } from './run-events.test-support.ts';

const DETAILS = { method: 'POST', host: 'a.example', path: '/jobs', started_at: '2026-11-22T12:00:00.000Z' };

function questionWith(details: object | undefined) {
  const error = { ...failureOf('call', 'nobody knows', 'INTERRUPTED'), ...(details && { details }) };
  const place = { stage_id: 'call', instance: 'each[2]/call', attempt: 2 };
  const events = journalOf([
    queued({}),
    { type: 'stage.started', ...place },
    { type: 'stage.waiting', ...place, until: null, why: 'interrupted', error },
  ]);
  const run = foldRun(newRun(RunId.parse('r1')), events);
  return [findOpenQuestion(run, 'each[2]/call'), findOpenQuestion(run, 'call')];
}

describe('findOpenQuestion', () => {
  it('tells what was on its way, of the stage that waits and of no other', () => {
    const question = {
      stageKey: 'each[2]/call',
      what: 'POST a.example/jobs',
      target: { method: 'POST', host: 'a.example' },
      startedAt: '2026-11-22T12:00:00.000Z',
      attempt: 2,
    };
    expect(questionWith(DETAILS)).toEqual([question, undefined]);
  });

  it('names the stage when nothing is known of the request', () => {
    const question = { stageKey: 'each[2]/call', what: 'call', target: undefined, startedAt: undefined, attempt: 2 };
    expect(questionWith(undefined)).toEqual([question, undefined]);
  });
});
