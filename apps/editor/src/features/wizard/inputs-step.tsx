import { checkInput } from '@flowmason/pipeline-schema';
import { Braces, CircleAlert, CircleCheck, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { addInputChanges, removeInputChanges, setInputChange } from '../../model/wizard/wizard-inputs.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Callout } from '../../ui/callout.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { labelAt, toSchemaFields } from '../../ui/schema-fields.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { AddInput } from './add-input.tsx';

/** The sample input as a form that its schema makes, checked while it is typed; fields can be added and taken away. */
export function InputsStep(): ReactNode {
  const pipeline = useWizardStore((state) => state.draft?.document.reading.pipeline);
  const { change } = useWizardStore.getState();
  if (!pipeline) return null;
  const sample = pipeline.sample_input ?? {};
  const { problems } = checkInput(pipeline.input_schema, sample);
  const fields = toSchemaFields(pipeline.input_schema);
  const names = fields.map(({ path }) => path[0] ?? '');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-6 max-lg:grid-cols-1">
      <section aria-label="Sample input" className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5">
        {fields.length === 0 && (
          <EmptyState icon={<Braces size={20} />} title="A run of this pipeline takes no input" className="h-auto!">
            Add what should be different from run to run, such as the name of a service.
          </EmptyState>
        )}
        <SchemaForm
          schema={pipeline.input_schema}
          value={sample}
          problems={problems}
          onChange={(path, value) =>
            change([setInputChange(pipeline, path, value)], {
              atMs: Date.now(),
              label: `Set ${path.join('.')} of the sample input`,
              coalesceKey: `sample ${path.join('/')}`,
            })
          }
          actionFor={([name = '']) => (
            <IconButton
              label={`Remove ${name}`}
              onClick={() =>
                change(removeInputChanges(pipeline, name), { atMs: Date.now(), label: `Remove input ${name}` })
              }
            >
              <Trash2 size={14} />
            </IconButton>
          )}
        />
        <AddInput
          taken={names}
          onAdd={(input) =>
            change(addInputChanges(pipeline, input), { atMs: Date.now(), label: `Add input ${input.name}` })
          }
        />
      </section>
      <section aria-label="Sample input as JSON" className="flex flex-col gap-3">
        {problems.length === 0 ? (
          <Callout tone="info" icon={<CircleCheck size={16} />}>
            The sample fits the input schema: a run would be accepted with it.
          </Callout>
        ) : (
          <Callout tone="warning" icon={<CircleAlert size={16} />}>
            <ul>
              {problems.map(({ pointer, message }) => (
                <li key={`${pointer} ${message}`}>
                  <strong className="font-semibold">{labelAt(fields, pointer) ?? 'The input'}</strong> {message}
                </li>
              ))}
            </ul>
          </Callout>
        )}
        <div className="overflow-x-auto rounded-lg border border-line bg-surface px-4 py-3">
          <JsonView value={sample} />
        </div>
        <p className="text-faint text-xs">
          The sample stands in the document as <code className="font-mono">sample_input</code>. Dry runs use it, the Run
          dialog begins with it, and a real run may be given anything else that fits.
        </p>
      </section>
    </div>
  );
}
