import { builtinComponents } from '@flowmason/engine';
import type { GhostStage, PipelineReading } from '@flowmason/pipeline-schema';
import { CircleAlert, Plus, Wrench } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { otherGhostFixes } from '../../model/problems/ghost-fix.ts';
import { createGhost } from '../../store/create-ghost.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Select } from '../../ui/select.tsx';
import { useIsNarrowScreen } from '../../ui/use-is-narrow-screen.ts';

/** A stage that is named but not defined: who names it, and what makes it one. */
export function GhostDefinition({
  opened,
  ghost,
}: {
  readonly opened: OpenedPipeline;
  readonly ghost: GhostStage;
}): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  const isNarrow = useIsNarrowScreen();
  return (
    <div className="flex flex-col gap-4 px-4 py-3">
      <Callout tone="error" icon={<CircleAlert size={16} />}>
        The pipeline names <strong className="font-semibold">{ghost.id}</strong> but does not define it, so it cannot
        run.
      </Callout>
      {!isNarrow && <CreateStage ghost={ghost} reading={opened.reading} />}
      <section>
        <h3 className="mb-1 font-medium text-muted text-xs">Named by</h3>
        <ul>
          {namersOf(ghost).map(({ stageId, as }) => (
            <li key={`${stageId} ${as}`} className="flex gap-2">
              {stageId === '' ? (
                <span>the document</span>
              ) : (
                <button
                  type="button"
                  className="font-medium text-accent-strong hover:underline"
                  onClick={() => selectStage(stageId)}
                >
                  {stageId}
                </button>
              )}
              <span className="text-muted">{PLACES[as]}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Creates the stage as the reader proposes it, or as the component that a person chooses; or mends the name instead. */
function CreateStage({ ghost, reading }: { readonly ghost: GhostStage; readonly reading: PipelineReading }): ReactNode {
  const id = useId();
  const [component, setComponent] = useState<string>(PROPOSED);
  const [refusal, setRefusal] = useState<string>();
  const isCurrent = useEditorStore(({ edited }) => edited?.text === reading.text);
  const others = otherGhostFixes(reading, ghost);
  function create(): void {
    setRefusal(createGhost(ghost.id, component === PROPOSED ? undefined : component));
  }
  return (
    <section aria-label="Create it" className="flex flex-col gap-2">
      <label htmlFor={id} className="font-medium text-muted text-xs">
        Component
      </label>
      <Select
        id={id}
        label="Component"
        value={component}
        options={[
          { value: PROPOSED, label: 'What fits best' },
          ...[...builtinComponents.values()].map(({ name, title }) => ({ value: name, label: title })),
        ]}
        onChange={setComponent}
      />
      <Button variant="primary" icon={<Plus size={14} />} disabled={!isCurrent} onClick={create} className="self-start">
        Create this stage
      </Button>
      {refusal !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {refusal}
        </p>
      )}
      {others.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {others.map((fix) => (
            <Button
              key={fix.title}
              size="sm"
              icon={<Wrench size={11} />}
              disabled={!isCurrent}
              onClick={() => makeEdit(fix.edits, { label: fix.title })}
            >
              {fix.title}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

/** Who names it, and as what; each once, however often that stage does. */
function namersOf({ referencedBy }: GhostStage): GhostStage['referencedBy'] {
  return [...new Map(referencedBy.map((reference) => [`${reference.stageId} ${reference.as}`, reference])).values()];
}

const PROPOSED = 'what fits best';

const PLACES = {
  depends_on: 'waits for it',
  arm: 'leads to it',
  template: 'reads its output',
  output: 'gives its output as the result',
} as const;
