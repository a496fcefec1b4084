import type { Diagnostic } from '@flowmason/pipeline-schema';
import { Plus, TriangleAlert, Workflow } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { undrawnStages } from '../../model/problems/undrawn-stages.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Canvas } from './canvas.tsx';
import { CanvasAnnouncer } from './canvas-announcer.tsx';
import { CanvasDialogs } from './canvas-dialogs.tsx';
import { CanvasToolbar } from './canvas-toolbar.tsx';
import { EditingContext } from './editing-context.ts';
import { FixButton } from './fix-button.tsx';
import { FoldContext } from './fold-context.ts';
import { ProblemsContext, useProblemCounts } from './problems-context.ts';
import { useDiagram } from './use-diagram.ts';

/** The pipeline as a diagram that can be edited; on a narrow screen, to look at. When there is nothing to draw, why. */
export function CanvasView({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const [folded, setFolded] = useState<ReadonlySet<string>>(NOTHING);
  const toggleFold = useCallback(
    (id: string) =>
      setFolded((before) =>
        before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
      ),
    [],
  );
  const isEditing = !useMedia('(max-width: 800px)');
  const problems = useProblemCounts(opened);
  const { drawing, isCurrent, error } = useDiagram(opened, { folded, hasEmptyLists: isEditing });
  const isRead = useEditorStore(({ edited }) => edited === undefined || edited.text === opened.reading.text);
  const { graph, reading } = opened;
  // What is said of a broken text is about another one than what is drawn.
  const undrawn = useMemo(() => (opened.isStale ? [] : undrawnStages(reading)), [opened.isStale, reading]);
  const isBare = (drawing?.shown.nodes.length ?? 0) === 0;
  const isEmpty = graph?.stages.size === 0 && reading.ghosts.length === 0 && undrawn.length === 0 && isBare;
  if (error) throw error;
  if (!graph) return <UnreadableText opened={opened} />;
  return (
    <EditingContext value={isEditing}>
      <FoldContext value={toggleFold}>
        <ProblemsContext value={problems}>
          <div className="flex size-full flex-col">
            {isEditing && <CanvasToolbar />}
            <div className="relative min-h-0 grow bg-canvas">
              {drawing ? (
                <Canvas drawing={drawing} opened={opened} graph={graph} isBehind={!isRead || !isCurrent} />
              ) : (
                <DrawingSkeleton />
              )}
              {isEmpty && <EmptyHint isEditing={isEditing} />}
              <BrokenTextNotice opened={opened} />
              <UndrawnNotice undrawn={undrawn} />
              <CanvasAnnouncer />
              <CanvasDialogs opened={opened} />
            </div>
          </div>
        </ProblemsContext>
      </FoldContext>
    </EditingContext>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** What an empty canvas says; the canvas itself stays underneath, so that a double click and a drop work. */
function EmptyHint({ isEditing }: { readonly isEditing: boolean }): ReactNode {
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  if (!isEditing) {
    return (
      <EmptyState
        icon={<Workflow size={24} />}
        title="This pipeline has no stages yet"
        className="pointer-events-none absolute inset-0"
      >
        Open it on a wider screen to add some.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Workflow size={24} />}
      title="This pipeline has no stages yet"
      className="pointer-events-none absolute inset-0"
      action={
        <Button
          variant="primary"
          icon={<Plus size={14} />}
          className="pointer-events-auto"
          onClick={() => askOnCanvas({ type: 'add', place: {} })}
        >
          Add stage
        </Button>
      }
    >
      Press <Kbd>Tab</Kbd> or double-click the canvas to add one, or drag it from the list of components <Kbd>P</Kbd>.
    </EmptyState>
  );
}

function UnreadableText({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const first = opened.reading.diagnostics[0];
  return (
    <EmptyState
      icon={<TriangleAlert size={24} />}
      title="The file cannot be drawn"
      className="bg-canvas"
      action={
        <div className="flex gap-2">
          <FixButton diagnostic={first} reading={opened.reading} />
          <ShowPlaceButton diagnostic={first} />
        </div>
      }
    >
      {first ? `Line ${first.range.start.line}: ${first.message}` : 'It holds no list of stages.'}
    </EmptyState>
  );
}

/** What is drawn of a text that cannot be read is the last that could, or a part of it; this says so, and where it breaks. */
function BrokenTextNotice({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { diagnostics } = opened.reading;
  const first = diagnostics.find(({ code }) => code === 'not-json') ?? (opened.isStale ? diagnostics[0] : undefined);
  if (!first) return null;
  return (
    <div className="absolute inset-x-3 top-3 z-10 mx-auto w-fit max-w-160 rounded-lg bg-surface">
      <Callout tone="error" icon={<TriangleAlert size={16} />}>
        <div className="flex items-center gap-3 max-sm:flex-col max-sm:items-start">
          <span className="min-w-0">
            <strong className="font-semibold">The text breaks in line {first.range.start.line}.</strong> {first.message}{' '}
            {opened.isStale ? 'The canvas shows it as it was before.' : 'Only what could be read is drawn.'}
          </span>
          <FixButton diagnostic={first} reading={opened.reading} />
          <ShowPlaceButton diagnostic={first} />
        </div>
      </Callout>
    </div>
  );
}

/** Stages that stand in the file and are not on the canvas, so that nobody takes them for gone; with the way to the first. */
function UndrawnNotice({ undrawn }: { readonly undrawn: readonly Diagnostic[] }): ReactNode {
  if (undrawn.length === 0) return null;
  const words =
    undrawn.length === 1
      ? '1 stage cannot be drawn: its id is not allowed.'
      : `${undrawn.length} stages cannot be drawn: their ids are not allowed.`;
  return (
    <div className="absolute inset-x-3 top-3 z-10 mx-auto w-fit max-w-160 rounded-lg bg-surface">
      <Callout tone="error" icon={<TriangleAlert size={16} />}>
        <div className="flex items-center gap-3 max-sm:flex-col max-sm:items-start">
          <span className="min-w-0">{words}</span>
          <ShowPlaceButton diagnostic={undrawn[0]} label="Show in JSON" />
        </div>
      </Callout>
    </div>
  );
}

function ShowPlaceButton(props: { readonly diagnostic: Diagnostic | undefined; readonly label?: string }): ReactNode {
  const { diagnostic, label = 'Show the place' } = props;
  const { showTab, revealPlace } = useEditorStore.getState();
  return (
    <Button
      size="sm"
      className="shrink-0"
      onClick={() => {
        if (useEditorStore.getState().tab !== 'split') showTab('json');
        if (diagnostic) revealPlace(diagnostic.range);
      }}
    >
      {label}
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
