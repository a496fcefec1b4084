import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { ChevronRight, Folder } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { groupByFolder, type PipelineFolder } from '../../model/files/group-by-folder.ts';
import { classNames } from '../../ui/class-names.ts';
import type { FileTask } from './file-task.ts';
import { PipelineRow } from './pipeline-row.tsx';

type FolderListProps = {
  readonly pipelines: readonly PipelineSummary[];
  readonly onAsk: (task: FileTask) => void;
  readonly onDelete: (pipeline: PipelineSummary) => void;
};

/** The pipelines by folder; each folder can be closed. */
export function FolderList({ pipelines, ...actions }: FolderListProps): ReactNode {
  return (
    <div className="flex flex-col gap-5">
      {groupByFolder(pipelines).map((folder) => (
        <FolderSection key={folder.path} folder={folder} {...actions} />
      ))}
    </div>
  );
}

function FolderSection(props: { readonly folder: PipelineFolder } & Omit<FolderListProps, 'pipelines'>): ReactNode {
  const { path, pipelines } = props.folder;
  const [isOpen, setOpen] = useState(true);
  const listId = useId();
  return (
    <section aria-label={path === '' ? 'Workspace folder' : `Folder ${path}`}>
      <div className="mb-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setOpen(!isOpen)}
          className="flex items-center gap-1.5 rounded-md py-0.5 pr-2 pl-1 font-medium text-muted text-xs transition-colors hover:bg-hover hover:text-ink"
        >
          <ChevronRight size={14} aria-hidden className={classNames('transition-transform', isOpen && 'rotate-90')} />
          <Folder size={14} aria-hidden />
          {path === '' ? 'Workspace' : path.split('/').join(' / ')}
          <span className="tabular text-faint">{pipelines.length}</span>
        </button>
      </div>
      <ul
        id={listId}
        hidden={!isOpen}
        className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
      >
        {pipelines.map((pipeline) => (
          <PipelineRow
            key={pipeline.id}
            pipeline={pipeline}
            actions={{ onAsk: props.onAsk, onDelete: () => props.onDelete(pipeline) }}
          />
        ))}
      </ul>
    </section>
  );
}
