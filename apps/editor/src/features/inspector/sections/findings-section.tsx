import type { Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { findingsOfNoField } from '../../../model/fields/remaining-findings.ts';
import { FieldFindings } from '../fields/field-findings.tsx';
import { useInspected } from '../inspected.ts';

/** What was found in the stage and is shown at none of its fields. */
export function FindingsSection({ stage }: { readonly stage: Stage }): ReactNode {
  const { opened } = useInspected();
  const findings = useMemo(() => findingsOfNoField(opened.reading, stage), [opened.reading, stage]);
  if (findings.length === 0) return null;
  return (
    <section aria-label="Problems" className="px-4 pb-3">
      <FieldFindings findings={findings} />
    </section>
  );
}
