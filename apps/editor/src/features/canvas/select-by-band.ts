import { boxesMeet } from '../../model/canvas/canvas-places.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { boxBetween, type HandContext } from './hand-context.ts';

/** Draws a band from where the pointer was pressed; cards that it meets are added to the selection, boxes only when they are all inside. */
export function selectByBand(press: PointerEvent, context: HandContext): () => void {
  const from = context.toDiagram({ x: press.clientX, y: press.clientY });
  const { selectStages, selectedIds } = useEditorStore.getState();
  const { diagram, layout } = context.drawing;
  return context.track(press, {
    move: (at) => context.show({ type: 'band', box: boxBetween(from, context.toDiagram(at)) }),
    drop(at) {
      context.show(undefined);
      const band = boxBetween(from, context.toDiagram(at));
      const met = diagram.nodes.filter(({ id, lanes }) => {
        const box = layout.boxes.get(id);
        if (!box || !boxesMeet(box, band)) return false;
        const isInside =
          box.x >= band.x &&
          box.y >= band.y &&
          box.x + box.width <= band.x + band.width &&
          box.y + box.height <= band.y + band.height;
        return lanes.length === 0 || isInside;
      });
      selectStages([...new Set([...selectedIds, ...met.map(({ id }) => id)])]);
    },
    cancel: () => context.show(undefined),
  });
}
