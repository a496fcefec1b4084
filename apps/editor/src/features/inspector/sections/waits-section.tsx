import type { Owner, Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useState } from 'react';
import { type FormField, plainField } from '../../../model/fields/config-form.ts';
import { useEditorStore } from '../../../store/editor-store.ts';
import { makeChange } from '../../../store/gestures.ts';
import { ChoiceField } from '../fields/choice-field.tsx';
import { StageChips } from '../fields/stage-chips.tsx';
import { StagePicker } from '../fields/stage-picker.tsx';
import { useInspected } from '../inspected.ts';
import { Section } from './section.tsx';

/** What a stage waits for, and which outcomes let it run. */
export function WaitsSection({ stage }: { readonly stage: Stage }): ReactNode {
  const { opened } = useInspected();
  const [refusal, setRefusal] = useState<string>();
  const owners = opened.graph?.owners.get(stage.id) ?? [];
  const candidates = [...(opened.graph?.stages.keys() ?? [])].filter(
    (id) => id !== stage.id && !stage.depends_on.includes(id),
  );
  return (
    <Section
      title="Waits for"
      path={DEPENDENCIES_PATH}
      aside={
        <StagePicker
          label="Add"
          context="a stage to wait for"
          ids={candidates}
          onPick={(from) => setRefusal(makeChange({ type: 'connect', connection: { from, to: stage.id } }))}
        />
      }
    >
      {stage.depends_on.length === 0 && owners.length === 0 && (
        <p className="text-muted text-xs">Nothing: it starts with the run.</p>
      )}
      <StageChips
        label="Stages it waits for"
        ids={stage.depends_on}
        onRemove={(from) => setRefusal(makeChange({ type: 'disconnect', connection: { from, to: stage.id } }))}
      />
      {refusal !== undefined && (
        <p role="alert" className="text-failed text-xs">
          {refusal}
        </p>
      )}
      {owners.length > 0 && (
        <ul className="flex flex-col gap-0.5 text-xs">
          {owners.map((place) => (
            <li key={`${place.owner} ${place.arm}`} className="text-muted">
              <OwnerText place={place} />
            </li>
          ))}
        </ul>
      )}
      {stage.depends_on.length > 0 && <ChoiceField path={JOIN_PATH} field={JOIN} options={['any', 'all', 'always']} />}
    </Section>
  );
}

/** A member of a box is run by it; what a decision leads to runs when it decides so. */
function OwnerText({ place: { owner, arm, role } }: { readonly place: Owner }): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  const armName = <span className="font-mono text-2xs text-ink">{arm}</span>;
  const ownerButton = (
    <button
      type="button"
      className="font-mono text-2xs text-accent-strong hover:underline"
      onClick={() => selectStage(owner)}
    >
      {owner}
    </button>
  );
  return role === 'branch' ? (
    <>
      Runs if {ownerButton} takes {armName}
    </>
  ) : (
    <>
      Runs in {armName} of {ownerButton}
    </>
  );
}

const DEPENDENCIES_PATH = ['depends_on'] as const;
const JOIN_PATH = ['join'] as const;

const JOIN: FormField = plainField('join', {
  title: 'Join',
  description:
    'any: runs when one of them succeeded and none failed. all: every one must have succeeded. always: runs once all have settled, whatever happened.',
  usual: 'any',
});
