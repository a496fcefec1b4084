import { memo, type ReactNode, Suspense } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { lazyPart } from '../api/lazy-part.ts';
import { CanvasView } from '../features/canvas/canvas-view.tsx';
import { useEditorStore } from '../store/editor-store.ts';
import { useIsNarrowScreen } from '../ui/use-is-narrow-screen.ts';

const PalettePanel = lazyPart(async () => (await import('../features/palette/palette-panel.tsx')).PalettePanel, {
  isLoadedAhead: true,
});
const CarriedCard = lazyPart(async () => (await import('../features/palette/carried-card.tsx')).CarriedCard, {
  isLoadedAhead: true,
});
const AddStageDialog = lazyPart(async () => (await import('../features/palette/add-stage-dialog.tsx')).AddStageDialog, {
  isLoadedAhead: true,
});

/** The canvas together with the components that can be put on it; draws anew only for another document. */
export const CanvasFace = memo(({ opened }: { readonly opened: OpenedPipeline }): ReactNode => {
  const isPaletteOpen = useEditorStore((state) => state.isPaletteOpen);
  const isAsked = useEditorStore(({ canvasDialog }) => canvasDialog?.type === 'add');
  const isCarrying = useEditorStore(({ carried }) => carried !== undefined);
  const isNarrow = useIsNarrowScreen();
  return (
    <div className="flex size-full">
      {/* Each waits for itself alone: else the panel goes while the carried card comes, and the canvas moves under the pointer. */}
      <Suspense fallback={null}>{isPaletteOpen && !isNarrow && <PalettePanel />}</Suspense>
      <Suspense fallback={null}>{isCarrying && <CarriedCard />}</Suspense>
      <Suspense fallback={null}>{isAsked && <AddStageDialog />}</Suspense>
      <div className="min-w-0 flex-1">
        <CanvasView opened={opened} />
      </div>
    </div>
  );
});
