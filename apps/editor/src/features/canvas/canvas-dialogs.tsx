import { lazy, type ReactNode, Suspense } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { useEditorStore } from '../../store/editor-store.ts';

const ConnectDialog = lazy(async () => ({ default: (await import('./connect-dialog.tsx')).ConnectDialog }));
const MoveDialog = lazy(async () => ({ default: (await import('./move-dialog.tsx')).MoveDialog }));

/** The questions that the canvas asks about stages that are there; which stage to add is asked by the palette. */
export function CanvasDialogs({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const question = useEditorStore((state) => state.canvasDialog);
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  const close = (): void => askOnCanvas(undefined);
  return (
    <Suspense fallback={null}>
      {question?.type === 'connect' && <ConnectDialog opened={opened} question={question} onClose={close} />}
      {question?.type === 'move' && <MoveDialog opened={opened} question={question} onClose={close} />}
    </Suspense>
  );
}
