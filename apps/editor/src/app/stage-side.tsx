import type { StageRun } from '@flowmason/pipeline-schema';
import { X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { StageResult } from '../features/runs/stage-result.tsx';
import { useEditorStore } from '../store/editor-store.ts';
import { useStageRun } from '../store/use-run.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TabBar, TabPanel, Tabs } from '../ui/tabs.tsx';

const StageInspector = lazy(async () => ({
  default: (await import('../features/inspector/stage-inspector.tsx')).StageInspector,
}));

/** The selected stage: what happened to it in the shown run, then how it is defined. */
export function StageSide({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const stageId = useEditorStore((state) => state.selectedStageId);
  const instance = useEditorStore((state) => state.selectedInstance);
  const selectStage = useEditorStore((state) => state.selectStage);
  const stageRun = useStageRun(instance ?? stageId ?? '');
  if (stageId === undefined) return null;
  return (
    <Panel
      label={`Stage ${stageId}`}
      bar={
        <>
          <h2 className="min-w-0 flex-1 truncate font-semibold">{instance ?? stageId}</h2>
          <IconButton label="Close" keys="Esc" onClick={() => selectStage(undefined)}>
            <X size={16} />
          </IconButton>
        </>
      }
    >
      {stageRun ? (
        <ResultOrDefinition opened={opened} stageId={stageId} stageKey={instance ?? stageId} stageRun={stageRun} />
      ) : (
        <Definition opened={opened} stageId={stageId} />
      )}
    </Panel>
  );
}

const TABS = [
  { id: 'result', label: 'Result' },
  { id: 'definition', label: 'Definition' },
] as const;

function ResultOrDefinition(props: {
  readonly opened: OpenedPipeline;
  readonly stageId: string;
  readonly stageKey: string;
  readonly stageRun: StageRun;
}): ReactNode {
  const { opened, stageId, stageKey, stageRun } = props;
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('result');
  return (
    <Tabs value={tab} onChange={setTab} className="flex h-full flex-col">
      <div className="h-10 shrink-0 border-line border-b px-2">
        <TabBar label="The stage in this run, and as it is defined" tabs={TABS} />
      </div>
      <TabPanel id="result" className="min-h-0 flex-1 overflow-y-auto">
        <StageResult key={stageKey} opened={opened} stageKey={stageKey} stageRun={stageRun} />
      </TabPanel>
      <TabPanel id="definition" className="min-h-0 flex-1 overflow-y-auto">
        <Definition opened={opened} stageId={stageId} />
      </TabPanel>
    </Tabs>
  );
}

/** The forms are fetched when the first stage is looked at. */
function Definition(props: { readonly opened: OpenedPipeline; readonly stageId: string }): ReactNode {
  return (
    <Suspense fallback={<Skeleton className="m-4 h-40" />}>
      <StageInspector {...props} />
    </Suspense>
  );
}
