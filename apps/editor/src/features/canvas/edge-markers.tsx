import type { ReactNode } from 'react';

/** The arrow heads that edges refer to. */
export function EdgeMarkers(): ReactNode {
  return (
    <svg aria-hidden className="absolute size-0">
      <defs>
        <Arrow id="arrow-plain" className="fill-edge" />
        <Arrow id="arrow-taken" className="fill-accent" />
        <Arrow id="arrow-failure" className="fill-failed" />
      </defs>
    </svg>
  );
}

function Arrow({ id, className }: { readonly id: string; readonly className: string }): ReactNode {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0.500 L7.500 4 L0 7.500 z" className={className} />
    </marker>
  );
}
