import { ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';
import { toRoutePath } from '../../model/layout/route-path.ts';
import { toFailureRoutes } from '../../model/runs/failure-routes.ts';
import { useRun } from '../../store/use-run.ts';
import type { Drawing } from './use-diagram.ts';

/** Each failure that was caught, drawn through to the catch that took it. */
export function FailureRoutes({ drawing }: { readonly drawing: Drawing }): ReactNode {
  const run = useRun();
  const routes = toFailureRoutes(drawing.diagram, drawing.layout, run);
  if (routes.length === 0) return null;
  return (
    <ViewportPortal>
      <svg
        role="img"
        aria-label="Failures that were caught"
        className="pointer-events-none absolute top-0 left-0 size-px overflow-visible"
        style={{ zIndex: 1 }}
      >
        {routes.map(({ id, from, to, route }) => (
          <path
            key={id}
            d={toRoutePath(route)}
            className="animate-fade fill-none stroke-failed"
            strokeWidth={1.5}
            markerEnd="url(#arrow-failure)"
          >
            <title>{`The failure of ${from} was taken by ${to}`}</title>
          </path>
        ))}
      </svg>
    </ViewportPortal>
  );
}
