import type { StageRun } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { sumInstances, toShownStage } from './loop-instances.ts';

const NOON = '2026-11-22T12:00:00.000Z';

describe('sumInstances', () => {
  it('counts how many have settled', () => {
    const stages = {
      'each[0]/call': stage('succeeded', NOON),
      'each[1]/call': stage('running'),
      'each[1]/other': stage('failed', NOON),
    };
    expect(sumInstances(stages, 'call')).toMatchObject({ status: 'running', instanceCount: 2, settledCount: 1 });
  });

  it('shows a failure among instances that are all done', () => {
    const stages = { 'each[0]/call': stage('failed', NOON), 'each[1]/call': stage('succeeded', NOON) };
    expect(sumInstances(stages, 'call')?.status).toBe('failed');
  });

  it('finds instances of loops in loops', () => {
    const stages = { 'outer[0]/inner[2]/call': stage('waiting') };
    expect(sumInstances(stages, 'call')?.instanceCount).toBe(1);
  });

  it('is undefined before there are any', () => {
    expect(sumInstances({ call: stage('pending') }, 'call')).toBeUndefined();
  });
});

describe('toShownStage', () => {
  it('says that a stage outside loops stands for itself', () => {
    expect(toShownStage(stage('succeeded', NOON))).toMatchObject({ status: 'succeeded', instanceCount: 0 });
  });
});

function stage(status: StageRun['status'], finished_at: string | null = null): StageRun {
  return {
    status,
    component: 'logger',
    attempts: 1,
    started_at: NOON,
    finished_at,
    duration_ms: null,
    config: null,
    output: null,
    error: null,
  };
}
