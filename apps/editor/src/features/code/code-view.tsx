import { AlignLeft, ListTree } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { lazyPart } from '../../api/lazy-part.ts';
import { useConnection } from '../../api/use-connection.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useIsNarrowScreen } from '../../ui/use-is-narrow-screen.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { formatText, normaliseText } from './text-commands.ts';

const CodeEditor = lazyPart(async () => (await import('./code-editor.tsx')).default);

/** The text of the open pipeline, with every finding at its place. On a narrow screen it can only be read. */
export function CodeView({ path }: { readonly path: string }): ReactNode {
  const isReadOnly = useIsNarrowScreen();
  const server = useConnection();
  return (
    <div className="flex size-full flex-col">
      <div className="flex h-8 shrink-0 items-center gap-1 border-line border-b pr-2 pl-4 text-faint text-xs">
        <span className="min-w-0 flex-1 truncate font-mono text-2xs">{path}</span>
        {isReadOnly ? <span className="shrink-0">read-only on a narrow screen</span> : <TextButtons />}
      </div>
      <div className="min-h-0 flex-1">
        <Suspense
          fallback={
            <Waiting what="The text" server={server}>
              <Skeleton className="m-4 h-40" />
            </Waiting>
          }
        >
          <CodeEditor label={`JSON of ${path}`} path={path} isReadOnly={isReadOnly} />
        </Suspense>
      </div>
    </div>
  );
}

function TextButtons(): ReactNode {
  return (
    <>
      <Tooltip content="One value in a line; only blanks change" keys="Shift Alt F" side="bottom">
        <Button size="sm" variant="ghost" icon={<AlignLeft size={12} aria-hidden />} onClick={formatText}>
          Format
        </Button>
      </Tooltip>
      <Tooltip content="Write the whole document in the canonical spelling" side="bottom">
        <Button size="sm" variant="ghost" icon={<ListTree size={12} aria-hidden />} onClick={normaliseText}>
          Normalise
        </Button>
      </Tooltip>
    </>
  );
}
