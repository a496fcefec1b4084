import type { PipelineFile } from '@flowmason/pipeline-schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { pipelinesQuery } from '../../api/queries.ts';
import { checkNewPipelineId, checkPipelineName } from '../../model/files/new-pipeline.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type FileAnswer, type FileTask, firstName, performFileTask, proposedId } from './file-task.ts';

/** Asks for the name of a pipeline and for the place of its file, and then does what it was asked for. */
export function FileDialog(props: {
  readonly task: FileTask;
  readonly onClose: () => void;
  readonly onDone: (file: PipelineFile, answer: FileAnswer) => void;
}): ReactNode {
  const { task, onClose, onDone } = props;
  const queryClient = useQueryClient();
  const takenIds = (useQuery(pipelinesQuery).data ?? []).map(({ id }) => id);
  const [name, setName] = useState(() => firstName(task));
  const [chosenId, setChosenId] = useState(task.kind === 'rename' ? task.subject.id : '');
  const [isIdChosen, setIdChosen] = useState(task.kind === 'rename');
  const formId = useId();
  const id = isIdChosen ? chosenId : name.trim() === '' ? '' : proposedId(task, name, takenIds);
  const idProblem = id === '' ? undefined : problemOfId(id, task, takenIds);
  const nameProblem = name === firstName(task) ? undefined : checkPipelineName(name);
  const perform = useMutation({
    mutationFn: () => performFileTask(queryClient, task, { name: name.trim(), id }),
    onSuccess: (file) => onDone(file, { name: name.trim(), id }),
  });
  const canSubmit =
    name.trim() !== '' && id !== '' && nameProblem === undefined && idProblem === undefined && !perform.isPending;
  const words = WORDS[task.kind];

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canSubmit) perform.mutate();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      className="max-w-120"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={!canSubmit}>
            {words.verb}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        {perform.error && (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            {perform.error.message}
          </Callout>
        )}
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          hasFirstFocus
          help="What the pipeline is called."
          {...(nameProblem !== undefined && { problem: nameProblem })}
        />
        <TextField
          label="File"
          value={id}
          onChange={(next) => {
            setChosenId(next);
            setIdChosen(true);
          }}
          suffix=".pipeline.json"
          isMono
          help="Its path in the workspace; folders that are not there are made."
          {...(idProblem !== undefined && { problem: idProblem })}
        />
      </form>
    </Dialog>
  );
}

const WORDS = {
  new: { title: 'New pipeline', verb: 'Create' },
  rename: { title: 'Rename or move', verb: 'Rename' },
  duplicate: { title: 'Duplicate', verb: 'Duplicate' },
} as const satisfies Record<FileTask['kind'], { title: string; verb: string }>;

function problemOfId(id: string, task: FileTask, takenIds: readonly string[]): string | undefined {
  if (task.kind === 'rename' && id === task.subject.id) return undefined;
  return checkNewPipelineId(id, takenIds);
}
