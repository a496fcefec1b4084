import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, NewRunEvent } from '@flowmason/pipeline-schema';
import { onTestFinished } from 'vitest';
import { openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';

/** A directory that is gone after the test. */
export function scratchDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'fm-journal-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A store in `path`, by default in a directory of its own; a disk that fails fails the test. */
export async function openStore(
  path: string = join(scratchDirectory(), 'journal.db'),
  options: Partial<SqliteStoreOptions> = {},
): Promise<SqliteStore> {
  return openSqliteStore(path, {
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
}

const AT = { at: '2026-11-22T08:00:00.000Z', t: 0 };

export function queued(pipeline = 'deploy', parent?: { run_id: string; stage_id: string }): NewRunEvent {
  return {
    ...AT,
    type: 'run.queued',
    pipeline,
    version: '1.0.0',
    definition_hash: 'abc',
    input: {},
    trigger: 'test',
    stages: [{ id: 'a', component: 'logger' }],
    ...(parent && { parent: parent as never }), // branded ids
  };
}
export const started: NewRunEvent = { ...AT, type: 'run.started' };
export const waiting: NewRunEvent = { ...AT, type: 'run.waiting' };
export const stageStarted: NewRunEvent = { ...AT, type: 'stage.started', stage_id: 'a', attempt: 1, config: {} };
export const undecided: NewRunEvent = {
  ...AT,
  type: 'stage.waiting',
  stage_id: 'a',
  attempt: 1,
  until: null,
  why: 'interrupted',
};
export const stageSucceeded: NewRunEvent = { ...AT, type: 'stage.succeeded', stage_id: 'a', attempt: 1, output: 1 };
export const finished: NewRunEvent = {
  ...AT,
  t: 20,
  at: '2026-11-22T08:00:00.020Z',
  type: 'run.finished',
  status: 'succeeded',
  output: 1,
  error: null,
};
export function warning(message: string): NewRunEvent {
  return { ...AT, type: 'warning', code: 'test', message };
}
export function logged(data: Json): NewRunEvent {
  return { ...AT, type: 'log', level: 'info', message: '', data };
}
