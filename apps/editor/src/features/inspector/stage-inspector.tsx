import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useIsNarrowScreen } from '../../ui/use-is-narrow-screen.ts';
import { GhostDefinition } from './ghost-definition.tsx';
import { InspectorFrame } from './inspector-frame.tsx';
import { ReadOnlyStage } from './read-only-definition.tsx';
import { FailureSection } from './sections/failure-section.tsx';
import { FindingsSection } from './sections/findings-section.tsx';
import { HeadSection } from './sections/head-section.tsx';
import { ReferencesSection } from './sections/references-section.tsx';
import { RetrySection } from './sections/retry-section.tsx';
import { SettingsSection } from './sections/settings-section.tsx';
import { WaitsSection } from './sections/waits-section.tsx';

/** A stage as it is defined, with everything about it to be changed; on a narrow screen to be read. */
export function StageInspector({
  opened,
  stageId,
}: {
  readonly opened: OpenedPipeline;
  readonly stageId: string;
}): ReactNode {
  const isNarrow = useIsNarrowScreen();
  const stage = opened.graph?.stages.get(stageId);
  const ghost = opened.reading.ghosts.find(({ id }) => id === stageId);
  if (ghost) return <GhostDefinition key={stageId} opened={opened} ghost={ghost} />;
  if (!stage) return null;
  if (isNarrow) return <ReadOnlyStage stage={stage} />;
  return (
    <InspectorFrame key={stageId} opened={opened} stageId={stageId}>
      <HeadSection stage={stage} />
      <FindingsSection stage={stage} />
      <SettingsSection stage={stage} />
      <WaitsSection stage={stage} />
      <RetrySection stage={stage} />
      <FailureSection />
      <ReferencesSection stage={stage} />
    </InspectorFrame>
  );
}
