import type { Stage } from '@flowmason/pipeline-schema';
import { type ReactNode, useMemo } from 'react';
import { type StageReference, stageReferences } from '../../../model/code/stage-references.ts';
import { useEditorStore } from '../../../store/editor-store.ts';
import { useInspected } from '../inspected.ts';
import { Section } from './section.tsx';

/** Which stages this one reads, and who reads or names it. */
export function ReferencesSection({ stage }: { readonly stage: Stage }): ReactNode {
  const { opened } = useInspected();
  const { graph } = opened;
  const output = opened.reading.pipeline?.output_mapping;
  const references = useMemo(
    () => (graph ? stageReferences(graph, stage.id, output) : NONE),
    [graph, stage.id, output],
  );
  const { reads, readBy } = references;
  return (
    <Section title="References">
      <ReferenceList title="Reads" references={reads} empty="It reads no other stage." />
      <ReferenceList title="Used by" references={readBy} empty="Nobody reads or names it." />
    </Section>
  );
}

const NONE = { reads: [], readBy: [] };

function ReferenceList(props: {
  readonly title: string;
  readonly references: readonly StageReference[];
  readonly empty: string;
}): ReactNode {
  const selectStage = useEditorStore((state) => state.selectStage);
  return (
    <div>
      <h4 className="font-medium text-muted text-xs">{props.title}</h4>
      {props.references.length === 0 && <p className="text-faint text-xs">{props.empty}</p>}
      <ul>
        {props.references.map(({ stageId, how }) => (
          <li key={`${stageId} ${how}`} className="flex min-w-0 gap-2 text-xs">
            {stageId === undefined ? (
              <span>the pipeline</span>
            ) : (
              <button
                type="button"
                className="min-w-0 truncate font-mono text-2xs text-accent-strong leading-[18px] hover:underline"
                onClick={() => selectStage(stageId)}
              >
                {stageId}
              </button>
            )}
            <span className="min-w-0 flex-1 truncate text-muted" title={how}>
              {how}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
