import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff, FileQuestion } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../api/client.ts';
import { documentQuery, type OpenedPipeline } from '../api/document-query.ts';
import { lazyPart, useLoadAhead } from '../api/lazy-part.ts';
import { CompareBar } from '../features/diff/compare-bar.tsx';
import { DiskBanner } from '../features/files/disk-banner.tsx';
import { DraftBar } from '../features/files/draft-bar.tsx';
import { isUnsaved, saveDocument } from '../features/files/save-document.ts';
import { useDiskWatch } from '../features/files/use-disk-watch.ts';
import { useDrafts } from '../features/files/use-drafts.ts';
import { useSaveKey } from '../features/files/use-save-key.ts';
import { useUnsavedGuard } from '../features/files/use-unsaved-guard.ts';
import { toPipelineTitle } from '../model/document/pipeline-title.ts';
import type { Draft } from '../model/files/draft.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { DraftComparison } from './draft-comparison.tsx';
import { FileDialogs } from './file-dialogs.tsx';
import { PipelineHeader } from './pipeline-header.tsx';
import { PipelineSkeleton } from './pipeline-skeleton.tsx';
import { PipelineWorkbench } from './pipeline-workbench.tsx';
import { useEditedDocument } from './use-edited-document.ts';
import { usePipelineKeys } from './use-pipeline-keys.ts';
import { useShownRun, useShowRun } from './use-shown-run.ts';
import { useStageInAddress } from './use-stage-in-address.ts';

const RunBar = lazyPart(async () => (await import('../features/runs/run-bar.tsx')).RunBar, { isLoadedAhead: true });
const RunDialog = lazyPart(async () => (await import('../features/start-run/run-dialog.tsx')).RunDialog, {
  isLoadedAhead: true,
});

/** One pipeline: its header, its faces, and the run that the address names. */
export function PipelinePage({ id }: { readonly id: string }): ReactNode {
  const opened = useQuery(documentQuery(id));
  useLeavingForgetsView(id);
  if (opened.data) return <OpenedPipelinePage fetched={opened.data} />;
  if (opened.isError) return <LoadFailure error={opened.error} onRetry={() => void opened.refetch()} />;
  return <PipelineSkeleton />;
}

function OpenedPipelinePage({ fetched }: { readonly fetched: OpenedPipeline }): ReactNode {
  const opened = useEditedDocument(fetched);
  const { id } = fetched.file;
  const hasChanges = useEditorStore(isUnsaved);
  const queryClient = useQueryClient();
  useDiskWatch(id);
  useUnsavedGuard();
  useSaveKey();
  useStageInAddress();
  useLoadAhead();
  const runId = useShownRun();
  const showRun = useShowRun();
  const isDialogOpen = useEditorStore((state) => state.openDialog === 'run');
  const showDialog = useEditorStore((state) => state.showDialog);
  usePipelineKeys(opened);
  return (
    <div className="flex h-full flex-col">
      <title>{`${hasChanges ? '● ' : ''}${toPipelineTitle(opened.reading.pipeline?.name, opened.file.path)} · FlowMason`}</title>
      <PipelineHeader opened={opened} />
      <DiskBanner />
      <Drafts id={id} />
      <CompareBar />
      {runId !== undefined && (
        <Suspense fallback={<div className="h-10 shrink-0 border-line border-b bg-sunken" />}>
          <RunBar opened={opened} onClose={() => showRun(undefined)} onRunAgain={() => showDialog('run')} />
        </Suspense>
      )}
      <PipelineWorkbench opened={opened} />
      <FileDialogs />
      <Suspense fallback={null}>
        {isDialogOpen && (
          <RunDialog
            opened={opened}
            hasUnsavedChanges={hasChanges}
            onSave={() => saveDocument(queryClient)}
            onClose={() => showDialog('none')}
            onStarted={(started) => {
              showDialog('none');
              showRun(started);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Keeps drafts, and offers those that were left behind. */
function Drafts({ id }: { readonly id: string }): ReactNode {
  const drafts = useDrafts(id);
  const [compared, setCompared] = useState<Draft>();
  const openText = useEditorStore((state) => (compared ? state.edited?.text : undefined));
  return (
    <>
      <DraftBar drafts={drafts} onCompare={setCompared} />
      {compared && openText !== undefined && (
        <DraftComparison
          draft={compared}
          openText={openText}
          onClose={() => setCompared(undefined)}
          onRestore={() => {
            setCompared(undefined);
            drafts.restore(compared);
          }}
        />
      )}
    </>
  );
}

/** The next pipeline starts with nothing selected, on its canvas, and as its file is then. */
function useLeavingForgetsView(id: string): void {
  const queryClient = useQueryClient();
  useEffect(
    () => () => {
      const { selectStage, showTab, showDialog, compareWith } = useEditorStore.getState();
      selectStage(undefined);
      compareWith(undefined);
      showTab('canvas');
      showDialog('none');
      // Whoever comes back gets the file as it is then.
      queryClient.removeQueries({ queryKey: documentQuery(id).queryKey, exact: true });
    },
    [id, queryClient],
  );
}

function LoadFailure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  const isUnknown = error instanceof ApiError && error.problem.status === 404;
  return (
    <div role="alert" className="h-full">
      <h1 className="sr-only">Pipeline</h1>
      <EmptyState
        icon={isUnknown ? <FileQuestion size={24} /> : <CloudOff size={24} />}
        title={isUnknown ? 'This pipeline is not in the workspace' : 'The pipeline could not be loaded'}
        action={
          <div className="flex items-center gap-3">
            <Link href="/" className="font-medium text-accent hover:underline">
              Show all pipelines
            </Link>
            {!isUnknown && <Button onClick={onRetry}>Try again</Button>}
          </div>
        }
      >
        {error.message}
      </EmptyState>
    </div>
  );
}
