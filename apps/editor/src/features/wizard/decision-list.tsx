import type { PipelineGraph } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { decisionsOf } from '../../model/wizard/dry-run.ts';
import { FormField } from '../../ui/form-field.tsx';
import { NativeSelect } from '../../ui/native-select.tsx';

/** Every decision with the arm that it takes: as the answers have it, or as a person says. */
export function DecisionList(props: {
  readonly graph: PipelineGraph;
  readonly arms: Readonly<Record<string, string>>;
  readonly onChange: (arms: Readonly<Record<string, string>>) => void;
}): ReactNode {
  const { graph, arms, onChange } = props;
  const decisions = useMemo(() => decisionsOf(graph), [graph]);
  if (decisions.length === 0) return null;
  function choose(stageId: string, arm: string): void {
    const { [stageId]: _, ...others } = arms;
    onChange(arm === '' ? others : { ...others, [stageId]: arm });
  }
  return (
    <section aria-label="Decisions">
      <h3 className="mb-1.5 font-medium text-muted text-xs">Decisions</h3>
      <div className="grid grid-cols-2 gap-3 rounded-lg border border-line bg-surface px-3 py-3">
        {decisions.map(({ stageId, component, arms: choices }) => (
          <FormField key={stageId} label={stageId}>
            {(control) => (
              <NativeSelect
                {...control}
                value={arms[stageId] ?? ''}
                onChange={(event) => choose(stageId, event.target.value)}
              >
                <option value="">{component === 'trycatch' ? 'as it goes' : 'as the answers say'}</option>
                {choices.map((arm) => (
                  <option key={arm} value={arm}>
                    {arm === 'caught' && component === 'trycatch' ? 'a step fails: caught' : arm}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
        ))}
      </div>
    </section>
  );
}
