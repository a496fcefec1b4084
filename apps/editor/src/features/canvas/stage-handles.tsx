import { Handle, Position } from '@xyflow/react';
import type { ReactNode } from 'react';
import { type FlowNodeData, INLET, outletId } from '../../model/canvas/to-flow.ts';
import { armText, inletOf, outletOf } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useStageRun } from '../../store/use-run.ts';
import { classNames } from '../../ui/class-names.ts';
import { useIsEditing } from './editing-context.ts';

/** The dots where lines end, with the names of the outcomes beside theirs. While editing, lines are drawn from and to them. */
export function StageHandles({ data, width }: { readonly data: FlowNodeData; readonly width: number }): ReactNode {
  const { node, before, after } = data;
  const isEditing = useIsEditing() && node.card.kind !== 'ghost' && node.card.kind !== 'removed';
  const hasPlainOutlet = after.length > 0 && node.arms.length === 0;
  return (
    <>
      <Handle
        id={INLET}
        type="target"
        position={Position.Left}
        isConnectable={false}
        className={classNames(DOT, before.length === 0 && !isEditing && 'invisible')}
        style={{ top: inletOf(node).y }}
      />
      <Handle
        id={outletId(undefined)}
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={classNames(DOT, (node.arms.length > 0 || !(hasPlainOutlet || isEditing)) && 'invisible')}
        style={{ top: outletOf(node, width, undefined).y }}
      />
      {node.arms.map((arm) => (
        <ArmHandle key={arm} stageId={node.id} arm={arm} top={outletOf(node, width, arm).y} />
      ))}
      {isEditing && <Inlet stageId={node.id} top={inletOf(node).y} />}
      {isEditing && node.arms.length === 0 && (
        <Outlet stageId={node.id} arm={undefined} top={outletOf(node, width, undefined).y} />
      )}
      {isEditing &&
        node.arms.map((arm) => <Outlet key={arm} stageId={node.id} arm={arm} top={outletOf(node, width, arm).y} />)}
    </>
  );
}

function ArmHandle(props: { readonly stageId: string; readonly arm: string; readonly top: number }): ReactNode {
  const taken = useStageRun(props.stageId)?.arm;
  const isTaken = taken === props.arm;
  return (
    <>
      <Handle
        id={outletId(props.arm)}
        type="source"
        position={Position.Right}
        isConnectable={false}
        className={classNames(DOT, isTaken && 'border-accent! bg-accent!')}
        style={{ top: props.top }}
      />
      <span
        title={props.arm}
        className={classNames(
          '-translate-y-1/2 pointer-events-none absolute left-full ml-2 whitespace-nowrap rounded-sm bg-canvas px-1 font-medium text-2xs leading-4',
          isTaken ? 'text-accent-strong' : taken === undefined ? 'text-muted' : 'text-faint',
        )}
        style={{ top: props.top }}
      >
        {armText(props.arm)}
      </span>
    </>
  );
}

/** Where a line is drawn from; pressed without drawing, it asks where to. */
function Outlet(props: {
  readonly stageId: string;
  readonly arm: string | undefined;
  readonly top: number;
}): ReactNode {
  const { stageId, arm, top } = props;
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  return (
    <button
      type="button"
      tabIndex={-1}
      data-outlet={stageId}
      data-arm={arm}
      aria-label={arm === undefined ? `Connect ${stageId} to…` : `Connect ${arm} of ${stageId} to…`}
      onClick={() => askOnCanvas({ type: 'connect', stageId, direction: 'to', ...(arm !== undefined && { arm }) })}
      className={classNames(GRIP, 'right-0 translate-x-1/2')}
      style={{ top }}
    />
  );
}

/** Where a line is drawn to, or back from. */
function Inlet({ stageId, top }: { readonly stageId: string; readonly top: number }): ReactNode {
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  return (
    <button
      type="button"
      tabIndex={-1}
      data-inlet={stageId}
      aria-label={`Connect ${stageId} from…`}
      onClick={() => askOnCanvas({ type: 'connect', stageId, direction: 'from' })}
      className={classNames(GRIP, '-translate-x-1/2 left-0')}
      style={{ top }}
    />
  );
}

const DOT = 'size-1.5! min-h-0! min-w-0! rounded-full! border! border-edge! bg-surface! pointer-events-none!';
/** As big as a fingertip's aim, and with nothing to see until the pointer is there. */
const GRIP =
  'nopan pointer-events-auto absolute size-5 -translate-y-1/2 cursor-crosshair rounded-full after:absolute after:inset-1 after:rounded-full after:transition-[background-color,inset] hover:after:inset-0.5 hover:after:bg-accent/80 focus-visible:after:bg-accent/80 max-h-5';
