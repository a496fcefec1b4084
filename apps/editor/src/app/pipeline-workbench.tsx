import { BarChartHorizontal, Braces, Columns2, PanelBottomClose, PanelBottomOpen, Workflow } from 'lucide-react';
import { memo, type ReactNode, Suspense, useDeferredValue, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { OpenedPipeline } from '../api/document-query.ts';
import { lazyPart } from '../api/lazy-part.ts';
import { useConnection } from '../api/use-connection.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { SplitView } from '../ui/split-view.tsx';
import { TabBar, TabPanel, Tabs } from '../ui/tabs.tsx';
import { useIsNarrowScreen } from '../ui/use-is-narrow-screen.ts';
import { Waiting } from '../ui/waiting.tsx';
import { CanvasFace } from './canvas-face.tsx';
import { SideToggle } from './side-toggle.tsx';
import { StageSide } from './stage-side.tsx';
import { usePrefetchInspector } from './use-prefetch-inspector.ts';
import { useRegionKeys } from './use-region-keys.ts';

const CodeView = lazyPart(async () => (await import('../features/code/code-view.tsx')).CodeView);
const FlowchartView = lazyPart(async () => (await import('../features/diagram/flowchart-view.tsx')).FlowchartView);
const GanttView = lazyPart(async () => (await import('../features/diagram/gantt-view.tsx')).GanttView);

const ProblemsPanel = lazyPart(async () => (await import('../features/problems/problems-panel.tsx')).ProblemsPanel, {
  isLoadedAhead: true,
});
const JournalPanel = lazyPart(async () => (await import('../features/runs/journal-panel.tsx')).JournalPanel, {
  isLoadedAhead: true,
});
const TimelinePanel = lazyPart(async () => (await import('../features/timeline/timeline-panel.tsx')).TimelinePanel, {
  isLoadedAhead: true,
});

const TABS = [
  { id: 'canvas', label: 'Canvas', icon: <Workflow size={14} aria-hidden /> },
  { id: 'json', label: 'JSON', icon: <Braces size={14} aria-hidden /> },
  { id: 'split', label: 'Split', icon: <Columns2 size={14} aria-hidden /> },
  { id: 'mermaid', label: 'Mermaid' },
  { id: 'gantt', label: 'Gantt', icon: <BarChartHorizontal size={14} aria-hidden /> },
] as const;

/**
 * The faces of a pipeline with the panel below and the stage at the right; panels resize and remember their size. What was
 * found in a text is said first: the faces and the forms follow in a rendering of their own, which a key may interrupt.
 */
export function PipelineWorkbench({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const isBottomOpen = useEditorStore((state) => state.isBottomOpen);
  const hasSelection = useEditorStore((state) => state.selectedStageId !== undefined || state.isSideOpen);
  const followed = useDeferredValue(opened);
  useRegionKeys();
  const isNarrow = useIsNarrowScreen();
  usePrefetchInspector();
  const hasSide = hasSelection && !isNarrow;
  const columns = useDefaultLayout({
    id: 'flowmason.columns',
    panelIds: hasSide ? ['main', 'side'] : ['main'],
    onlySaveAfterUserInteractions: true,
  });
  const rows = useDefaultLayout({
    id: 'flowmason.rows',
    panelIds: isBottomOpen ? ['faces', 'bottom'] : ['faces'],
    onlySaveAfterUserInteractions: true,
  });
  return (
    <>
      <Group {...columns} id="flowmason.columns" className="min-h-0 flex-1">
        <Panel id="main" minSize={320}>
          {/* The panel scrolls by itself, even over the half pixel by which a tab's mark stands out of the closed bar. */}
          <div className="flex h-full flex-col overflow-hidden">
            <Group {...rows} id="flowmason.rows" orientation="vertical" className="min-h-0 flex-1">
              <Panel id="faces" minSize={160}>
                <Faces opened={followed} />
              </Panel>
              {isBottomOpen && (
                <Separator className={classNames(SEPARATOR, 'h-px')} aria-label="Resize the lower panel" />
              )}
              {isBottomOpen && (
                <Panel id="bottom" defaultSize={264} minSize={120} groupResizeBehavior="preserve-pixel-size">
                  <BottomPanel opened={opened} />
                </Panel>
              )}
            </Group>
            {!isBottomOpen && <BottomPanel opened={opened} />}
          </div>
        </Panel>
        {hasSide && <Separator className={classNames(SEPARATOR, 'w-px')} aria-label="Resize the stage panel" />}
        {hasSide && (
          <Panel id="side" defaultSize={360} minSize={280} maxSize={720} groupResizeBehavior="preserve-pixel-size">
            <Side opened={followed} />
          </Panel>
        )}
      </Group>
      {isNarrow && hasSelection && <NarrowStage opened={followed} />}
    </>
  );
}

const SEPARATOR =
  'relative shrink-0 bg-line transition-colors hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent';

const Side = memo(StageSide);

const Faces = memo(function Faces({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const tab = useEditorStore((state) => state.tab);
  const showTab = useEditorStore((state) => state.showTab);
  const isNarrow = useIsNarrowScreen();
  // There is no room for two: what is asked for side by side shows as the canvas.
  const shown = isNarrow && tab === 'split' ? 'canvas' : tab;
  const shows = SIDES[shown];
  const server = useConnection();
  const drawn = useWhileShown(opened, shows === 'left' || shows === 'both');
  return (
    <Tabs value={shown} onChange={showTab} className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-stretch justify-between border-line border-b bg-surface px-2">
        <TabBar label="Views of the pipeline" tabs={isNarrow ? TABS.filter(({ id }) => id !== 'split') : TABS} />
        <SideToggle />
      </div>
      <div className="relative min-h-0 flex-1">
        {/* Canvas and text stay, so that coming back finds the same view of them. */}
        <SplitView
          left={<CanvasFace opened={drawn} />}
          right={<OnceShown isShown={shows === 'right' || shows === 'both'} path={opened.file.path} />}
          shows={shows}
          barLabel="Resize canvas and JSON"
          storageKey="flowmason.split"
        />
        <Suspense
          fallback={
            <div className="absolute inset-0">
              <Waiting what="The diagram" server={server}>
                <Skeleton className="absolute inset-4" />
              </Waiting>
            </div>
          }
        >
          <TabPanel id="canvas">{null}</TabPanel>
          <TabPanel id="json">{null}</TabPanel>
          <TabPanel id="split">{null}</TabPanel>
          <TabPanel id="mermaid" className="absolute inset-0 bg-surface">
            <FlowchartView opened={opened} />
          </TabPanel>
          <TabPanel id="gantt" className="absolute inset-0 bg-surface">
            <GanttView opened={opened} />
          </TabPanel>
        </Suspense>
      </div>
    </Tabs>
  );
});

const SIDES = { canvas: 'left', json: 'right', split: 'both', mermaid: 'none', gantt: 'none' } as const;

/** `value` as it was when it showed last: a large canvas that nobody sees is not drawn anew at every key stroke. */
function useWhileShown<T>(value: T, isShown: boolean): T {
  const kept = useRef(value);
  if (isShown) kept.current = value;
  return kept.current;
}

/** The text, from when it is first asked for: its editor is big, and is not loaded for those who never look. */
const OnceShown = memo(({ isShown, path }: { readonly isShown: boolean; readonly path: string }): ReactNode => {
  const wasShown = useRef(false);
  wasShown.current ||= isShown;
  const server = useConnection();
  if (!wasShown.current) return null;
  return (
    <div className="size-full bg-surface">
      <Suspense
        fallback={
          <Waiting what="The text" server={server}>
            <Skeleton className="m-4 h-40" />
          </Waiting>
        }
      >
        <CodeView path={path} />
      </Suspense>
    </div>
  );
});

function BottomPanel({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const bottomTab = useEditorStore((state) => state.bottomTab);
  const isBottomOpen = useEditorStore((state) => state.isBottomOpen);
  const { showBottomTab, toggleBottom } = useEditorStore.getState();
  const server = useConnection();
  const { diagnostics } = opened.reading;
  const tabs = [
    { id: 'timeline', label: 'Timeline' },
    { id: 'journal', label: 'Journal' },
    {
      id: 'problems',
      label: 'Problems',
      ...(diagnostics.length > 0 && { badge: <span className="tabular text-faint">{diagnostics.length}</span> }),
    },
  ] as const;
  return (
    <Tabs
      value={bottomTab}
      onChange={showBottomTab}
      className={classNames('flex shrink-0 flex-col bg-surface', isBottomOpen && 'h-full')}
    >
      <div
        className={classNames(
          'flex h-10 shrink-0 items-stretch justify-between border-line px-2',
          isBottomOpen ? 'border-b' : 'border-t',
        )}
      >
        <TabBar label="Lower panel" tabs={tabs} />
        <IconButton
          label={isBottomOpen ? 'Close the lower panel' : 'Open the lower panel'}
          side="top"
          className="self-center"
          aria-expanded={isBottomOpen}
          onClick={toggleBottom}
        >
          {isBottomOpen ? <PanelBottomClose size={16} /> : <PanelBottomOpen size={16} />}
        </IconButton>
      </div>
      {!isBottomOpen && (
        <TabPanel id={bottomTab} className="hidden">
          {null}
        </TabPanel>
      )}
      {isBottomOpen && (
        <div className="relative min-h-0 flex-1">
          <Suspense
            fallback={
              <Waiting what="The panel" server={server}>
                <Skeleton className="absolute inset-4" />
              </Waiting>
            }
          >
            <TabPanel id="timeline" className="absolute inset-0 overflow-auto">
              <TimelinePanel opened={opened} />
            </TabPanel>
            <TabPanel id="journal" className="absolute inset-0 overflow-auto">
              <JournalPanel />
            </TabPanel>
            <TabPanel id="problems" className="absolute inset-0 overflow-auto">
              <ProblemsPanel opened={opened} />
            </TabPanel>
          </Suspense>
        </div>
      )}
    </Tabs>
  );
}

/** On a narrow screen the stage lies over the page instead of beside it. */
function NarrowStage({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  return (
    <div className="fixed inset-x-2 top-1/3 bottom-2 z-30 animate-rise overflow-hidden rounded-xl shadow-float">
      <Side opened={opened} />
    </div>
  );
}
