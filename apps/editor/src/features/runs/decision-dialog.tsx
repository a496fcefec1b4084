import type { ResolveStage, RunId } from '@flowmason/pipeline-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { resolveStage } from '../../api/queries.ts';
import type { OpenQuestion } from '../../model/runs/open-question.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonField } from '../../ui/json-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

type DecisionDialogProps = {
  readonly runId: RunId;
  readonly question: OpenQuestion;
  readonly onClose: () => void;
};

type Answer = ResolveStage['as'];

/** Asks what became of a request that was on its way when the runner stopped, and says what follows from each answer. */
export function DecisionDialog({ runId, question, onClose }: DecisionDialogProps): ReactNode {
  const [as, setAs] = useState<Answer>();
  const [output, setOutput] = useState<unknown>();
  const [note, setNote] = useState('');
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: resolveStage,
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['runs'] }),
  });
  const submit = () => {
    if (as === undefined || decide.isPending) return;
    const said = note.trim();
    const decision = {
      as,
      ...(as === 'done' && output !== undefined && { output: output as ResolveStage['output'] }), // parsed JSON
      ...(said !== '' && { note: said }),
    };
    decide.mutate({ runId, stageKey: question.stageKey, decision });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`What became of ${question.what}?`}
      description={`The runner stopped while it was on its way${whenOf(question)}, so nobody knows whether it arrived. Look at the service, then answer.`}
      className="max-w-140"
      footer={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button
            variant={as === 'done' ? 'primary' : 'danger'}
            disabled={as === undefined}
            aria-disabled={decide.isPending}
            onClick={submit}
          >
            {decide.isPending ? 'Deciding…' : submitText(as, question)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Answers question={question} chosen={as} onChoose={setAs} />
        {as === 'done' && (
          <JsonField
            label="Output, if you know it"
            value={output}
            onChange={setOutput}
            rows={3}
            description="What the stages behind it read: for a request status_code, headers, body, success, elapsed_ms and url. Empty: null."
          />
        )}
        {as === 'retry' && (
          <Callout tone="warning" icon={<TriangleAlert size={16} aria-hidden />}>
            If it did arrive, it happens twice, unless the service heeds the Idempotency-Key, which stays the same.
          </Callout>
        )}
        <TextField
          label="Note for the journal"
          value={note}
          onChange={(text) => setNote(text.slice(0, LONGEST_NOTE))}
        />
        {decide.error && (
          <Callout tone="error" icon={<CircleAlert size={16} aria-hidden />}>
            Nothing was decided: {decide.error.message}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}

const LONGEST_NOTE = 500;

function Answers(props: {
  readonly question: OpenQuestion;
  readonly chosen: Answer | undefined;
  readonly onChoose: (answer: Answer) => void;
}): ReactNode {
  const name = useId();
  const answers: readonly (readonly [Answer, string, string])[] = [
    ['done', 'Done', 'It arrived and did its work. The stage succeeds, and the run goes on.'],
    ['failed', 'Failed', 'It did not, and shall not. The stage fails, finally runs, and the run fails.'],
    ['retry', 'Send again', 'It did not arrive. The same request is sent once more.'],
  ];
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="sr-only">What became of {props.question.what}</legend>
      {answers.map(([answer, label, meaning]) => (
        <label
          key={answer}
          className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="mt-1 accent-accent-solid outline-none"
            checked={answer === props.chosen}
            onChange={() => props.onChoose(answer)}
            aria-describedby={`${name}-${answer}`}
            {...(answer === 'done' && { 'data-autofocus': '' })}
          />
          <span className="min-w-0">
            <span className="block font-medium">{label}</span>
            <span id={`${name}-${answer}`} className="block text-muted text-xs">
              {meaning}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function submitText(as: Answer | undefined, { target }: OpenQuestion): string {
  switch (as) {
    case undefined:
      return 'Decide';
    case 'done':
      return 'Count as done';
    case 'failed':
      return 'Count as failed';
    case 'retry':
      return target ? `Send ${target.method} to ${target.host} again` : 'Send it again';
  }
}

function whenOf({ attempt, startedAt }: OpenQuestion): string {
  if (startedAt === undefined) return '';
  return ` (attempt ${attempt}, begun ${new Date(startedAt).toLocaleString()})`;
}
