import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import { Workflow } from 'lucide-react';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { lazyPart } from '../../api/lazy-part.ts';
import { useConnection } from '../../api/use-connection.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const MermaidDiagram = lazyPart(async () => (await import('../../ui/mermaid-diagram.tsx')).MermaidDiagram);

/** The draft as a flowchart; what is missing is drawn dashed. */
export function StageFlowchart(): ReactNode {
  const server = useConnection();
  const document = useWizardStore((state) => state.draft?.document);
  const pipeline = document?.reading.pipeline;
  const [isWanted, setWanted] = useState(false);
  const source = useMemo(() => {
    if (!document?.reading.pipeline || !document.graph) return undefined;
    const { pipeline: read, ghosts } = document.reading;
    return toMermaidFlowchart(read, document.graph, { components: builtinComponents, ghosts });
  }, [document]);
  if (!pipeline || source === undefined) return null;
  if (pipeline.stages.length === 0) {
    return (
      <EmptyState icon={<Workflow size={24} />} title="There are no stages yet">
        The step Stages adds the first one.
      </EmptyState>
    );
  }
  if (pipeline.stages.length > QUICK && !isWanted) {
    return (
      <EmptyState
        icon={<Workflow size={24} />}
        title={`A flowchart of ${pipeline.stages.length} stages`}
        action={<Button onClick={() => setWanted(true)}>Draw it</Button>}
      >
        So many take some seconds, and the page stands still meanwhile. The canvas of the editor shows them at once.
      </EmptyState>
    );
  }
  return (
    <Suspense
      fallback={
        <Waiting what="The diagram" server={server}>
          <Skeleton className="m-4 h-80" />
        </Waiting>
      }
    >
      <MermaidDiagram
        label={`Flowchart of ${pipeline.name}`}
        source={source}
        fileName={`${pipeline.name}.mmd`}
        fit="whole"
      >
        Flowchart
      </MermaidDiagram>
    </Suspense>
  );
}

/** Up to so many stages a flowchart is drawn within a second or two. */
const QUICK = 150;
