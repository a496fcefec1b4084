import type { RunId } from '@flowmason/pipeline-schema';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleAlert, Play, Radio, Save } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../../api/client.ts';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { environmentsQuery, startRun } from '../../api/queries.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { firstInputText, readRunInput } from '../../model/runs/run-input.ts';
import {
  chooseSituations,
  firstTarget,
  type RunTarget,
  targetOfRun,
  toTargetFields,
} from '../../model/runs/run-target.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InputEditor } from './input-editor.tsx';
import { TargetPicker } from './target-picker.tsx';

type RunDialogProps = {
  readonly opened: OpenedPipeline;
  /** A run is made of the file, so what is not saved is not part of it. */
  readonly hasUnsavedChanges: boolean;
  /** Writes the file; false when it was not written, which the page then tells. */
  readonly onSave: () => Promise<boolean>;
  readonly onClose: () => void;
  readonly onStarted: (runId: RunId) => void;
};

/** Asks what a run starts with and against what it runs, checks both, and starts it. */
export function RunDialog(props: RunDialogProps): ReactNode {
  const { opened, hasUnsavedChanges, onClose, onStarted } = props;
  const { pipeline, isRunnable, diagnostics } = opened.reading;
  // Beside a run, the dialog starts with what that one was started with.
  const [shown] = useState(() => useEditorStore.getState().run);
  const [text, setText] = useState(() => firstInputText(shown?.input ?? pipeline?.sample_input));
  const [chosen, setChosen] = useState<RunTarget | undefined>(() => shown && targetOfRun(shown));
  const environments = useQuery(environmentsQuery);
  const situations = environments.data && chooseSituations(environments.data, pipeline?.name ?? '');
  const target = chosen ?? (situations && firstTarget(situations));
  const reading = readRunInput(text, pipeline?.input_schema);
  const start = useMutation({ mutationFn: startRun, onSuccess: ({ id }) => onStarted(id) });
  const save = useMutation({ mutationFn: props.onSave });
  const canStart = isRunnable && reading.kind === 'fit' && target !== undefined && !start.isPending && !save.isPending;

  function saveAndSubmit(): void {
    if (!canStart) return;
    // Not called any more once the dialog is closed: whoever has left it wants no run.
    save.mutate(undefined, { onSuccess: (isSaved) => isSaved && submit() });
  }
  function submit(): void {
    if (!canStart || reading.kind !== 'fit') return;
    start.mutate({ pipeline: opened.file.id, input: reading.input, trigger: 'editor', ...toTargetFields(target) });
  }
  const startError = save.error ?? start.error;
  const submitMain = hasUnsavedChanges ? saveAndSubmit : submit;
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    submitMain();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Run ${toPipelineTitle(pipeline?.name, opened.file.path)}`}
      className="max-w-210"
      onKeyDown={onKeyDown}
      footer={
        <>
          <TargetNote target={target} />
          <Button onClick={onClose}>Close</Button>
          {hasUnsavedChanges && (
            <Button disabled={!canStart} onClick={submit}>
              Run as saved
            </Button>
          )}
          <Button
            variant="primary"
            icon={<Play size={14} fill="currentColor" />}
            disabled={!canStart}
            onClick={submitMain}
          >
            {start.isPending ? 'Starting…' : hasUnsavedChanges ? 'Save and run' : 'Start'}
            <span className="ml-1 text-white/90 max-sm:hidden">Ctrl ⏎</span>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {!isRunnable && (
          <Callout tone="error" icon={<CircleAlert size={16} />}>
            This pipeline cannot run before its errors are fixed:{' '}
            {diagnostics.find(({ severity }) => severity === 'error')?.message}
          </Callout>
        )}
        {hasUnsavedChanges && (
          <Callout tone="info" icon={<Save size={16} />}>
            This pipeline has unsaved changes. A run is made of the file as it was saved.
          </Callout>
        )}
        {startError && <StartError error={startError} />}
        <div className="grid grid-cols-2 gap-5 max-md:grid-cols-1">
          <InputEditor text={text} reading={reading} onChange={setText} />
          <TargetPicker
            profiles={environments.data?.profiles}
            error={environments.error}
            onRetry={() => void environments.refetch()}
            situations={situations}
            target={target}
            onChange={setChosen}
          />
        </div>
      </div>
    </Dialog>
  );
}

function TargetNote({ target }: { readonly target: RunTarget | undefined }): ReactNode {
  if (!target) return <span className="flex-1 text-muted text-xs">Nothing is chosen yet to run against.</span>;
  if (target.kind === 'sandbox')
    return <span className="flex-1 text-muted text-xs">Simulated: nothing leaves this machine.</span>;
  return (
    <span className="flex flex-1 items-center gap-1.5 text-recovered text-xs">
      <Radio size={14} aria-hidden className="shrink-0" />
      Live: requests go to real services.
    </span>
  );
}

function StartError({ error }: { readonly error: Error }): ReactNode {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <Callout tone="error" icon={<CircleAlert size={16} />}>
      <strong className="font-semibold">{problem?.title ?? 'The run was not started'}.</strong> {error.message}
      {problem && /:secrets_(?:missing|unusable)$/.test(problem.type) && (
        <p className="mt-1">
          <Link href="/secrets" className="font-medium underline underline-offset-2">
            Open the secrets of this server
          </Link>
        </p>
      )}
      {problem?.diagnostics && problem.diagnostics.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {problem.diagnostics.slice(0, 5).map(({ message, pointer }) => (
            <li key={`${pointer} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
    </Callout>
  );
}
