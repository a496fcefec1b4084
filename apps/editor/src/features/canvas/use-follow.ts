import type { Run } from '@flowmason/pipeline-schema';
import { useReactFlow, type Viewport } from '@xyflow/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { followViewport } from '../../model/canvas/follow-viewport.ts';
import type { Box } from '../../model/layout/layout-sizes.ts';
import { toRunFocus } from '../../model/runs/run-focus.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { glideMs } from './glide.ts';
import type { Drawing } from './use-diagram.ts';

/** Whether the view goes along with the shown run. */
export interface Follow {
  /** A run is under way, so there is something to follow. */
  readonly isOffered: boolean;
  readonly isFollowing: boolean;
  readonly toggle: () => void;
  /** The person has taken the view into their own hands: it stays there until the next run, or until they ask for it. */
  readonly stop: () => void;
}

/** Keeps what is at work in view while a run is shown, and at its end what it turned on, until the person moves or selects. */
export function useFollow(drawing: Drawing, frame: RefObject<HTMLElement | null>): Follow {
  const flow = useReactFlow();
  const [leftRun, setLeftRun] = useState<string>();
  const runId = useEditorStore(({ run }) => run?.id);
  const isOffered = useEditorStore(({ run }) => run !== undefined && run.seq > 0 && run.finished_at === null);
  const selected = useEditorStore((state) => state.selectedStageId);
  const gliding = useRef<Viewport>(undefined);
  const { diagram, layout } = drawing;
  const isFollowing = runId !== undefined && leftRun !== runId;
  useEffect(() => {
    if (selected !== undefined) setLeftRun(useEditorStore.getState().run?.id);
  }, [selected]);

  useEffect(() => {
    if (!isFollowing) return;
    let lookedAt: Run | undefined;
    let focus = '';
    // Outside of React: the canvas itself has nothing to draw again when the view moves.
    function look({ run }: { readonly run: Run | undefined }): void {
      if (!run || run === lookedAt) return;
      lookedAt = run;
      const ids = toRunFocus(run, (id) => layout.boxes.has(id) && !layout.lanes.has(id));
      if (ids.length === 0 || ids.join() === focus) return;
      focus = ids.join();
      glideTo(ids.flatMap((id) => layout.boxes.get(id) ?? []));
    }
    function glideTo(boxes: readonly Box[]): void {
      const element = frame.current;
      if (!element) return;
      const size = { width: element.clientWidth, height: element.clientHeight };
      // A glide that is under way is as good as done: the next one starts from where that one leads.
      const viewport = followViewport(boxes, size, gliding.current ?? flow.getViewport());
      if (!viewport) return;
      gliding.current = viewport;
      void flow.setViewport(viewport, { duration: glideMs(), interpolate: 'linear' }).then(() => {
        if (gliding.current === viewport) gliding.current = undefined;
      });
    }
    look(useEditorStore.getState());
    return useEditorStore.subscribe(look);
  }, [isFollowing, layout, flow, frame]);

  return {
    isOffered: isOffered && diagram.nodes.length > 1,
    isFollowing,
    toggle: () => setLeftRun(isFollowing ? runId : undefined),
    stop() {
      gliding.current = undefined;
      setLeftRun(runId);
    },
  };
}
