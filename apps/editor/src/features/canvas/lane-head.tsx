import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowLane } from '../../model/canvas/to-flow.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useIsEditing } from './editing-context.ts';

/** The name of a lane, and while it is empty a way to add a stage to it. */
export function LaneHead({ scope, lane }: { readonly scope: string; readonly lane: FlowLane }): ReactNode {
  const isEditing = useIsEditing();
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  return (
    <>
      <span className="absolute top-2 left-6 font-medium text-2xs text-muted">{lane.role}</span>
      {isEditing && lane.isEmpty && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Add stage to ${lane.role} of ${scope}`}
          onClick={() => askOnCanvas({ type: 'add', place: { into: { owner: scope, arm: lane.role } } })}
          className="nopan pointer-events-auto absolute inset-x-6 top-8 bottom-5 flex items-center justify-center gap-1.5 rounded-lg border border-line-strong border-dashed text-muted text-xs transition-colors hover:border-accent hover:text-accent-strong"
        >
          <Plus size={14} aria-hidden />
          Add stage
        </button>
      )}
    </>
  );
}
