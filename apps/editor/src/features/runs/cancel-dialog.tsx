import type { PipelineGraph, Run } from '@flowmason/pipeline-schema';
import { useMutation } from '@tanstack/react-query';
import { CircleAlert, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { cancelRun } from '../../api/queries.ts';
import { openFinallyBlocks } from '../../model/runs/finally-blocks.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type CancelDialogProps = {
  readonly run: Run;
  readonly graph: PipelineGraph | undefined;
  readonly onClose: () => void;
};

const WORDS = {
  gently: {
    title: 'Cancel this run?',
    description: 'Nothing new starts, requests in flight are aborted, and no catch runs.',
    stay: 'Let it run',
    go: 'Cancel the run',
    going: 'Cancelling…',
    clean: 'Finally still runs before the run ends:',
  },
  atOnce: {
    title: 'Cancel this run at once?',
    description: 'It is being cancelled, and its finally stages run. This ends them too.',
    stay: 'Let finally run',
    go: 'Cancel at once',
    going: 'Ending…',
    clean: 'These finally stages are cut off, or do not run; do by hand what they are for:',
  },
} as const;

/** Asks before a run is cancelled, and says what will still happen; of one that is being cancelled, before it is ended at once. */
export function CancelDialog({ run, graph, onClose }: CancelDialogProps): ReactNode {
  const isForced = run.cancelling === true;
  const words = WORDS[isForced ? 'atOnce' : 'gently'];
  const cancel = useMutation({ mutationFn: cancelRun, onSuccess: onClose });
  const blocks = graph ? openFinallyBlocks(run, graph) : [];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      description={words.description}
      className="max-w-120"
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            {words.stay}
          </Button>
          <Button
            variant="danger"
            icon={<Square size={10} fill="currentColor" />}
            disabled={cancel.isPending}
            onClick={() => cancel.mutate({ runId: run.id, isForced })}
          >
            {cancel.isPending ? words.going : words.go}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {blocks.length === 0 ? (
          <p className="text-muted">
            No block with a finally is open, so nothing is left to clean up by the pipeline itself.
          </p>
        ) : (
          <div>
            <p>{words.clean}</p>
            <ul className="mt-1 list-disc pl-5">
              {blocks.map(({ block, members }) => (
                <li key={block}>
                  <b className="font-medium">{block}</b>: {members.join(', ')}
                </li>
              ))}
            </ul>
          </div>
        )}
        {cancel.error && (
          <Callout tone="error" icon={<CircleAlert size={16} aria-hidden />}>
            The run was not cancelled: {cancel.error.message}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
