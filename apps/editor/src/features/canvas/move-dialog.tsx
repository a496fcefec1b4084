import type { PipelineChange } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { toMovePlaces } from '../../model/canvas/move-places.ts';
import type { CanvasDialog } from '../../store/canvas-slice.ts';
import { makeChange } from '../../store/gestures.ts';
import { PickDialog } from '../../ui/pick-dialog.tsx';
import { tellRefusal } from './tell-refusal.ts';

type MoveDialogProps = {
  readonly opened: OpenedPipeline;
  readonly question: Extract<CanvasDialog, { type: 'move' }>;
  readonly onClose: () => void;
};

/** Asks for the list of a box that stages are to be moved into and their turn in it, or lets them out of all boxes. */
export function MoveDialog({ opened, question, onClose }: MoveDialogProps): ReactNode {
  const { graph, reading } = opened;
  const { stageIds } = question;
  const places = graph ? toMovePlaces(graph, stageIds) : [];

  function move(id: string): void {
    const place = places.find((one) => one.id === id);
    if (!place) return;
    onClose();
    const pinned = stageIds.filter((one) => Object.hasOwn(reading.pipeline?.layout ?? {}, one));
    const changes: PipelineChange[] = [
      {
        type: 'move_to_list',
        ids: stageIds,
        into: place.into,
        ...(place.index !== undefined && { index: place.index }),
      },
      // A place that was given elsewhere means nothing there.
      ...(pinned.length === 0
        ? []
        : [{ type: 'set_positions' as const, positions: Object.fromEntries(pinned.map((one) => [one, null])) }]),
    ];
    tellRefusal(makeChange(changes, { select: stageIds }));
  }

  return (
    <PickDialog
      title={stageIds.length === 1 ? `Move ${stageIds[0]} to…` : `Move ${stageIds.length} stages to…`}
      placeholder="Search places…"
      emptyText={
        places.length === 0 ? 'There is no try, catch, finally or loop to move into.' : 'No place of that name.'
      }
      options={places}
      onPick={move}
      onClose={onClose}
    />
  );
}
