import type { Diagnostic, PipelineReading, Stage } from '@flowmason/pipeline-schema';
import { diagnosticsOfStage } from '../code/stage-of-pointer.ts';
import { configForm } from './config-form.ts';
import { findingsOfField } from './field-findings.ts';
import type { FieldPlace } from './field-place.ts';

/** What was found in the stage and is shown at none of the fields that its form has now. */
export function findingsOfNoField(reading: PipelineReading, stage: Stage): readonly Diagnostic[] {
  const all = diagnosticsOfStage(reading, stage.id);
  if (all.length === 0) return all;
  const { fields, unknownKeys } = configForm(stage.component, stage.config);
  const paths: FieldPlace['path'][] = [
    ...fields.map(({ key }) => ['config', key]),
    ...unknownKeys.map((key) => ['config', key]),
    ...(stage.retry ? RETRY_KEYS.map((key) => ['retry', key]) : []),
    ...(stage.depends_on.length > 0 ? [['join']] : []),
    ...OTHERS,
  ];
  const shown = new Set(paths.flatMap((path) => findingsOfField(reading, { stageId: stage.id, path })));
  return all.filter((found) => !shown.has(found));
}

/** What was found in a list of routes and is shown in none of the fields of a single route. */
export function findingsOfRoutes(reading: PipelineReading, place: FieldPlace, count: number): readonly Diagnostic[] {
  const all = findingsOfField(reading, place);
  if (all.length === 0) return all;
  const inside = Array.from({ length: count }, (_, index) =>
    ROUTE_KEYS.flatMap((key) => findingsOfField(reading, { ...place, path: [...place.path, index, key] })),
  );
  const shown = new Set(inside.flat());
  return all.filter((found) => !shown.has(found));
}

const ROUTE_KEYS = ['condition', 'stages'] as const;

const RETRY_KEYS = [
  'condition',
  'max_attempts',
  'delay_seconds',
  'backoff',
  'max_delay_seconds',
  'jitter',
  'on_exhausted',
] as const;

/** Fields outside the settings that are always there and show their own. */
const OTHERS: readonly (readonly string[])[] = [
  ['timeout_ms'],
  ['deadline_ms'],
  ['on_error'],
  ['idempotent'],
  ['on_interrupt'],
  ['disabled'],
  ['name'],
];
