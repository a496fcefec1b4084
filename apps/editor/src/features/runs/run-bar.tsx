import { isFinished, toDurationText } from '@flowmason/pipeline-schema';
import { useMutation } from '@tanstack/react-query';
import { RotateCw, Square, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { cancelRun } from '../../api/queries.ts';
import { toRunLook } from '../../model/status-look.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRun } from '../../store/use-run.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNow } from '../../ui/use-now.ts';

/** The shown run in one line: how it stands, since when, against what, and the ways to end, repeat or leave it. */
export function RunBar(props: { readonly onClose: () => void; readonly onRunAgain: () => void }): ReactNode {
  const run = useRun();
  const offset = useEditorStore((state) => state.clockOffsetMs ?? 0);
  const cancel = useMutation({ mutationFn: cancelRun, onError: (error) => toast.error(error.message) });
  const isGoing = run !== undefined && !isFinished(run);
  const now = useNow(isGoing);
  if (!run) return null;
  const look = toRunLook(run.status);
  const elapsedMs = run.duration_ms ?? (run.started_at === null ? 0 : now - offset - Date.parse(run.started_at));
  return (
    <section aria-label="Run" className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-sunken px-4">
      <Badge
        tone={look.tone}
        icon={<Icon name={look.icon} size={12} className={run.status === 'running' ? 'animate-spin-slow' : ''} />}
      >
        {run.cancelling && isGoing ? 'cancelling' : look.word}
      </Badge>
      <span className="tabular min-w-16 font-medium">{toDurationText(elapsedMs)}</span>
      <span className="truncate font-mono text-2xs text-faint">{run.id}</span>
      {run.sandbox !== undefined && <Badge tone="accent">simulated: {run.sandbox}</Badge>}
      {run.profile !== undefined && <Badge>{run.profile}</Badge>}
      <div className="flex-1" />
      {isGoing ? (
        <Button
          variant="danger"
          size="sm"
          icon={<Square size={12} fill="currentColor" />}
          disabled={run.cancelling === true || cancel.isPending}
          onClick={() => cancel.mutate(run.id)}
        >
          Cancel
        </Button>
      ) : (
        <Button size="sm" icon={<RotateCw size={12} />} onClick={props.onRunAgain}>
          Run again
        </Button>
      )}
      <IconButton label="Leave this run" onClick={props.onClose}>
        <X size={14} />
      </IconButton>
    </section>
  );
}
