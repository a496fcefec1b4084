import type { Pipeline } from '@flowmason/pipeline-schema';
import { Plus } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { addStageChange, componentChoices, stageIdProblem } from '../../model/wizard/wizard-stages.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { NativeSelect } from '../../ui/native-select.tsx';

/** Adds a stage, behind another one or on its own. */
export function AddStage({ pipeline }: { readonly pipeline: Pipeline }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <AddStageForm pipeline={pipeline} onClose={() => setOpen(false)} />;
  return (
    <Button icon={<Plus size={14} aria-hidden />} className="self-start" onClick={() => setOpen(true)}>
      Add stage
    </Button>
  );
}

function AddStageForm({ pipeline, onClose }: { readonly pipeline: Pipeline; readonly onClose: () => void }): ReactNode {
  const change = useWizardStore((state) => state.change);
  const [id, setId] = useState('');
  const [component, setComponent] = useState('http_request');
  const [chosen, setChosen] = useState<string>();
  const after = standing(chosen, pipeline) ?? pipeline.stages.at(-1)?.id ?? '';
  const [wasTried, setTried] = useState(false);
  const problem = stageIdProblem(id, pipeline);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined) return;
    const added = addStageChange({ id, component, after: after === '' ? undefined : after });
    if (change([added], { atMs: Date.now() })) onClose();
  }

  return (
    <form
      ref={showWhole}
      aria-label="New stage"
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="flex scroll-mb-6 flex-col gap-3 rounded-lg border border-line border-dashed bg-surface p-4"
    >
      <FormField label="Stage name" problems={wasTried && problem !== undefined ? [problem] : []}>
        {(control) => (
          <input
            {...control}
            data-plain-field
            // biome-ignore lint/a11y/noAutofocus: the form was opened to type into it
            autoFocus
            value={id}
            placeholder="check-health"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setId(event.target.value)}
          />
        )}
      </FormField>
      <div className="grid grid-cols-2 gap-3">
        <FormField label="Component">
          {(control) => (
            <NativeSelect {...control} value={component} onChange={(event) => setComponent(event.target.value)}>
              {componentChoices().map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
        <FormField label="Runs after">
          {(control) => (
            <NativeSelect {...control} value={after} onChange={(event) => setChosen(event.target.value)}>
              <option value="">nothing: at the start</option>
              {pipeline.stages.map((stage) => (
                <option key={stage.id}>{stage.id}</option>
              ))}
            </NativeSelect>
          )}
        </FormField>
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Add
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** What was chosen to run before it, unless that was deleted or renamed since; empty for nothing. */
function standing(chosen: string | undefined, { stages }: Pipeline): string | undefined {
  return chosen === '' || stages.some(({ id }) => id === chosen) ? chosen : undefined;
}

/** It opens at the end of the list, and the browser brings only its first field into view. */
function showWhole(form: HTMLFormElement | null): void {
  form?.scrollIntoView({ block: 'nearest' });
}
