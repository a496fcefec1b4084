import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Toaster } from 'sonner';
import { ApiError } from '../api/client.ts';
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
    <ErrorBoundary FallbackComponent={CrashPage}>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>{children}</TooltipProvider>
        <Toaster theme={isDark ? 'dark' : 'light'} position="bottom-right" gap={8} closeButton className="font-sans!" />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // An answer of the server does not change by asking again; silence may.
        retry: (failureCount, error) => !(error instanceof ApiError) && failureCount < 2,
        retryDelay: 800,
      },
    },
  });
}
