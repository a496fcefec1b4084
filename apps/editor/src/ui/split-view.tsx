import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';

type SplitViewProps = {
  readonly left: ReactNode;
  readonly right: ReactNode;
  readonly shows: 'left' | 'right' | 'both' | 'none';
  /** What the bar between them does, for screen readers. */
  readonly barLabel: string;
  /** The share of the left side is remembered in this browser under this name. */
  readonly storageKey: string;
};

/**
 * Two views side by side, or one of them alone. A view that does not show stays mounted with the size that it has alone, so
 * that coming back finds it as it was left. The bar between them is dragged, or moved by arrow keys; a double click halves.
 */
export function SplitView({ left, right, shows, barLabel, storageKey }: SplitViewProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => readShare(storageKey));
  const isBoth = shows === 'both';

  function move(next: number): void {
    const kept = Math.min(Math.max(next, LEAST), 100 - LEAST);
    setShare(kept);
    localStorage.setItem(storageKey, String(kept));
  }
  function onPointerMove({ currentTarget, pointerId, clientX }: PointerEvent): void {
    const box = host.current?.getBoundingClientRect();
    if (box && currentTarget.hasPointerCapture(pointerId)) move(((clientX - box.left) / box.width) * 100);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const next = NEXT[event.key]?.(share);
    if (next === undefined) return;
    event.preventDefault();
    move(next);
  }

  return (
    <div ref={host} className="absolute inset-0">
      <Side isShown={isBoth || shows === 'left'} from={0} to={isBoth ? share : 100}>
        {left}
      </Side>
      <Side isShown={isBoth || shows === 'right'} from={isBoth ? share : 0} to={100}>
        {right}
      </Side>
      {isBoth && (
        // biome-ignore lint/a11y/useSemanticElements: a rule that is moved is no <hr>
        <div
          role="separator"
          aria-label={barLabel}
          aria-orientation="vertical"
          aria-valuenow={Math.round(share)}
          aria-valuemin={LEAST}
          aria-valuemax={100 - LEAST}
          tabIndex={0}
          style={{ left: `${share}%` }}
          className="group absolute inset-y-0 z-10 w-2 -translate-x-1/2 cursor-col-resize touch-none outline-none"
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          onKeyDown={onKeyDown}
          onDoubleClick={() => move(50)}
        >
          <div className="mx-auto h-full w-px bg-line transition-colors group-hover:bg-accent group-focus-visible:w-0.5 group-focus-visible:bg-accent group-active:bg-accent" />
        </div>
      )}
    </div>
  );
}

function Side(props: {
  readonly isShown: boolean;
  readonly from: number;
  readonly to: number;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div
      className={classNames('absolute inset-y-0', !props.isShown && 'invisible')}
      style={{ left: `${props.from}%`, right: `${100 - props.to}%` }}
      inert={!props.isShown}
    >
      {props.children}
    </div>
  );
}

/** No side becomes narrower than this share, in percent. */
const LEAST = 20;
const STEP = 2;

const NEXT: Readonly<Record<string, (share: number) => number>> = {
  ArrowLeft: (share) => share - STEP,
  ArrowRight: (share) => share + STEP,
  Home: () => LEAST,
  End: () => 100 - LEAST,
};

function readShare(storageKey: string): number {
  const kept = Number(localStorage.getItem(storageKey));
  return kept >= LEAST && kept <= 100 - LEAST ? kept : 50;
}
