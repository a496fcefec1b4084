import { ChevronsRightLeft, LocateFixed, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TimelineScale } from './use-timeline-scale.ts';

type ControlsProps = {
  readonly scale: TimelineScale;
  readonly isLive: boolean;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly foldCount: number;
  readonly isFolding: boolean;
  readonly onFold: (isFolding: boolean) => void;
};

/** The buttons over the labels of the timeline: zoom, fit, follow, fold. */
export function TimelineControls(props: ControlsProps): ReactNode {
  const { scale, isLive, isFollowing, foldCount, isFolding } = props;
  return (
    <div className="flex w-full items-center gap-0.5 px-1.5">
      <IconButton label="Zoom out" keys="−" side="top" className={SMALL} onClick={() => scale.zoomBy(1 / 1.5)}>
        <ZoomOut size={14} />
      </IconButton>
      <IconButton label="Zoom in" keys="+" side="top" className={SMALL} onClick={() => scale.zoomBy(1.5)}>
        <ZoomIn size={14} />
      </IconButton>
      <IconButton label="Fit the run" keys="0" side="top" className={SMALL} isActive={scale.isFit} onClick={scale.fit}>
        <Maximize2 size={14} />
      </IconButton>
      {(foldCount > 0 || !isFolding) && (
        <IconButton
          label={isFolding ? 'Draw idle stretches in full' : 'Fold idle stretches'}
          side="top"
          className={SMALL}
          isActive={isFolding}
          aria-pressed={isFolding}
          onClick={() => props.onFold(!isFolding)}
        >
          <ChevronsRightLeft size={14} />
        </IconButton>
      )}
      <div className="flex-1" />
      {isLive && (
        <button
          type="button"
          aria-pressed={isFollowing}
          className="inline-flex h-6 items-center gap-1.5 rounded-md px-1.5 text-muted text-xs transition-colors hover:bg-hover hover:text-ink aria-pressed:text-accent-strong"
          onClick={() => props.onFollow(!isFollowing)}
        >
          <LocateFixed size={12} aria-hidden />
          Follow
        </button>
      )}
    </div>
  );
}

const SMALL = 'size-6!';
