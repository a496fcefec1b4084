import { builtinComponents } from '@flowmason/engine';
import type { Pipeline, Stage } from '@flowmason/pipeline-schema';
import { CircleAlert, PencilLine, Trash2 } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { stageIdProblem } from '../../model/wizard/wizard-stages.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

type StageRowProps = {
  readonly stage: Stage;
  readonly pipeline: Pipeline;
  readonly errorCount: number;
  /** The row is about to go, and the focus with it. */
  readonly onDeleted: () => void;
};

/** One stage of the list: what it is and waits for, and the ways to rename and remove it. */
export function StageRow({ stage, pipeline, errorCount, onDeleted }: StageRowProps): ReactNode {
  const [isRenaming, setRenaming] = useState(false);
  const change = useWizardStore((state) => state.change);
  const { id, component, depends_on: before } = stage;
  if (isRenaming) return <RenameForm id={id} pipeline={pipeline} onClose={() => setRenaming(false)} />;
  return (
    <li className="flex items-center gap-2.5 px-3 py-2">
      <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-md bg-hover text-muted">
        <Icon name={builtinComponents.get(component)?.icon ?? 'box'} size={14} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{id}</p>
        <p className="truncate text-muted text-xs">
          <span className="font-mono text-2xs">{component}</span>
          {before.length > 0 && ` after ${before.join(', ')}`}
        </p>
      </div>
      {errorCount > 0 && (
        <Badge tone="failed" icon={<CircleAlert size={12} aria-hidden />}>
          {errorCount === 1 ? '1 error' : `${errorCount} errors`}
        </Badge>
      )}
      <IconButton label={`Rename ${id}`} onClick={() => setRenaming(true)}>
        <PencilLine size={14} />
      </IconButton>
      <IconButton
        label={`Delete ${id}`}
        onClick={() =>
          change([{ type: 'delete_stages', ids: [id], bridge: true }], { atMs: Date.now() }) && onDeleted()
        }
      >
        <Trash2 size={14} />
      </IconButton>
    </li>
  );
}

function RenameForm(props: {
  readonly id: string;
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
}): ReactNode {
  const { id, pipeline, onClose } = props;
  const [name, setName] = useState(id);
  const change = useWizardStore((state) => state.change);
  const problem = stageIdProblem(name, pipeline, id);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (problem !== undefined) return;
    if (name === id || change([{ type: 'rename_stage', from: id, to: name }], { atMs: Date.now() })) onClose();
  }

  return (
    <li className="px-3 py-2">
      <form
        aria-label={`Rename ${id}`}
        onSubmit={submit}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className="flex items-end gap-2"
      >
        <div className="min-w-0 flex-1">
          <FormField label={`New name of ${id}`} problems={problem === undefined ? [] : [problem]}>
            {(control) => (
              <input
                {...control}
                data-plain-field
                // biome-ignore lint/a11y/noAutofocus: the field was opened to type into it
                autoFocus
                value={name}
                spellCheck={false}
                autoComplete="off"
                onFocus={(event) => event.target.select()}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </FormField>
        </div>
        <Button type="submit" variant="primary" className="h-8" disabled={problem !== undefined}>
          Rename
        </Button>
        <Button className="h-8" onClick={onClose}>
          Cancel
        </Button>
      </form>
    </li>
  );
}
