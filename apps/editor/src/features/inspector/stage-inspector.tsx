import type { Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { BrokenNotice } from './broken-notice.tsx';
import { GhostDefinition } from './ghost-definition.tsx';
import { InspectedContext } from './inspected.ts';
import { FailureSection } from './sections/failure-section.tsx';
import { FindingsSection } from './sections/findings-section.tsx';
import { HeadSection } from './sections/head-section.tsx';
import { ReferencesSection } from './sections/references-section.tsx';
import { RetrySection } from './sections/retry-section.tsx';
import { SettingsSection } from './sections/settings-section.tsx';
import { WaitsSection } from './sections/waits-section.tsx';

/** A stage as it is defined, with everything about it to be changed. */
export function StageInspector({
  opened,
  stageId,
}: {
  readonly opened: OpenedPipeline;
  readonly stageId: string;
}): ReactNode {
  const inspected = useMemo(() => ({ opened, stageId, source: { nowMs: 0 } }), [opened, stageId]);
  const stage = opened.graph?.stages.get(stageId);
  const ghost = opened.reading.ghosts.find(({ id }) => id === stageId);
  if (ghost) return <GhostDefinition opened={opened} ghost={ghost} />;
  if (!stage) return null;
  return (
    <InspectedContext value={inspected}>
      {opened.isStale && <BrokenNotice opened={opened} />}
      <StageForm key={stageId} stage={stage} isBroken={opened.isStale} />
    </InspectedContext>
  );
}

/** While the text is broken nothing can be changed by form: nobody knows what belongs where. */
function StageForm({ stage, isBroken }: { readonly stage: Stage; readonly isBroken: boolean }): ReactNode {
  return (
    <div inert={isBroken} className={isBroken ? 'opacity-60' : ''}>
      <HeadSection stage={stage} />
      <FindingsSection stage={stage} />
      <SettingsSection stage={stage} />
      <WaitsSection stage={stage} />
      <RetrySection stage={stage} />
      <FailureSection />
      <ReferencesSection stage={stage} />
    </div>
  );
}
