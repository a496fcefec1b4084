import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { StageDefinition } from '../features/inspector/stage-definition.tsx';
import { StageResult } from '../features/runs/stage-result.tsx';
import { useEditorStore } from '../store/editor-store.ts';
import { useStageRun } from '../store/use-run.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';

/** The selected stage: what happened to it in the shown run, then how it is defined. */
export function StageSide({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const stageId = useEditorStore((state) => state.selectedStageId);
  const instance = useEditorStore((state) => state.selectedInstance);
  const selectStage = useEditorStore((state) => state.selectStage);
  const stageRun = useStageRun(instance ?? stageId ?? '');
  if (stageId === undefined) return null;
  return (
    <Panel
      label={`Stage ${stageId}`}
      bar={
        <>
          <h2 className="min-w-0 flex-1 truncate font-semibold">{instance ?? stageId}</h2>
          <IconButton label="Close" keys="Esc" onClick={() => selectStage(undefined)}>
            <X size={16} />
          </IconButton>
        </>
      }
    >
      {stageRun && <StageResult stageKey={instance ?? stageId} stageRun={stageRun} />}
      <StageDefinition opened={opened} stageId={stageId} />
    </Panel>
  );
}
