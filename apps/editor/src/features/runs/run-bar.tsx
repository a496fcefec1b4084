import { isFinished, type Run, toDurationText } from '@flowmason/pipeline-schema';
import { FileText, FlaskConical, RotateCw, Square, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useRefusal } from '../../api/session.ts';
import { toRunSentence } from '../../model/runs/run-story.ts';
import { toPlainText } from '../../model/runs/stage-words.ts';
import { toRunLook } from '../../model/runs/status-look.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useRun, useRunTimeAt } from '../../store/use-run.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChildNote, hasChildUnderWay } from './child-note.tsx';
import { DecideButton } from './decide-button.tsx';
import { QueuedNote } from './queued-note.tsx';
import { ResumeButton } from './resume-button.tsx';
import { RunDetails } from './run-details.tsx';
import { Sentence } from './sentence.tsx';

type RunBarProps = {
  readonly opened: OpenedPipeline;
  readonly onClose: () => void;
  readonly onRunAgain: () => void;
};

/** The shown run in a bar: how it stands, since when, against what, why it ended so, and what can be done with it. */
export function RunBar({ opened, onClose, onRunAgain }: RunBarProps): ReactNode {
  const run = useRun();
  const [openDialog, setOpenDialog] = useState<'none' | 'cancel' | 'details'>('none');
  const isLost = useEditorStore((state) => state.runConnection === 'lost');
  const refusal = useRefusal();
  if (!run) return null;
  const isGoing = !isFinished(run);
  const undecided = run.undecided?.[0];
  const close = () => setOpenDialog('none');
  return (
    <section
      aria-label="Run"
      className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-sunken px-4 max-sm:h-auto max-sm:flex-wrap max-sm:gap-x-2 max-sm:gap-y-0.5 max-sm:px-3 max-sm:py-1"
    >
      <RunStatusBadge run={run} />
      <Elapsed run={run} />
      {run.sandbox !== undefined && (
        <Badge tone="accent" icon={<FlaskConical size={12} aria-hidden />} className="shrink-0">
          <span>
            simulated<span className="max-sm:sr-only">: {run.sandbox}</span>
          </span>
        </Badge>
      )}
      {run.profile !== undefined && <Badge className="max-sm:hidden">profile: {run.profile}</Badge>}
      <Summary run={run} opened={opened} />
      {run.held !== undefined && <ResumeButton runId={run.id} isDisabled={isLost} isPrimary />}
      {run.held === undefined && undecided !== undefined && (
        <DecideButton run={run} stageKey={undecided} isDisabled={isLost || refusal !== undefined} title={refusal} />
      )}
      <Button size="sm" variant="ghost" icon={<FileText size={12} />} onClick={() => setOpenDialog('details')}>
        <span className="max-sm:sr-only">Details</span>
      </Button>
      {isGoing ? (
        <Button
          key="cancel"
          variant="danger"
          size="sm"
          icon={<Square size={10} fill="currentColor" />}
          disabled={run.seq === 0 || isLost || refusal !== undefined}
          title={refusal}
          onClick={() => setOpenDialog('cancel')}
        >
          {run.cancelling ? 'Cancel at once' : 'Cancel'}
        </Button>
      ) : (
        <Button
          key="again"
          size="sm"
          icon={<RotateCw size={12} />}
          disabled={refusal !== undefined}
          title={refusal}
          onClick={onRunAgain}
        >
          <span className="max-sm:sr-only">Run again</span>
        </Button>
      )}
      <IconButton label="Leave this run" onClick={onClose}>
        <X size={14} />
      </IconButton>
      {openDialog === 'cancel' && isGoing && <CancelDialog run={run} graph={opened.graph} onClose={close} />}
      {openDialog === 'details' && <RunDetails run={run} opened={opened} onClose={close} />}
    </section>
  );
}

function RunStatusBadge({ run }: { readonly run: Run }): ReactNode {
  const look = toRunLook(run);
  return (
    <span role="status">
      <Badge
        tone={look.tone}
        icon={<Icon name={look.icon} size={12} className={look.word === 'running' ? 'animate-spin-slow' : ''} />}
      >
        {look.word}
      </Badge>
    </span>
  );
}

function Elapsed({ run }: { readonly run: Run }): ReactNode {
  const now = useRunTimeAt(useNow(!isFinished(run)));
  const startedMs = run.started_at === null ? undefined : Date.parse(run.started_at);
  const elapsedMs = run.duration_ms ?? (startedMs === undefined ? 0 : now - startedMs);
  return (
    <span
      className="tabular min-w-15 shrink-0 font-medium max-sm:min-w-0 max-sm:flex-1"
      title={`Started ${new Date(run.created_at).toLocaleString()}`}
    >
      {toDurationText(elapsedMs)}
    </span>
  );
}

function Summary({ run, opened }: { readonly run: Run; readonly opened: OpenedPipeline }): ReactNode {
  const parts = useMemo(() => toRunSentence(run, opened.graph), [run, opened.graph]);
  // As soon as it has begun it is asked anew: what it waited for is no longer true.
  const hasBegun = run.status !== 'queued';
  // Two lines fit into the bar as it is; on narrow screens they have their own place, taken up or not.
  return (
    <div className="min-w-0 flex-1 text-muted text-xs leading-4 max-sm:order-last max-sm:h-8 max-sm:basis-full">
      {!isFinished(run) && <QueuedNote key={`${run.id} ${hasBegun}`} runId={run.id} hasBegun={hasBegun} />}
      <p className="line-clamp-2 break-words" title={parts && toPlainText(parts).slice(0, LONGEST_TITLE)}>
        {parts && <Sentence parts={parts} />} {hasChildUnderWay(run) && <ChildNote key={run.id} run={run} />}
      </p>
    </div>
  );
}

const LONGEST_TITLE = 1_000;
