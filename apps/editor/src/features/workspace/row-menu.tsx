import type { PipelineSummary } from '@flowmason/pipeline-schema';
import { Copy, Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRefusal } from '../../api/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { FileSubject, FileTask } from './file-task.ts';

/** What can be done with a pipeline as a file. */
export interface FileMenuActions {
  readonly onAsk: (task: FileTask) => void;
  readonly onDelete: () => void;
}

/** The menu at the end of a row. */
export function RowMenu(props: {
  readonly pipeline: PipelineSummary;
  readonly title: string;
  readonly actions: FileMenuActions;
}): ReactNode {
  const { pipeline, title, actions } = props;
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${title}`} className="relative z-1">
          <Ellipsis size={16} />
        </IconButton>
      }
      groups={fileMenu(pipeline, actions, { isRefused: useRefusal() !== undefined })}
    />
  );
}

/** The entries that every menu about a pipeline's file has. */
export function fileMenu(
  subject: FileSubject,
  { onAsk, onDelete }: FileMenuActions,
  { isRefused }: { readonly isRefused: boolean },
) {
  return [
    [
      {
        label: 'Rename or move…',
        icon: <PencilLine size={14} />,
        isDisabled: isRefused,
        onSelect: () => onAsk({ kind: 'rename', subject }),
      },
      {
        label: 'Duplicate…',
        icon: <Copy size={14} />,
        isDisabled: isRefused,
        onSelect: () => onAsk({ kind: 'duplicate', subject }),
      },
    ],
    [{ label: 'Delete', icon: <Trash2 size={14} />, isDisabled: isRefused, onSelect: onDelete }],
  ];
}
