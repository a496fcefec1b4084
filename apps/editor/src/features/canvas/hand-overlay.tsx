import { useStore, ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';
import { looseRoute } from '../../model/canvas/move-flow.ts';
import type { DiagramLayout } from '../../model/layout/layout-compose.ts';
import { toRoutePath } from '../../model/layout/route-path.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Hand } from './hand.ts';
import { useShownHand } from './hand-store.ts';

/** What the hand shows over the diagram: lines that it stands in, where something would go, the line that it draws. */
export function HandOverlay({ layout }: { readonly layout: DiagramLayout }): ReactNode {
  const hand = useShownHand();
  if (!hand) return null;
  return (
    <ViewportPortal>
      <div className="pointer-events-none absolute top-0 left-0" style={{ zIndex: 1000 }} aria-hidden>
        {hand.type === 'stages' && <Guides hand={hand} />}
        {hand.type === 'band' && <BoxAt box={hand.box} className="border border-accent bg-accent/8" />}
        {hand.type === 'line' && <DrawnLine hand={hand} />}
        {hand.type === 'component' && hand.target.type === 'edge' && (
          <svg aria-hidden className="absolute top-0 left-0 size-px overflow-visible">
            <path
              d={toRoutePath(layout.routes.get(hand.target.edge.id) ?? [])}
              className="fill-none stroke-accent"
              strokeWidth={3}
            />
          </svg>
        )}
        {hand.type === 'component' && hand.target.type === 'lane' && <Marker box={hand.target.marker} />}
      </div>
    </ViewportPortal>
  );
}

function Guides({ hand }: { readonly hand: Extract<Hand, { type: 'stages' }> }): ReactNode {
  return (
    <>
      {hand.guides.map(({ axis, at, start, end }) => (
        <BoxAt
          key={`${axis} ${at}`}
          box={
            axis === 'x'
              ? { x: at, y: start - 12, width: 0, height: end - start + 24 }
              : { x: start - 12, y: at, width: end - start + 24, height: 0 }
          }
          className={classNames('border-accent', axis === 'x' ? 'border-l' : 'border-t')}
        />
      ))}
      {hand.lane && <Marker box={hand.lane.marker} />}
    </>
  );
}

type ShownBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function Marker({ box }: { readonly box: ShownBox }): ReactNode {
  return <BoxAt box={box} className="rounded-full bg-accent" />;
}

function BoxAt({ box, className }: { readonly box: ShownBox; readonly className: string }): ReactNode {
  return (
    <div
      className={classNames('absolute', className)}
      style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}
    />
  );
}

function DrawnLine({ hand }: { readonly hand: Extract<Hand, { type: 'line' }> }): ReactNode {
  const zoom = useStore(({ transform }) => transform[2]);
  const { from, to, refusal, hasHint } = hand;
  const hint = refusal ?? (hasHint ? 'Let go to add a stage here' : undefined);
  return (
    <>
      <svg aria-hidden className="absolute top-0 left-0 size-px overflow-visible">
        <path
          d={toRoutePath(looseRoute(from, to))}
          className={classNames('fill-none', refusal === undefined ? 'stroke-accent' : 'stroke-failed')}
          strokeWidth={1.5}
          strokeDasharray={refusal === undefined ? undefined : '4 4'}
          markerEnd={`url(#arrow-${refusal === undefined ? 'taken' : 'failure'})`}
        />
      </svg>
      {hint !== undefined && (
        <div
          className="absolute top-0 left-0 origin-top-left"
          style={{ transform: `translate(${to.x + 14 / zoom}px, ${to.y + 14 / zoom}px) scale(${1 / zoom})` }}
        >
          <span
            className={classNames(
              'block w-max max-w-70 rounded-md bg-raised px-2 py-1 text-xs shadow-float',
              refusal === undefined ? 'text-muted' : 'text-failed',
            )}
          >
            {hint}
          </span>
        </div>
      )}
    </>
  );
}
