import type { Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { diagnosticsOfStage } from '../../../model/code/stage-of-pointer.ts';
import { configForm } from '../../../model/fields/config-form.ts';
import { findingsOfField } from '../../../model/fields/field-findings.ts';
import { FieldFindings } from '../fields/field-findings.tsx';
import { useInspected } from '../inspected.ts';

/** What was found in the stage and is shown at none of its fields. */
export function FindingsSection({ stage }: { readonly stage: Stage }): ReactNode {
  const { opened } = useInspected();
  const findings = useMemo(() => {
    const all = diagnosticsOfStage(opened.reading, stage.id);
    if (all.length === 0) return all;
    const { fields, unknownKeys } = configForm(stage.component, stage.config);
    const paths = [...fields.map(({ key }) => ['config', key]), ...unknownKeys.map((key) => ['config', key]), ...SHOWN];
    const shown = new Set(paths.flatMap((path) => findingsOfField(opened.reading, { stageId: stage.id, path })));
    return all.filter((found) => !shown.has(found));
  }, [opened.reading, stage]);
  if (findings.length === 0) return null;
  return (
    <section aria-label="Problems" className="px-4 pb-3">
      <FieldFindings findings={findings} />
    </section>
  );
}

/** Fields outside the settings that show their own. */
const SHOWN: readonly (readonly string[])[] = [
  ...['condition', 'max_attempts', 'delay_seconds', 'backoff', 'max_delay_seconds'].map((key) => ['retry', key]),
  ['timeout_ms'],
  ['deadline_ms'],
  ['join'],
  ['on_error'],
  ['idempotent'],
  ['on_interrupt'],
  ['disabled'],
  ['name'],
];
