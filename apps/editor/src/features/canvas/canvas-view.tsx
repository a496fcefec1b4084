import type { Diagnostic } from '@flowmason/pipeline-schema';
import { FileWarning, TriangleAlert } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Canvas } from './canvas.tsx';
import { FoldContext } from './fold-context.ts';
import { useDiagram } from './use-diagram.ts';

/** The pipeline as a diagram; or, when there is nothing to draw, why. */
export function CanvasView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const [folded, setFolded] = useState<ReadonlySet<string>>(NOTHING);
  const toggleFold = useCallback(
    (id: string) =>
      setFolded((before) =>
        before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
      ),
    [],
  );
  const { diagram, drawing, error } = useDiagram(opened, folded);
  if (!opened.graph) return <UnreadableText opened={opened} />;
  if (diagram.nodes.length === 0) {
    return (
      <EmptyState icon={<FileWarning size={24} />} title="This pipeline has no stages yet" className="bg-canvas">
        Add one to the list <code className="font-mono text-xs">stages</code> of {opened.file.path}.
      </EmptyState>
    );
  }
  if (error) throw error;
  return (
    <FoldContext value={toggleFold}>
      <div className="relative size-full bg-canvas">
        {drawing ? <Canvas drawing={drawing} /> : <DrawingSkeleton />}
        <BrokenTextNotice opened={opened} />
      </div>
    </FoldContext>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

function UnreadableText({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const first = opened.reading.diagnostics[0];
  return (
    <EmptyState
      icon={<TriangleAlert size={24} />}
      title="The file cannot be drawn"
      className="bg-canvas"
      action={<ShowPlaceButton diagnostic={first} />}
    >
      {first ? `Line ${first.range.start.line}: ${first.message}` : 'It holds no list of stages.'}
    </EmptyState>
  );
}

/** What could be read of a text that is not JSON is drawn; this says that it may not be all, and where the text breaks. */
function BrokenTextNotice({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const first = opened.reading.diagnostics.find(({ code }) => code === 'not-json');
  if (!first) return null;
  return (
    <div className="absolute inset-x-3 top-3 z-10 mx-auto w-fit max-w-160 rounded-lg bg-surface">
      <Callout tone="error" icon={<TriangleAlert size={16} />}>
        <div className="flex items-center gap-3 max-sm:flex-col max-sm:items-start">
          <span className="min-w-0">
            <strong className="font-semibold">The text breaks in line {first.range.start.line}.</strong> {first.message}{' '}
            Only what could be read is drawn.
          </span>
          <ShowPlaceButton diagnostic={first} />
        </div>
      </Callout>
    </div>
  );
}

function ShowPlaceButton({ diagnostic }: { readonly diagnostic: Diagnostic | undefined }): ReactNode {
  const { showTab, revealPlace } = useEditorStore.getState();
  return (
    <Button
      size="sm"
      className="shrink-0"
      onClick={() => {
        showTab('json');
        if (diagnostic) revealPlace(diagnostic.range);
      }}
    >
      Show the place
    </Button>
  );
}

function DrawingSkeleton(): ReactNode {
  return (
    <div role="status" aria-label="Drawing the pipeline" className="flex size-full items-center gap-12 px-10">
      {['a', 'b', 'c', 'd'].map((card) => (
        <Skeleton key={card} className="h-15 w-58 shrink-0 rounded-lg" />
      ))}
    </div>
  );
}
