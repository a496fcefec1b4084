import type { RunId } from '@flowmason/pipeline-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { resumeRun } from '../../api/queries.ts';
import { useRefusal } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';

type ResumeButtonProps = {
  readonly runId: RunId;
  /** Said after the verb to those who do not see what it stands beside. */
  readonly what?: string;
  readonly isDisabled?: boolean;
  /** It is the first thing to do where it stands. */
  readonly isPrimary?: boolean;
  readonly className?: string;
};

/** Lets a run go on that is held; when it still cannot, says why. */
export function ResumeButton(props: ResumeButtonProps): ReactNode {
  const { runId, what, isDisabled = false, isPrimary = false, className } = props;
  const queryClient = useQueryClient();
  const refusal = useRefusal();
  const resume = useMutation({
    mutationFn: resumeRun,
    onError: ({ message }) => toast.error('The run was not resumed', { description: message }),
    // Also when it was refused: it is then held for another reason.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['runs'] }),
  });
  return (
    <Button
      size="sm"
      {...(isPrimary && { variant: 'primary' })}
      icon={<Play size={12} />}
      className={className}
      disabled={isDisabled || refusal !== undefined}
      title={refusal}
      // Not `disabled`, which would take the focus away from who pressed it.
      aria-disabled={resume.isPending}
      onClick={() => !resume.isPending && resume.mutate(runId)}
    >
      {resume.isPending ? 'Resuming…' : 'Resume'}
      {what !== undefined && <span className="sr-only"> {what}</span>}
    </Button>
  );
}
