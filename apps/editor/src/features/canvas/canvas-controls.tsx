import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { LocateFixed, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { keysOf } from '../../model/document/keymap.ts';
import type { Box } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { CanvasMap } from './canvas-map.tsx';
import { glideMs } from './glide.ts';
import type { Drawing } from './use-diagram.ts';
import type { Follow } from './use-follow.ts';

/** From this many cards on a map of the whole is worth its room. */
const MAP_FROM = 12;

type CanvasControlsProps = {
  readonly layout: Drawing['layout'];
  /** Where the notes are. */
  readonly notes: readonly Box[];
  readonly follow: Follow;
  readonly onFit: () => void;
};

/** Zoom and fit at the bottom right, with a map of the whole above them when there is much to see; follow while a run is on. */
export function CanvasControls({ layout, notes, follow, onFit }: CanvasControlsProps): ReactNode {
  const flow = useReactFlow();
  // Only what is shown: the place of the view changes with every frame of a pan.
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const zoomBy = (zoomOnce: typeof flow.zoomIn) => () => {
    follow.stop();
    void zoomOnce({ duration: glideMs() });
  };
  const isMapOpen = useEditorStore((state) => state.isMapOpen);
  const toggleMap = useEditorStore((state) => state.toggleMap);
  const hasRoom = useStore(({ width, height }) => width >= 640 && height >= 440);
  const hasMap = hasRoom && layout.boxes.size >= MAP_FROM;
  return (
    <>
      {hasMap && isMapOpen && <CanvasMap layout={layout} notes={notes} onGo={follow.stop} />}
      <Panel position="bottom-right" className="flex items-center gap-2">
        {follow.isOffered && <FollowButton follow={follow} />}
        <div className="flex items-center rounded-lg border border-line bg-surface p-0.5">
          {hasMap && (
            <IconButton
              label={isMapOpen ? 'Hide the map' : 'Show the map'}
              keys={keysOf('map')}
              side="top"
              aria-pressed={isMapOpen}
              onClick={toggleMap}
            >
              <MapIcon size={14} />
            </IconButton>
          )}
          <IconButton label="Zoom out" keys="−" side="top" onClick={zoomBy(flow.zoomOut)}>
            <Minus size={14} />
          </IconButton>
          <Tooltip content="Zoom to 100 %" keys="0">
            <button
              type="button"
              className="tabular h-7 w-12 rounded-md text-center text-muted text-xs transition-colors hover:bg-hover hover:text-ink"
              onClick={zoomBy((options) => flow.zoomTo(1, options))}
            >
              {percent} %
            </button>
          </Tooltip>
          <IconButton label="Zoom in" keys="+" side="top" onClick={zoomBy(flow.zoomIn)}>
            <Plus size={14} />
          </IconButton>
          <IconButton label="Fit the whole pipeline" keys="1" side="top" onClick={onFit}>
            <Maximize size={14} />
          </IconButton>
        </div>
      </Panel>
    </>
  );
}

function FollowButton({ follow }: { readonly follow: Follow }): ReactNode {
  const { isFollowing, toggle } = follow;
  return (
    <Tooltip content={isFollowing ? 'The view goes along with the run' : 'Go along with the run'} keys="F" side="top">
      <button
        type="button"
        aria-label="Follow the run on the canvas"
        aria-pressed={isFollowing}
        onClick={toggle}
        className={classNames(
          'flex h-8 items-center gap-1.5 rounded-lg border bg-surface px-2.5 font-medium text-xs transition-colors hover:text-ink',
          isFollowing ? 'border-accent text-accent-strong' : 'border-line text-muted',
        )}
      >
        <LocateFixed size={14} aria-hidden />
        Follow
      </button>
    </Tooltip>
  );
}
