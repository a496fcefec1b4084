import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Toaster } from 'sonner';
import { ApiError, ConnectionError } from '../api/client.ts';
import { forgetFailedParts } from '../api/lazy-part.ts';
import { type Connection, connectionQuery } from '../api/queries.ts';
import { sessionQuery } from '../api/session.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { useIsDark } from '../ui/use-is-dark.ts';
import { CrashPage } from './crash-page.tsx';
import { openEarly } from './open-early.ts';

/** What every view needs around it: the query cache, tooltips, toasts, and a page for what nobody expected. */
export function Providers({ children }: { readonly children: ReactNode }): ReactNode {
  const [queryClient] = useState(() => {
    const created = newQueryClient();
    openEarly(created, location.pathname);
    return created;
  });
  const isDark = useIsDark();
  return (
    <ErrorBoundary FallbackComponent={CrashPage} onReset={forgetFailedParts}>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>{children}</TooltipProvider>
        {/* Below menus: an offer that stays is not to lie over what somebody has just opened. */}
        <Toaster
          theme={isDark ? 'dark' : 'light'}
          position="bottom-right"
          gap={8}
          closeButton
          className="font-sans!"
          style={{ zIndex: 40 }}
        />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function newQueryClient(): QueryClient {
  // Whoever finds that nobody answers, or that the server fails, has it looked into at once, for the whole page.
  const onError = (error: unknown): void => {
    if (error instanceof ApiError && error.problem.status === 401) {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    }
    const found = connectionIn(error);
    if (found === undefined || found === client.getQueryData(connectionQuery.queryKey)) return;
    void client.refetchQueries({ queryKey: connectionQuery.queryKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: {
        // The server may be on this machine: it answers also where the browser knows of no network.
        networkMode: 'always',
        staleTime: 5_000,
        // An answer of the server does not change by asking again; silence may.
        retry: (failureCount, error) => !(error instanceof ApiError) && failureCount < 2,
        retryDelay: 800,
      },
    },
  });
  return client;
}

function connectionIn(error: unknown): Connection | undefined {
  if (error instanceof ConnectionError) return 'silent';
  return error instanceof ApiError && error.problem.status >= 500 ? 'fails' : undefined;
}
