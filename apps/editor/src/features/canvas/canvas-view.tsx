import { FileWarning, TriangleAlert } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
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
      <div className="size-full bg-canvas">{drawing && <Canvas drawing={drawing} />}</div>
    </FoldContext>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

function UnreadableText({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const showTab = useEditorStore((state) => state.showTab);
  const first = opened.reading.diagnostics[0];
  return (
    <EmptyState
      icon={<TriangleAlert size={24} />}
      title="The file cannot be drawn"
      className="bg-canvas"
      action={<Button onClick={() => showTab('json')}>Show the text</Button>}
    >
      {first ? `Line ${first.range.start.line}: ${first.message}` : 'It holds no list of stages.'}
    </EmptyState>
  );
}
