import { builtinComponents } from '@flowmason/engine';
import { toMermaidFlowchart } from '@flowmason/pipeline-schema';
import { type ReactNode, Suspense, useMemo } from 'react';
import { lazyPart } from '../../api/lazy-part.ts';
import type { OpenedTemplate } from '../../api/template-queries.ts';
import { useConnection } from '../../api/use-connection.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const MermaidDiagram = lazyPart(async () => (await import('../../ui/mermaid-diagram.tsx')).MermaidDiagram);

/** The pipeline of the template as a flowchart. */
export function TemplateDesign({ opened }: { readonly opened: OpenedTemplate }): ReactNode {
  const server = useConnection();
  const { template, document } = opened;
  const { pipeline, ghosts } = document.reading;
  const { graph } = document;
  const source = useMemo(
    () => pipeline && graph && toMermaidFlowchart(pipeline, graph, { components: builtinComponents, ghosts }),
    [pipeline, graph, ghosts],
  );
  if (source === undefined) return null;
  return (
    <div className="h-140 overflow-hidden rounded-lg border border-line bg-surface max-sm:h-100">
      <Suspense
        fallback={
          <Waiting what="The diagram" server={server}>
            <Skeleton className="m-4 h-80" />
          </Waiting>
        }
      >
        <MermaidDiagram label={`Flowchart of ${template.title}`} source={source} fileName={`${template.id}.mmd`}>
          Flowchart
        </MermaidDiagram>
      </Suspense>
    </div>
  );
}
