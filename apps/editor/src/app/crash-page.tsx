import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FallbackProps } from 'react-error-boundary';
import { PartNotLoadedError } from '../api/load-patiently.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** Shown instead of a view that has thrown: what happened, and the ways on. Runs go on in the server meanwhile. */
export function CrashPage({ error, resetErrorBoundary }: FallbackProps): ReactNode {
  const isUnloaded = error instanceof PartNotLoadedError;
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={<TriangleAlert size={24} />}
        title={isUnloaded ? 'This view could not be loaded' : 'This view has stopped working'}
        action={
          <div className="flex gap-2">
            <Button onClick={resetErrorBoundary}>Try again</Button>
            <Button variant="primary" onClick={() => location.reload()}>
              Reload the page
            </Button>
          </div>
        }
      >
        {isUnloaded
          ? 'The server answers, but does not have this part of the page: it may serve another version by now. Reload the page to get that.'
          : 'Nothing is lost: pipelines are files on the server, and runs go on there.'}
        <p className="mt-2 break-words font-mono text-xs">{error instanceof Error ? error.message : String(error)}</p>
      </EmptyState>
    </div>
  );
}
