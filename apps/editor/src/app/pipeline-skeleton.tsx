import type { ReactNode } from 'react';
import { Skeleton } from '../ui/skeleton.tsx';

/** Holds the place of a pipeline page while it is loaded: same bars, same heights. */
export function PipelineSkeleton(): ReactNode {
  return (
    <div role="status" aria-label="Loading the pipeline" className="flex h-full flex-col">
      <div className="flex h-12 items-center gap-3 border-line border-b bg-surface px-4">
        <Skeleton className="h-4 w-52" />
        <Skeleton className="h-4 w-12" />
      </div>
      <div className="flex h-10 items-center gap-4 border-line border-b bg-surface px-4">
        <Skeleton className="h-4 w-14" />
        <Skeleton className="h-4 w-14" />
        <Skeleton className="h-4 w-14" />
      </div>
      <div className="min-h-0 flex-1 bg-canvas" />
      <div className="h-10 border-line border-t bg-surface" />
    </div>
  );
}
