import { CopyPlus, Power, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { areDisabled, deleteStages, duplicateStages, toggleDisabled } from '../../store/stage-gestures.ts';
import { Button } from '../../ui/button.tsx';

/** Several stages at once: which, and what can be done with all of them. */
export function SelectionInspector({
  opened,
  ids,
}: {
  readonly opened: OpenedPipeline;
  readonly ids: readonly string[];
}): ReactNode {
  const [refusal, setRefusal] = useState<string>();
  const [seen, setSeen] = useState(ids);
  if (seen.join(' ') !== ids.join(' ')) {
    setSeen(ids);
    // It told of the stages that were selected then.
    setRefusal(undefined);
  }
  const selectStage = useEditorStore((state) => state.selectStage);
  const hasDefined = ids.some((id) => opened.graph?.stages.has(id));
  const verb = areDisabled(opened.graph, ids) ? 'Enable' : 'Disable';
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap gap-2">
        <Button icon={<Power size={14} />} disabled={!hasDefined} onClick={() => setRefusal(toggleDisabled(ids))}>
          {verb}
        </Button>
        <Button icon={<CopyPlus size={14} />} onClick={() => setRefusal(duplicateStages(ids))}>
          Duplicate
        </Button>
        <Button variant="danger" icon={<Trash2 size={14} />} onClick={() => setRefusal(deleteStages(ids))}>
          Delete
        </Button>
      </div>
      {refusal !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {refusal}
        </p>
      )}
      <ul aria-label="Selected stages" className="flex flex-col">
        {ids.map((id) => (
          <li key={id}>
            <button
              type="button"
              className="flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
              onClick={() => selectStage(id)}
            >
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{id}</span>
              <span className="shrink-0 text-faint text-xs">
                {opened.cards.find((card) => card.id === id)?.componentTitle ?? 'not defined'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
