import { type ReactNode, Suspense } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { lazyPart } from '../../api/lazy-part.ts';
import { useConnection } from '../../api/use-connection.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Waiting } from '../../ui/waiting.tsx';

const ConnectDialog = lazyPart(async () => (await import('./connect-dialog.tsx')).ConnectDialog);
const MoveDialog = lazyPart(async () => (await import('./move-dialog.tsx')).MoveDialog);

/** The questions that the canvas asks about stages that are there; which stage to add is asked by the palette. */
export function CanvasDialogs({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const question = useEditorStore((state) => state.canvasDialog);
  const askOnCanvas = useEditorStore((state) => state.askOnCanvas);
  const server = useConnection();
  const close = (): void => askOnCanvas(undefined);
  return (
    <Suspense fallback={<Waiting what="The dialog" server={server} isOver />}>
      {question?.type === 'connect' && <ConnectDialog opened={opened} question={question} onClose={close} />}
      {question?.type === 'move' && <MoveDialog opened={opened} question={question} onClose={close} />}
    </Suspense>
  );
}
