import type { StageRun } from '@flowmason/pipeline-schema';
import { X } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { lazyPart } from '../api/lazy-part.ts';
import { useConnection } from '../api/use-connection.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { useStageRun } from '../store/use-run.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TabBar, TabPanel, Tabs } from '../ui/tabs.tsx';
import { Waiting } from '../ui/waiting.tsx';

const StageInspector = lazyPart(
  async () => (await import('../features/inspector/stage-inspector.tsx')).StageInspector,
  { isLoadedAhead: true },
);
const SelectionInspector = lazyPart(
  async () => (await import('../features/inspector/selection-inspector.tsx')).SelectionInspector,
  { isLoadedAhead: true },
);
const PipelineInspector = lazyPart(
  async () => (await import('../features/inspector/pipeline-inspector.tsx')).PipelineInspector,
  { isLoadedAhead: true },
);

const StageResult = lazyPart(async () => (await import('../features/runs/stage-result.tsx')).StageResult, {
  isLoadedAhead: true,
});

/** What is selected: a stage, several of them, or with nothing selected the pipeline itself. */
export function StageSide({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const stageId = useEditorStore((state) => state.selectedStageId);
  const selectedIds = useEditorStore((state) => state.selectedIds);
  if (stageId === undefined) {
    return (
      <SidePanel label="Pipeline" title="Pipeline">
        <PipelineInspector opened={opened} />
      </SidePanel>
    );
  }
  if (selectedIds.length > 1) {
    const title = `${selectedIds.length} stages`;
    return (
      <SidePanel label="Selected stages" title={title}>
        <SelectionInspector opened={opened} ids={selectedIds} />
      </SidePanel>
    );
  }
  return <OneStage opened={opened} stageId={stageId} />;
}

/** The selected stage: what happened to it in the shown run, then how it is defined. */
function OneStage({ opened, stageId }: { readonly opened: OpenedPipeline; readonly stageId: string }): ReactNode {
  const instance = useEditorStore((state) => state.selectedInstance);
  const stageRun = useStageRun(instance ?? stageId);
  return (
    <SidePanel label={`Stage ${stageId}`} title={instance ?? stageId}>
      {stageRun ? (
        <ResultOrDefinition opened={opened} stageId={stageId} stageKey={instance ?? stageId} stageRun={stageRun} />
      ) : (
        <StageInspector opened={opened} stageId={stageId} />
      )}
    </SidePanel>
  );
}

/** The forms are fetched when the panel is looked at for the first time. */
function SidePanel(props: { readonly label: string; readonly title: string; readonly children: ReactNode }): ReactNode {
  const { selectStage, showSide } = useEditorStore.getState();
  const server = useConnection();
  return (
    <Panel
      label={props.label}
      bar={
        <>
          <h2 className="min-w-0 flex-1 truncate font-semibold">{props.title}</h2>
          <IconButton
            label="Close"
            keys="Esc"
            onClick={() => {
              selectStage(undefined);
              showSide(false);
            }}
          >
            <X size={16} />
          </IconButton>
        </>
      }
    >
      <Suspense
        fallback={
          <Waiting what="The form" server={server}>
            <Skeleton className="m-4 h-40" />
          </Waiting>
        }
      >
        {props.children}
      </Suspense>
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
  const isFieldAsked = useEditorStore((state) => state.askedField !== undefined);
  if (isFieldAsked && tab !== 'definition') setTab('definition');
  return (
    <Tabs value={tab} onChange={setTab} className="flex h-full flex-col">
      <div className="h-10 shrink-0 border-line border-b px-2">
        <TabBar label="The stage in this run, and as it is defined" tabs={TABS} />
      </div>
      <TabPanel id="result" className="min-h-0 flex-1 overflow-y-auto">
        <StageResult key={stageKey} opened={opened} stageKey={stageKey} stageRun={stageRun} />
      </TabPanel>
      <TabPanel id="definition" className="min-h-0 flex-1 overflow-y-auto">
        <StageInspector opened={opened} stageId={stageId} />
      </TabPanel>
    </Tabs>
  );
}
