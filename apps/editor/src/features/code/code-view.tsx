import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

const CodeEditor = lazy(() => import('./code-editor.tsx'));

/** The file's text with every finding at its place. Read-only: the file is edited outside for now. */
export function CodeView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const revealed = useEditorStore((state) => state.revealed);
  const { reading, file } = opened;
  const reveal = useMemo(() => {
    if (!revealed) return undefined;
    const range = typeof revealed.place === 'string' ? reading.locate(revealed.place) : revealed.place;
    return range && { range, at: revealed.at };
  }, [reading, revealed]);
  return (
    <div className="flex size-full flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 border-line border-b px-4 text-faint text-xs">
        <span className="truncate font-mono text-2xs">{file.path}</span>
        <span className="shrink-0">read-only</span>
      </div>
      <div className="min-h-0 flex-1">
        <Suspense fallback={<Skeleton className="m-4 h-40" />}>
          <CodeEditor
            label={`JSON of ${file.path}`}
            text={reading.text}
            isReadOnly
            diagnostics={reading.diagnostics}
            reveal={reveal}
          />
        </Suspense>
      </div>
    </div>
  );
}
