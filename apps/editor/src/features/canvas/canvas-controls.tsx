import { MiniMap, Panel, useReactFlow, useStore, useViewport } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

/** How long a glide of the view takes; none for those who asked for less motion. */
export function glideMs(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180;
}

/** From this many cards on a map of the whole is worth its room. */
const MAP_FROM = 12;

/** Zoom and fit at the bottom right; a map of the whole above them when there is much to see. */
export function CanvasControls(props: { readonly stageCount: number; readonly onFit: () => void }): ReactNode {
  const { stageCount, onFit } = props;
  const flow = useReactFlow();
  const { zoom } = useViewport();
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
      <Panel position="bottom-right">
        <div className="flex items-center rounded-lg border border-line bg-surface p-0.5">
          <IconButton label="Zoom out" keys="−" side="top" onClick={() => void flow.zoomOut({ duration: glideMs() })}>
            <Minus size={14} />
          </IconButton>
          <Tooltip content="Zoom to 100 %" keys="0">
            <button
              type="button"
              className="tabular h-7 w-12 rounded-md text-center text-muted text-xs transition-colors hover:bg-hover hover:text-ink"
              onClick={() => void flow.zoomTo(1, { duration: glideMs() })}
            >
              {Math.round(zoom * 100)} %
            </button>
          </Tooltip>
          <IconButton label="Zoom in" keys="+" side="top" onClick={() => void flow.zoomIn({ duration: glideMs() })}>
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
