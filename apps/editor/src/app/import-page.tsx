import { useQuery } from '@tanstack/react-query';
import { CircleAlert, FileQuestion } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link, useSearchParams } from 'wouter';
import { fetchDocument } from '../api/fetch-document.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** `/import?from=…`: fetches a document of this origin and shows what it is. */
export function ImportPage(): ReactNode {
  const [params] = useSearchParams();
  const from = params.get('from');
  const startImport = useEditorStore((state) => state.startImport);
  const { data, error } = useQuery({
    queryKey: ['import', from],
    queryFn: () => fetchDocument(from ?? '', new URL(location.href)),
    enabled: from !== null && from !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (data) startImport(data);
  }, [data, startImport]);
  const link = (
    <Link href="/" className="font-medium text-accent hover:underline">
      Show all pipelines
    </Link>
  );
  return (
    <div className="h-full bg-canvas">
      <title>Import · FlowMason</title>
      <h1 className="sr-only">Import a pipeline</h1>
      {error && (
        <div role="alert" className="h-full">
          <EmptyState icon={<CircleAlert size={24} />} title="This cannot be imported" action={link}>
            {error.message}
          </EmptyState>
        </div>
      )}
      {!error && (from === null || from === '') && (
        <EmptyState
          icon={<FileQuestion size={24} />}
          title="What is to be imported?"
          action={<Button onClick={() => startImport('ask')}>Choose a file</Button>}
        >
          The address names it as <code className="font-mono text-xs">/import?from=/path.json</code>, a path of this
          server.
        </EmptyState>
      )}
      {!error && from !== null && from !== '' && !data && <Skeleton className="m-8 h-40" />}
      {data && (
        <EmptyState
          icon={<FileQuestion size={24} />}
          title={data.fileName}
          action={
            <div className="flex items-center gap-3">
              {link}
              <Button variant="primary" onClick={() => startImport(data)}>
                Import
              </Button>
            </div>
          }
        >
          It was fetched from this server. Nothing is written before you say so.
        </EmptyState>
      )}
    </div>
  );
}
