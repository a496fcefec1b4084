import { MiniMap, Panel, useReactFlow, useStore, useViewport } from '@xyflow/react';
import { LocateFixed, Maximize, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { glideMs } from './glide.ts';
import type { Follow } from './use-follow.ts';

/** From this many cards on a map of the whole is worth its room. */
const MAP_FROM = 12;

type CanvasControlsProps = {
  readonly stageCount: number;
  readonly follow: Follow;
  readonly onFit: () => void;
};

/** Zoom and fit at the bottom right, with a map of the whole above them when there is much to see; follow while a run is on. */
export function CanvasControls({ stageCount, follow, onFit }: CanvasControlsProps): ReactNode {
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const zoomBy = (zoomOnce: typeof flow.zoomIn) => () => {
    follow.stop();
    void zoomOnce({ duration: glideMs() });
  };
  const hasRoom = useStore(({ width, height }) => width >= 640 && height >= 440);
  return (
    <>
      {hasRoom && stageCount >= MAP_FROM && (
        <MiniMap
          pannable
          ariaLabel="Map of the pipeline"
          className="overflow-hidden rounded-lg border border-line bg-surface!"
          style={{ width: 160, height: 96, marginBottom: 56 }}
          bgColor="var(--surface)"
          maskColor="light-dark(rgb(24 24 27 / 0.05), rgb(0 0 0 / 0.35))"
          nodeColor={({ type }) => (type === 'scope' ? 'transparent' : 'var(--edge)')}
          nodeStrokeColor="var(--line-strong)"
          nodeStrokeWidth={8}
          nodeBorderRadius={16}
        />
      )}
      <Panel position="bottom-right" className="flex items-center gap-2">
        {follow.isOffered && <FollowButton follow={follow} />}
        <div className="flex items-center rounded-lg border border-line bg-surface p-0.5">
          <IconButton label="Zoom out" keys="−" side="top" onClick={zoomBy(flow.zoomOut)}>
            <Minus size={14} />
          </IconButton>
          <Tooltip content="Zoom to 100 %" keys="0">
            <button
              type="button"
              className="tabular h-7 w-12 rounded-md text-center text-muted text-xs transition-colors hover:bg-hover hover:text-ink"
              onClick={zoomBy((options) => flow.zoomTo(1, options))}
            >
              {Math.round(zoom * 100)} %
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
