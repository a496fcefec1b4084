import type { PipelineFile } from '@flowmason/pipeline-schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, GitCompareArrows, Lock } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { createPipelineFile, pipelinesQuery } from '../../api/queries.ts';
import { useRefusal } from '../../api/session.ts';
import { previewImport } from '../../model/files/import-preview.ts';
import { checkNewPipelineId, proposePipelineId } from '../../model/files/new-pipeline.ts';
import type { ImportedText } from '../../store/import-slice.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ImportFacts } from './import-facts.tsx';

/** Shows what a text would be as a pipeline and where it would go, and writes it there to the byte when told to. */
export function ImportDialog(props: {
  readonly source: ImportedText;
  readonly onClose: () => void;
  readonly onImported: (file: PipelineFile) => void;
  /** There only while a pipeline is open that it can be compared with. */
  readonly onCompare?: (() => void) | undefined;
}): ReactNode {
  const { source, onClose, onImported, onCompare } = props;
  const queryClient = useQueryClient();
  const refusal = useRefusal();
  const takenIds = (useQuery(pipelinesQuery).data ?? []).map(({ id }) => id);
  const preview = useMemo(() => previewImport(source.text), [source.text]);
  const [chosenId, setChosenId] = useState<string>();
  const formId = useId();
  const id = chosenId ?? proposePipelineId(preview.name ?? stemOf(source.fileName), takenIds);
  const idProblem = checkNewPipelineId(id, takenIds);
  const create = useMutation({
    mutationFn: () => createPipelineFile(id, source.text),
    onSuccess: (file) => {
      void queryClient.invalidateQueries({ queryKey: pipelinesQuery.queryKey, exact: true });
      onImported(file);
    },
  });
  const canImport =
    refusal === undefined && preview.refusal === undefined && idProblem === undefined && !create.isPending;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canImport) create.mutate();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import a pipeline"
      description={`From ${source.fileName ?? 'a pasted text'}. Importing writes a file and runs nothing.`}
      className="max-w-140"
      footer={
        <>
          {onCompare && preview.refusal === undefined && (
            <Button icon={<GitCompareArrows size={14} aria-hidden />} onClick={onCompare}>
              Compare with the open pipeline
            </Button>
          )}
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={!canImport}>
            Import
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        {refusal !== undefined && (
          <Callout tone="info" icon={<Lock size={16} aria-hidden />}>
            You can look at it here, and not import it. {refusal}
          </Callout>
        )}
        {create.error && (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            {create.error.message}
          </Callout>
        )}
        {preview.refusal !== undefined ? (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            {preview.refusal}
          </Callout>
        ) : (
          <>
            <ImportFacts preview={preview} />
            <TextField
              label="Save as"
              value={id}
              onChange={setChosenId}
              suffix=".pipeline.json"
              isMono
              hasFirstFocus
              help="Its path in the workspace. The text is written as it is, to the byte."
              {...(idProblem !== undefined && { problem: idProblem })}
            />
          </>
        )}
      </form>
    </Dialog>
  );
}

function stemOf(fileName: string | undefined): string {
  return (fileName ?? 'pasted').replace(/(?:\.pipeline)?\.json$/i, '');
}
