import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { useQuery } from '@tanstack/react-query';
import { CloudOff, FileDown, FolderOpen, Plus, Search, SearchX } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { lazyPart } from '../../api/lazy-part.ts';
import { pipelinesQuery } from '../../api/queries.ts';
import { useRefusal } from '../../api/session.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { findPipelines } from '../../model/files/find-pipelines.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { FileDialog } from './file-dialog.tsx';
import type { FileTask } from './file-task.ts';
import { FolderList } from './folder-list.tsx';
import { useDeletePipeline } from './use-delete-pipeline.ts';
import { usePastedPipeline } from './use-pasted-pipeline.ts';
import { usePutBack } from './use-put-back.ts';

const WaitingRuns = lazyPart(async () => (await import('./waiting-runs.tsx')).WaitingRuns);

/** The start page: every pipeline of the workspace by folder, what it does, how its last run went, and what can be done with its file. */
export function WorkspacePage(): ReactNode {
  const [search, setSearch] = useState('');
  const [task, setTask] = useState<FileTask>();
  const [, navigate] = useLocation();
  const pipelines = useQuery(pipelinesQuery);
  const { startImport, showDialog } = useEditorStore.getState();
  usePastedPipeline();
  usePutBack();
  const refusal = useRefusal();
  const buttons = (
    <span className="flex items-center gap-2">
      <Tooltip content={refusal ?? 'From a file or a text; drop and paste work too'} keys="Ctrl I" side="bottom">
        <Button
          className="h-8! aria-disabled:opacity-45"
          icon={<FileDown size={14} />}
          aria-disabled={refusal !== undefined}
          onClick={() => refusal === undefined && startImport('ask')}
        >
          Import
        </Button>
      </Tooltip>
      <Button
        variant="primary"
        className="h-8!"
        icon={<Plus size={14} />}
        disabled={refusal !== undefined}
        title={refusal}
        onClick={() => showDialog('new')}
      >
        New pipeline
      </Button>
    </span>
  );
  return (
    <div className="h-full overflow-y-auto bg-canvas">
      <title>Pipelines · FlowMason</title>
      <div className="mx-auto max-w-260 px-6 pt-10 pb-28 max-sm:px-4 max-sm:pt-5">
        <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-xl tracking-tight">Pipelines</h1>
            <p className="min-h-5 text-muted">{pipelines.data && countText(pipelines.data)}</p>
          </div>
          <div className="flex items-center gap-2 max-sm:w-full max-sm:flex-wrap">
            <SearchField value={search} onChange={setSearch} />
            {buttons}
          </div>
        </header>
        <Suspense>
          <WaitingRuns />
        </Suspense>
        {pipelines.isPending && <LoadingRows />}
        {pipelines.isError && <LoadError error={pipelines.error} onRetry={() => void pipelines.refetch()} />}
        {pipelines.data && (
          <Rows pipelines={pipelines.data} search={search} onClear={() => setSearch('')} onAsk={setTask}>
            {buttons}
          </Rows>
        )}
      </div>
      {task && (
        <FileDialog
          task={task}
          onClose={() => setTask(undefined)}
          onDone={({ id }) => {
            setTask(undefined);
            if (task.kind !== 'rename') navigate(`/pipelines/${id}`);
          }}
        />
      )}
    </div>
  );
}

function Rows(props: {
  readonly pipelines: readonly PipelineSummary[];
  readonly search: string;
  readonly onClear: () => void;
  readonly onAsk: (task: FileTask) => void;
  /** What to do when there is none. */
  readonly children: ReactNode;
}): ReactNode {
  const deletePipeline = useDeletePipeline();
  const found = findPipelines(props.pipelines, props.search);
  if (props.pipelines.length === 0) return <EmptyWorkspace action={props.children} />;
  if (found.length === 0) {
    return (
      <Framed>
        <EmptyState
          icon={<SearchX size={24} />}
          title={`No pipeline matches “${props.search}”`}
          action={<Button onClick={props.onClear}>Clear the search</Button>}
        >
          Names, descriptions, tags and components are searched.
        </EmptyState>
      </Framed>
    );
  }
  return (
    <FolderList
      pipelines={found}
      onAsk={props.onAsk}
      onDelete={({ id, name, path }) =>
        void deletePipeline({ id, title: toPipelineTitle(name === id ? undefined : name, path) })
      }
    />
  );
}

function SearchField(props: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  return (
    <label className="flex h-8 w-72 items-center gap-2 rounded-md border border-line bg-surface px-2.5 transition-colors focus-within:border-accent max-sm:w-full">
      <Search size={14} className="shrink-0 text-faint" aria-hidden />
      <span className="sr-only">Search pipelines</span>
      <input
        type="search"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        placeholder="Search pipelines"
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
      />
    </label>
  );
}

function EmptyWorkspace({ action }: { readonly action: ReactNode }): ReactNode {
  return (
    <Framed>
      <EmptyState icon={<FolderOpen size={24} />} title="This workspace has no pipelines yet" action={action}>
        Make an empty one here, drop a file that ends in <code className="font-mono text-xs">.pipeline.json</code> on
        this page, or run <code className="font-mono text-xs">fm init</code> in the workspace to get one to start from.
      </EmptyState>
    </Framed>
  );
}

function LoadError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  return (
    <Framed>
      <div role="alert">
        <EmptyState
          icon={<CloudOff size={24} />}
          title="The pipelines could not be loaded"
          action={<Button onClick={onRetry}>Try again</Button>}
        >
          {error.message}
        </EmptyState>
      </div>
    </Framed>
  );
}

function LoadingRows(): ReactNode {
  return (
    <div
      role="status"
      aria-label="Loading the pipelines"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      {['a', 'b', 'c'].map((row) => (
        <div key={row} className="flex h-23 items-center gap-6 px-5">
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-56" />
            <Skeleton className="h-3 w-full max-w-120" />
            <Skeleton className="h-3 w-40" />
          </div>
          <Skeleton className="h-4 w-28" />
        </div>
      ))}
    </div>
  );
}

function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="min-h-70 rounded-lg border border-line border-dashed bg-surface py-10">{children}</div>;
}

function countText(pipelines: readonly PipelineSummary[]): string {
  const withErrors = pipelines.filter(({ error_count }) => error_count > 0).length;
  const count = pipelines.length === 1 ? '1 pipeline' : `${pipelines.length} pipelines`;
  return withErrors === 0 ? `${count} in this workspace` : `${count} in this workspace, ${withErrors} with errors`;
}
