import { CirclePlus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MissingStage } from '../../model/wizard/wizard-stages.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';

/** A card for each stage that is named and not defined; one click defines it. */
export function MissingStages({ missing }: { readonly missing: readonly MissingStage[] }): ReactNode {
  const edit = useWizardStore((state) => state.edit);
  if (missing.length === 0) return null;
  return (
    <section aria-label="Missing stages" className="flex flex-col gap-2">
      <h3 className="font-medium text-recovered text-xs">
        {missing.length === 1 ? '1 stage is named but missing' : `${missing.length} stages are named but missing`}
      </h3>
      <ul className="flex flex-col gap-2">
        {missing.map(({ id, namedBy, create }) => (
          <li
            key={id}
            className="flex items-center gap-3 rounded-lg border border-failed/50 border-dashed bg-surface px-3 py-2"
          >
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{id}</p>
              <p className="truncate text-muted text-xs">named by {namedBy.join(', ')}</p>
            </div>
            {create && (
              <Button
                size="sm"
                icon={<CirclePlus size={12} aria-hidden />}
                aria-label={`Create ${id}`}
                onClick={() => edit(create.edits, { label: `Create ${id}`, atMs: Date.now() })}
              >
                Create
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
