import type { Run } from '@flowmason/pipeline-schema';
import { UserCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { findOpenQuestion } from '../../model/runs/open-question.ts';
import { Button } from '../../ui/button.tsx';
import { DecisionDialog } from './decision-dialog.tsx';

type DecideButtonProps = {
  readonly run: Run;
  readonly stageKey: string;
  readonly isDisabled?: boolean;
  /** Why it cannot be pressed. */
  readonly title?: string | undefined;
};

/** Asks for the decision that a stage waits for; nothing for one that waits for none. */
export function DecideButton({ run, stageKey, isDisabled = false, title }: DecideButtonProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const question = findOpenQuestion(run, stageKey);
  if (!question) return null;
  return (
    <>
      <Button
        size="sm"
        variant="primary"
        icon={<UserCheck size={12} />}
        disabled={isDisabled}
        title={title}
        onClick={() => setIsOpen(true)}
      >
        Decide
        <span className="sr-only"> on {stageKey}</span>
      </Button>
      {isOpen && <DecisionDialog runId={run.id} question={question} onClose={() => setIsOpen(false)} />}
    </>
  );
}
